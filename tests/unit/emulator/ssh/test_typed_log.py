"""What was typed is on record, in every mode, without secrets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_every_line_is_on_record_with_its_session_and_mode(start: Callable[..., Any], tmp_path: Path) -> None:
    person = start(typed_log=tmp_path / "typed.log").login()
    person.run("show clock", "", "configure terminal", "router bgp 65000", "neighbor 10.0.0.1 password 0 sesame", "end")
    person.close()
    assert (tmp_path / "typed.log").read_text().splitlines() == [
        "0 exec show clock",
        "0 exec configure terminal",
        "0 config router bgp 65000",
        "0 config-router neighbor 10.0.0.1 password …",
        "0 config-router end",
    ]
