"""A router that is not managed is a resource of lines: no call of the engine's connects to it."""

from typing import Any

import pytest

from providers.router_access import RouterAccessProvider
from providers.vrf import VrfProvider

LINES: dict[str, Any] = {"router": "edge", "lines": "router bgp 65000\n"}
MANAGED: dict[str, Any] = {"router": "edge", "reach": "ssh://admin@192.0.2.1:22", "stack": "organization/p/dev"}
PROVIDER = RouterAccessProvider()


def test_its_lines_are_all_that_is_kept() -> None:
    assert PROVIDER.create(LINES).outs == LINES
    assert PROVIDER.read("edge", LINES).outs == LINES
    assert PROVIDER.update("edge", MANAGED, LINES).outs == LINES


def test_other_lines_are_a_change() -> None:
    assert not PROVIDER.diff("edge", LINES, LINES).changes
    assert PROVIDER.diff("edge", LINES, {**LINES, "lines": "router bgp 65001\n"}).changes


def test_nothing_is_deleted() -> None:
    PROVIDER.delete("edge", LINES)
    VrfProvider().delete("edge/vrf RED", {"router": "edge", "name": "RED", "syntax": "ip vrf"})


def test_a_note_says_that_the_lines_of_a_router_stay(capsys: pytest.CaptureFixture[str]) -> None:
    assert PROVIDER.diff("edge", MANAGED, LINES).changes
    assert capsys.readouterr().err.startswith("edge: managed: false: the stack forgets this router's objects ")
    assert PROVIDER.diff("edge", LINES, MANAGED).changes
    assert capsys.readouterr().err == ""
