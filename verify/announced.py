"""The check of what a VRF's neighbors announce: nothing but what the model expects of each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from platforms.facts import Route
from verify.check import Finding, named
from verify.sources import RouterSource, Sources

_BGP = "B"


@dataclass(frozen=True)
class Announcer:
    """A node, and what the router accepts from it.

    Attributes:
        node: Its name.
        ranges: The ranges that it may announce any part of.
        is_judged: Whether a refused route is a fault; a node that passes on the routes of others has some.
    """

    node: str
    ranges: tuple[IPv4Network, ...]
    is_judged: bool = True


@dataclass(frozen=True)
class OnlyExpectedAnnounced:
    """No node announces what it may not: such a route is neither in the VRF's table nor was one refused."""

    who: str
    where: str
    announcers: Mapping[IPv4Address, Announcer]
    what: str = "routes the nodes may not announce"

    def measure(self, sources: Sources) -> Finding:
        """The routes in the table that a node may not announce, and the nodes with refused ones."""
        router, expected = sources.routers[self.who], f"none from {len(self.announcers)} nodes"
        wrong = [*self._accepted(router.facts.routes(self.where)), *self._refused(router)]
        return Finding(not wrong, expected, named(wrong) or expected)

    def _accepted(self, table: tuple[Route, ...]) -> Iterator[str]:
        for route in (route for route in table if route.code == _BGP):
            for hop in route.hops:
                announcer = self.announcers.get(hop.next_hop) if hop.next_hop else None
                # A route of another VRF's neighbors is that VRF's.
                is_leaked = hop.vrf not in (None, self.where)
                if announcer and not is_leaked and not any(route.prefix.subnet_of(each) for each in announcer.ranges):
                    yield f"{route.prefix} from {announcer.node} ({hop.next_hop})"

    def _refused(self, router: RouterSource) -> Iterator[str]:
        """The nodes with refused routes: of those they announce now, or else of all since the session came up."""
        judged = sorted(address for address, announcer in self.announcers.items() if announcer.is_judged)
        counts, when = router.refused_anew(self.where, judged), "when it was asked again"
        if counts is None:
            counts, when = router.facts.refused(self.where), "since its session came up"
        for address in judged:
            if count := counts.get(address):
                yield f"{self.announcers[address].node} ({address}) had {count} refused {when}"
