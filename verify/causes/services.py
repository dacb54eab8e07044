"""Causes of what the cluster and the client see: addresses, nodes, requests."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address

from verify.causes.failure import SESSIONS, Failure
from verify.causes.nodes import path_of, said
from verify.check import Cause
from verify.cluster_state import CONTROLLER
from verify.datapath import FULL_SIZE, SMALL_SIZE, FullPackets, NodesAnswer
from verify.routing import ECMP, ROUTE_CHECKS
from verify.service import NodesAreNeighbors, ServiceAnswers, ServiceHasAddress
from verify.sources import Ping

# How the check of the service's route says that there is none.
_NO_ROUTE = "is not in the table"


def other_nodes(failure: Failure) -> Iterator[Cause]:
    """The cluster's nodes are others than those of the file."""
    if failure.result.what != NodesAreNeighbors.what or failure.cluster is None:
        return
    live, described = failure.cluster.nodes(), failure.stack.cluster.nodes
    for name in sorted(described.keys() - live.keys()):
        yield Cause(f"node {name} of the stack's file is not in the cluster", f"cluster.nodes.{name}")
    for name in sorted(live.keys() - described.keys()):
        yield Cause(f"node {name} ({live[name]}) is not in the stack's file, so that no router has it", "cluster.nodes")
    for name in sorted(name for name, address in described.items() if live.get(name, address) != address):
        yield Cause(f"node {name} peers from {live[name]}, the stack says {described[name]}", f"cluster.nodes.{name}")


def no_address(failure: Failure) -> Iterator[Cause]:
    """The service waits for an address."""
    if failure.result.what != ServiceHasAddress.what or failure.cluster is None:
        return
    stack, cluster = failure.stack, failure.cluster
    assigner, prefixes = stack.assigner(), [each for pool in stack.pools().values() for each in pool]
    for fault in cluster.object_faults(stack):
        if fault.kind == "IPAddressPool":
            yield Cause(said(fault), path_of(fault))
    used = {address for address in cluster.service_addresses() if any(address in prefix for prefix in prefixes)}
    if prefixes and len(used) >= stack.service_addresses():
        told = f"all {stack.service_addresses()} addresses of the pools are given to services"
        yield Cause(told, f"{assigner}.pools")
    if assigner == "metallb":
        pods = cluster.metallb_pods(stack.metallb.namespace, CONTROLLER)
        if not any(pods.values()):
            yield Cause(f"MetalLB's controller, which gives the addresses, is not ready in {stack.metallb.namespace}")
        for state in cluster.invalid_states(stack.metallb.namespace) or ():
            yield Cause(f"MetalLB does not use its configuration: {state}", "metallb")
    yield Cause("addresses are free and the program that gives them runs: the service asks for what no pool has")


def earlier(failure: Failure) -> Iterator[Cause]:
    """What failed before it is enough to explain it: no address, or no route at all."""
    what, needed = failure.result.what, {ServiceHasAddress.what}
    if what == ServiceAnswers.what or "has no address" in failure.result.actual:
        needed |= {ECMP}
    elif failure.is_of_client and what != NodesAnswer.what:
        needed = set(ROUTE_CHECKS - {ECMP})
    else:
        return
    for each in failure.before():
        if each.cause and each.what in needed and not (each.what == ECMP and _NO_ROUTE not in each.actual):
            yield each.cause


def no_way_back(failure: Failure) -> Iterator[Cause]:
    """Some nodes do not answer the client and others do: where their sessions are down as well, for that reason."""
    silent = _silent(failure)
    if not silent or len(silent) == len(failure.stack.cluster.nodes):
        return
    yield from _of_sessions(failure, silent)
    told = f"{_listed(silent, failure)} does not answer a ping of the client, and other nodes do"
    yield Cause(f"{told}: it has no route back to the client, or answers through another interface")


def no_way(failure: Failure) -> Iterator[Cause]:
    """No node answers the client: where all their sessions are down as well, for that reason."""
    silent = _silent(failure)
    if not silent or len(silent) < len(failure.stack.cluster.nodes):
        return
    yield from _of_sessions(failure, silent)
    yield Cause("no node answers a ping of the client: the client has no route to them, or they have none back")


def _silent(failure: Failure) -> list[IPv4Address]:
    """The nodes that do not answer a ping of the client, where a check of the client fails."""
    if not failure.is_of_client or failure.client is None:
        return []
    nodes = sorted(failure.stack.cluster.nodes.values())
    answers = failure.client.pings(nodes, SMALL_SIZE)
    return [address for address in nodes if answers.get(address) is not Ping.ANSWERED]


def _of_sessions(failure: Failure, silent: list[IPv4Address]) -> Iterator[Cause]:
    """The causes for which sessions of all these nodes are down."""
    for each in failure.before():
        if each.what == SESSIONS and each.cause and set(silent) <= _down(replace(failure, result=each)):
            yield each.cause


def _down(failure: Failure) -> set[IPv4Address]:
    """The nodes without a session in the VRF of a failed check."""
    return {neighbor.address for neighbor in failure.down()}


def lost_packets(failure: Failure) -> Iterator[Cause]:
    """Small packets arrive and full ones are lost, and no machine says so."""
    if failure.result.what == FullPackets.what:
        told = f"packets of {FULL_SIZE + 28} bytes are lost on the way, and no machine says so"
        yield Cause(f"{told}: an MTU is smaller there than on both sides of it ({failure.result.actual})")


def _listed(addresses: list[IPv4Address], failure: Failure) -> str:
    names = {address: name for name, address in failure.stack.cluster.nodes.items()}
    return ", ".join(f"{names[address]} ({address})" for address in addresses)
