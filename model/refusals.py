"""What the router would refuse, found before it is asked: prefix list entries and interface addresses."""

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Interface, IPv4Network, NetmaskValueError

from errors import Problem
from model.router import Router
from model.stack import Stack

_ENTRY = re.compile(r"^seq (\d+) (?:permit|deny) (\S+)(?: ge (\d+))?(?: le (\d+))?$")
_LAST_SEQUENCE = 4294967294


def prefix_entries_are_sound(stack: Stack) -> Iterator[Problem]:
    """Every entry is a prefix with a range that IOS takes, and none is there twice."""
    for router_name, router in stack.routers.items():
        for name, entries in router.prefix_lists.items():
            path = f"routers.{router_name}.prefixLists.{name}"
            for index, entry in enumerate(entries):
                if problem := _entry_problem(entry) or _double(entries[:index], entry):
                    yield Problem(f"{path}[{index}]", f"'{entry}': {problem[0]}", problem[1])


def _entry_problem(entry: str) -> tuple[str, str] | None:
    """What is wrong with one entry, and the rule.

    Source: IOS's `% Invalid prefix range for …, make sure: len < ge-value <= le-value`.
    """
    found = _ENTRY.match(entry)
    if not found:
        return "is not of the form that is needed here", "write it as IOS prints it: seq 5 deny 0.0.0.0/0 le 32"
    if not 1 <= int(found[1]) <= _LAST_SEQUENCE:
        return f"sequence number {found[1]} does not exist", f"they go from 1 to {_LAST_SEQUENCE}"
    try:
        bits = IPv4Network(found[2], strict=False).prefixlen
    except (AddressValueError, NetmaskValueError):
        return f"{found[2]} is no IPv4 prefix", "a prefix is an address and up to 32 bits, such as 10.0.0.0/8"
    low = int(found[3]) if found[3] else bits + 1
    high = int(found[4]) if found[4] else 32
    if (found[3] or found[4]) and not bits < low <= high <= 32:
        return "the range is none", f"it must be {bits} (the prefix's bits) < ge <= le <= 32"
    return None


def _double(earlier: tuple[str, ...], entry: str) -> tuple[str, str] | None:
    number, rule = entry.split(" ", 2)[1:]
    for other in earlier:
        other_number, other_rule = other.split(" ", 2)[1:]
        if number == other_number:
            return f"sequence number {number} is taken by '{other}'", "each entry has its own"
        if rule == other_rule:
            return f"says the same as '{other}'", "IOS takes a rule only once in a list"
    return None


def interface_addresses_are_hosts(stack: Stack) -> Iterator[Problem]:
    """No interface has a subnet's own address or its broadcast address: IOS answers `Bad mask`."""
    for router_name, router in stack.routers.items():
        for path, address in _addresses(router):
            network = address.network
            if network.prefixlen < 31 and address.ip in (network.network_address, network.broadcast_address):
                yield Problem(
                    f"routers.{router_name}.{path}",
                    f"'{address}' is the address of the subnet itself or its broadcast address",
                    f"choose one between {network.network_address + 1} and {network.broadcast_address - 1}",
                )


def _addresses(router: Router) -> Iterator[tuple[str, IPv4Interface]]:
    yield from ((f"interfaces.{name}", address) for name, address in router.interfaces.items())
    for vrf_name, vrf in router.vrfs.items():
        yield from ((f"vrfs.{vrf_name}.interfaces.{name}", address) for name, address in vrf.interfaces.items())
