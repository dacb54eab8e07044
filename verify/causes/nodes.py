"""Causes on the nodes, as far as the API server shows them, and what is left when both ends are as they should be."""

from collections.abc import Iterable, Iterator

from cluster import calico, metallb
from errors import CoexistError
from model.neighbor import Neighbor
from model.stack import Stack, vrf_neighbors
from platforms.facts import ESTABLISHED
from verify.causes.failure import Failure
from verify.check import Cause
from verify.cluster_state import SPEAKER
from verify.datapath import SMALL_SIZE
from verify.sources import ObjectFault, Ping

_PATHS = {
    "spec.myASN": "{speaker}.asn",
    "spec.asNumber": "{speaker}.asn",
    "spec.peerASN": "routers.{router}.asn",
    "spec.peerAddress": "{speaker}.peers",
    "spec.peerIP": "{speaker}.peers",
    "spec.nodeSelectors": "{speaker}.peers",
    "spec.nodeSelector": "{speaker}.peers",
    "spec.holdTime": "{speaker}.session.holdSeconds",
    "spec.bfdProfile": "{speaker}.session.bfd",
    "spec.passwordSecret": "{speaker}.session.passwordKey",
    "spec.password": "{speaker}.session.passwordKey",
}
_OBJECTS = {"IPAddressPool": "pools", "BGPAdvertisement": "advertisements", "BFDProfile": "session.bfd"}


def peer_objects(failure: Failure) -> Iterator[Cause]:
    """The cluster's object of the peering is not as the stack writes it."""
    if not failure.is_of_sessions or failure.cluster is None:
        return
    speaker, router = failure.speaker, failure.result.who
    titles = _titles(failure.stack, speaker, router)
    for fault in failure.cluster.object_faults(failure.stack):
        if fault.title in titles:
            yield Cause(said(fault), path_of(fault, router))


def _titles(stack: Stack, speaker: str, router: str) -> set[str]:
    if speaker == "calico":
        peers = {f"BGPPeer {name}" for name in calico.router_peer_specs(stack, router)}
        return {*peers, "BGPConfiguration default"}
    namespace = stack.metallb.namespace
    names = metallb.router_peer_specs(stack, router)
    profiles = {f"BFDProfile {namespace}/{name}" for name in metallb.bfd_profile_specs(stack.metallb)}
    return {*profiles, *(f"BGPPeer {namespace}/{name}" for name in names)}


def path_of(fault: ObjectFault, router: str = "") -> str:
    """The path in the stack's file that decides a field of an object."""
    speaker = "metallb" if "/" in fault.title else "calico"
    if fault.kind in _OBJECTS:
        return f"{speaker}.{_OBJECTS[fault.kind]}"
    path = _PATHS.get(fault.field, "{speaker}.peering" if fault.kind == "BGPPeer" else "{speaker}")
    return path.format(speaker=speaker, router=router) if router or "{router}" not in path else "routers"


def said(fault: ObjectFault) -> str:
    """A fault as a sentence."""
    if not fault.field:
        return f"{fault.title} is not in the cluster"
    wanted = "does not write" if fault.wanted is None else f"says {fault.wanted}"
    has = "no" if fault.actual is None else ""
    shown = f"{has} {fault.field}" if has else f"{fault.field} {fault.actual}"
    return f"{fault.title} has {shown}, and the stack {wanted}" + (" it" if fault.wanted is None else "")


def speakers(failure: Failure) -> Iterator[Cause]:
    """A node is not in the cluster, not ready, or has no speaker that runs."""
    if not failure.is_of_sessions or failure.cluster is None:
        return
    names = [failure.node(neighbor) for neighbor in failure.down()]
    if failure.speaker == "metallb":
        yield from missing_speakers(failure, names)
        for state in failure.cluster.invalid_states(failure.stack.metallb.namespace) or ():
            yield Cause(f"MetalLB does not use its configuration: {state}", "metallb")
    states = failure.cluster.node_states()
    for name in names:
        if name not in states:
            yield Cause(f"node {name} of the stack's file is not in the cluster", f"cluster.nodes.{name}")
        elif not states[name].ready:
            yield Cause(f"node {name} is not ready in the cluster: its kubelet does not report")


def missing_speakers(failure: Failure, names: Iterable[str]) -> Iterator[Cause]:
    """The nodes without a speaker of MetalLB that runs."""
    assert failure.cluster
    states = failure.cluster.node_states()
    for name in names:
        if name not in states:
            yield Cause(f"node {name} of the stack's file is not in the cluster", f"cluster.nodes.{name}")
        elif fault := _speaker_fault(failure, name):
            yield Cause(fault, "metallb.values" if "no speaker" in fault else "")


def _speaker_fault(failure: Failure, node: str) -> str:
    assert failure.cluster
    namespace = failure.stack.metallb.namespace
    pods = failure.cluster.metallb_pods(namespace, SPEAKER)
    if node not in pods:
        return f"MetalLB has no speaker pod on node {node} in namespace {namespace}"
    return "" if pods[node] else f"MetalLB's speaker pod on node {node} is not ready"


def unreached(failure: Failure) -> Iterator[Cause]:
    """Both ends are as the stack says: what is left, by whether the node can be reached at all."""
    if not failure.is_of_sessions or failure.cluster is None:
        return
    for neighbor in failure.down():
        yield Cause(_left(failure, neighbor))


def _left(failure: Failure, neighbor: Neighbor) -> str:
    who, place = failure.called(neighbor), failure.places()[0]
    answer = None if _other_session(failure, neighbor) else _ping(failure, neighbor)
    if _other_session(failure, neighbor):
        reached = "the node's other session is up"
    elif answer is None:
        asked = f"whether {who} can be reached, or TCP 179 between it and {place.address.ip} is blocked"
        return f"both ends are as the stack says: {asked}, cannot be told from here"
    elif answer is Ping.ANSWERED:
        reached = "the node answers a ping"
    else:
        return f"{who} answers no ping either: it is down, cut off, or has no route back"
    program = "BIRD" if failure.speaker == "calico" else "MetalLB's speaker"
    blocked = f"TCP 179 between {who} and {place.address.ip} is blocked"
    return (
        f"{blocked}, or {program} does not run there or has its port taken: both ends are as the stack says, {reached}"
    )


def _ping(failure: Failure, neighbor: Neighbor) -> Ping | None:
    """What becomes of the client's ping to a node; None where no client can ask."""
    try:
        return failure.client.pings([neighbor.address], SMALL_SIZE).get(neighbor.address) if failure.client else None
    except CoexistError:
        return None


def _other_session(failure: Failure, neighbor: Neighbor) -> bool:
    """Whether the same node has a session in another VRF of the router."""
    others = [vrf for vrf in failure.stack.routers[failure.result.who].vrfs if vrf != failure.result.where]
    peered = [vrf for vrf in others if vrf_neighbors(failure.stack, failure.result.who, vrf)]
    return any(
        session.address == neighbor.address and session.state == ESTABLISHED
        for vrf in peered
        for session in failure.router.sessions(vrf)
    )
