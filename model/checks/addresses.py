"""Addresses of interfaces and nodes: each is a host's, unique, and outside the ranges."""

from collections import defaultdict
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from itertools import combinations

from errors import Problem
from model.checks.ranges import cluster_ranges
from model.places import both, interfaces, vrf_path, vrfs
from model.stack import Stack


def interface_addresses_are_hosts(stack: Stack) -> Iterator[Problem]:
    """No interface has a subnet's own address or its broadcast address: IOS answers `Bad mask`."""
    for router_name, router in stack.routers.items():
        for path, address in interfaces(router):
            if not _is_host(address.ip, address.network):
                yield Problem(
                    f"routers.{router_name}.{path}",
                    "is the address of the subnet itself or its broadcast address",
                    code="IFACE01",
                    found=str(address),
                    expected=_hosts(address.network),
                )


def _is_host(address: IPv4Address, network: IPv4Network) -> bool:
    return network.prefixlen >= 31 or address not in (network.network_address, network.broadcast_address)


def _hosts(network: IPv4Network) -> str:
    return f"one between {network.network_address + 1} and {network.broadcast_address - 1}"


def global_interfaces_are_apart(stack: Stack) -> Iterator[Problem]:
    """Interfaces outside every VRF share one table, where IOS refuses overlapping subnets."""
    for router_name, router in stack.routers.items():
        for (one_name, one), (other_name, other) in combinations(router.interfaces.items(), 2):
            if one.network.overlaps(other.network):
                path = f"routers.{router_name}.interfaces"
                yield Problem(
                    **both((f"{path}.{one_name}", one), (f"{path}.{other_name}", other)),
                    what="their subnets overlap: the router refuses the second",
                    code="IFACE02",
                    expected="subnets of their own",
                )


def nodes_are_distinct(stack: Stack) -> Iterator[Problem]:
    """Two nodes with one address would be one neighbor."""
    names: dict[IPv4Address, list[str]] = defaultdict(list)
    for node, address in stack.cluster.nodes.items():
        names[address].append(node)
    for address, held in names.items():
        if len(held) > 1:
            yield Problem(
                **both(*((f"cluster.nodes.{node}", address) for node in held)),
                what=f"{len(held)} nodes have one address",
                code="NODE01",
                expected="an address of its own for each",
            )


def node_overrides_name_nodes(stack: Stack) -> Iterator[Problem]:
    """A per-node AS names a node that exists."""
    for router_name, vrf_name, vrf in vrfs(stack):
        for node in vrf.neighbors.remote_as:
            if node not in stack.cluster.nodes:
                yield Problem(
                    f"{vrf_path(router_name, vrf_name)}.neighbors.remoteAs.{node}, cluster.nodes",
                    "no node is called that",
                    code="NODE02",
                    found=node,
                    expected="one of " + ", ".join(stack.cluster.nodes),
                )


def node_addresses_are_hosts(stack: Stack) -> Iterator[Problem]:
    """A node has neither the router's address nor its subnet's own."""
    for router_name, router in stack.routers.items():
        for path, address in interfaces(router):
            for node, held in stack.cluster.nodes.items():
                yield from _host_problem(f"cluster.nodes.{node}", held, f"routers.{router_name}.{path}", address)


def _host_problem(node: str, held: IPv4Address, interface: str, address: IPv4Interface) -> Iterator[Problem]:
    if held == address.ip:
        yield Problem(
            **both((node, held), (interface, address)),
            what="the node and the router have one address",
            code="NODE03",
            expected="an address of its own for each",
        )
    elif held in address.network and not _is_host(held, address.network):
        yield Problem(
            **both((node, held), (interface, address)),
            what="is the address of the subnet itself or its broadcast address",
            code="NODE04",
            expected=_hosts(address.network),
        )


def nodes_are_outside_the_ranges(stack: Stack) -> Iterator[Problem]:
    """No node's own address is one that a pod, a service or a LoadBalancer could be given."""
    for node, address in stack.cluster.nodes.items():
        for path, prefix in cluster_ranges(stack):
            if address in prefix:
                yield Problem(
                    **both((f"cluster.nodes.{node}", address), (path, prefix)),
                    what="the node's address lies in that range",
                    code="NET02",
                    expected="a range without any node's address",
                )


def pools_have_prefixes(stack: Stack) -> Iterator[Problem]:
    """MetalLB refuses a pool without addresses."""
    for name, prefixes in stack.metallb.pools.items():
        if not prefixes:
            path = f"metallb.pools.{name}"
            yield Problem(
                path, "a pool without a prefix has no address to give", code="NET03", found="[]", expected="a prefix"
            )
