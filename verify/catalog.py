"""The checks of a stack."""

from collections.abc import Iterator
from ipaddress import IPv4Address

from cluster import session_secret
from model.prefix_lists import accepted, prefix_lists
from model.stack import Stack, router_nodes, speaker_vrfs, vrf_neighbors, vrf_speakers
from verify.announced import Announcer, OnlyExpectedAnnounced
from verify.check import Check
from verify.datapath import FullPackets, NodesAnswer
from verify.passwords import PasswordsAgree
from verify.routing import BlocksRouted, ServiceRouted
from verify.service import NodesAreNeighbors, PodsAnswer, ServiceAnswers, ServiceHasAddress
from verify.service_source import SourceKept
from verify.sessions import NothingAdvertised, SessionsEstablished
from verify.state import (
    ConfigurationSaved,
    ConfigurationUsed,
    LinesAsWanted,
    ObjectsAsWritten,
    ServiceAnnounced,
    SpeakersReady,
)


def checks_of(stack: Stack, applying: bool = False) -> list[Check]:
    """Every check of a stack, in the order of their dependence: sessions first, the client's requests last.

    Args:
        stack: The stack.
        applying: Whether an `up` asks before it saves: then not whether the lines are the stack's and saved.
    """
    checks = _session_checks(stack)
    if not applying:
        checks += [check for name, router in stack.routers.items() if router.managed for check in _lines(stack, name)]
    if stack.cluster.kubeconfig:
        checks += [NodesAreNeighbors(stack.cluster.nodes), *_cluster_checks(stack)]
        checks += [_blocks(stack, router, vrf) for router, vrf in _peered(stack)]
        if stack.demo.enabled:
            checks += _service_checks(stack)
    return checks


def _lines(stack: Stack, router: str) -> list[Check]:
    return [LinesAsWanted(router, stack), ConfigurationSaved(router)]


def _cluster_checks(stack: Stack) -> list[Check]:
    """What the API server has of the speakers, without a drained node, which may be away."""
    checks: list[Check] = [ObjectsAsWritten(stack)]
    if stack.assigner() == "metallb":
        namespace = stack.metallb.namespace
        checks += [SpeakersReady(_serving(stack), namespace), ConfigurationUsed(namespace)]
    return checks


def _serving(stack: Stack) -> dict[str, IPv4Address]:
    """The nodes without those that are drained."""
    return {name: address for name, address in stack.cluster.nodes.items() if name not in stack.cluster.drained}


def _blocks(stack: Stack, router: str, vrf: str) -> BlocksRouted:
    """The blocks that arrive at a router: without nodes that pass others' on, those of the nodes that dial it."""
    nodes, passed_on = router_nodes(stack, "calico", router), stack.calico.passes_on()
    elsewhere = frozenset() if passed_on else stack.cluster.nodes.keys() - nodes.keys()
    return BlocksRouted(router, vrf, nodes, not passed_on, frozenset(elsewhere))


def _peered(stack: Stack) -> list[tuple[str, str]]:
    """Each router and VRF that nodes peer with, in configuration order."""
    places = [(name, vrf) for name, router in stack.routers.items() for vrf in router.vrfs]
    return [place for place in places if vrf_neighbors(stack, *place)]


def _session_checks(stack: Stack) -> list[Check]:
    checks: list[Check] = []
    for router, vrf in _peered(stack):
        neighbors = vrf_neighbors(stack, router, vrf)
        speaker = stack.speakers()[vrf_speakers(stack, router, vrf)[0][0]]
        ranges = stack.routers[router].vrfs[vrf].neighbors.range or ()
        checks.append(SessionsEstablished(router, vrf, neighbors, ranges))
        if _denies_all(stack, router, vrf):
            checks.append(NothingAdvertised(router, vrf, neighbors))
        checks += _announced(stack, router, vrf)
        if stack.cluster.kubeconfig and speaker.session.password_key:
            checks.append(PasswordsAgree(router, vrf, neighbors, (speaker.namespace, session_secret.SECRET)))
    return checks


def _denies_all(stack: Stack, router: str, vrf: str) -> bool:
    """Whether the VRF's outbound filter permits nothing."""
    name = vrf_neighbors(stack, router, vrf)[0].prefix_list_out
    return name is not None and all(" deny " in entry for entry in prefix_lists(stack, router)[name])


def _announced(stack: Stack, router: str, vrf: str) -> Iterator[OnlyExpectedAnnounced]:
    """The check of what the nodes announce, where the stack generates the list of it."""
    settings, speaker = stack.routers[router].vrfs[vrf].neighbors, vrf_speakers(stack, router, vrf)[0][0]
    if settings.accept == "expected" and not settings.prefix_list_in:
        passed_on = speaker == "calico" and stack.calico.passes_on()
        nodes = {
            address: Announcer(
                node, accepted(stack, speaker, node), not (passed_on and node in stack.cluster.pod_ranges)
            )
            for _, place in vrf_speakers(stack, router, vrf)
            for node, address in place.nodes.items()
        }
        yield OnlyExpectedAnnounced(router, vrf, nodes)


def _service_checks(stack: Stack) -> list[Check]:
    demo = stack.demo
    service = (demo.namespace, demo.name)
    where = f"{demo.namespace}/{demo.name}"
    local = demo.external_traffic_policy == "Local"
    checks: list[Check] = [ServiceHasAddress(service, stack.pools(), where)]
    if stack.announcer() == "metallb":
        announcing = {node: at for name in stack.routers for node, at in router_nodes(stack, "metallb", name).items()}
        checks.append(ServiceAnnounced(service, announcing, stack.metallb.namespace, local, where))
    for router, name, vrf in speaker_vrfs(stack, stack.announcer()):
        nodes = router_nodes(stack, stack.announcer(), router)
        checks.append(ServiceRouted(router, name, service, nodes, min(vrf.maximum_paths or 1, len(nodes)), local))
    if stack.verification.client:
        checks.append(NodesAnswer(_serving(stack)))
        checks.append(ServiceAnswers(service, stack.verification.requests, demo.replicas, local, where))
        checks.append(PodsAnswer(service, demo.replicas, where))
        checks.append(FullPackets(service, where))
        checks.append(SourceKept(service, local, where))
    return checks
