"""Calico's objects: names are defined, and no object has the name or the address of another."""

from collections.abc import Iterator

from errors import Problem
from model.calico import OWN_ROUTES, CalicoPeering
from model.peerings import peerings
from model.places import both, unknown, vrf_path
from model.stack import Stack, peer_places


def pools_are_those_of_the_topology(stack: Stack) -> Iterator[Problem]:
    """Calico has pools for services exactly where it assigns their addresses."""
    if stack.assigner() == "calico" and not stack.calico.pools:
        yield Problem(
            "calico.pools, topology",
            "Calico assigns the services' addresses and has no pool for them",
            code="POOL01",
            found=f"topology is {stack.topology}",
            expected="a pool, such as default: [10.100.0.0/24]",
        )
    elif stack.assigner() != "calico" and stack.calico.pools:
        yield Problem(
            "calico.pools, topology",
            "MetalLB assigns the services' addresses, from its own pools; Calico's controllers would as well",
            code="POOL02",
            found=f"{', '.join(stack.calico.pools)}; topology is {stack.topology}",
            expected="metallb.pools alone, or topology: calico-only",
        )


def filters_of_peers_exist(stack: Stack) -> Iterator[Problem]:
    """BGPFilters of peers are defined: Calico advertises nothing over a session whose filter is missing."""
    named: dict[str, CalicoPeering] = {"calico.peering": stack.calico.peering}
    named |= {f"calico.morePeers.{name}": peer for name, peer in stack.calico.more_peers.items()}
    for path, peering in named.items():
        yield from unknown(f"{path}.filters", peering.filters, "calico.filters", stack.calico.filters, "CALICO01")


def further_peers_have_a_far_end(stack: Stack) -> Iterator[Problem]:
    """A further peer has either an address and an AS or a selector, and either `node` or `nodeSelector`."""
    for name, peer in stack.calico.more_peers.items():
        path = f"calico.morePeers.{name}"
        given = [key for key, value in {"peerIp": peer.peer_ip, "peerSelector": peer.peer_selector}.items() if value]
        if len(given) != 1 or (peer.peer_ip is None) != (peer.asn is None):
            keys = [*given, *(["asn"] if peer.asn else [])]
            yield Problem(
                path,
                "the far end is not unique",
                code="CALICO02",
                found=" and ".join(keys) or "neither address nor selector",
                expected="peerIp and asn, or peerSelector alone",
            )
        if peer.node and peer.node_selector:
            yield Problem(
                f"{path}.node, {path}.nodeSelector",
                "both select the nodes with this peer",
                code="CALICO02",
                found=f"{peer.node}, {peer.node_selector}",
                expected="one of them",
            )
        if peer.node:
            yield from unknown(f"{path}.node", [peer.node], "cluster.nodes", stack.cluster.nodes, "CALICO03")


def further_peers_dial_elsewhere(stack: Stack) -> Iterator[Problem]:
    """No further peer has a router address that a speaker dials: that is the collision."""
    for name, peer in stack.calico.more_peers.items():
        for speaker, described in stack.speakers().items():
            for index, address in enumerate(each.address for each in described.peers):
                if peer.peer_ip == address:
                    yield Problem(
                        **both((f"calico.morePeers.{name}.peerIp", address), (f"{speaker}.peers[{index}]", address)),
                        what=f"both dial router address {address}: a node can have only one BGP session with it",
                        code="CALICO04",
                        expected="an address that no speaker dials",
                        hint="calico.peers needs no further peer",
                    )


def further_peers_have_names_of_their_own(stack: Stack) -> Iterator[Problem]:
    """No further peer has the name of a BGPPeer that the stack creates."""
    own = {f"bgppeer-{peering.name}" for peering in peerings(stack, "calico")} | {"route-reflectors"}
    for name in own & set(stack.calico.more_peers):
        yield Problem(
            f"calico.morePeers.{name}",
            "the stack creates a BGPPeer of that name",
            code="CALICO05",
            found=name,
            expected="another name",
        )


def filters_have_names_of_their_own(stack: Stack) -> Iterator[Problem]:
    """No filter has the name of the BGPFilter that the stack creates for `announce: own`."""
    if OWN_ROUTES in stack.calico.filters:
        yield Problem(
            f"calico.filters.{OWN_ROUTES}",
            "the stack creates a BGPFilter of that name with announce: own",
            code="CALICO08",
            found=OWN_ROUTES,
            expected="another name",
        )


def reflectors_are_nodes(stack: Stack) -> Iterator[Problem]:
    """Route reflectors are nodes of the cluster."""
    if reflectors := stack.calico.route_reflectors:
        path = "calico.routeReflectors.nodes"
        yield from unknown(path, reflectors.nodes, "cluster.nodes", stack.cluster.nodes, "CALICO03")


def filter_rules_are_complete(stack: Stack) -> Iterator[Problem]:
    """A rule has `cidr` with `matchOperator`, and `prefixLength` only with both."""
    for name, filter_ in stack.calico.filters.items():
        for side, rules in (("import", filter_.import_rules), ("export", filter_.export_rules)):
            for index, rule in enumerate(rules):
                if (rule.cidr is None) != (rule.match_operator is None) or (rule.prefix_length and rule.cidr is None):
                    yield Problem(
                        f"calico.filters.{name}.{side}[{index}]",
                        "cidr and matchOperator go together, and prefixLength needs both",
                        code="CALICO06",
                        found=", ".join(rule.model_dump(by_alias=True, exclude_none=True)),
                        expected="cidr and matchOperator, or neither",
                    )


def the_router_does_not_limit_hops(stack: Stack) -> Iterator[Problem]:
    """Calico's TTL security is off: it needs packets with TTL 255, and the router's neighbors do not send them."""
    hops = stack.calico.peering.ttl_security
    for speaker, _, place in peer_places(stack):
        if speaker == "calico" and hops is not None:
            neighbors = f"{vrf_path(place.router, place.vrf)}.neighbors"
            yield Problem(
                f"calico.peering.ttlSecurity, {neighbors}",
                f"the neighbors of {place.vrf} send with the TTL of ebgpMultihop: the nodes would drop their packets",
                code="CALICO07",
                found=str(hops),
                expected="no ttlSecurity towards the stack's own routers",
            )
