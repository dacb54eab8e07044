"""The reference network among real speakers: what is configured forwards, and nothing else."""

import socket
from dataclasses import replace

import pytest

from tests.eventually import eventually
from tests.lab.dataplane_fabric import BLOCKS, SERVICE, SHARED_BLOCK, pod
from tests.lab.dataplane_router import ALL_UP, Router, within_a_second
from tests.lab.dataplane_seed import (
    CALICO,
    METALLB,
    NODES,
    SEED,
    with_interface,
)

pytestmark = pytest.mark.root


def test_both_speakers_of_every_node_have_a_session_with_one_router(router: Router) -> None:
    assert router.states() == ALL_UP


def test_the_service_is_ecmp_over_four_nodes_in_its_own_vrf(router: Router) -> None:
    assert router.gateways(METALLB, f"{SERVICE}/32") == sorted(NODES.values())


def test_without_maximum_paths_the_kernel_has_one_path(router: Router) -> None:
    assert len(router.gateways(CALICO, SHARED_BLOCK)) == 1


@pytest.mark.parametrize("vrf", [CALICO, METALLB])
@pytest.mark.parametrize("node", list(NODES))
def test_every_pod_block_is_in_both_vrfs(router: Router, vrf: str, node: str) -> None:
    assert router.gateways(vrf, BLOCKS[node]) == [NODES[node]]


def test_only_the_best_path_is_leaked_even_where_the_importer_has_maximum_paths(router: Router) -> None:
    assert router.gateways(METALLB, SHARED_BLOCK) == router.gateways(CALICO, SHARED_BLOCK)
    leaked = [p for p in router.space.call(router.plane.paths, METALLB) if p.prefix == SHARED_BLOCK]
    assert [(p.best, p.multipath, p.origin_vrf) for p in leaked] == [(True, False, CALICO)]


def test_the_bgp_table_marks_one_best_path_and_the_rest_multipath(router: Router) -> None:
    found = [p for p in router.space.call(router.plane.paths, METALLB) if p.prefix == f"{SERVICE}/32"]
    assert sorted((p.best, p.multipath) for p in found) == [(False, True)] * 3 + [(True, False)]


def test_nothing_is_advertised_to_any_node(router: Router) -> None:
    assert router.advertised() == {CALICO: [0] * 4, METALLB: [0] * 4}
    assert [router.net.learned(node, name) for node in NODES for name in ("calico", "metallb")] == [[]] * 8


@pytest.mark.parametrize("node", list(NODES))
def test_the_client_reaches_a_pod_on_every_node(router: Router, node: str) -> None:
    assert router.net.answers("client", pod(node))


def test_the_client_reaches_the_service(router: Router) -> None:
    assert router.net.answers("client", SERVICE)


def test_connections_spread_over_the_nodes_in_the_vrf_with_maximum_paths(router: Router) -> None:
    router.apply(with_interface(SEED, "GigabitEthernet3", vrf=METALLB))
    servers = {node: router.net.spaces[node].call(_listen) for node in NODES}
    try:
        within_a_second(lambda: router.net.answers("client", SERVICE), True)
        for _ in range(100):
            router.net.spaces["client"].call(_connect)
        assert all(_accepted(server) >= 2 for server in servers.values())
    finally:
        for server in servers.values():
            server.close()


def test_neighbors_outside_every_vrf_work_too(router: Router) -> None:
    plain = with_interface(SEED, "GigabitEthernet2", vrf=None)
    plain = with_interface(plain, "GigabitEthernet3", vrf=None)
    family = replace(SEED.families[1], vrf=None)
    router.apply(replace(plain, families=(family,), vrfs=()))
    nodes = sorted(NODES.values())
    assert eventually(lambda: router.gateways(None, f"{SERVICE}/32"), nodes) == nodes
    assert router.net.answers("client", SERVICE)


def test_a_strict_reverse_path_check_of_the_host_is_no_obstacle(router: Router) -> None:
    for link in ("all", "Gi2", "Gi3"):
        router.space.run("sh", "-c", f"echo 2 > /proc/sys/net/ipv4/conf/{link}/rp_filter")
    router.apply(SEED)
    assert router.net.answers("client", pod("worker1"))


def _listen() -> socket.socket:
    server = socket.create_server((SERVICE, 8080), backlog=64)
    server.setblocking(False)
    return server


def _connect() -> None:
    socket.create_connection((SERVICE, 8080), timeout=3).close()


def _accepted(server: socket.socket) -> int:
    count = 0
    try:
        while True:
            server.accept()[0].close()
            count += 1
    except BlockingIOError:
        return count
