"""The check of what the nodes announce: what it says of a node that announces what it may not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from platforms.facts import Hop
from tests.seed import Values, seed_stack
from tests.unit.verify.sources import NODES, Parts, route
from verify.announced import OnlyExpectedAnnounced
from verify.catalog import checks_of

WORKER2 = NODES["worker2"]
Change = Callable[[Values], object]


def filtered(values: Values) -> None:
    for vrf in values["routers"]["csr1000v"]["vrfs"].values():
        del vrf["neighbors"]["accept"]


def with_ranges(values: Values) -> None:
    filtered(values)
    nodes = values["cluster"]["nodes"]
    for number, node in enumerate(NODES):
        nodes[node] = {"address": nodes[node], "podRanges": [f"192.168.{number}.0/24"]}


def without_mesh(values: Values) -> None:
    with_ranges(values)
    values["calico"]["nodeToNodeMeshEnabled"] = False


def found(parts: Parts, change: Change = filtered) -> dict[str, str]:
    """The actual values of the checks that do not hold, by VRF."""
    checks = [check for check in checks_of(seed_stack(change)) if isinstance(check, OnlyExpectedAnnounced)]
    assert [check.where for check in checks] == ["k8s-calico", "k8s-metallb"]
    findings = {check.where: check.measure(parts.sources()) for check in checks}
    assert {finding.expected for finding in findings.values()} == {"none from 4 nodes"}
    return {vrf: finding.actual for vrf, finding in findings.items() if not finding.holds}


def parts(*routes: tuple[str, str]) -> Parts:
    made = Parts()
    made.router.table = [route(prefix, *hops.split()) for prefix, hops in routes]
    return made


def test_a_stack_that_accepts_all_has_no_such_check() -> None:
    assert not [check for check in checks_of(seed_stack()) if isinstance(check, OnlyExpectedAnnounced)]


def test_each_speakers_ranges_are_expected_in_its_own_vrf() -> None:
    assert found(parts(("192.168.3.0/26", "10.0.0.13"))) == {"k8s-metallb": "192.168.3.0/26 from worker3 (10.0.0.13)"}
    assert found(parts(("10.100.0.7/32", "10.0.0.13"))) == {"k8s-calico": "10.100.0.7/32 from worker3 (10.0.0.13)"}


def test_a_node_with_a_default_route_is_named() -> None:
    assert found(parts(("0.0.0.0/0", "10.0.0.12 10.9.9.9"))) == dict.fromkeys(
        ("k8s-calico", "k8s-metallb"), "0.0.0.0/0 from worker2 (10.0.0.12)"
    )


def test_a_route_that_another_vrf_has_leaked_is_that_vrfs() -> None:
    made = Parts()
    leaked = Hop(WORKER2, vrf="k8s-metallb")
    made.router.table = [replace(route("10.100.0.7/32"), hops=(leaked,))]
    assert found(made) == {}


def test_a_route_that_no_node_announces_is_not_judged() -> None:
    assert found(parts(("0.0.0.0/0", "10.9.9.9"))) == {}


def test_a_node_with_refused_routes_is_named() -> None:
    made = parts()
    made.router.denied = {WORKER2: 3, NODES["worker1"]: 0}
    assert found(made) == dict.fromkeys(
        ("k8s-calico", "k8s-metallb"), "worker2 (10.0.0.12) had 3 refused since its session came up"
    )


def test_where_nodes_are_asked_again_what_was_refused_before_is_not_judged() -> None:
    made = parts()
    made.router.denied = {WORKER2: 3, NODES["worker1"]: 3}
    made.router.denied_anew = {WORKER2: 0, NODES["worker1"]: 2}
    assert found(made) == dict.fromkeys(
        ("k8s-calico", "k8s-metallb"), "worker1 (10.0.0.11) had 2 refused when it was asked again"
    )


def test_of_a_node_with_ranges_of_its_own_no_other_block_is_accepted() -> None:
    assert found(parts(("192.168.3.0/26", "10.0.0.12")), with_ranges)["k8s-calico"] == (
        "192.168.3.0/26 from worker2 (10.0.0.12)"
    )


@pytest.mark.parametrize(
    ("change", "vrfs"), [(with_ranges, {"k8s-metallb"}), (without_mesh, {"k8s-calico", "k8s-metallb"})]
)
def test_with_the_mesh_a_node_with_ranges_is_refused_the_blocks_of_others(change: Change, vrfs: set[str]) -> None:
    made = parts()
    made.router.denied = {WORKER2: 3}
    assert found(made, change).keys() == vrfs
