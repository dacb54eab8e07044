"""The tables of a router that the nodes peer with."""

from dataclasses import dataclass, field

from platforms.found import FoundNeighbor, FoundRange, FoundVrf


@dataclass(frozen=True)
class Speakers:
    """The tables that the nodes peer with, the nodes, which are neighbors in each, and the reason as a sentence.

    Attributes:
        calico: The table that Calico dials into.
        metallb: The VRF that MetalLB dials into; None where one table alone has the nodes.
        nodes: The nodes' addresses.
        reason: Why these.
        names: The nodes' names by address, where they are known.
    """

    calico: FoundVrf
    metallb: FoundVrf | None
    nodes: tuple[str, ...]
    reason: str
    names: dict[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[FoundVrf, ...]:
        """The tables, Calico's first."""
        return (self.calico, self.metallb) if self.metallb else (self.calico,)

    def members(self, table: FoundVrf) -> list[FoundNeighbor]:
        """The nodes as neighbors in one of the tables."""
        return [each for each in table.alike if each.address in self.nodes]

    def ranges(self, table: FoundVrf) -> list[FoundRange]:
        """The ranges by which all nodes come in one of the tables; none where some are listed, or in another group."""
        lines = {each.listener for each in self.members(table)}
        groups = {each.group for each in table.ranges if each.line in lines}
        return [] if "" in lines or len(groups) > 1 else [each for each in table.ranges if each.group in groups]
