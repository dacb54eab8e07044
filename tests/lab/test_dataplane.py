"""The router's data plane among real speakers: what is configured forwards, and nothing else."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from lab.router.dataplane.bird import BirdDataplane
from lab.router.dataplane.errors import DataplaneError
from lab.router.dataplane.state import Interface, Network, PrefixEntry, Vrf
from tests.lab.dataplane_fabric import BLOCKS, SERVICE, SHARED_BLOCK, Fabric, eventually, fabric, pod
from tests.lab.dataplane_seed import (
    CALICO,
    METALLB,
    NODES,
    SEED,
    with_family,
    with_imports,
    with_interface,
    with_neighbor,
)
from toolchain import part

pytestmark = pytest.mark.root
SECOND = 1.0
ALL_UP = {CALICO: ["Established"] * 4, METALLB: ["Established"] * 4}


class Router:
    """The data plane under test, called inside its namespace."""

    def __init__(self, net: Fabric, directory: Path) -> None:
        self.net = net
        self.space = net.spaces["router"]
        self.plane = self.space.call(BirdDataplane, directory, net.bird)

    def apply(self, network: Network) -> None:
        self.space.call(self.plane.apply, network)

    def states(self) -> dict[str | None, list[str]]:
        return {vrf: [s.state for s in self.space.call(self.plane.sessions, vrf)] for vrf in (CALICO, METALLB)}

    def state(self, vrf: str | None, address: str) -> str:
        return next(s.state for s in self.space.call(self.plane.sessions, vrf) if s.address == address)

    def gateways(self, vrf: str | None, prefix: str) -> list[str | None]:
        """Where the kernel sends a prefix: next hops, None for connected; empty without a route."""
        routes = self.space.call(self.plane.routes, vrf)
        return sorted(hop for route in routes if route.prefix == prefix for hop, _ in route.hops)  # type: ignore[type-var]

    def ages(self) -> list[int]:
        """How long every session has been as it is."""
        return [s.seconds for vrf in (CALICO, METALLB) for s in self.space.call(self.plane.sessions, vrf)]

    def advertised(self) -> dict[str | None, list[int]]:
        sessions = {vrf: self.space.call(self.plane.sessions, vrf) for vrf in (CALICO, METALLB)}
        return {vrf: [s.prefixes_advertised for s in found] for vrf, found in sessions.items()}


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fabric]:
    bird = part("bird")
    with fabric(bird, tmp_path_factory.mktemp("net")) as built:
        yield built


@pytest.fixture(scope="module")
def running(net: Fabric, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Router]:
    router = Router(net, tmp_path_factory.mktemp("rt"))
    yield router
    router.space.call(router.plane.close)


@pytest.fixture
def router(running: Router) -> Router:
    """The seed's network, all sessions up and every route in place."""
    running.apply(SEED)
    assert eventually(running.states, ALL_UP) == ALL_UP
    nodes = sorted(NODES.values())
    assert eventually(lambda: running.gateways(METALLB, f"{SERVICE}/32"), nodes) == nodes
    for node, block in BLOCKS.items():
        assert eventually(partial(running.gateways, METALLB, block), [NODES[node]]) == [NODES[node]]
    return running


def within_a_second(fact: Callable[[], object], wanted: object) -> None:
    assert eventually(fact, wanted, seconds=SECOND) == wanted


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
        for _ in range(40):
            router.net.spaces["client"].call(_connect)
        assert all(_accepted(server) >= 2 for server in servers.values())
    finally:
        for server in servers.values():
            server.close()


def test_without_its_outbound_list_a_neighbor_is_told_everything(router: Router) -> None:
    router.apply(with_neighbor(SEED, METALLB, "10.0.0.11", prefix_list_out=None))
    everything = ["1.1.1.1/32", "1.1.1.2/32", "10.0.0.0/24", "10.0.1.0/24"]
    others = [block for node, block in BLOCKS.items() if node != "worker1"]  # a node drops what has itself as next hop
    everything += sorted([*others, SHARED_BLOCK])
    within_a_second(lambda: router.net.learned("worker1", "metallb"), everything)
    router.apply(SEED)
    within_a_second(lambda: router.net.learned("worker1", "metallb"), [])


def test_a_list_that_does_not_exist_permits_everything(router: Router) -> None:
    router.apply(replace(SEED, prefix_lists={}))
    within_a_second(lambda: "10.0.1.0/24" in router.net.learned("worker2", "calico"), True)


def test_a_changed_list_takes_effect(router: Router) -> None:
    entries = (PrefixEntry(5, "permit", "10.0.0.0/8", ge=24, le=24), PrefixEntry(10, "deny", "0.0.0.0/0", le=32))
    router.apply(replace(SEED, prefix_lists={"deny-all-routes": entries}))
    within_a_second(lambda: router.net.learned("worker2", "calico"), ["10.0.0.0/24", "10.0.1.0/24"])


def test_an_inbound_list_filters_what_is_learned(router: Router) -> None:
    entries = (PrefixEntry(5, "permit", SHARED_BLOCK),)
    changed = with_neighbor(SEED, CALICO, "10.0.0.11", prefix_list_in="shared")
    router.apply(replace(changed, prefix_lists={**SEED.prefix_lists, "shared": entries}))
    within_a_second(lambda: router.gateways(CALICO, BLOCKS["worker1"]), [])
    assert router.state(CALICO, "10.0.0.11") == "Established"


def test_without_the_route_target_leaked_routes_go_and_come_back(router: Router) -> None:
    router.apply(with_imports(SEED, METALLB, "65000:1"))
    within_a_second(lambda: router.gateways(METALLB, BLOCKS["master1"]), [])
    within_a_second(lambda: router.gateways(METALLB, "10.0.1.0/24"), [])
    assert not router.net.answers("master1", "1.1.1.2")
    assert not router.net.answers("client", pod("master1"))
    router.apply(SEED)
    within_a_second(lambda: router.net.answers("master1", "1.1.1.2"), True)


def test_without_leaks_the_sessions_that_cross_them_end_and_the_others_stay(router: Router) -> None:
    router.apply(with_imports(with_imports(SEED, METALLB, "65000:1"), CALICO, "65000:2"))
    assert eventually(lambda: "Established" in router.states()[CALICO], False) is False
    assert router.states()[METALLB] == ["Established"] * 4


def test_a_shut_down_neighbor_is_idle_admin_and_its_routes_are_gone(router: Router) -> None:
    router.apply(with_neighbor(SEED, METALLB, "10.0.0.12", shutdown=True))
    within_a_second(lambda: router.state(METALLB, "10.0.0.12"), "Idle (Admin)")
    within_a_second(lambda: router.gateways(METALLB, f"{SERVICE}/32"), ["10.0.0.1", "10.0.0.11", "10.0.0.13"])


def test_a_neighbor_that_is_not_activated_has_no_session(router: Router) -> None:
    router.apply(with_neighbor(SEED, METALLB, "10.0.0.12", activated=False))
    within_a_second(lambda: router.states()[METALLB], ["Established"] * 3)


@pytest.mark.parametrize("paths", [2, 1, 3])
def test_maximum_paths_is_what_the_kernel_has(router: Router, paths: int) -> None:
    router.apply(with_family(SEED, METALLB, maximum_paths=paths))
    within_a_second(lambda: len(router.gateways(METALLB, f"{SERVICE}/32")), paths)
    assert router.states() == ALL_UP


def test_connected_routes_forward_but_are_not_in_bgp_without_redistribution(router: Router) -> None:
    router.apply(with_family(SEED, CALICO, redistribute=frozenset()))
    within_a_second(lambda: router.gateways(METALLB, "10.0.1.0/24"), [])
    assert router.gateways(CALICO, "10.0.1.0/24") == [None]
    assert "10.0.1.0/24" not in [p.prefix for p in router.space.call(router.plane.paths, CALICO)]


def test_a_network_line_puts_one_prefix_into_bgp(router: Router) -> None:
    router.apply(with_family(SEED, CALICO, redistribute=frozenset(), networks=frozenset({"10.0.1.0/24"})))
    within_a_second(lambda: router.gateways(METALLB, "10.0.1.0/24"), [None])
    own = [p for p in router.space.call(router.plane.paths, CALICO) if p.origin_vrf is None and not p.as_path]
    assert [(p.prefix, p.origin) for p in own] == [("10.0.1.0/24", "i")]


def test_a_shut_down_interface_has_no_carrier_no_session_and_no_route(router: Router) -> None:
    router.apply(with_interface(SEED, "GigabitEthernet2", shutdown=True))
    assert not router.space.call(router.plane.interface_is_up, "GigabitEthernet2")
    within_a_second(lambda: "Established" in router.states()[METALLB], False)
    within_a_second(lambda: router.gateways(METALLB, "10.0.0.0/24"), [])
    router.apply(SEED)
    assert eventually(lambda: router.space.call(router.plane.interface_is_up, "GigabitEthernet2"), True)


def test_an_interface_without_a_link_is_down_and_harmless(router: Router) -> None:
    absent = replace(SEED.interfaces[-1], name="GigabitEthernet4", vrf=None, address="10.0.4.254/24")
    router.apply(replace(SEED, interfaces=(*SEED.interfaces, absent)))
    assert not router.space.call(router.plane.interface_is_up, "GigabitEthernet4")
    assert router.states() == ALL_UP


def test_applying_the_same_again_disturbs_no_session(router: Router) -> None:
    before = [s.seconds for s in router.space.call(router.plane.sessions, METALLB)]
    started = time.monotonic()
    router.apply(SEED)
    assert time.monotonic() - started < SECOND
    assert all(
        s.seconds >= old for s, old in zip(router.space.call(router.plane.sessions, METALLB), before, strict=True)
    )


ONE_MORE = Interface("Loopback9", METALLB, "9.9.9.9/32", shutdown=False)
HARMLESS = {
    "a prefix list": replace(SEED, prefix_lists={"deny-all-routes": (PrefixEntry(5, "permit", "9.9.9.9/32"),)}),
    "maximum-paths": with_family(SEED, METALLB, maximum_paths=2),
    "a new VRF": replace(SEED, vrfs=(Vrf("aaa", "65000:9", frozenset(), frozenset()), *SEED.vrfs)),
    "a new loopback": replace(SEED, interfaces=(ONE_MORE, *SEED.interfaces)),
    "an address elsewhere": with_interface(SEED, "Loopback0", address="1.1.1.9/32"),
}


@pytest.mark.parametrize("change", list(HARMLESS))
def test_a_change_that_concerns_no_session_disturbs_none(router: Router, change: str) -> None:
    assert eventually(lambda: min(router.ages()) >= 3, True)
    router.apply(HARMLESS[change])
    time.sleep(0.5)
    assert min(router.ages()) >= 3


def test_adding_a_neighbor_disturbs_no_other(router: Router) -> None:
    family = SEED.families[1]
    router.apply(with_family(SEED, METALLB, neighbors=family.neighbors[1:]))
    assert eventually(lambda: min(router.ages()) >= 3, True)
    router.apply(SEED)
    time.sleep(0.5)
    assert sorted(router.ages())[1] >= 3


def test_a_wrong_remote_as_never_comes_up(router: Router) -> None:
    router.apply(with_neighbor(SEED, METALLB, "10.0.0.13", remote_as=65009))
    time.sleep(3)
    assert router.state(METALLB, "10.0.0.13") != "Established"


def test_a_refused_configuration_leaves_the_old_one_running(router: Router) -> None:
    with pytest.raises(DataplaneError):
        router.apply(with_neighbor(SEED, METALLB, "10.0.0.13", password='a"b'))
    assert router.states() == ALL_UP


def test_a_foreign_address_and_a_foreign_rule_stay(router: Router) -> None:
    router.space.run("ip", "address", "add", "172.31.0.1/24", "dev", "Gi3")
    router.space.run("ip", "rule", "add", "from", "172.31.0.1", "priority", "500", "lookup", "77")
    router.apply(with_interface(SEED, "GigabitEthernet3", address="10.0.1.253/24"))
    router.apply(SEED)
    assert "172.31.0.1/24" in router.space.run("ip", "-4", "address", "show", "dev", "Gi3").stdout
    assert "500:" in router.space.run("ip", "rule").stdout
    router.space.run("ip", "address", "delete", "172.31.0.1/24", "dev", "Gi3")
    router.space.run("ip", "rule", "delete", "priority", "500")


def test_a_password_must_be_the_same_at_both_ends(router: Router) -> None:
    secret = with_neighbor(SEED, METALLB, "10.0.0.13", password="s3cret words")
    router.apply(secret)
    assert eventually(lambda: router.state(METALLB, "10.0.0.13") == "Established", True, seconds=3) is False
    with router.net.secured("worker3", "s3cret words"):
        assert eventually(lambda: router.state(METALLB, "10.0.0.13"), "Established") == "Established"


def test_a_second_speaker_at_one_router_address_gets_no_session_and_the_first_keeps_its_own(router: Router) -> None:
    with router.net.rival("worker3"):
        time.sleep(5)
        assert router.state(METALLB, "10.0.0.13") == "Established"
        assert router.net.learned("worker3", "rival") == []
        assert router.space.call(router.plane.sessions, METALLB)[3].seconds >= 4


def test_of_two_speakers_that_start_together_the_one_with_the_right_as_gets_the_session(router: Router) -> None:
    with router.net.rival("worker3"):
        router.apply(with_neighbor(SEED, METALLB, "10.0.0.13", shutdown=True))
        router.apply(SEED)
        assert eventually(lambda: router.state(METALLB, "10.0.0.13"), "Established", 40) == "Established"
        assert router.net.learned("worker3", "rival") == []


def test_neighbors_outside_every_vrf_work_too(router: Router) -> None:
    plain = with_interface(SEED, "GigabitEthernet2", vrf=None)
    plain = with_interface(plain, "GigabitEthernet3", vrf=None)
    family = replace(SEED.families[1], vrf=None)
    router.apply(replace(plain, families=(family,), vrfs=()))
    nodes = sorted(NODES.values())
    assert eventually(lambda: router.gateways(None, f"{SERVICE}/32"), nodes) == nodes
    assert router.net.answers("client", SERVICE)


def test_without_router_bgp_only_connected_routes_are_left(router: Router) -> None:
    router.apply(replace(SEED, asn=None))
    within_a_second(
        lambda: [r.prefix for r in router.space.call(router.plane.routes, CALICO)],
        [
            "1.1.1.2/32",
            "10.0.1.0/24",
            "10.0.1.254/32",
        ],
    )
    assert router.space.call(router.plane.sessions, CALICO) == ()


def test_after_bird_died_reading_fails_clearly_and_the_next_change_starts_it_again(router: Router) -> None:
    process = router.plane._bird._process
    assert process is not None
    process.kill()
    process.wait(5)
    with pytest.raises(DataplaneError, match="BIRD does not answer on"):
        router.states()
    router.apply(SEED)
    assert eventually(router.states, ALL_UP) == ALL_UP


def test_a_strict_reverse_path_check_of_the_host_is_no_obstacle(router: Router) -> None:
    for link in ("all", "Gi2", "Gi3"):
        router.space.run("sh", "-c", f"echo 2 > /proc/sys/net/ipv4/conf/{link}/rp_filter")
    router.apply(SEED)
    assert router.net.answers("client", pod("worker1"))


def test_a_new_router_takes_over_what_a_crashed_one_left(router: Router) -> None:
    crashed = router.plane._bird
    directory = crashed._socket.parent
    again = Router(router.net, directory)  # knows nothing of the first
    again.apply(SEED)
    assert eventually(again.states, ALL_UP) == ALL_UP
    router.plane = again.plane
    assert crashed._process is not None
    crashed._process.wait(5)


def test_closing_takes_back_everything(router: Router) -> None:
    router.space.call(router.plane.close)
    assert "10.0.0.254" not in router.space.run("ip", "address").stdout
    assert router.space.run("ip", "rule").stdout.splitlines()[0] == "0:\tfrom all lookup local"
    assert "bird" not in router.space.run("ip", "route", "show", "table", "all").stdout


def test_closing_takes_back_everything_also_when_bird_died(router: Router) -> None:
    process = router.plane._bird._process
    assert process is not None
    process.kill()
    process.wait(5)
    router.space.call(router.plane.close)
    assert "bird" not in router.space.run("ip", "route", "show", "table", "all").stdout


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
