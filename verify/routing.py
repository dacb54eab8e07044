"""Checks of a VRF's routing table: the service's address and the pods' blocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from platforms.facts import Route
from verify.check import Finding, tally
from verify.sources import Sources


@dataclass(frozen=True)
class ServiceRouted:
    """The service's address is in the VRF's table as one route over several nodes (ECMP)."""

    who: str
    where: str
    service: tuple[str, str]
    nodes: frozenset[IPv4Address]
    paths: int
    what: str = "ECMP to the service"

    def measure(self, sources: Sources) -> Finding:
        """The next hops of the service's /32."""
        address = sources.the_cluster().service_address(*self.service)
        if address is None:
            return Finding(False, f"{self.paths} nodes", "the service has no address")
        route = _route_to(sources.routers[self.who].facts.routes(self.where), IPv4Network(address))
        hops = route.next_hops() if route else frozenset()
        listed = f": {_listed(hops)}" if hops else ""
        return Finding(
            len(hops) == self.paths and hops <= self.nodes,
            f"{address}/32 over {self.paths} nodes",
            f"{address}/32 over {len(hops)} nodes{listed}" if route else f"{address}/32 is not in the table",
        )


@dataclass(frozen=True)
class BlocksRouted:
    """Every address block that Calico has assigned to a node is routed to the nodes."""

    who: str
    where: str
    nodes: frozenset[IPv4Address]
    what: str = "pod blocks in the table"

    def measure(self, sources: Sources) -> Finding:
        """The blocks of Calico's IPAM that the VRF's table has, and the faults of the others."""
        table = sources.routers[self.who].facts.routes(self.where)
        blocks = sources.the_cluster().blocks()
        if not blocks:
            return Finding(False, "at least 1", "Calico has given no block to any node")
        wrong = [
            f"{block} ({node}) {fault}"
            for block, node in sorted(blocks.items())
            if (fault := self._fault(_route_to(table, block)))
        ]
        return tally(len(blocks), wrong)

    def _fault(self, route: Route | None) -> str:
        if route is None:
            return "is not there"
        hops = route.next_hops()
        return "" if hops and hops <= self.nodes else f"leads to {_listed(hops) or 'no node'}"


def _route_to(table: tuple[Route, ...], prefix: IPv4Network) -> Route | None:
    return next((route for route in table if route.prefix == prefix), None)


def _listed(addresses: Iterable[IPv4Address]) -> str:
    return ", ".join(map(str, sorted(addresses)))
