"""`router bgp` as values."""

from dataclasses import dataclass, field
from itertools import count

lives = count().__next__


@dataclass
class Neighbor:
    """A neighbor in one family: what was typed after `neighbor ADDRESS`, by attribute (see configure/neighbor.py).

    `life` is another one after each `shutdown`: a session that was ended for good may begin anew.
    """

    address: str
    attributes: dict[str, str] = field(default_factory=dict)
    life: int = field(default_factory=lives, compare=False)


@dataclass
class Family:
    """`address-family KIND [vrf NAME]`; the process's own lines are a family as well.

    `lines` are the single-valued lines by what they set; `networks` and `redistribute` by what they name.
    """

    kind: str
    vrf: str | None = None
    lines: dict[str, str] = field(default_factory=dict)
    networks: dict[str, str] = field(default_factory=dict)
    redistribute: dict[str, str] = field(default_factory=dict)
    neighbors: dict[str, Neighbor] = field(default_factory=dict)


@dataclass
class Bgp:
    """One BGP process.

    Attributes:
        asn: Its AS number.
        process: The lines of the process itself; its neighbors' session attributes live here.
        families: The address families that were typed, by (kind, VRF).
    """

    asn: int
    process: Family = field(default_factory=lambda: Family("process"))
    families: dict[tuple[str, str | None], Family] = field(default_factory=dict)
    log_neighbor_changes: bool = True
    default_ipv4: bool = True

    def family(self, kind: str, vrf: str | None) -> Family | None:
        """The family where it exists."""
        return self.families.get((kind, vrf))

    def ipv4_home(self) -> Family:
        """Where the global IPv4 policy lines are: their own family once it was typed, else the process."""
        return self.families.get(("ipv4", None), self.process)
