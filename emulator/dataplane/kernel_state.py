"""The kernel's state for a `Network`, and the commands that reach it from the current state. Pure.

Without VRF devices, isolation is a list of rules in this order:

    1000  iif LINK to ADDRESS unreachable   the router's addresses that LINK's VRF has no route to
    2000  lookup local                      moved from 0, so that the rules above come first
    3000  iif LINK, from ADDRESS lookup     forwarding in the VRF's own table, and the router's own sessions
    4000  iif LINK, from ADDRESS unreachable    no route in the VRF: no fallback to another table
    32766 lookup main                       the kernel's connected routes, with which it validates gateways

An address in two VRFs is configured once on its link, and the router's own sessions from it use the first VRF.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from emulator.dataplane.leaks import connected, host_of, reachable
from emulator.dataplane.names import LOOPBACK_LINK, address_label, link
from emulator.dataplane.state import Interface, Network

ISOLATE, LOCAL, LOOKUP, STOP = 1000, 2000, 3000, 4000


@dataclass(frozen=True, order=True)
class Address:
    """An address on a link; ours have our label (`names.address_label`)."""

    link: str
    address: str
    label: str


@dataclass(frozen=True, order=True)
class Rule:
    """One ip rule: priority, selector and action, in `ip`'s syntax."""

    priority: int
    selector: tuple[str, ...]
    action: tuple[str, ...]


KERNEL_LOCAL = Rule(0, (), ("lookup", "local"))


@dataclass(frozen=True)
class KernelState:
    """Links (name → administratively up), our addresses, our rules."""

    links: Mapping[str, bool]
    addresses: frozenset[Address]
    rules: frozenset[Rule]


def wanted_state(network: Network, tables: Mapping[str | None, int], present_links: Collection[str]) -> KernelState:
    """Return the state that `network` needs; interfaces without a link are omitted."""
    carried = [i for i in network.interfaces if link(i.name) in present_links]
    links = {name: not i.shutdown for i in carried if (name := link(i.name))}
    links |= {name: True for name in (LOOPBACK_LINK,) if name in present_links}
    addresses = {_address(i) for i in carried if i.address and not (i.shutdown and link(i.name) == LOOPBACK_LINK)}
    rules = {Rule(LOCAL, (), ("lookup", "local"))}
    for vrf, table in tables.items():
        own = [i for i in connected(network, vrf) if i in carried]
        rules |= _forwarding(own, table) | _isolation(network, vrf, own, carried)
    return KernelState(links, frozenset(addresses), frozenset(rules))


def sysctls(wanted: KernelState) -> dict[str, str]:
    """Return sysctls for forwarding, ECMP by ports, and no reverse-path check, which would use the main table."""
    found = {"net/ipv4/ip_forward": "1", "net/ipv4/fib_multipath_hash_policy": "1"}
    return found | {f"net/ipv4/conf/{name}/rp_filter": "0" for name in ("all", *sorted(wanted.links))}


def restored_state(present: KernelState) -> KernelState:
    """Return the state without our addresses, and with the kernel's own rule at its original place."""
    return KernelState(present.links, frozenset(), frozenset({KERNEL_LOCAL}))


def commands(present: KernelState, wanted: KernelState) -> list[str]:
    """Return lines for `ip -batch`; empty if both states are equal. Rules are added before any is removed."""
    have = {(a.link, a.address) for a in present.addresses}
    want = {(a.link, a.address) for a in wanted.addresses}
    new = {(a.link, a.address): a.label for a in sorted(wanted.addresses) if (a.link, a.address) not in have}
    return [
        *(f"address delete {a.address} dev {a.link}" for a in sorted(present.addresses) if _is_unwanted(a, want)),
        *(f"link set {name} {_word(up)}" for name, up in wanted.links.items() if present.links.get(name) != up),
        *(f"address add {address} dev {name} label {label}" for (name, address), label in new.items()),
        *(f"rule add {_text(rule)}" for rule in sorted(wanted.rules - present.rules)),
        *(f"rule delete {_text(rule)}" for rule in sorted(present.rules - wanted.rules)),
    ]


def _address(interface: Interface) -> Address:
    return Address(str(link(interface.name)), str(interface.address), address_label(interface.name))


def _forwarding(own: list[Interface], table: int) -> set[Rule]:
    selectors = {("from", host_of(i.address)) for i in own if i.address}
    selectors |= {("iif", name) for name in _links(own)}
    actions = ((LOOKUP, ("lookup", str(table))), (STOP, ("unreachable",)))
    return {Rule(priority, selector, action) for selector in selectors for priority, action in actions}


def _isolation(network: Network, vrf: str | None, own: list[Interface], carried: list[Interface]) -> set[Rule]:
    local = {host_of(i.address) for i in carried if i.address and not i.shutdown}
    foreign = local - reachable(network, vrf)
    return {Rule(ISOLATE, ("iif", name, "to", a), ("unreachable",)) for name in _links(own) for a in foreign}


def _links(interfaces: list[Interface]) -> set[str]:
    """Return the interfaces' links without `lo`, as `iif lo` matches the router's own packets."""
    return {name for i in interfaces if (name := link(i.name)) and name != LOOPBACK_LINK}


def _is_unwanted(address: Address, want: set[tuple[str, str]]) -> bool:
    """Return whether to remove an address: only one with our label."""
    return ":" in address.label and (address.link, address.address) not in want


def _word(up: bool) -> str:
    return "up" if up else "down"


def _text(rule: Rule) -> str:
    return " ".join((*rule.selector, "priority", str(rule.priority), *rule.action))
