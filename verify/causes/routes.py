"""Causes of missing routes: sessions that are down, route targets, filters, and nodes that do not announce."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network

from cluster import metallb
from model.neighbor import Neighbor
from model.prefix_lists import prefix_lists
from model.stack import router_nodes, speaker_vrfs, vrf_neighbors
from model.tables import DEFAULT_TABLE
from platforms.facts import Setting
from verify.announced import OnlyExpectedAnnounced
from verify.causes.failure import SESSIONS, Failure
from verify.causes.nodes import path_of, said
from verify.check import Cause
from verify.routing import ECMP, OWN_BLOCKS, ROUTE_CHECKS
from verify.sessions import NothingAdvertised
from verify.state import ServiceAnnounced


def sessions_down(failure: Failure) -> Iterator[Cause]:
    """All that is missing would come over sessions that are down: their cause is the cause."""
    if failure.result.what not in ROUTE_CHECKS:
        return
    for vrf in _sources(failure):
        down = {neighbor.address for neighbor in failure.down(vrf)}
        peers = {neighbor.address for neighbor in vrf_neighbors(failure.stack, failure.result.who, vrf)}
        if down and (down == peers or _missing(failure) <= down):
            yield from _of_sessions(failure, vrf)


def _of_sessions(failure: Failure, vrf: str) -> Iterator[Cause]:
    """The cause of the failed check of a VRF's sessions."""
    place = (failure.result.who, vrf, SESSIONS)
    before = (each for each in failure.before() if (each.who, each.where, each.what) == place)
    yield from (each.cause for each in before if each.cause)


def _sources(failure: Failure) -> list[str]:
    """The VRFs from whose neighbors the routes of a check come."""
    if failure.result.what == ECMP:
        return [failure.result.where]
    return [vrf for router, vrf, _ in speaker_vrfs(failure.stack, "calico") if router == failure.result.who]


def _missing(failure: Failure) -> set[IPv4Address]:
    """The nodes that no route leads to which should."""
    table = {route.prefix: route.next_hops() for route in failure.router.routes(failure.result.where)}
    assert failure.cluster
    if failure.result.what == ECMP:
        return _announcing(failure) - (table.get(IPv4Network(_service(failure) or "0.0.0.0")) or frozenset())
    nodes, blocks = failure.stack.cluster.nodes, failure.cluster.blocks()
    owners = {nodes.get(node, IPv4Address(0)) for block, node in blocks.items() if not table.get(block)}
    return owners or {IPv4Address(0)}


def _service(failure: Failure) -> IPv4Address | None:
    demo = failure.stack.demo
    return failure.cluster.service_address(demo.namespace, demo.name) if failure.cluster else None


def _announcing(failure: Failure) -> set[IPv4Address]:
    """The nodes that announce the service to the router."""
    nodes, demo = router_nodes(failure.stack, failure.stack.announcer(), failure.result.who), failure.stack.demo
    if demo.external_traffic_policy != "Local" or failure.cluster is None:
        return set(nodes.values())
    with_pod = {pod.node for pod in failure.cluster.pods(demo.namespace, demo.name)}
    return {address for name, address in nodes.items() if name in with_pod}


def missing_targets(failure: Failure) -> Iterator[Cause]:
    """Routes do not come into a VRF because a route target is missing on the router; its own VRF is looked at first."""
    if failure.result.what in ROUTE_CHECKS and failure.result.who in failure.stack.routers:
        yield from _targets(failure, failure.result.who, failure.result.where)


def targets_of_any(failure: Failure) -> Iterator[Cause]:
    """The same of all routers, for what a client sees: its own VRF needs the routes as well."""
    if failure.is_of_client:
        for router in failure.facts:
            yield from _targets(failure, router, "")


def _targets(failure: Failure, name: str, place: str) -> Iterator[Cause]:
    described = failure.stack.routers[name].vrfs
    vrfs = sorted((vrf for vrf in described if vrf != DEFAULT_TABLE), key=lambda vrf: vrf != place)
    for vrf in vrfs:
        path = f"routers.{name}.vrfs.{vrf}"
        running = failure.facts[name].targets(vrf)
        if running is None:
            yield Cause(f"VRF {vrf} is not on the router", path)
            continue
        others = {other: described[other] for other in vrfs if other != vrf}
        for target in sorted(described[vrf].import_targets - running.imports):
            if from_ := [other for other, each in others.items() if target in each.export_targets]:
                yield Cause(f"VRF {vrf} does not import {target}, which VRF {from_[0]} exports", f"{path}.import")
        for target in sorted(described[vrf].export_targets - running.exports):
            if into := [other for other, each in others.items() if target in each.import_targets]:
                yield Cause(f"VRF {vrf} does not export {target}, which VRF {into[0]} imports", f"{path}.export")


def fewer_paths(failure: Failure) -> Iterator[Cause]:
    """The router uses fewer next hops of a route than the stack says."""
    if failure.result.what != ECMP or (service := _service(failure)) is None:
        return
    wanted = failure.stack.routers[failure.result.who].vrfs[failure.result.where].maximum_paths or 1
    paths = failure.router.maximum_paths(failure.result.where) or 1
    table = {route.prefix: route.next_hops() for route in failure.router.routes(failure.result.where)}
    if paths < wanted and len(table.get(IPv4Network(service), ())) == paths:
        told = (
            f"VRF {failure.result.where} uses {paths} next hop{'s' * (paths > 1)} of a route, the stack says {wanted}"
        )
        yield Cause(told, f"{failure.path}.maximumPaths")


def leak_filters(failure: Failure) -> Iterator[Cause]:
    """A filter that the stack does not write stands between two VRFs, and only a leaked route is missing."""
    if failure.result.what == ECMP or failure.result.what not in ROUTE_CHECKS:
        return
    yield from _leak_filters(failure, failure.result.who, [failure.result.where, *_sources(failure)])


def leak_filters_of_any(failure: Failure) -> Iterator[Cause]:
    """The same of all VRFs of all routers, for what a client sees."""
    if failure.is_of_client:
        for router in failure.facts:
            yield from _leak_filters(failure, router, failure.stack.routers[router].vrfs)


def _leak_filters(failure: Failure, router: str, vrfs: Iterable[str]) -> Iterator[Cause]:
    for vrf in dict.fromkeys(vrfs):
        if lines := failure.facts[router].leak_filters(vrf) if vrf != DEFAULT_TABLE else ():
            way = "export" if "export" in lines[0] else "import"
            told = f"VRF {vrf} filters what it {way}s: its line is '{lines[0]}', which the stack does not write"
            yield Cause(told, f"routers.{router}.vrfs.{vrf}.{way}")


def inbound_lists(failure: Failure) -> Iterator[Cause]:
    """A node's routes are not filtered as the stack says."""
    if failure.result.what in ROUTE_CHECKS or failure.result.what == OnlyExpectedAnnounced.what:
        yield from _lists(failure, Setting.LIST_IN, "from", "accept")


def outbound_lists(failure: Failure) -> Iterator[Cause]:
    """What the nodes are sent is not filtered as the stack says; a node without a count has no session."""
    if failure.result.what != NothingAdvertised.what:
        return
    if any(counts.sent for counts in failure.router.prefix_counts(failure.result.where)):
        yield from _lists(failure, Setting.LIST_OUT, "to", "advertise")
    else:
        yield from _of_sessions(failure, failure.result.where)


def _lists(failure: Failure, setting: Setting, way: str, key: str) -> Iterator[Cause]:
    described = prefix_lists(failure.stack, failure.result.who)
    for neighbor in vrf_neighbors(failure.stack, failure.result.who, failure.result.where):
        wanted = neighbor.prefix_list_in if setting is Setting.LIST_IN else neighbor.prefix_list_out
        path = f"{failure.path}.neighbors.{key}"
        if fault := _list_fault(failure, neighbor, setting, wanted):
            yield Cause(f"the routes {way} {failure.called(neighbor)} {fault}", path)
        elif wanted and (there := failure.router.prefix_list(wanted)) != tuple(described.get(wanted, there)):
            shown = "; ".join(there) or "not there"
            yield Cause(f"prefix list {wanted} is {shown}, the stack says {'; '.join(described[wanted])}", path)


def _list_fault(failure: Failure, neighbor: Neighbor, setting: Setting, wanted: str | None) -> str:
    running = failure.running(neighbor)
    if running is None or (name := running.values.get(setting)) == wanted:
        return ""
    if name is None:
        return f"are not filtered on the router, the stack says prefix list {wanted}"
    told = f"prefix list {wanted}" if wanted else "none"
    return f"go through another filter, the stack says {told}: the router's line is '{running.lines[setting]}'"


def not_announced(failure: Failure) -> Iterator[Cause]:
    """A node whose session is up does not announce the service."""
    if failure.result.what not in (ECMP, ServiceAnnounced.what) or failure.cluster is None:
        return
    nodes = {address: name for name, address in failure.stack.cluster.nodes.items()}
    labels = failure.cluster.node_states()
    for address in sorted(_missing(failure) if failure.result.what == ECMP else _silent(failure)):
        state = labels.get(nodes[address])
        if state and metallb.DRAINED in state.labels and failure.stack.announcer() == "metallb":
            told = (
                f"node {nodes[address]} has the label {metallb.DRAINED}, with which MetalLB announces nothing from it"
            )
            yield Cause(told, "cluster.drained")
    for fault in failure.cluster.object_faults(failure.stack):
        if fault.kind in ("BGPAdvertisement", "IPAddressPool"):
            yield Cause(said(fault), path_of(fault))
    for state_of in failure.cluster.invalid_states(failure.stack.metallb.namespace) or ():
        yield Cause(f"MetalLB does not use its configuration: {state_of}", "metallb")


def _silent(failure: Failure) -> set[IPv4Address]:
    """The nodes whose MetalLB does not say that it announces the service."""
    demo, namespace = failure.stack.demo, failure.stack.metallb.namespace
    assert failure.cluster
    speaking = failure.cluster.announcing(namespace, (demo.namespace, demo.name)) or frozenset()
    return {address for name, address in failure.stack.cluster.nodes.items() if name not in speaking}


def foreign_blocks(failure: Failure) -> Iterator[Cause]:
    """A node announces the pods of another one."""
    if failure.result.what != OWN_BLOCKS or failure.cluster is None:
        return
    names = {address: name for name, address in failure.stack.cluster.nodes.items()}
    table = {route.prefix: route.next_hops() for route in failure.router.routes(failure.result.where)}
    for block, node in sorted(failure.cluster.blocks().items()):
        for hop in sorted(table.get(block, frozenset()) - {failure.stack.cluster.nodes.get(node)}):
            told = f"{names.get(hop, 'a foreign node')} ({hop}) announces {block}, a block of pods of {node}"
            yield Cause(f"{told}: the router accepts it", f"{failure.path}.neighbors.accept")


def announced(failure: Failure) -> Iterator[Cause]:
    """The filters are as the stack says, and a node announces what it may not."""
    if failure.result.what == OnlyExpectedAnnounced.what:
        told = f"BGP on the node announces what is not its own: {failure.result.actual}"
        yield Cause(told, f"{failure.path}.neighbors.accept")
