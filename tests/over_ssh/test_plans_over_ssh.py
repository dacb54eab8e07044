"""Plans typed into a router over real SSH, asynchronous clean-up and all, and taken back."""

from pathlib import Path

import pytest
import yaml

from platforms.iosxe.cli.session import connect
from platforms.iosxe.facts import Facts
from platforms.iosxe.tree import parse
from tests.lab_router import PASSWORD, lab_router
from tests.unit.platforms.iosxe.objects.test_golden import Case

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
    "default-table-new",
    "default-table-neighbor-added-in-a-block",
)


@pytest.mark.parametrize("name", CASES)
def test_a_router_takes_the_plan_and_its_undo(tmp_path: Path, name: str) -> None:
    case = Case(name)
    with lab_router(tmp_path, startup=case.running) as router, connect(router.endpoint, PASSWORD) as session:
        before = router.running()
        tree = parse(session.show("show running-config"))
        plan = (
            case.object_type.removal(tree, case.values, case.object_type.history())
            if case.removes
            else case.object_type.plan(tree, case.values, None)
        )
        session.configure(plan.commands, plan.undo)
        after = parse(session.show("show running-config"))
        wanted = None if case.removes else case.object_type.lines(case.values)
        assert case.object_type.running(after, case.values) == wanted
        assert session.take_back(plan.undo) == "the undo was sent"
        assert router.running() == before


def test_the_facts_of_the_default_table_are_read(tmp_path: Path) -> None:
    case = Case("default-table-neighbor-added-in-a-block")
    with lab_router(tmp_path, startup=case.running) as router, connect(router.endpoint, PASSWORD) as session:
        facts = Facts(session.show)
        assert [(str(each.address), each.remote_as, each.state) for each in facts.sessions("default")] == [
            ("10.0.0.1", 65002, "Idle"),
            ("192.0.2.10", 65101, "Idle"),
        ]
        assert [str(each.address) for each in facts.prefix_counts("default")] == ["10.0.0.1", "192.0.2.10"]
        assert [(str(each.prefix), each.code) for each in facts.routes("default")] == [
            ("1.1.1.2/32", "C"),
            ("10.0.0.0/24", "C"),
            ("10.0.0.254/32", "L"),
        ]
        assert facts.password_marks("default") == {}


def test_a_busy_router_with_a_small_input_buffer_and_a_lot_to_say_gets_every_line(tmp_path: Path) -> None:
    case = Case("family-new")
    settings = {"remote_as": 65002, "ebgp_multihop": 32, "prefix_list_out": "deny-all-routes"}
    neighbors = {f"10.0.0.{number}": {**settings, "update_source": "Loopback2"} for number in range(1, 21)}
    values = case.values.model_validate({**case.values.model_dump(), "neighbors": neighbors})
    log = "*Nov 23 22:10:11.123: %BGP-5-ADJCHANGE: neighbor 10.0.0.1 Down Admin. shutdown"
    chatter = [{"match": f".*{word}.*", "do": "log", "text": log, "times": 0} for word in ("shutdown", "update-source")]
    (tmp_path / "faults.yaml").write_text(
        yaml.safe_dump({"input_buffer": 64, "latency_ms": 2, "lines": chatter, "deletion_ms": 0})
    )
    with (
        lab_router(tmp_path, "--faults", str(tmp_path / "faults.yaml"), startup=case.running) as router,
        connect(router.endpoint, PASSWORD) as session,
    ):
        plan = case.object_type.plan(parse(session.show("show running-config")), values, None)
        session.configure(plan.commands, plan.undo)
        assert case.object_type.running(parse(session.show("show running-config")), values) == case.object_type.lines(
            values
        )
