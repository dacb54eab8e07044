"""`router bgp` as values."""

from dataclasses import dataclass, field
from itertools import count

next_generation = count().__next__


@dataclass
class Neighbor:
    """A neighbor or a peer group in one family: the lines `neighbor NAME …` by attribute.

    Attributes:
        address: The neighbor's address, or the group's name.
        attributes: The printed words by attribute name (see config/neighbor.py).
        generation: A number that changes with each `shutdown`, so that a session ended for good restarts.
    """

    address: str
    attributes: dict[str, str] = field(default_factory=dict)
    generation: int = field(default_factory=next_generation, compare=False)

    @property
    def group(self) -> str | None:
        """The peer group of a member; else None."""
        return self._last("peer-group")

    @property
    def session_template(self) -> str | None:
        """The neighbor's `template peer-session`; else None."""
        return self._last("inherit peer-session")

    @property
    def policy_template(self) -> str | None:
        """The neighbor's `template peer-policy` in this family; else None."""
        return self._last("inherit peer-policy")

    def _last(self, name: str) -> str | None:
        return self.attributes[name].split()[-1] if name in self.attributes else None


@dataclass
class Template:
    """`template peer-session NAME` or `template peer-policy NAME`.

    `parents` are the inherited templates by sequence number; a session template has at most one, with number 0.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    parents: dict[int, str] = field(default_factory=dict)


@dataclass
class Family:
    """`address-family KIND [vrf NAME]`; the process's own lines are a family as well.

    Attributes:
        lines: The single-valued lines by key.
        networks: The `network` lines by prefix.
        aggregates: The `aggregate-address` lines by prefix.
        redistribute: The `redistribute` lines by source.
        ranges: The peer group of each `bgp listen range`, by prefix.
        groups: The peer groups by name, if this family configures them.
        neighbors: The neighbors by address.
    """

    kind: str
    vrf: str | None = None
    lines: dict[str, str] = field(default_factory=dict)
    networks: dict[str, str] = field(default_factory=dict)
    aggregates: dict[str, str] = field(default_factory=dict)
    redistribute: dict[str, str] = field(default_factory=dict)
    ranges: dict[str, str] = field(default_factory=dict)
    groups: dict[str, Neighbor] = field(default_factory=dict)
    neighbors: dict[str, Neighbor] = field(default_factory=dict)

    def peers(self, name: str) -> dict[str, Neighbor]:
        """Return the neighbors for an address, the peer groups for a name."""
        return self.neighbors if name[:1].isdigit() else self.groups


@dataclass
class Bgp:
    """One BGP process.

    Attributes:
        asn: Its AS number.
        process: The lines of the process itself; it contains the session attributes of global neighbors.
        families: The configured address families by (kind, VRF).
        session_templates: The `template peer-session`s by name.
        policy_templates: The `template peer-policy`s by name.
    """

    asn: int
    process: Family = field(default_factory=lambda: Family("process"))
    families: dict[tuple[str, str | None], Family] = field(default_factory=dict)
    session_templates: dict[str, Template] = field(default_factory=dict)
    policy_templates: dict[str, Template] = field(default_factory=dict)
    log_neighbor_changes: bool = True
    default_ipv4: bool = True

    def family(self, kind: str, vrf: str | None) -> Family | None:
        """Return the family; None if it does not exist."""
        return self.families.get((kind, vrf))

    def owner(self, family: Family) -> Family:
        """Return the family with the session attributes: a VRF's own family, the process for global families."""
        return family if family.vrf else self.process

    def global_families(self) -> list[Family]:
        """Return the process and the families outside VRFs."""
        return [self.process, *(family for family in self.families.values() if not family.vrf)]

    def ipv4_home(self) -> Family:
        """Return the family with the global IPv4 policy: `address-family ipv4` if it exists, else the process."""
        return self.families.get(("ipv4", None), self.process)
