"""Where the stack's intent does not fit the cluster that is running."""

from collections.abc import Callable, Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network

from cluster import calico, metallb
from cluster.facts import Facts
from errors import Problem
from model.places import both
from model.stack import Speaker, Stack, speaker_vrfs

Check = Callable[[Stack, Facts], Iterator[Problem]]


def problems_of(stack: Stack, facts: Facts) -> list[Problem]:
    """Everything that cannot work with this cluster, as far as it could be looked at."""
    return [problem for check in CHECKS for problem in check(stack, facts)]


def hints_of(stack: Stack, facts: Facts) -> list[Problem]:
    """What works and has consequences for what is running."""
    return [hint for check in HINTS for hint in check(stack, facts)]


def nodes_are_the_clusters(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """The list has every node of the cluster and no others; one that is cordoned may have left it already."""
    live, own = facts.nodes, stack.cluster.nodes
    if live is None:
        return
    for name, node in live.items():
        if name not in own and not node.cordoned:
            yield Problem(
                f"cluster.nodes, the cluster's node {name}",
                "the cluster has a node that is not in the list: it would be no neighbor of the router",
                "add it; a node that is to leave the cluster is cordoned first",
                code="LIVE01",
                found=", ".join(own),
                expected=f"{name}: {node.address or 'its address'} among them",
            )
    for name, address in own.items():
        if name not in live:
            yield Problem(
                f"cluster.nodes.{name}, the cluster's nodes",
                "the cluster has no such node: its sessions would never come up",
                code="LIVE02",
                found=f"{name}: {address}",
                expected="one of " + ", ".join(live),
            )
        elif live[name].address not in (None, address):
            yield Problem(
                **both((f"cluster.nodes.{name}", address), (f"the cluster's node {name}", live[name].address)),
                what="the node peers from another address",
                code="LIVE03",
                expected=str(live[name].address),
            )


def pods_are_in_their_range(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """Every pool that Calico takes pod addresses from lies in the range the other checks know."""
    for name, pool in (facts.pod_ranges or {}).items():
        if not pool.subnet_of(stack.cluster.pod_cidr):
            yield Problem(
                **both(("cluster.podCidr", stack.cluster.pod_cidr), (f"Calico's IPPool {name}", pool)),
                what="pods get addresses outside the range, which no check has compared with anything",
                code="LIVE04",
                expected=f"a range that holds {pool}",
            )


def services_are_in_their_range(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """The ClusterIP range is the cluster's."""
    if facts.service_ranges and stack.cluster.service_cidr not in facts.service_ranges:
        live = ", ".join(map(str, facts.service_ranges))
        yield Problem(
            **both(("cluster.serviceCidr", stack.cluster.service_cidr), ("the cluster's ServiceCIDR", live)),
            what="ClusterIPs come from another range",
            code="LIVE05",
            expected=live,
        )


def strangers_dial_elsewhere(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """No peer that the stack does not own dials a router address that one of its own is to dial."""
    sides: list[tuple[Speaker, Mapping[str, str], set[str]]] = [
        ("calico", facts.calico_peers or {}, set(calico.bgp_peer_specs(stack))),
        ("metallb", facts.metallb_peers or {}, set(metallb.bgp_peer_specs(stack))),
    ]
    for side, peers, own in sides:
        for name, address in peers.items():
            for speaker, described in stack.speakers().items():
                if name not in own and address in map(str, described.peers):
                    yield _stranger(side, name, address, speaker)


_NAMES = {"calico": "Calico", "metallb": "MetalLB"}


def _stranger(side: Speaker, name: str, address: str, speaker: Speaker) -> Problem:
    same = side == speaker
    return Problem(
        **both((f"{speaker}.peers", address), (f"{_NAMES[side]}'s BGPPeer {name}", address)),
        what="an object that is there already dials that address as well"
        if same
        else f"{_NAMES[side]} dials that address already, and a node can hold only one session with it: the collision",
        code="LIVE07" if same else "LIVE06",
        expected="no other object that dials it",
        hint=f"delete {name} if the stack is to take its place",
    )


def pools_are_apart(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """No pool that the stack does not own has addresses of its pools: MetalLB's webhook refuses that."""
    for name, ranges in (facts.address_pools or {}).items():
        if name in stack.metallb.pools:
            continue
        for own, prefixes in stack.metallb.pools.items():
            for index, prefix in enumerate(prefixes):
                for first, last in ranges:
                    if first <= prefix.broadcast_address and prefix.network_address <= last:
                        yield Problem(
                            **both(
                                (f"metallb.pools.{own}[{index}]", prefix),
                                (f"MetalLB's IPAddressPool {name}", f"{first}-{last}"),
                            ),
                            what="a pool that is there already has some of these addresses",
                            code="LIVE08",
                            expected="ranges without a common address",
                        )


def native_mode_finds_nothing_of_frr(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """What only FRR does is gone from the cluster before MetalLB's own BGP takes over.

    The release changes first: from then on the webhook refuses such a peer, also the one without these fields, and
    native speakers take no configuration as long as there is a BFDProfile, which is deleted last.
    """
    if stack.metallb.mode != "native":
        return
    for who, fields in (facts.frr_only or {}).items():
        yield Problem(
            **both(("metallb.mode", "native"), (f"MetalLB's {who}", fields)),
            what="MetalLB's own BGP takes no configuration while that is there",
            code="LIVE12",
            expected="neither, before the mode is native",
            hint="two steps: take it away in the mode that the cluster has, then change the mode",
        )


def nodes_have_the_routers_as(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """An AS that Calico has noted for one node alone wins over the one for all."""
    for name, node in (facts.nodes or {}).items():
        overridden = any(name in vrf.neighbors.remote_as for _, _, vrf in speaker_vrfs(stack, "calico"))
        if name in stack.cluster.nodes and node.asn not in (None, stack.calico.asn) and not overridden:
            yield Problem(
                **both(("calico.asn", stack.calico.asn), (f"the cluster's node {name}", f"AS {node.asn}")),
                what="Calico has another AS for that node alone: the router would refuse its sessions",
                code="LIVE09",
                expected=f"AS {stack.calico.asn}, or neighbors.remoteAs.{name} in the VRF that Calico dials",
            )


def addresses_stay(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """A service whose address is in no pool any more gets another one."""
    own = [prefix for prefixes in stack.metallb.pools.values() for prefix in prefixes]
    for each in facts.given or ():
        if each.pool in stack.metallb.pools and not _within(each.address, own):
            yield Problem(
                f"metallb.pools.{each.pool}, service {each.service}",
                "the service has an address that is in no pool any more, and will lose it",
                code="LIVE10",
                found=str(each.address),
                expected=", ".join(map(str, own)),
            )


def _within(address: IPv4Address, prefixes: list[IPv4Network]) -> bool:
    return any(address in prefix for prefix in prefixes)


def the_nodes_as_stays(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """Another AS for the nodes restarts every session Calico has."""
    if facts.node_asn not in (None, stack.calico.asn):
        yield Problem(
            **both(("calico.asn", stack.calico.asn), ("Calico's BGPConfiguration default", facts.node_asn)),
            what="the nodes get another AS: every BGP session of Calico restarts, also with routers of nobody's here",
            code="LIVE11",
        )


CHECKS: tuple[Check, ...] = (
    nodes_are_the_clusters,
    pods_are_in_their_range,
    services_are_in_their_range,
    strangers_dial_elsewhere,
    pools_are_apart,
    native_mode_finds_nothing_of_frr,
    nodes_have_the_routers_as,
)
HINTS: tuple[Check, ...] = (addresses_stay, the_nodes_as_stays)
