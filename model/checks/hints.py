"""Hints: configurations that work and are perhaps not intended; they do not stop a preview or an `up`."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Network

from errors import Problem
from model.lab_secrets import is_loopback
from model.metallb import MetalLbPeering
from model.places import both, is_on_link, subnets_of, vrf_path, vrfs
from model.prefix_lists import accepted
from model.router import FRR, IOS_XE, NeighborSettings
from model.session import Session
from model.stack import Stack, peer_places, router_nodes, speaker_vrfs, vrf_speakers
from model.tables import DEFAULT_TABLE, table_name

# Calico's default: a node allocates pod addresses in blocks of 64.
_BLOCK_BITS = 26
_HOST_BITS = 32
# What the router's end needs for BFD; {} is its interface.
_BFD = {
    IOS_XE: "fall-over bfd for the neighbors, and BFD on the router's {}",
    FRR: "bfd for the neighbors, and bfdd on the router",
}


def multipath_in_every_vrf(stack: Stack) -> Iterator[Problem]:
    """Every VRF of IOS-XE has maximumPaths where one has it: each has its own copy of a leaked route."""
    for router_name, vrf_name, vrf in vrfs(stack):
        siblings = stack.routers[router_name].vrfs.items() if stack.routers[router_name].platform == IOS_XE else ()
        leaking = [] if vrf_name == DEFAULT_TABLE else [each for each in siblings if each[0] != DEFAULT_TABLE]
        others = [(name, other.maximum_paths) for name, other in leaking if other.maximum_paths]
        if vrf.maximum_paths is None and others and vrf_speakers(stack, router_name, vrf_name):
            path = f"{vrf_path(router_name, vrf_name)}.maximumPaths"
            yield Problem(
                **both((path, "not set"), (f"{vrf_path(router_name, others[0][0])}.maximumPaths", others[0][1])),
                what=f"traffic that enters in {vrf_name} goes to one node; {others[0][0]} spreads it over several",
                code="HINT01",
                expected="a value in both",
                hint="set maximumPaths: 1 if one path is intended",
            )


def loopback_in_every_vrf(stack: Stack) -> Iterator[Problem]:
    """Every VRF with interfaces has a loopback where one VRF has it."""
    for router_name, router in stack.routers.items():
        having = {
            name: [i for i in vrf.interfaces if i.startswith("Loopback")]
            for name, vrf in router.vrfs.items()
            if name != DEFAULT_TABLE
        }
        for vrf_name, loopbacks in having.items():
            others = [f"{name} has {names[0]}" for name, names in having.items() if names]
            if not loopbacks and others and router.vrfs[vrf_name].interfaces:
                yield Problem(
                    f"{vrf_path(router_name, vrf_name)}.interfaces",
                    "there is no loopback, so no address stays up when a link fails",
                    code="HINT02",
                    found=", ".join(router.vrfs[vrf_name].interfaces),
                    expected=f"a loopback: {', '.join(others)}",
                )


def neighbors_are_filtered(stack: Stack) -> Iterator[Problem]:
    """Neighbors have an outbound filter: nodes with a default route need no routes from the router."""
    for router_name, vrf_name, vrf in vrfs(stack):
        wanted = vrf.neighbors.prefix_list_out
        entries = stack.routers[router_name].prefix_lists.get(wanted or "", ())
        is_filtered = vrf.neighbors.advertise or (wanted and not _permits_everything(entries))
        if vrf_speakers(stack, router_name, vrf_name) and not is_filtered:
            yield Problem(
                f"{vrf_path(router_name, vrf_name)}.neighbors.prefixListOut",
                f"the router advertises every route of {_advertised(vrf_name)} to the nodes",
                "advertise: nothing, or a prefix list with seq 5 deny 0.0.0.0/0 le 32",
                code="HINT03",
                found=f"{wanted}: {', '.join(entries)}" if wanted else "not set",
                expected="a prefix list that denies something" if wanted else "a prefix list",
            )


def _advertised(vrf: str) -> str:
    return table_name(vrf) if vrf == DEFAULT_TABLE else "the VRF and of those it leaks with"


def neighbors_announce_what_is_expected(stack: Stack) -> Iterator[Problem]:
    """Neighbors have an inbound filter, apart from those of a router of the lab, which is on this machine."""
    for router_name, vrf_name, vrf in vrfs(stack):
        host = stack.routers[router_name].host
        is_open = vrf.neighbors.accept == "all" and not vrf.neighbors.prefix_list_in
        if is_open and vrf_speakers(stack, router_name, vrf_name) and not is_loopback(host or ""):
            yield Problem(
                f"{vrf_path(router_name, vrf_name)}.neighbors.accept",
                "the router accepts every route from a node: a default route, other nodes' pods, other networks",
                code="HINT13",
                found="all",
                expected="expected, the default, or a prefixListIn",
            )


def inbound_lists_permit_what_is_expected(stack: Stack) -> Iterator[Problem]:
    """A prefix list written by hand for the accepted routes permits whole pools, and the pods' range."""
    for router_name, vrf_name, vrf in vrfs(stack):
        name, speakers = vrf.neighbors.prefix_list_in, vrf_speakers(stack, router_name, vrf_name)
        entries = stack.routers[router_name].prefix_lists.get(name or "", ())
        for prefix in accepted(stack, speakers[0][0]) if speakers and entries else ():
            if not _permits_all_of(entries, prefix):
                path = f"{vrf_path(router_name, vrf_name)}.neighbors.prefixListIn"
                yield Problem(
                    f"{path}, routers.{router_name}.prefixLists.{name}",
                    f"no entry permits all of {prefix}, which the nodes announce in parts",
                    code="HINT14",
                    found=", ".join(entries),
                    expected=f"permit {prefix} le 32",
                )


def _permits_all_of(entries: tuple[str, ...], prefix: IPv4Network) -> bool:
    """Whether the first entry that concerns a prefix permits all single addresses of it."""
    for entry in sorted(entries, key=lambda entry: int(entry.split(" ")[1])):
        _, _, action, listed, *limits = entry.split(" ")
        network = IPv4Network(listed, strict=False)
        if network.overlaps(prefix):
            longest = limits[-1] if "le" in limits else str(_HOST_BITS if limits else network.prefixlen)
            reaches = longest == str(_HOST_BITS)
            return action == "permit" and prefix.subnet_of(network) and reaches
    return False


def _permits_everything(entries: tuple[str, ...]) -> bool:
    """Whether a prefix list permits every route: one entry permits all, and none denies any."""
    every = any(re.search("/00? .*le 32$", entry) for entry in entries)
    return every and all(" permit " in entry for entry in entries)


def lists_are_used(stack: Stack) -> Iterator[Problem]:
    """Every prefix list is in use: an unused one may be misspelled in `prefixListOut`."""
    for router_name, router in stack.routers.items():
        used = {each for vrf in router.vrfs.values() for each in _lists_of(vrf.neighbors)}
        for name in router.prefix_lists:
            if name not in used:
                path = f"routers.{router_name}.prefixLists.{name}"
                yield Problem(path, "no neighbors use it", code="HINT04", expected="a prefixListOut with this name")


def _lists_of(settings: NeighborSettings) -> tuple[str | None, str | None]:
    return settings.prefix_list_in, settings.prefix_list_out


def paths_for_every_node(stack: Stack) -> Iterator[Problem]:
    """The key maximumPaths is 1 or at least the number of nodes, the number of a service's next hops."""
    for router_name, vrf_name, vrf in vrfs(stack):
        nodes = len(router_nodes(stack, stack.announcer(), router_name) or stack.cluster.nodes)
        if vrf.maximum_paths and 1 < vrf.maximum_paths < nodes:
            yield Problem(
                f"{vrf_path(router_name, vrf_name)}.maximumPaths, cluster.nodes",
                f"a service that all {nodes} nodes announce is reached over {vrf.maximum_paths} of them",
                code="HINT05",
                found=str(vrf.maximum_paths),
                expected=str(min(nodes, 32)),
            )


def every_router_is_dialled(stack: Stack) -> Iterator[Problem]:
    """Every speaker dials every router: otherwise a router has only one kind of routes."""
    for name in stack.routers:
        for speaker in stack.speakers():
            if all(router != name for router, _, _ in speaker_vrfs(stack, speaker)):
                yield Problem(
                    f"{speaker}.peers, routers.{name}",
                    f"{speaker} dials no address of {name}",
                    code="HINT06",
                    found=", ".join(str(peer.address) for peer in stack.speakers()[speaker].peers),
                    expected=f"an address of {name} among them",
                )


def nodes_are_on_a_router_subnet(stack: Stack) -> Iterator[Problem]:
    """The router has an interface on the nodes' subnet: otherwise the stack does not own the route between them."""
    for speaker, index, place in peer_places(stack):
        if not is_on_link(place) and not subnets_of(stack, place):
            yield Problem(
                f"{speaker}.peers[{index}], routers.{place.router}",
                "no interface of the router is on the nodes' subnet: routes to them and back must already exist",
                code="HINT07",
                found=f"nodes such as {next(iter(place.nodes.values()))}",
                expected="an interface on their subnet, or a route that the stack does not own",
            )


def blocks_for_every_node(stack: Stack) -> Iterator[Problem]:
    """The pod range has a block for every node."""
    blocks = 2 ** max(0, _BLOCK_BITS - stack.cluster.pod_cidr.prefixlen)
    if blocks < len(stack.cluster.nodes):
        yield Problem(
            "cluster.podCidr, cluster.nodes",
            f"/{_BLOCK_BITS} blocks, which Calico assigns to nodes: {blocks}; nodes: {len(stack.cluster.nodes)}",
            code="HINT08",
            found=str(stack.cluster.pod_cidr),
            expected="a block for each node",
        )


def reflectors_in_place_of_the_mesh(stack: Stack) -> Iterator[Problem]:
    """The mesh is off where there are route reflectors."""
    reflectors = stack.calico.route_reflectors
    if reflectors and stack.calico.node_to_node_mesh_enabled:
        mesh = ("calico.nodeToNodeMeshEnabled", "true")
        yield Problem(
            **both(("calico.routeReflectors.nodes", ", ".join(reflectors.nodes)), mesh),
            what="every node receives each route from its reflectors and from the mesh",
            code="HINT09",
            expected="nodeToNodeMeshEnabled: false",
        )


def local_preference_is_for_ibgp(stack: Stack) -> Iterator[Problem]:
    """No advertisement has LOCAL_PREF, which is not sent over eBGP, and all sessions are eBGP."""
    for name, advertisement in stack.metallb.advertisements.items():
        if advertisement.local_pref is not None:
            yield Problem(
                f"metallb.advertisements.{name}.localPref, metallb.asn",
                "the router does not receive it: it is not sent to another AS",
                code="HINT10",
                found=str(advertisement.local_pref),
                expected="a community that the router evaluates",
            )


def bfd_has_two_ends(stack: Stack) -> Iterator[Problem]:
    """MetalLB's peering has no BFD profile, which needs BFD on the router as well."""
    if profile := stack.metallb.peering.bfd_profile:
        for place in (place for speaker, _, place in peer_places(stack) if speaker == "metallb"):
            yield Problem(
                f"metallb.peering.bfdProfile, {vrf_path(place.router, place.vrf)}.neighbors",
                "the stack does not configure the router's end for a BFD profile of MetalLB: it must already exist",
                "metallb.session.bfd configures both ends",
                code="HINT11",
                found=profile,
                expected=_BFD[stack.routers[place.router].platform].format(place.interface),
            )


def metallb_has_sessions(stack: Stack) -> Iterator[Problem]:
    """MetalLB has settings of sessions only where it has sessions; in single-session it only assigns addresses."""
    metallb = stack.metallb
    unused = {
        "session": metallb.session != Session(),
        "peering": metallb.peering != MetalLbPeering(),
        "advertisements": bool(metallb.advertisements),
        "bfdProfiles": bool(metallb.bfd_profiles),
        "communities": bool(metallb.communities),
    }
    for key in (key for key, is_set in unused.items() if is_set and stack.topology == "single-session"):
        yield Problem(
            f"metallb.{key}, topology",
            "MetalLB has no session, so this has no effect",
            code="HINT12",
            found=stack.topology,
            expected="two-vrf",
        )


def metallb_is_used(stack: Stack) -> Iterator[Problem]:
    """The key `metallb` is there only for the topologies with MetalLB, or for the return to one of them."""
    if stack.assigner() == "calico" and stack.metallb.peers:
        yield Problem(
            "metallb, topology",
            "MetalLB is not part of this topology, so this has no effect",
            code="HINT15",
            found=stack.topology,
            expected="no metallb, unless it is for a return to another topology",
        )
