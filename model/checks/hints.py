"""What works and may still not be meant; none of it stops anything."""

from collections.abc import Iterator

from errors import Problem
from model.checks.filters import permits_everything
from model.metallb import MetalLbPeering
from model.places import both, is_on_link, node_subnet, peer_places, vrf_path, vrfs
from model.session import Session
from model.stack import Stack, speaker_vrfs, vrf_speakers

# Calico's default: a node takes pod addresses in blocks of 64.
_BLOCK_BITS = 26


def multipath_in_every_vrf(stack: Stack) -> Iterator[Problem]:
    """Traffic is spread where it enters: each VRF needs maximumPaths for its own copy of a leaked route."""
    for router_name, vrf_name, vrf in vrfs(stack):
        others = [
            (name, other.maximum_paths)
            for router, name, other in vrfs(stack)
            if router == router_name and name != vrf_name and other.maximum_paths
        ]
        if vrf.maximum_paths is None and others and vrf_speakers(stack, router_name, vrf_name):
            path = f"{vrf_path(router_name, vrf_name)}.maximumPaths"
            yield Problem(
                **both((path, "not set"), (f"{vrf_path(router_name, others[0][0])}.maximumPaths", others[0][1])),
                what=f"what enters the router in {vrf_name} goes to one node; {others[0][0]} spreads it over several",
                code="HINT01",
                expected="a value in both",
                hint="maximumPaths: 1 says that one path is meant",
            )


def loopback_in_every_vrf(stack: Stack) -> Iterator[Problem]:
    """Where one VRF has a loopback, another without one looks forgotten."""
    for router_name, router in stack.routers.items():
        having = {name: [i for i in vrf.interfaces if i.startswith("Loopback")] for name, vrf in router.vrfs.items()}
        for vrf_name, loopbacks in having.items():
            others = [f"{name} has {held[0]}" for name, held in having.items() if held]
            if not loopbacks and others and router.vrfs[vrf_name].interfaces:
                yield Problem(
                    f"{vrf_path(router_name, vrf_name)}.interfaces",
                    "there is no loopback, so no address that outlives a link; was it forgotten?",
                    code="HINT02",
                    found=", ".join(router.vrfs[vrf_name].interfaces),
                    expected=f"a loopback: {', '.join(others)}",
                )


def neighbors_are_filtered(stack: Stack) -> Iterator[Problem]:
    """Nodes with a default route need no routes from the router."""
    for router_name, vrf_name, vrf in vrfs(stack):
        wanted = vrf.neighbors.prefix_list_out
        entries = stack.routers[router_name].prefix_lists.get(wanted or "", ())
        if vrf_speakers(stack, router_name, vrf_name) and (not wanted or permits_everything(entries)):
            yield Problem(
                f"{vrf_path(router_name, vrf_name)}.neighbors.prefixListOut",
                "the router tells the nodes every route of the VRF and of those it leaks with",
                "a prefix list with seq 5 deny 0.0.0.0/0 le 32 tells them nothing",
                code="HINT03",
                found=f"{wanted}: {', '.join(entries)}" if wanted else "not set",
                expected="a prefix list that denies something" if wanted else "a prefix list",
            )


def lists_are_used(stack: Stack) -> Iterator[Problem]:
    """A list nobody names may be a misspelling of one that was meant."""
    for router_name, router in stack.routers.items():
        used = {vrf.neighbors.prefix_list_out for vrf in router.vrfs.values()}
        for name in router.prefix_lists:
            if name not in used:
                path = f"routers.{router_name}.prefixLists.{name}"
                yield Problem(path, "no neighbors use it", code="HINT04", expected="a prefixListOut that names it")


def paths_for_every_node(stack: Stack) -> Iterator[Problem]:
    """A service on every node has as many next hops as there are nodes."""
    nodes = len(stack.cluster.nodes)
    for router_name, vrf_name, vrf in vrfs(stack):
        if vrf.maximum_paths and 1 < vrf.maximum_paths < nodes:
            yield Problem(
                f"{vrf_path(router_name, vrf_name)}.maximumPaths, cluster.nodes",
                f"a service that all {nodes} nodes announce is reached over {vrf.maximum_paths} of them",
                code="HINT05",
                found=str(vrf.maximum_paths),
                expected=str(min(nodes, 32)),
            )


def every_router_is_dialled(stack: Stack) -> Iterator[Problem]:
    """A router that only one speaker knows carries only one kind of route."""
    for name in stack.routers:
        for speaker in stack.speakers():
            if all(router != name for router, _, _ in speaker_vrfs(stack, speaker)):
                yield Problem(
                    f"{speaker}.peers, routers.{name}",
                    f"{speaker} dials no address of {name}",
                    code="HINT06",
                    found=", ".join(map(str, stack.speakers()[speaker].peers)),
                    expected=f"an address of {name} among them",
                )


def nodes_are_near(stack: Stack) -> Iterator[Problem]:
    """Where the router is not on the nodes' subnet, the way between them is somebody else's."""
    for speaker, index, place in peer_places(stack):
        nodes = list(stack.cluster.nodes.values())
        if not is_on_link(stack, place) and node_subnet(stack.routers[place.router], nodes) is None:
            yield Problem(
                f"{speaker}.peers[{index}], routers.{place.router}",
                "no interface of the router is on the nodes' subnet: the way to them and back must be there already",
                code="HINT07",
                found=f"nodes such as {nodes[0]}",
                expected="an interface on their subnet, or a route that the stack does not own",
            )


def blocks_for_every_node(stack: Stack) -> Iterator[Problem]:
    """Each node takes at least one block of pod addresses."""
    blocks = 2 ** max(0, _BLOCK_BITS - stack.cluster.pod_cidr.prefixlen)
    if blocks < len(stack.cluster.nodes):
        yield Problem(
            "cluster.podCidr, cluster.nodes",
            f"/{_BLOCK_BITS} blocks, as Calico gives them to nodes: {blocks}; nodes: {len(stack.cluster.nodes)}",
            code="HINT08",
            found=str(stack.cluster.pod_cidr),
            expected="a block for each node",
        )


def reflectors_in_place_of_the_mesh(stack: Stack) -> Iterator[Problem]:
    """Route reflectors make the mesh needless."""
    reflectors = stack.calico.route_reflectors
    if reflectors and stack.calico.node_to_node_mesh_enabled:
        mesh = ("calico.nodeToNodeMeshEnabled", "true")
        yield Problem(
            **both(("calico.routeReflectors.nodes", ", ".join(reflectors.nodes)), mesh),
            what="every node is told each route by its reflectors and by the mesh",
            code="HINT09",
            expected="nodeToNodeMeshEnabled: false",
        )


def local_preference_is_for_ibgp(stack: Stack) -> Iterator[Problem]:
    """LOCAL_PREF is not sent over eBGP, and all sessions here are."""
    for name, told in stack.metallb.advertisements.items():
        if told.local_pref is not None:
            yield Problem(
                f"metallb.advertisements.{name}.localPref, metallb.asn",
                "the router never sees it: it is not sent to another AS",
                code="HINT10",
                found=str(told.local_pref),
                expected="a community that the router looks at",
            )


def bfd_has_two_ends(stack: Stack) -> Iterator[Problem]:
    """A profile on the cluster's side does nothing until the router does BFD as well."""
    if profile := stack.metallb.peering.bfd_profile:
        for _, _, place in (each for each in peer_places(stack) if each[0] == "metallb"):
            yield Problem(
                f"metallb.peering.bfdProfile, {vrf_path(place.router, place.vrf)}.neighbors",
                "the router's side of BFD does not follow from a profile of MetalLB's: it must be there already",
                "metallb.session.bfd writes both ends",
                code="HINT11",
                found=profile,
                expected=f"fall-over bfd for the neighbors, and BFD on the router's {place.interface}",
            )


def metallb_says_nothing(stack: Stack) -> Iterator[Problem]:
    """With one session MetalLB only gives out addresses: what it would tell routers is not written anywhere."""
    metallb = stack.metallb
    unused = {
        "session": metallb.session != Session(),
        "peering": metallb.peering != MetalLbPeering(),
        "advertisements": bool(metallb.advertisements),
        "bfdProfiles": bool(metallb.bfd_profiles),
        "communities": bool(metallb.communities),
    }
    for key in (key for key, said in unused.items() if said and "metallb" not in stack.speakers()):
        yield Problem(
            f"metallb.{key}, topology",
            "MetalLB has no session, so this has no effect",
            code="HINT12",
            found=stack.topology,
            expected="two-vrf",
        )
