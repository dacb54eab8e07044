"""Causes in a VRF and its interfaces: a missing table, an interface that is down or elsewhere."""

from collections.abc import Iterator
from ipaddress import IPv4Interface

from model.tables import DEFAULT_TABLE
from platforms.facts import RunningInterface
from verify.causes.failure import Failure, table_title
from verify.check import Cause
from verify.routing import ROUTE_CHECKS


def no_table(failure: Failure) -> Iterator[Cause]:
    """The VRF is not on the router, or has no BGP."""
    if not failure.is_of_sessions:
        return
    vrf, name = failure.result.where, failure.result.who
    if vrf != DEFAULT_TABLE and failure.router.targets(vrf) is None:
        yield Cause(f"VRF {vrf} is not on the router", failure.path)
    if not failure.router.neighbors(vrf):
        yield Cause(f"{name} has no BGP neighbors in {table_title(vrf)}", failure.path)


def interfaces(failure: Failure) -> Iterator[Cause]:
    """An interface on the way of a session is down, or has not the VRF or the address of the stack's file.

    A session over several hops may still count as up for its hold time, when its routes are gone already.
    """
    if not failure.is_of_sessions and failure.result.what not in ROUTE_CHECKS:
        return
    running = failure.router.interfaces()
    for name, vrf, address in _on_the_way(failure):
        path = f"routers.{failure.result.who}.vrfs.{vrf}.interfaces.{name}"
        if fault := _fault(running.get(name), vrf, address):
            yield Cause(f"interface {name} of {failure.result.who} {fault}", path)


def interfaces_of_any(failure: Failure) -> Iterator[Cause]:
    """The same of all interfaces of all routers, for what a client sees: it may be behind any of them."""
    if not failure.is_of_client:
        return
    for router, facts in failure.facts.items():
        running = facts.interfaces()
        described = failure.stack.routers[router]
        for vrf in described.vrfs:
            for name, address in described.interfaces_in(vrf).items():
                if fault := _fault(running.get(name), vrf, address):
                    path = f"routers.{router}.vrfs.{vrf}.interfaces.{name}"
                    yield Cause(f"interface {name} of {router} {fault}", path)


def _on_the_way(failure: Failure) -> Iterator[tuple[str, str, IPv4Interface]]:
    """Each interface that nodes dial, then those in whose subnet a node is; of sessions, one that has none."""
    router = failure.stack.routers[failure.result.who]
    down = [neighbor.address for neighbor in failure.down()] if failure.is_of_sessions else None
    nodes = failure.stack.cluster.nodes.values() if down is None else down
    for place in failure.places():
        yield place.interface, place.vrf, place.address
    for vrf in router.vrfs:
        for name, address in router.interfaces_in(vrf).items():
            if any(node in address.network for node in nodes):
                yield name, vrf, address


def _fault(running: RunningInterface | None, vrf: str, address: IPv4Interface) -> str:
    if running is None:
        return f"is not there, and the stack has {address} on it"
    if running.vrf != vrf:
        return f"is in {table_title(running.vrf)}, not in {table_title(vrf)} as the stack says"
    if address not in running.addresses:
        has = ", ".join(map(str, running.addresses)) or "no address"
        return f"has {has}, and the stack says {address}"
    if running.shutdown:
        return "is shut down"
    return "" if running.up else "is down: it has no carrier"
