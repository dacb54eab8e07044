"""Addresses of interfaces and nodes are usable and unique."""

from collections import defaultdict
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network
from itertools import combinations

from errors import Problem
from model.places import both, interfaces, is_in_vrf, vrf_path, vrfs
from model.router import IOS_XE
from model.stack import Stack


def interface_addresses_are_hosts(stack: Stack) -> Iterator[Problem]:
    """No interface has its subnet's network or broadcast address: IOS answers `Bad mask`."""
    for router_name, router in stack.routers.items():
        for path, address in interfaces(router):
            if not _is_host(address.ip, address.network):
                yield Problem(
                    f"routers.{router_name}.{path}",
                    "is the subnet's network or broadcast address",
                    code="IFACE01",
                    found=str(address),
                    expected=_hosts(address.network),
                )


def _is_host(address: IPv4Address, network: IPv4Network) -> bool:
    return network.prefixlen >= 31 or address not in (network.network_address, network.broadcast_address)


def _hosts(network: IPv4Network) -> str:
    return f"one between {network.network_address + 1} and {network.broadcast_address - 1}"


def global_interfaces_do_not_overlap(stack: Stack) -> Iterator[Problem]:
    """Interfaces outside every VRF share one table, where IOS refuses overlapping subnets."""
    for router_name, router in stack.routers.items():
        outside = [(path, address) for path, address in interfaces(router) if not is_in_vrf(path)]
        for (one_path, one), (other_path, other) in combinations(outside, 2):
            is_twice = one_path.rpartition("interfaces.")[2] == other_path.rpartition("interfaces.")[2]
            if one.network.overlaps(other.network) and router.platform == IOS_XE and not is_twice:
                path = f"routers.{router_name}"
                yield Problem(
                    **both((f"{path}.{one_path}", one), (f"{path}.{other_path}", other)),
                    what="the subnets overlap: the router refuses the second",
                    code="IFACE02",
                    expected="subnets that do not overlap",
                )


def nodes_are_distinct(stack: Stack) -> Iterator[Problem]:
    """Nodes have different addresses: two with the same would be one neighbor."""
    names: dict[IPv4Address, list[str]] = defaultdict(list)
    for node, address in stack.cluster.nodes.items():
        names[address].append(node)
    for address, nodes in names.items():
        if len(nodes) > 1:
            yield Problem(
                **both(*((f"cluster.nodes.{node}", address) for node in nodes)),
                what=f"{len(nodes)} nodes have the same address",
                code="NODE01",
                expected="different addresses",
            )


def pod_ranges_are_in_the_pool(stack: Stack) -> Iterator[Problem]:
    """A node's pods have addresses of Calico's IP pool."""
    for path, prefix in _pod_ranges(stack):
        if not prefix.subnet_of(stack.cluster.pod_cidr):
            yield Problem(
                **both((path, prefix), ("cluster.podCidr", stack.cluster.pod_cidr)),
                what="the node's pods would have addresses outside Calico's IP pool",
                code="NODE05",
                expected="a range within podCidr",
            )


def pod_ranges_do_not_overlap(stack: Stack) -> Iterator[Problem]:
    """Nodes have different pods' ranges: of an overlap the router would accept a block from the wrong node."""
    for one, other in combinations(_pod_ranges(stack), 2):
        if one[1].overlaps(other[1]):
            yield Problem(
                **both(one, other), what="the pod ranges overlap", code="NODE06", expected="ranges that do not overlap"
            )


def _pod_ranges(stack: Stack) -> Iterator[tuple[str, IPv4Network]]:
    for node, prefixes in stack.cluster.pod_ranges.items():
        yield from ((f"cluster.nodes.{node}.podRanges[{index}]", prefix) for index, prefix in enumerate(prefixes))


def node_overrides_name_nodes(stack: Stack) -> Iterator[Problem]:
    """An AS in `remoteAs` is for a node of the cluster."""
    for router_name, vrf_name, vrf in vrfs(stack):
        for node in vrf.neighbors.remote_as:
            if node not in stack.cluster.nodes:
                yield Problem(
                    f"{vrf_path(router_name, vrf_name)}.neighbors.remoteAs.{node}, cluster.nodes",
                    "there is no node of that name",
                    code="NODE02",
                    found=node,
                    expected="one of " + ", ".join(stack.cluster.nodes),
                )


def node_addresses_are_hosts(stack: Stack) -> Iterator[Problem]:
    """No node has the router's address, or its subnet's network or broadcast address."""
    for router_name, router in stack.routers.items():
        for path, address in interfaces(router):
            for node, node_address in stack.cluster.nodes.items():
                places = both((f"cluster.nodes.{node}", node_address), (f"routers.{router_name}.{path}", address))
                if node_address == address.ip:
                    what = "the node and the router have the same address"
                    yield Problem(**places, what=what, code="NODE03", expected="different addresses")
                elif node_address in address.network and not _is_host(node_address, address.network):
                    what = "is the subnet's network or broadcast address"
                    yield Problem(**places, what=what, code="NODE04", expected=_hosts(address.network))
