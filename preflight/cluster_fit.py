"""Differences between the stack and the running cluster."""

from collections.abc import Callable, Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network
from itertools import product

from cluster import calico, metallb
from cluster.facts import Facts
from errors import Problem
from model.places import both
from model.stack import Speaker, Stack, dialling, speaker_vrfs

Check = Callable[[Stack, Facts], Iterator[Problem]]


def problems_of(stack: Stack, facts: Facts) -> list[Problem]:
    """The problems of the stack with this cluster; objects that could not be read are not compared."""
    return [problem for check in CHECKS for problem in check(stack, facts)]


def hints_of(stack: Stack, facts: Facts) -> list[Problem]:
    """The hints: changes that work and affect the running network."""
    return [hint for check in HINTS for hint in check(stack, facts)]


def nodes_match_the_cluster(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """The list `cluster.nodes` has every node of the cluster and no others; a cordoned node may be missing."""
    live, own = facts.nodes, stack.cluster.nodes
    if live is None:
        return
    for name, node in live.items():
        if name not in own and not node.cordoned:
            yield Problem(
                f"cluster.nodes, the cluster's node {name}",
                "the cluster has a node that is not in the list: it would not be a neighbor of the router",
                "add it; cordon a node before you remove it from the list",
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
                what="the node's sessions come from another address",
                code="LIVE03",
                expected=str(live[name].address),
            )


def selectors_select_the_same_nodes(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """A node selector selects a node in the cluster where it does so by the labels in `cluster.nodes`."""
    for speaker, described in stack.speakers().items():
        for index, peer in enumerate(described.peers):
            for name in stack.cluster.nodes if peer.node_selector else ():
                live, own = (facts.nodes or {}).get(name), stack.cluster.node_entries[name].labels
                if live and peer.selects(name, live.labels) != peer.selects(name, own):
                    wanted = {label: live.labels.get(label) for label in peer.node_selector or {}}
                    yield Problem(
                        f"cluster.nodes.{name}.labels, {speaker}.peers[{index}].nodeSelector",
                        "the cluster's node has other labels: a speaker there would dial and the router have no "
                        "neighbor, or the other way round",
                        code="LIVE13",
                        found=_labels(own) or "no labels",
                        expected=_labels({label: value for label, value in wanted.items() if value}) or "none of them",
                    )


def _labels(labels: Mapping[str, str | None]) -> str:
    return ", ".join(f"{label}: {value}" for label, value in labels.items())


def pods_are_in_their_range(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """Calico's pools are within `cluster.podCidr`, which the other checks use."""
    for name, pool in (facts.pod_ranges or {}).items():
        if not pool.subnet_of(stack.cluster.pod_cidr):
            yield Problem(
                **both(("cluster.podCidr", stack.cluster.pod_cidr), (f"Calico's IPPool {name}", pool)),
                what="pods get addresses outside the range, which are not checked for overlaps",
                code="LIVE04",
                expected=f"a range that contains {pool}",
            )


def services_are_in_their_range(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """The range `cluster.serviceCidr` is the cluster's ClusterIP range."""
    if facts.service_ranges and stack.cluster.service_cidr not in facts.service_ranges:
        live = ", ".join(map(str, facts.service_ranges))
        yield Problem(
            **both(("cluster.serviceCidr", stack.cluster.service_cidr), ("the cluster's ServiceCIDR", live)),
            what="ClusterIPs come from another range",
            code="LIVE05",
            expected=live,
        )


def foreign_peers_dial_other_addresses(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """No foreign peer dials a router address that the stack's peers dial."""
    sides: list[tuple[Speaker, Mapping[str, str], set[str]]] = [
        ("calico", facts.calico_peers or {}, set(calico.bgp_peer_specs(stack))),
        ("metallb", facts.metallb_peers or {}, set(metallb.bgp_peer_specs(stack))),
    ]
    for side, peers, own in sides:
        for name, address in peers.items():
            for speaker, described in stack.speakers().items():
                if name not in own and address in {str(peer.address) for peer in described.peers}:
                    yield _foreign_peer(side, name, address, speaker)


def _foreign_peer(side: Speaker, name: str, address: str, speaker: Speaker) -> Problem:
    same, product_name = side == speaker, {"calico": "Calico", "metallb": "MetalLB"}[side]
    collision = "dials that address already, and a node can have only one session with it: the collision"
    return Problem(
        **both((f"{speaker}.peers", address), (f"{product_name}'s BGPPeer {name}", address)),
        what="an existing object dials that address as well" if same else f"{product_name} {collision}",
        code="LIVE07" if same else "LIVE06",
        expected="no other object with that address",
        hint=f"delete {name} if the stack replaces it",
    )


def foreign_pools_do_not_overlap(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """No foreign pool has addresses of the stack's pools: MetalLB's webhook and Calico's API server refuse that."""
    foreign = {f"MetalLB's IPAddressPool {name}": ranges for name, ranges in _metallbs_foreign(stack, facts).items()}
    foreign |= {
        f"Calico's IPPool {name}": ((prefix.network_address, prefix.broadcast_address),)
        for name, prefix in _calicos_foreign(stack, facts).items()
    }
    for (pool, ranges), (where, prefix) in product(foreign.items(), stack.pool_prefixes().items()):
        for first, last in ranges:
            if first <= prefix.broadcast_address and prefix.network_address <= last:
                yield Problem(
                    **both((where, prefix), (pool, f"{first}-{last}")),
                    what="an existing pool has some of these addresses",
                    code="LIVE08",
                    expected="ranges that do not overlap",
                )


def _metallbs_foreign(stack: Stack, facts: Facts) -> dict[str, tuple[tuple[IPv4Address, IPv4Address], ...]]:
    """The ranges of MetalLB's pools that are not the stack's, by name."""
    return {name: ranges for name, ranges in (facts.address_pools or {}).items() if name not in stack.metallb.pools}


def _calicos_foreign(stack: Stack, facts: Facts) -> dict[str, IPv4Network]:
    """The prefixes of Calico's pools of services that are not the stack's, by name."""
    pools, own = facts.service_pools or {}, calico.pool_specs(stack)
    return {name: pool.prefix for name, pool in pools.items() if pool.foreign and name not in own}


def controllers_assign_addresses(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """Where Calico assigns addresses, its controllers are configured for it."""
    if stack.assigner() == "calico" and facts.assign_ips == "":
        yield Problem(
            "topology, Calico's KubeControllersConfiguration default",
            "Calico's controllers assign no address to any service",
            "ENABLED_CONTROLLERS of calico-kube-controllers needs loadbalancer (Calico 3.30 or later), and "
            "KubeControllersConfiguration spec.controllers.loadBalancer.assignIPs a value",
            code="LIVE18",
            found=f"{stack.topology}, and no assignIPs in its status",
            expected="AllServices, the default of a new installation, or RequestedServicesOnly",
        )


def native_mode_has_no_frr_objects(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """In native mode the cluster has no objects that only FRR supports.

    The release changes first: from then on the webhook refuses updates of such a peer, even the removal of the fields,
    and native speakers accept no configuration while there is a BFDProfile, which is deleted last.
    """
    if stack.metallb.mode != "native" or stack.assigner() != "metallb":
        return
    for who, fields in (facts.frr_only or {}).items():
        yield Problem(
            **both(("metallb.mode", "native"), (f"MetalLB's {who}", fields)),
            what="MetalLB's own BGP accepts no configuration while that exists",
            code="LIVE12",
            expected="no such object before the mode is native",
            hint="two steps: remove it in the mode that the cluster has, then change the mode",
        )


def nodes_have_the_routers_as(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """No node has an AS of its own in Calico, which takes precedence over the AS of all nodes."""
    own = {node for _, _, vrf in speaker_vrfs(stack, "calico") for node in vrf.neighbors.remote_as}
    own |= {node for peer in stack.calico.peers if peer.asn for node in dialling(stack, peer)}
    for name, node in (facts.nodes or {}).items():
        if name in stack.cluster.nodes and node.asn not in (None, stack.calico.asn) and name not in own:
            yield Problem(
                **both(("calico.asn", stack.calico.asn), (f"the cluster's node {name}", f"AS {node.asn}")),
                what="Calico has another AS for this node: the router would refuse its sessions",
                code="LIVE09",
                expected=f"AS {stack.calico.asn}, or neighbors.remoteAs.{name} in the VRF that Calico dials",
            )


def assigned_addresses_are_in_pools(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """Assigned addresses are still in a pool: otherwise the service gets another one."""
    own = [prefix for prefixes in stack.metallb.pools.values() for prefix in prefixes]
    for entry in (facts.assigned or ()) if stack.assigner() == "metallb" else ():
        if entry.pool in stack.metallb.pools and not any(entry.address in prefix for prefix in own):
            yield Problem(
                f"metallb.pools.{entry.pool}, service {entry.service}",
                "the service's address is no longer in a pool, and will change",
                code="LIVE10",
                found=str(entry.address),
                expected=", ".join(map(str, own)),
            )


def services_need_no_request(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """Calico's controllers assign an address to every service of type LoadBalancer."""
    if stack.assigner() == "calico" and facts.assign_ips == "RequestedServicesOnly":
        yield Problem(
            "topology, Calico's KubeControllersConfiguration default",
            "a service without an annotation of Calico's or loadBalancerClass: calico gets no address",
            code="LIVE14",
            found="assignIPs is RequestedServicesOnly",
            expected="AllServices, or a request by every service, as the demonstration service has it",
        )


def one_program_assigns_addresses(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """The program that does not assign addresses has no pools: each replaces what the other has assigned."""
    if stack.assigner() == "calico":
        others = [f"MetalLB's IPAddressPool {name}" for name in _metallbs_foreign(stack, facts)]
    else:
        others = [f"Calico's IPPool {name}" for name in _calicos_foreign(stack, facts)]
    for pool in others:
        yield Problem(
            f"{stack.assigner()}.pools, {pool}",
            "Calico and MetalLB both assign an address to each service without a loadBalancerClass",
            code="LIVE15",
            found=pool,
            expected="pools of one of them",
        )


def addresses_stay(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """Services that have their addresses from MetalLB request the same of Calico before it assigns any."""
    ours = [entry for entry in facts.assigned or () if not entry.requested]
    if stack.assigner() == "calico" and facts.service_pools == {} and ours:
        first = ours[0]
        namespace, _, name = first.service.partition("/")
        request = f"""projectcalico.org/loadBalancerIPs='["{first.address}"]'"""
        yield Problem(
            "topology, " + ", ".join(f"service {entry.service}" for entry in ours),
            "Calico assigns addresses in any order of the services: one may get another's",
            f"kubectl annotate service --namespace {namespace} {name} {request}",
            code="LIVE16",
            found=", ".join(str(entry.address) for entry in ours),
            expected="the annotation on each service whose address has to stay",
        )


def the_announcer_is_there(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """MetalLB announces only after it has been installed, and Calico stops at once."""
    own = [name for name, pool in (facts.service_pools or {}).items() if not pool.foreign]
    if stack.announcer() == "metallb" and own:
        yield Problem(
            f"topology, Calico's IPPool {own[0]}",
            "Calico stops announcing services before MetalLB is installed: they are away until it is",
            "two steps: topology: single-session first, which installs it",
            code="LIVE17",
            found=stack.topology,
            expected="single-session",
        )


def nodes_announce_their_own_blocks(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """With `announce: own` a node does not have the others' blocks on the nodes' interface, where no filter knows them.

    Felix writes the blocks of nodes on the same subnet there, and BIRD learns them from the kernel.
    """
    for name in facts.cross_subnet or () if stack.calico.announce == "own" else ():
        yield Problem(
            f"calico.announce, Calico's IPPool {name}",
            "the IP pool uses VXLAN between subnets: BIRD learns the blocks of nodes on its own subnet from the "
            "kernel, and may announce them as well",
            "calico.announce: all",
            code="LIVE19",
            found="own, and vxlanMode CrossSubnet",
            expected="all, or vxlanMode Always or Never",
        )


def nodes_keep_their_as(stack: Stack, facts: Facts) -> Iterator[Problem]:
    """The nodes' AS does not change: a change restarts every session of Calico."""
    if facts.node_asn not in (None, stack.calico.asn):
        yield Problem(
            **both(("calico.asn", stack.calico.asn), ("Calico's BGPConfiguration default", facts.node_asn)),
            what="the nodes' AS changes: every BGP session of Calico restarts, also those with other routers",
            code="LIVE11",
        )


CHECKS: tuple[Check, ...] = (
    nodes_match_the_cluster,
    selectors_select_the_same_nodes,
    pods_are_in_their_range,
    services_are_in_their_range,
    foreign_peers_dial_other_addresses,
    foreign_pools_do_not_overlap,
    controllers_assign_addresses,
    native_mode_has_no_frr_objects,
    nodes_have_the_routers_as,
)
HINTS: tuple[Check, ...] = (
    assigned_addresses_are_in_pools,
    services_need_no_request,
    one_program_assigns_addresses,
    addresses_stay,
    the_announcer_is_there,
    nodes_announce_their_own_blocks,
    nodes_keep_their_as,
)
