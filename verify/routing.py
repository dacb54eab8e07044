"""Checks of a VRF's routing table: the service's address and the pods' blocks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from platforms.facts import Route
from verify.check import Finding, tally
from verify.sources import Sources

ECMP = "ECMP to the service"
OWN_BLOCKS = "each pod block by its own node"
_BLOCKS = "pod blocks in the table"
# What these checks check, by which their results are known.
ROUTE_CHECKS = frozenset({ECMP, OWN_BLOCKS, _BLOCKS})


@dataclass(frozen=True)
class ServiceRouted:
    """The service's address is in the VRF's table as one route over several nodes (ECMP).

    Args:
        who: The router.
        where: The VRF.
        service: The service's namespace and name.
        nodes: The nodes' addresses, by name.
        paths: The most next hops that the VRF uses.
        local: Whether only the nodes with a ready pod announce the service (`externalTrafficPolicy: Local`).
    """

    who: str
    where: str
    service: tuple[str, str]
    nodes: Mapping[str, IPv4Address]
    paths: int
    local: bool = False
    what: str = ECMP

    def measure(self, sources: Sources) -> Finding:
        """The next hops of the service's /32."""
        address = sources.the_cluster().service_address(*self.service)
        announcing = self._announcing(sources)
        paths, which = min(self.paths, len(announcing)), " with a pod" if self.local else ""
        if address is None or not announcing:
            missing = "the service has no address" if address is None else "no pod is ready"
            return Finding(False, f"{self.paths} nodes{which}", missing)
        route = _route_to(sources.routers[self.who].facts.routes(self.where), IPv4Network(address))
        hops = route.next_hops() if route else frozenset()
        listed = f": {_listed(hops)}" if hops else ""
        return Finding(
            len(hops) == paths and hops <= announcing,
            f"{address}/32 over {paths} nodes{which}",
            f"{address}/32 over {len(hops)} nodes{listed}" if route else f"{address}/32 is not in the table",
        )

    def _announcing(self, sources: Sources) -> frozenset[IPv4Address]:
        """The addresses of the nodes that announce the service."""
        if not self.local:
            return frozenset(self.nodes.values())
        with_pod = {pod.node for pod in sources.the_cluster().pods(*self.service)}
        return frozenset(address for node, address in self.nodes.items() if node in with_pod)


@dataclass(frozen=True)
class BlocksRouted:
    """Every address block that Calico has assigned to a node is routed to it alone, or to any of the nodes.

    Args:
        who: The router.
        where: The VRF.
        nodes: The addresses of the nodes that dial the router, by name.
        own: Whether each node announces its own blocks alone.
        elsewhere: The names of nodes whose blocks do not arrive here, because they dial other routers.
    """

    who: str
    where: str
    nodes: Mapping[str, IPv4Address]
    own: bool
    elsewhere: frozenset[str] = frozenset()

    @property
    def what(self) -> str:
        """What is checked, in a few words."""
        return OWN_BLOCKS if self.own else _BLOCKS

    def measure(self, sources: Sources) -> Finding:
        """The blocks of Calico's IPAM that the VRF's table has, and the faults of the others."""
        table = sources.routers[self.who].facts.routes(self.where)
        given = sources.the_cluster().blocks()
        if not given:
            return Finding(False, "at least 1", "Calico has given no block to any node")
        blocks = {block: node for block, node in given.items() if node not in self.elsewhere}
        wrong = [
            f"{block} ({node}) {fault}"
            for block, node in sorted(blocks.items())
            if (fault := self._fault(node, _route_to(table, block)))
        ]
        return tally(len(blocks), wrong)

    def _fault(self, node: str, route: Route | None) -> str:
        hops = route.next_hops() if route else frozenset()
        seen = f"leads to {_listed(hops) or 'no node'}" if route else "is not there"
        if not self.own:
            return "" if hops and hops <= frozenset(self.nodes.values()) else seen
        if node not in self.nodes:
            return f"{seen}, and its node is not in cluster.nodes"
        right = self.nodes[node]
        return "" if hops == {right} else seen + (f", not to {right} alone" if route else "")


def _route_to(table: tuple[Route, ...], prefix: IPv4Network) -> Route | None:
    return next((route for route in table if route.prefix == prefix), None)


def _listed(addresses: Iterable[IPv4Address]) -> str:
    return ", ".join(map(str, sorted(addresses)))
