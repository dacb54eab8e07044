"""The prefix lists of a router: those of the stack's file, and those that the stack generates from the model.

What no entry of a generated list permits is denied: every platform ends a list that has entries so.
"""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network

from model.list_names import inbound_name, node_name, outbound_name
from model.router import NeighborSettings
from model.stack import Speaker, Stack, speaker_vrfs, vrf_neighbors, vrf_speakers

_BITS = 32
_LONGER = f" le {_BITS}"
_NOTHING = ("seq 5 deny 0.0.0.0/0 le 32",)
_DEFAULT_ROUTE = ("seq 5 permit 0.0.0.0/0",)


def prefix_lists(stack: Stack, router: str) -> dict[str, tuple[str, ...]]:
    """The entries of every prefix list of a router, by name: the file's lists first, then the generated ones."""
    described = stack.routers[router]
    found = dict(described.prefix_lists)
    for vrf, settings in described.vrfs.items():
        if vrf_speakers(stack, router, vrf):
            found |= _inbound(stack, router, vrf)
            found |= _outbound(vrf, settings.neighbors)
    return found


def accepted(stack: Stack, speaker: Speaker, node: str | None = None) -> tuple[IPv4Network, ...]:
    """The ranges of everything that a speaker may announce, or that one of its nodes may.

    Within a pool every length is: Calico and an advertisement with `aggregationLength` announce more than single
    addresses. Within the pods' range, too: the size of Calico's blocks is a setting of its IP pool, and a pod with an
    address of another node's block is announced by itself.
    """
    pools = [prefix for prefixes in stack.pools().values() for prefix in prefixes]
    services = pools if stack.announcer() == speaker else []
    own = stack.cluster.pod_ranges.get(node or "", (stack.cluster.pod_cidr,))
    return tuple(dict.fromkeys([*services, *(own if speaker == "calico" else ())]))


def limits_services(stack: Stack) -> bool:
    """Whether a router accepts the services' addresses by a prefix list, which a new pool needs first."""
    return any(vrf.neighbors.accept == "expected" for _, _, vrf in speaker_vrfs(stack, stack.announcer()))


def _inbound(stack: Stack, router: str, vrf: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The generated lists that the neighbors of a VRF name."""
    speaker = vrf_speakers(stack, router, vrf)[0][0]
    used = {neighbor.prefix_list_in for neighbor in vrf_neighbors(stack, router, vrf)}
    lists = {inbound_name(vrf): accepted(stack, speaker)}
    for node in stack.cluster.pod_ranges:
        lists[node_name(stack.cluster.nodes[node], vrf)] = accepted(stack, speaker, node)
    return ((name, tuple(_permits(ranges, _LONGER))) for name, ranges in lists.items() if name in used)


def _outbound(vrf: str, settings: NeighborSettings) -> Iterator[tuple[str, tuple[str, ...]]]:
    if settings.advertise == "nothing":
        yield outbound_name(vrf), _NOTHING
    elif settings.advertise == "default-route":
        yield outbound_name(vrf), _DEFAULT_ROUTE
    elif settings.advertise and settings.advertise != "by-router":
        yield outbound_name(vrf), tuple(_permits(settings.advertise))


def _permits(prefixes: Iterable[IPv4Network], longer: str = "") -> Iterator[str]:
    """An entry for each prefix, numbered by the address in the middle of it, in that order.

    The number depends on nothing else, and no two prefixes shorter than /32 have the same: an entry never moves when
    others come and go, and a range that grows or shrinks is there under both numbers before the old one is removed.
    """
    last = 0
    for prefix in sorted(prefixes, key=lambda prefix: (_middle(prefix), prefix)):
        last = max(_middle(prefix), last + 1)
        yield f"seq {last} permit {prefix}{longer if prefix.prefixlen < _BITS else ''}"


def _middle(prefix: IPv4Network) -> int:
    return int(prefix.network_address) + prefix.num_addresses // 2
