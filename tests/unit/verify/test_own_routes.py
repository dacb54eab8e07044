"""With `announce: own` each pod block is by its own node, and a Local service by the nodes with a ready pod."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network

import pytest

from tests.seed import Values, seed_stack
from tests.unit.verify.sources import NODES, PODS, SERVICE, Parts, route
from verify import report
from verify.catalog import checks_of
from verify.runner import run


def own_routes(values: Values) -> None:
    """Each node announces its own routes, and the service is announced where a pod is."""
    del values["calico"]["announce"]
    values["demo"] = {"externalTrafficPolicy": "Local"}


def bad_lines(parts: Parts, change: Callable[[Values], None] = own_routes) -> list[str]:
    """What is printed of the checks that do not hold, without the columns' padding."""
    table = report.table(run(checks_of(seed_stack(change), applying=True), parts.sources()))
    return [" ".join(line.split()) for line in table.splitlines() if not line.startswith(("ok", "- "))]


def with_pod(*nodes: str) -> Parts:
    """The seed's network, with the service announced by these nodes."""
    parts = Parts()
    parts.router.table[-1] = route(f"{SERVICE}/32", *(str(NODES[node]) for node in nodes))
    return parts


WORKERS = ("worker1", "worker2", "worker3")


def test_each_block_by_its_own_node_and_the_service_by_the_nodes_with_a_pod() -> None:
    parts = with_pod(*WORKERS)
    table = report.table(run(checks_of(seed_stack(own_routes), applying=True), parts.sources())).splitlines()
    assert [" ".join(line.split()) for line in table if "block" in line or "service" in line][:3] == [
        "ok csr1000v k8s-calico each pod block by its own node 4 of 4",
        "ok csr1000v k8s-metallb each pod block by its own node 4 of 4",
        "ok csr1000v k8s-metallb ECMP to the service 10.100.0.0/32 over 3 nodes: 10.0.0.11, 10.0.0.12, 10.0.0.13",
    ]
    assert bad_lines(parts) == []


def another_node(parts: Parts) -> None:
    parts.router.table[0] = route("192.168.0.0/26", "10.0.0.11")


def two_nodes(parts: Parts) -> None:
    parts.router.table[0] = route("192.168.0.0/26", "10.0.0.1", "10.0.0.11")


def every_node(parts: Parts) -> None:
    parts.router.table[0] = route("192.168.0.0/26", *map(str, NODES.values()))


def no_next_hop(parts: Parts) -> None:
    parts.router.table[0] = route("192.168.0.0/26")


def not_there(parts: Parts) -> None:
    del parts.router.table[0]


def node_that_left(parts: Parts) -> None:
    parts.cluster.given[IPv4Network("192.168.9.0/26")] = "worker4"


def node_that_left_and_still_announces(parts: Parts) -> None:
    node_that_left(parts)
    parts.router.table.append(route("192.168.9.0/26", "10.0.0.14"))


@pytest.mark.parametrize(
    ("spoil", "seen"),
    [
        (another_node, "3 of 4: 192.168.0.0/26 (master1) leads to 10.0.0.11, not to 10.0.0.1 alone (expected 4 of 4)"),
        (
            two_nodes,
            "3 of 4: 192.168.0.0/26 (master1) leads to 10.0.0.1, 10.0.0.11, not to 10.0.0.1 alone (expected 4 of 4)",
        ),
        (
            every_node,
            "3 of 4: 192.168.0.0/26 (master1) leads to 10.0.0.1, 10.0.0.11, 10.0.0.12, 10.0.0.13, "
            "not to 10.0.0.1 alone (expected 4 of 4)",
        ),
        (no_next_hop, "3 of 4: 192.168.0.0/26 (master1) leads to no node, not to 10.0.0.1 alone (expected 4 of 4)"),
        (not_there, "3 of 4: 192.168.0.0/26 (master1) is not there (expected 4 of 4)"),
        (
            node_that_left,
            "4 of 5: 192.168.9.0/26 (worker4) is not there, and its node is not in cluster.nodes (expected 5 of 5)",
        ),
        (
            node_that_left_and_still_announces,
            "4 of 5: 192.168.9.0/26 (worker4) leads to 10.0.0.14, and its node is not in cluster.nodes "
            "(expected 5 of 5)",
        ),
    ],
)
def test_a_block_by_another_node_than_its_own_is_named(spoil: Callable[[Parts], None], seen: str) -> None:
    parts = with_pod(*WORKERS)
    spoil(parts)
    assert bad_lines(parts) == [
        f"FAIL csr1000v {vrf} each pod block by its own node {seen}" for vrf in ("k8s-calico", "k8s-metallb")
    ]


def test_where_all_nodes_announce_a_block_any_of_them_will_do() -> None:
    parts = Parts()
    every_node(parts)
    assert bad_lines(parts, lambda values: None) == []


def two_pods(parts: Parts) -> Parts:
    """The network with pods on two of the four nodes."""
    parts.cluster.ready = parts.client.behind = PODS[:2]
    return parts


def two_replicas(values: Values) -> None:
    own_routes(values)
    values["demo"]["replicas"] = 2


def test_with_pods_on_two_of_four_nodes_the_service_is_by_these_two() -> None:
    assert bad_lines(two_pods(with_pod("worker1", "worker2")), two_replicas) == []


@pytest.mark.parametrize(
    ("announcing", "seen"),
    [
        (("worker1",), "over 1 nodes: 10.0.0.11"),
        (("worker1", "worker3"), "over 2 nodes: 10.0.0.11, 10.0.0.13"),
        (tuple(NODES), "over 4 nodes: 10.0.0.1, 10.0.0.11, 10.0.0.12, 10.0.0.13"),
    ],
)
def test_a_service_by_other_nodes_than_those_with_a_pod_is_named(announcing: tuple[str, ...], seen: str) -> None:
    assert bad_lines(two_pods(with_pod(*announcing)), two_replicas) == [
        f"FAIL csr1000v k8s-metallb ECMP to the service 10.100.0.0/32 {seen} "
        "(expected 10.100.0.0/32 over 2 nodes with a pod)"
    ]


def test_a_local_service_is_over_as_many_nodes_as_the_router_may_use() -> None:
    def two_paths(values: Values) -> None:
        own_routes(values)
        values["routers"]["csr1000v"]["vrfs"]["k8s-metallb"]["maximumPaths"] = 2

    assert bad_lines(with_pod("worker1", "worker3"), two_paths) == []


def test_without_a_ready_pod_a_local_service_is_announced_by_no_node() -> None:
    parts = with_pod()
    parts.cluster.ready = ()
    assert bad_lines(parts)[0] == (
        "FAIL csr1000v k8s-metallb ECMP to the service no pod is ready (expected 4 nodes with a pod)"
    )


def test_the_router_may_send_a_client_to_one_node_of_a_local_service() -> None:
    parts = with_pod(*WORKERS)
    parts.client.behind = PODS[:1]
    assert [line for line in bad_lines(parts) if "requests to the service" in line] == []
    parts.client.silent = True
    assert [line for line in bad_lines(parts) if "requests to the service" in line] == [
        "FAIL client default/nginx requests to the service 0 of 3: nginx-a 0, nginx-b 0, nginx-c 0 "
        "(expected 30 of 30, by some of 3 pods)"
    ]


def test_a_pod_on_a_node_of_no_stack_is_not_counted() -> None:
    parts = with_pod(*WORKERS)
    parts.cluster.live["worker4"] = IPv4Address("10.0.0.14")
    parts.cluster.ready = (*PODS, type(PODS[0])("nginx-d", IPv4Address("192.168.9.9"), "worker4"))
    assert [line for line in bad_lines(parts) if "ECMP" in line] == []
