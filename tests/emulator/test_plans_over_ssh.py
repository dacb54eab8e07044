"""Plans typed into a router over real SSH, asynchronous clean-up and all, and taken back."""

from pathlib import Path

import pytest

from render.iosxe.answers import verdict
from render.iosxe.tree import parse
from tests.lab_router import PASSWORD, lab_router
from tests.unit.render.iosxe.test_golden import Case
from transport.session import connect

CASES = (
    "vrf-new-definition",
    "vrf-removed",
    "vrf-new-rd-sends-its-family-again",
    "interface-another-vrf",
    "interface-new-loopback",
    "prefix-list-permit-before-the-deny",
    "bgp-removed",
    "family-new",
    "family-remote-as-is-one-line",
    "family-removed",
)


@pytest.mark.parametrize("name", CASES)
def test_a_router_takes_the_plan_and_its_undo(tmp_path: Path, name: str) -> None:
    case = Case(name)
    startup = (case.folder / "running.cfg").read_text()
    with lab_router(tmp_path, startup=startup) as router, connect(router.reach, PASSWORD) as session:
        before = router.running()
        tree = parse(session.show("show running-config"))
        plan = case.kind.removal(tree, case.values, {}) if case.removes else case.kind.plan(tree, case.values, None)
        session.configure(plan.commands, verdict, plan.undo)
        after = parse(session.show("show running-config"))
        wanted = None if case.removes else case.kind.lines(case.values)
        assert case.kind.running(after, case.values) == wanted
        assert session.take_back(plan.undo, verdict) == "the undo was sent"
        assert router.running() == before
