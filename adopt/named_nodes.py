"""The nodes that an option names: only they count as neighbors, and those of a listen range are known by it."""

import argparse
import re
from collections.abc import Mapping
from dataclasses import replace
from ipaddress import IPv4Address

from model.addresses import is_ipv4
from platforms.found import Found, FoundNeighbor, FoundVrf, nearest

_NODE = re.compile(r"(?P<name>[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)=(?P<address>[\d.]+)")


def named_node(text: str) -> tuple[str, str]:
    """The address and the name of `worker1=10.0.0.11`."""
    found = _NODE.fullmatch(text)
    if not found or not is_ipv4(found["address"]):
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=ADDRESS, such as worker1=10.0.0.11")
    return found["address"], found["name"]


def only_nodes(found: Found, names: Mapping[str, str]) -> Found:
    """What was found with no other neighbors than these nodes; all of it where none is named."""
    if not names:
        return found
    return replace(found, vrfs={name: _only(vrf, names) for name, vrf in found.vrfs.items()})


def _only(vrf: FoundVrf, names: Mapping[str, str]) -> FoundVrf:
    listed = [each for each in vrf.listed if each.address in names]
    others = names.keys() - {each.address for each in listed}
    members = (member for address in names if address in others and (member := _member(vrf, address)))
    return replace(vrf, listed=(*listed, *members))


def _member(vrf: FoundVrf, address: str) -> FoundNeighbor | None:
    """A node as a member of the smallest range that it is in; None where it is in none."""
    inside = [each for each in vrf.ranges if IPv4Address(address) in each.prefix]
    if not inside:
        return None
    smallest = max(inside, key=lambda each: each.prefix.prefixlen)
    near = nearest(smallest.member.settings, address, vrf.interfaces)
    return replace(smallest.member, address=address, near=near, listener=smallest.line)
