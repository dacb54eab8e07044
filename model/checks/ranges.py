"""Addresses are usable; the ranges of pods, services, pools, subnets and nodes do not overlap."""

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import NamedTuple

from errors import Problem
from model.places import both, cluster_ranges, interfaces, is_in_vrf, vrf_path, vrfs
from model.stack import Stack

# Source: RFC 6890 (this network, loopback, reserved), RFC 5771 (multicast).
_UNUSABLE = {
    IPv4Network("0.0.0.0/8"): "this network",
    IPv4Network("127.0.0.0/8"): "loopback",
    IPv4Network("224.0.0.0/4"): "multicast",
    IPv4Network("240.0.0.0/4"): "reserved",
}


class _Range(NamedTuple):
    path: str
    network: IPv4Network
    side: str  # "cluster", "vrf", or "global" for an interface outside every VRF


def address_ranges_do_not_overlap(stack: Stack) -> Iterator[Problem]:
    """Pods, services, LoadBalancer pools and the router's own subnets do not overlap."""
    own = [_Range(path, network, "cluster") for path, network in cluster_ranges(stack)]
    yield from _overlaps(own)
    for name, router in stack.routers.items():
        subnets = [
            _Range(f"routers.{name}.{path}", address.network, "vrf" if is_in_vrf(path) else "global")
            for path, address in interfaces(router)
        ]
        yield from _overlaps([*own, *subnets], among_cluster=False)


def _overlaps(ranges: list[_Range], among_cluster: bool = True) -> Iterator[Problem]:
    """A problem for each range within another one, with the smallest such; prefixes nest or do not overlap."""
    found = []
    around: list[int] = []
    for index in sorted(range(len(ranges)), key=lambda at: (ranges[at].network, at)):
        while around and not ranges[index].network.overlaps(ranges[around[-1]].network):
            around.pop()
        near = next((at for at in reversed(around) if _must_differ(ranges[at], ranges[index], among_cluster)), None)
        if near is not None:
            found.append(sorted((near, index)))
        around.append(index)
    for one, other in sorted(found):
        pair = ((ranges[at].path, ranges[at].network) for at in (one, other))
        yield Problem(**both(*pair), what="the ranges overlap", code="NET01", expected="ranges that do not overlap")


def _must_differ(one: _Range, other: _Range, among_cluster: bool) -> bool:
    """Whether an overlap is a problem; interfaces in the global table are left to another check."""
    sides = {one.side, other.side}
    return among_cluster if sides == {"cluster"} else "cluster" in sides or sides == {"vrf"}


def addresses_are_usable(stack: Stack) -> Iterator[Problem]:
    """No address or range is in 0.0.0.0/8, 127.0.0.0/8, the multicast range or 240.0.0.0/4."""
    for path, network in _places(stack):
        for unusable, name in _UNUSABLE.items():
            if network.overlaps(unusable):
                yield Problem(
                    path,
                    f"a host cannot have an address in {unusable} ({name})",
                    code="NET04",
                    found=str(network.network_address if network.prefixlen == 32 else network),
                    expected="addresses between 1.0.0.0 and 223.255.255.255, without 127.0.0.0/8",
                )
                break


def _places(stack: Stack) -> Iterator[tuple[str, IPv4Network]]:
    """The path and the address or range of every host, pod, service and pool."""
    for name, router in stack.routers.items():
        yield from ((f"routers.{name}.{path}", IPv4Network(address.ip)) for path, address in interfaces(router))
    yield from ((f"cluster.nodes.{name}", IPv4Network(address)) for name, address in stack.cluster.nodes.items())
    yield from cluster_ranges(stack)
    for router_name, vrf_name, vrf in vrfs(stack):
        path = f"{vrf_path(router_name, vrf_name)}.neighbors.range"
        yield from ((f"{path}[{index}]", each) for index, each in enumerate(vrf.neighbors.range or ()))
    for speaker, described in (("calico", stack.calico), ("metallb", stack.metallb)):
        yield from ((f"{speaker}.peers[{at}]", IPv4Network(peer.address)) for at, peer in enumerate(described.peers))
    peers = stack.calico.more_peers
    single = {f"calico.morePeers.{name}.peerIp": peer.peer_ip for name, peer in peers.items()}
    single |= {f"calico.morePeers.{name}.reachableBy": peer.reachable_by for name, peer in peers.items()}
    single["calico.peering.reachableBy"] = stack.calico.peering.reachable_by
    single["metallb.peering.sourceAddress"] = stack.metallb.peering.source_address
    yield from ((path, IPv4Network(address)) for path, address in single.items() if address)


def nodes_are_outside_the_ranges(stack: Stack) -> Iterator[Problem]:
    """Nodes' addresses are outside the ranges of pods, services and pools."""
    for node, address in stack.cluster.nodes.items():
        for path, prefix in cluster_ranges(stack):
            if address in prefix:
                yield Problem(
                    **both((f"cluster.nodes.{node}", address), (path, prefix)),
                    what="the node's address is in that range",
                    code="NET02",
                    expected="a range without any node's address",
                )


def pools_have_prefixes(stack: Stack) -> Iterator[Problem]:
    """MetalLB refuses a pool without addresses, and Calico has none for it."""
    for name, prefixes in stack.pools().items():
        if not prefixes:
            path = f"{stack.assigner()}.pools.{name}"
            yield Problem(path, "the pool has no prefix", code="NET03", found="[]", expected="a prefix")
