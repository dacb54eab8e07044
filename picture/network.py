"""What is drawn of a stack: routers with their tables, nodes, and the sessions between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Interface

from model.router import Router
from model.stack import PeerPlace, Speaker, Stack, peer_places
from model.tables import DEFAULT_TABLE

# Up to so many nodes each has a box of its own.
MOST_ALONE = 12
# The state of each session by router, table and the node's address.
States = Mapping[tuple[str, str, IPv4Address], str]
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Table:
    """A table of a router.

    Attributes:
        router: The router's name.
        name: Its own name; `default` is the one outside every VRF.
        rd: Its route distinguisher; None: it has none.
        interfaces: Their addresses, by name.
        sources: The router's other VRFs that it imports routes from.
        outside: The route targets it imports that no VRF of the router exports.
        ranges: The prefixes it accepts neighbors from; none where it lists them.
    """

    router: str
    name: str
    rd: str | None
    interfaces: Mapping[str, IPv4Interface]
    sources: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What is below its interfaces."""
        imported = (f"also imports {', '.join(self.outside)}",) if self.outside else ()
        accepted = (f"accepts neighbors from {', '.join(self.ranges)}",) if self.ranges else ()
        return imported + accepted

    @property
    def title(self) -> str:
        """What it is called in the picture."""
        return "default table" if self.name == DEFAULT_TABLE else f"VRF {self.name}"


@dataclass(frozen=True)
class DrawnRouter:
    """A router with its tables."""

    name: str
    asn: int
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Dial:
    """What the sessions of the nodes of one box have in common: the speaker, its AS, and the router's end."""

    speaker: Speaker
    asn: int
    router: str
    router_asn: int
    table: str
    interface: str
    address: IPv4Address
    selector: tuple[tuple[str, str], ...] = ()

    @property
    def speaker_title(self) -> str:
        """The speaker's name and AS."""
        return f"{'Calico' if self.speaker == 'calico' else 'MetalLB'}, AS {self.asn}"


@dataclass(frozen=True)
class DrawnNode:
    """A node."""

    name: str
    address: IPv4Address
    drained: bool


@dataclass(frozen=True)
class Box:
    """Nodes that are drawn as one, and their sessions: one state for each node where the routers were asked.

    Attributes:
        nodes: The nodes, in the order of the file.
        sessions: The states of each dial, by node; "" where the routers were not asked.
    """

    nodes: tuple[DrawnNode, ...]
    sessions: Mapping[Dial, Mapping[str, str]]

    @property
    def title(self) -> str:
        """The node's name; of several nodes their labels, their number, and the first and the last name."""
        if len(self.nodes) == 1:
            return self.nodes[0].name
        labels = " ".join(dict.fromkeys(f"{key}={value}" for dial in self.sessions for key, value in dial.selector))
        return f"{labels}: {len(self.nodes)} nodes" if labels else f"{len(self.nodes)} nodes"

    @property
    def lines(self) -> tuple[str, ...]:
        """What is below the title: the address of the node, or the range of names and addresses."""
        first, last = self.nodes[0], self.nodes[-1]
        drained = ("drained",) if all(node.drained for node in self.nodes) else ()
        if len(self.nodes) == 1:
            return (str(first.address), *drained)
        return (f"{first.name} … {last.name}", f"{first.address} … {last.address}", *drained)


@dataclass(frozen=True)
class Network:
    """Everything that is drawn.

    Attributes:
        routers: The routers.
        boxes: The nodes.
        live: Whether the routers were asked for the sessions' states.
    """

    routers: tuple[DrawnRouter, ...]
    boxes: tuple[Box, ...]
    live: bool = False


def network_of(stack: Stack, states: States | None = None) -> Network:
    """What is drawn of a stack; without states nobody was asked, and a session that has none is unknown."""
    routers = tuple(DrawnRouter(name, router.asn, _tables(name, router)) for name, router in stack.routers.items())
    return Network(routers, tuple(_boxes(stack, states)), states is not None)


def _tables(name: str, router: Router) -> tuple[Table, ...]:
    exported = {target for vrf in router.vrfs.values() for target in vrf.export_targets}
    tables = [
        Table(
            name,
            each,
            vrf.rd,
            router.interfaces_in(each),
            tuple(other for other in router.vrfs if other != each and _imports(router, each, other)),
            tuple(sorted(vrf.import_targets - exported)),
            tuple(map(str, vrf.neighbors.range or ())),
        )
        for each, vrf in router.vrfs.items()
    ]
    if router.interfaces and DEFAULT_TABLE not in router.vrfs:
        tables.append(Table(name, DEFAULT_TABLE, None, router.interfaces))
    return tuple(tables)


def _imports(router: Router, table: str, other: str) -> bool:
    return bool(router.vrfs[table].import_targets & router.vrfs[other].export_targets)


def leaks(router: DrawnRouter) -> list[tuple[str, str, bool]]:
    """Which table's routes another imports: from, to, and whether in both directions, once for each pair."""
    flows = [(source, table.name) for table in router.tables for source in table.sources]
    found: list[tuple[str, str, bool]] = []
    for source, target in flows:
        if (target, source, True) not in found:
            found.append((source, target, (target, source) in flows))
    return found


@dataclass
class _Dialling:
    """A node, and the states of its sessions."""

    node: DrawnNode
    states: dict[Dial, str] = field(default_factory=dict)


def _boxes(stack: Stack, states: States | None) -> Iterator[Box]:
    """The nodes in boxes: of many nodes, those that dial the same places with the same AS share one."""
    entries = stack.cluster.node_entries.items()
    nodes = {name: _Dialling(DrawnNode(name, entry.address, entry.drained)) for name, entry in entries}
    for speaker, _, place in peer_places(stack):
        for name, address in place.nodes.items():
            dial = _dial(stack, speaker, place, name)
            state = "" if states is None else states.get((place.router, place.vrf, address), UNKNOWN)
            nodes[name].states[dial] = state
    shared: dict[object, list[_Dialling]] = {}
    for name, node in nodes.items():
        alike = (*node.states, node.node.drained) if len(nodes) > MOST_ALONE else name
        shared.setdefault(alike, []).append(node)
    for group in shared.values():
        sessions = {dial: {each.node.name: each.states[dial] for each in group} for dial in group[0].states}
        yield Box(tuple(each.node for each in group), sessions)


def _dial(stack: Stack, speaker: Speaker, place: PeerPlace, node: str) -> Dial:
    router = stack.routers[place.router]
    return Dial(
        speaker,
        router.vrfs[place.vrf].neighbors.remote_as.get(node, place.asn),
        place.router,
        router.asn,
        place.vrf,
        place.interface,
        place.address.ip,
        tuple(sorted(place.selector.items())),
    )
