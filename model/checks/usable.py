"""Addresses are usable by interfaces, nodes, pods and services."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from errors import Problem
from model.places import interfaces
from model.stack import Stack

# Source: RFC 6890 (this network, loopback, reserved), RFC 5771 (multicast).
_UNUSABLE = {
    IPv4Network("0.0.0.0/8"): "this network",
    IPv4Network("127.0.0.0/8"): "loopback",
    IPv4Network("224.0.0.0/4"): "multicast",
    IPv4Network("240.0.0.0/4"): "reserved",
}


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
    yield from (("cluster.podCidr", stack.cluster.pod_cidr), ("cluster.serviceCidr", stack.cluster.service_cidr))
    for speaker, described in (("calico", stack.calico), ("metallb", stack.metallb)):
        yield from ((f"{speaker}.peers[{at}]", IPv4Network(address)) for at, address in enumerate(described.peers))
    for pool, prefixes in stack.metallb.pools.items():
        yield from ((f"metallb.pools.{pool}[{index}]", prefix) for index, prefix in enumerate(prefixes))
    peers = stack.calico.more_peers
    single = {f"calico.morePeers.{name}.peerIp": peer.peer_ip for name, peer in peers.items()}
    single |= {f"calico.morePeers.{name}.reachableBy": peer.reachable_by for name, peer in peers.items()}
    single["calico.peering.reachableBy"] = stack.calico.peering.reachable_by
    single["metallb.peering.sourceAddress"] = stack.metallb.peering.source_address
    yield from ((path, IPv4Network(address)) for path, address in single.items() if address)
