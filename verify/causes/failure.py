"""A failed result, and what rules ask about it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from model.list_names import group_name
from model.neighbor import Neighbor
from model.stack import Place, Speaker, Stack, vrf_neighbors, vrf_speakers
from model.tables import DEFAULT_TABLE
from platforms.facts import ESTABLISHED, RouterFacts, RunningNeighbor
from verify.check import Cause, Result
from verify.sessions import SessionsEstablished
from verify.sources import ClientFacts, ClusterFacts

SESSIONS = SessionsEstablished.what


@dataclass(frozen=True)
class Failure:
    """A failed result, and what a rule may read to explain it.

    Attributes:
        result: The result.
        results: All results of the round, this one included; those before it with their causes.
        stack: The stack.
        facts: The facts of each router, by name.
        cluster: The facts of the cluster; None where the stack has none.
        client: The host beyond the router; None where the stack has none.
    """

    result: Result
    results: Sequence[Result]
    stack: Stack
    facts: Mapping[str, RouterFacts]
    cluster: ClusterFacts | None = None
    client: ClientFacts | None = None

    @property
    def is_of_sessions(self) -> bool:
        """Whether it is about the sessions of a VRF."""
        return self.result.what == SESSIONS

    @property
    def is_of_client(self) -> bool:
        """Whether it is about what a client beyond the router sees."""
        return self.result.who == "client"

    @property
    def router(self) -> RouterFacts:
        """The facts of its router."""
        return self.facts[self.result.who]

    @property
    def path(self) -> str:
        """The path of its VRF in the stack's file."""
        return f"routers.{self.result.who}.vrfs.{self.result.where}"

    @property
    def speaker(self) -> Speaker:
        """The speaker that its VRF peers with."""
        return vrf_speakers(self.stack, self.result.who, self.result.where)[0][0]

    def places(self) -> list[Place]:
        """The addresses in its VRF that nodes dial."""
        return [place for _, place in vrf_speakers(self.stack, self.result.who, self.result.where)]

    def before(self) -> list[Result]:
        """The failed results before it that have a cause, in their order."""
        own = next((index for index, each in enumerate(self.results) if each is self.result), len(self.results))
        return [each for each in self.results[:own] if each.cause]

    def down(self, vrf: str | None = None) -> list[Neighbor]:
        """The neighbors in its VRF, or in another one of its router, that have no session as the stack says."""
        table = vrf or self.result.where
        seen = {session.address: session for session in self.router.sessions(table)}
        wanted = vrf_neighbors(self.stack, self.result.who, table)
        return [each for each in wanted if not _is_up(each, seen.get(each.address))]

    def running(self, neighbor: Neighbor) -> RunningNeighbor | None:
        """A neighbor as it stands in the router's configuration, or the group of its range; None without both."""
        known = self.router.neighbors(self.result.where)
        return known.get(neighbor.name) or (known.get(group_name(self.result.where)) if self.has_range else None)

    @property
    def has_range(self) -> bool:
        """Whether the router accepts the neighbors of its VRF from a range."""
        return bool(self.stack.routers[self.result.who].vrfs[self.result.where].neighbors.range)

    def node(self, neighbor: Neighbor) -> str:
        """The name of a neighbor's node."""
        return next(name for name, address in self.stack.cluster.nodes.items() if address == neighbor.address)

    def called(self, neighbor: Neighbor) -> str:
        """A neighbor as sentences name it: `worker3 (10.0.0.13)`."""
        return f"{self.node(neighbor)} ({neighbor.address})"


def _is_up(wanted: Neighbor, session: object) -> bool:
    return (getattr(session, "state", ""), getattr(session, "remote_as", 0)) == (ESTABLISHED, wanted.remote_as)


def table_title(vrf: str) -> str:
    """A table as sentences name it."""
    return "the default table" if vrf == DEFAULT_TABLE else f"VRF {vrf}"


Rule = Callable[[Failure], Iterator[Cause]]
