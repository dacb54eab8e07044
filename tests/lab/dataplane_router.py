"""The data plane under test inside its namespace, and what tests ask of it."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from emulator.dataplane.bird import BirdDataplane
from emulator.dataplane.state import Network
from tests.eventually import eventually
from tests.lab.dataplane_fabric import BLOCKS, SERVICE, Fabric, fabric
from tests.lab.dataplane_seed import (
    CALICO,
    METALLB,
    NODES,
    SEED,
)
from toolchain import part

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

    def ask_again(self, vrf: str, address: str) -> None:
        """What `clear ip bgp … soft in` does."""
        self.space.call(self.plane.reset, vrf, address, "in")

    def states(self) -> dict[str | None, list[str]]:
        return {vrf: [s.state for s in self.space.call(self.plane.sessions, vrf)] for vrf in (CALICO, METALLB)}

    def state(self, vrf: str | None, address: str) -> str:
        return next(s.state for s in self.space.call(self.plane.sessions, vrf) if s.address == address)

    def gateways(self, vrf: str | None, prefix: str) -> list[str | None]:
        """Where the kernel sends a prefix: next hops, None for connected; empty without a route."""
        routes = self.space.call(self.plane.routes, vrf)
        return sorted(hop for route in routes if route.prefix == prefix for hop, _ in route.hops)  # type: ignore[type-var]

    def learned_from(self, vrf: str | None, prefix: str) -> list[str]:
        """The next hops of every path to a prefix in the BGP table."""
        return [path.next_hop for path in self.space.call(self.plane.paths, vrf) if path.prefix == prefix]

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
    for address in nodes:
        running.ask_again(CALICO, address)
    assert eventually(lambda: running.gateways(METALLB, f"{SERVICE}/32"), nodes) == nodes
    for node, block in BLOCKS.items():
        assert eventually(partial(running.gateways, METALLB, block), [NODES[node]]) == [NODES[node]]
    return running


def within_a_second(fact: Callable[[], object], wanted: object) -> None:
    found = eventually(fact, wanted, seconds=SECOND)
    assert found == wanted, f"{found} is not {wanted}"
