"""The typed log has the lines of every mode, without secrets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_each_typed_line_is_logged_with_its_session_and_mode(start: Callable[..., Any], tmp_path: Path) -> None:
    cli = start(typed_log=tmp_path / "typed.log").login()
    cli.run("show clock", "", "configure terminal", "router bgp 65000", "neighbor 10.0.0.1 password 0 sesame", "end")
    cli.close()
    assert (tmp_path / "typed.log").read_text().splitlines() == [
        "0 exec show clock",
        "0 exec configure terminal",
        "0 config router bgp 65000",
        "0 config-router neighbor 10.0.0.1 password …",
        "0 config-router end",
    ]
