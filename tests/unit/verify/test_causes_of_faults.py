"""One fault each: every check that fails has this cause and no other, and no other check fails."""

from collections.abc import Callable

import pytest

from model.list_names import group_name
from platforms.facts import RunningNeighbor, Setting
from tests.seed import Values, seed_stack
from tests.unit.verify.faults import FAULTS, WHO
from tests.unit.verify.sources import NODES, Parts, running_neighbor
from tests.unit.verify.spoiled import CALICO, METALLB, advertised, down, permitting
from verify.catalog import checks_of
from verify.causes import with_causes
from verify.check import Verdict
from verify.runner import run


@pytest.mark.parametrize("name", FAULTS)
def test_every_check_that_fails_has_the_cause_of_the_fault(name: str) -> None:
    fault, parts = FAULTS[name], Parts()
    fault.spoil(parts)
    stack, sources = seed_stack(fault.change), parts.sources()
    results = with_causes(stack, run(checks_of(stack), sources), sources)
    failed = [result for result in results if result.verdict is Verdict.FAIL]
    named = {f"{each.where} {each.what}" for each in failed}
    assert {wanted for wanted in fault.fails if any(each.startswith(wanted) for each in named)} == fault.fails
    assert {each for each in named if not each.startswith(tuple(fault.fails))} == set()
    wrong = [
        (each.where, each.what, each.cause)
        for each in failed
        if not each.cause or not each.cause.what.startswith(fault.cause) or not each.cause.path.startswith(fault.path)
    ]
    assert wrong == []


def test_prefixes_that_nodes_are_sent_lead_to_the_filter_that_is_missing() -> None:
    found = _causes(advertised)
    assert found == {
        vrf: (
            f"the routes to {WHO} are not filtered on the router, the stack says prefix list deny-all-routes",
            f"routers.csr1000v.vrfs.{vrf}.neighbors.advertise",
        )
        for vrf in (CALICO, METALLB)
    }


def test_prefixes_that_nodes_are_sent_lead_to_the_entry_that_is_another() -> None:
    told = "prefix list deny-all-routes is seq 5 permit 0.0.0.0/0 le 32, the stack says seq 5 deny 0.0.0.0/0 le 32"
    assert {what for what, _ in _causes(permitting).values()} == {told}


def _causes(spoil: Callable[[Parts], object]) -> dict[str, tuple[str, str]]:
    """The cause of each failed check by its VRF; there is one in each."""
    parts = Parts()
    spoil(parts)
    stack, sources = seed_stack(), parts.sources()
    results = with_causes(stack, run(checks_of(stack), sources), sources)
    return {each.where: (each.cause.what, each.cause.path) for each in results if each.cause}


def test_a_neighbor_that_is_up_is_no_cause_whatever_its_lines_are() -> None:
    parts = Parts()
    down(parts)
    parts.router.configured[METALLB, str(NODES["worker2"])] = running_neighbor(NODES["worker2"], 65099, False)
    stack, sources = seed_stack(), parts.sources()
    results = with_causes(stack, run(checks_of(stack), sources), sources)
    assert all("65099" not in each.cause.what for each in results if each.cause)


def test_a_member_of_a_range_has_the_lines_of_its_group() -> None:
    def ranged(values: Values) -> None:
        values["routers"]["csr1000v"]["vrfs"][METALLB]["neighbors"]["range"] = ["10.0.0.0/24"]

    parts = Parts()
    down(parts)
    group = RunningNeighbor({Setting.REMOTE_AS: "65099"}, {Setting.REMOTE_AS: "neighbor NODES remote-as 65099"})
    parts.router.configured = {key: each for key, each in parts.router.configured.items() if key[0] != METALLB}
    parts.router.configured[METALLB, group_name(METALLB)] = group
    stack, sources = seed_stack(ranged), parts.sources()
    results = with_causes(stack, run(checks_of(stack), sources), sources)
    assert results[2].cause is not None
    assert results[2].cause.what.startswith("csr1000v expects AS 65099 of 10.0.0.13")
