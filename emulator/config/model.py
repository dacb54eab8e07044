"""The running configuration."""

from dataclasses import dataclass, field
from typing import Literal

from emulator.config.bgp import Bgp
from emulator.config.foreign import Foreign
from emulator.grammar.interfaces import is_physical

Dialect = Literal["ip vrf", "vrf definition"]
PHYSICAL = tuple(f"GigabitEthernet{number}" for number in range(1, 5))


@dataclass
class Targets:
    """Route targets of a VRF, or of one of its address families."""

    imports: set[str] = field(default_factory=set)
    exports: set[str] = field(default_factory=set)


@dataclass
class Vrf:
    """A VRF and the dialect of its definition; `families` has the lines inside `address-family ipv4` and `ipv6`."""

    name: str
    dialect: Dialect
    description: str | None = None
    rd: str | None = None
    targets: Targets = field(default_factory=Targets)
    families: dict[str, Targets] = field(default_factory=dict)

    def all_imports(self) -> frozenset[str]:
        """Return the route targets that the IPv4 table imports."""
        return frozenset(self.targets.imports | self.families.get("ipv4", Targets()).imports)

    def all_exports(self) -> frozenset[str]:
        """Return the route targets that the IPv4 table exports."""
        return frozenset(self.targets.exports | self.families.get("ipv4", Targets()).exports)

    def carries(self, family: str) -> bool:
        """Return whether its interfaces can have addresses of the family."""
        return (self.dialect == "ip vrf" and family == "ipv4") or family in self.families


@dataclass
class Interface:
    """An interface; `bfd` as printed; `extras` are lines without effect, by their first words.

    `link` is ` point-to-point` or ` multipoint` of a sub-interface.
    """

    name: str
    vrf: str | None = None
    address: str | None = None
    mask: str | None = None
    secondary: list[tuple[str, str]] = field(default_factory=list)
    description: str | None = None
    shutdown: bool = False
    encapsulation: str | None = None
    method: str = "unset"
    bfd: str | None = None
    extras: dict[str, str] = field(default_factory=dict)
    link: str = ""


@dataclass
class PrefixLine:
    """One entry of a prefix list; `ge` and `le` as typed."""

    sequence: int
    action: Literal["permit", "deny"]
    prefix: str
    ge: int | None = None
    le: int | None = None

    def same_rule(self, other: "PrefixLine") -> bool:
        """Return whether both have the same rule, whatever their sequence numbers."""
        return (self.action, self.prefix, self.ge, self.le) == (other.action, other.prefix, other.ge, other.le)


@dataclass
class PrefixList:
    """A named prefix list, entries by sequence number."""

    name: str
    description: str | None = None
    entries: dict[int, PrefixLine] = field(default_factory=dict)


@dataclass
class RouteMapClause:
    """One numbered clause: `match` and `set` lines as typed."""

    name: str
    action: str
    sequence: int
    description: str | None = None
    lines: list[str] = field(default_factory=list)


@dataclass
class User:
    """A local account; `kind` is `password 0`, `secret 5`, `secret 9`, … and `text` the password after it."""

    name: str
    privilege: int = 1
    kind: str = ""
    text: str = field(default="", repr=False)


@dataclass
class Archive:
    """The archive section; printed if a value is not the default."""

    path: str | None = None
    maximum: int = 10
    write_memory: bool = False
    time_period: int | None = None
    log_config: dict[str, str] = field(default_factory=dict)

    def is_default(self) -> bool:
        """Return whether all values are defaults."""
        return self == Archive()


@dataclass
class Config:
    """Everything that `show running-config` prints.

    `inert` has the lines without effect, by block and key; `foreign` has the unmodelled lines, verbatim.
    `enable` has a kind and a text for `secret` and `password`.
    `unnamed` has the default ports that no configuration file has named.
    """

    hostname: str = "Router"
    enable: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    users: dict[str, User] = field(default_factory=dict)
    archive: Archive = field(default_factory=Archive)
    vrfs: dict[str, Vrf] = field(default_factory=dict)
    interfaces: dict[str, Interface] = field(default_factory=dict)
    bgp: Bgp | None = None
    prefix_lists: dict[str, PrefixList] = field(default_factory=dict)
    route_maps: dict[tuple[str, int], RouteMapClause] = field(default_factory=dict)
    static_routes: list["StaticRoute"] = field(default_factory=list)
    inert: dict[str, dict[str, str]] = field(default_factory=dict)
    banners: dict[str, str] = field(default_factory=dict)
    foreign: Foreign = field(default_factory=Foreign)
    unnamed: set[str] = field(default_factory=set)

    @classmethod
    def empty(cls) -> "Config":
        """Return the factory configuration: ports shut down, and the defaults that are printed."""
        config = cls()
        for name in PHYSICAL:
            config.interfaces[name] = Interface(name, shutdown=is_physical(name))
        config.unnamed = set(PHYSICAL)
        return config

    def forget_ports(self) -> None:
        """Remove the default ports from a configuration of another platform."""
        named = {name for name in self.interfaces if is_physical(name) and name not in self.unnamed}
        if named - set(PHYSICAL):
            for name in self.unnamed & set(self.interfaces):
                del self.interfaces[name]
        self.unnamed = set()

    def interfaces_of(self, vrf: str | None) -> list[Interface]:
        """Return the interfaces of a VRF, or of the global table for None."""
        return [interface for interface in self.interfaces.values() if interface.vrf == vrf]


@dataclass(frozen=True)
class StaticRoute:
    """`ip route [vrf X] prefix mask [interface] [next hop] …`; `rest` is the text after the mask, as typed."""

    vrf: str | None
    prefix: str
    mask: str
    rest: str
