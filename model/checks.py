"""What must fit together across routers, VRFs, Calico, MetalLB and the nodes before anything is touched."""

from collections import Counter
from collections.abc import Callable, Iterator
from ipaddress import IPv4Network
from itertools import combinations

from errors import Problem
from model.refusals import interface_addresses_are_hosts, prefix_entries_are_sound
from model.router import Router, Vrf
from model.stack import Speaker, Stack, peer_place, speaker_vrfs, vrf_speakers

Check = Callable[[Stack], Iterator[Problem]]


def problems_of(stack: Stack) -> list[Problem]:
    """Every cross-check's findings, in the order of the checks."""
    return [problem for check in CHECKS for problem in check(stack)]


def one_router_address_per_speaker(stack: Stack) -> Iterator[Problem]:
    """The collision this program exists for: two speakers of a node at one router address."""
    for address in sorted(set(stack.calico.peers) & set(stack.metallb.peers)):
        yield Problem(
            "calico.peers, metallb.peers",
            f"both speakers dial router address {address}: a node can hold only one BGP session with it, "
            "so one of Calico and MetalLB would stay down",
            "give each speaker an address in a VRF of its own",
        )


def peers_live_in_a_vrf(stack: Stack) -> Iterator[Problem]:
    """Every address a speaker dials belongs to an interface in some VRF of the stack."""
    for name, speaker in stack.speakers().items():
        for index, address in enumerate(speaker.peers):
            if peer_place(stack, address) is None:
                yield Problem(
                    f"{name}.peers[{index}]",
                    f"'{address}' is the address of no interface in any VRF",
                    "add it to an interface under routers.<name>.vrfs.<vrf>.interfaces: " + _addresses(stack),
                )


def _addresses(stack: Stack) -> str:
    held = [
        f"{address.ip} ({vrf_name})"
        for router in stack.routers.values()
        for vrf_name, vrf in router.vrfs.items()
        for address in vrf.interfaces.values()
    ]
    return "there are " + ", ".join(held) if held else "no VRF has an interface yet"


def one_speaker_per_vrf(stack: Stack) -> Iterator[Problem]:
    """Two speakers in one VRF would need the same neighbor address twice there."""
    for router_name, router in stack.routers.items():
        for vrf_name in router.vrfs:
            speakers = vrf_speakers(stack, router_name, vrf_name)
            same_address = {place.address.ip for _, place in speakers}
            if len(speakers) > 1 and len(same_address) > 1:
                yield Problem(
                    f"routers.{router_name}.vrfs.{vrf_name}",
                    "holds the peer addresses of both Calico and MetalLB: a node can be a neighbor only once in a VRF",
                    "move one of the interfaces "
                    + " and ".join(place.interface for _, place in speakers)
                    + " to a VRF of its own",
                )


def loopback_peers_need_multihop(stack: Stack) -> Iterator[Problem]:
    """A session to an address outside the nodes' subnet crosses more than one hop."""
    for name, speaker in stack.speakers().items():
        for place in filter(None, (peer_place(stack, address) for address in speaker.peers)):
            on_link = all(node in place.address.network for node in stack.cluster.nodes.values())
            if not on_link and stack.routers[place.router].vrfs[place.vrf].neighbors.ebgp_multihop is None:
                yield Problem(
                    f"routers.{place.router}.vrfs.{place.vrf}.neighbors.ebgpMultihop",
                    f"is missing, yet {name} dials {place.interface} ({place.address.ip}), "
                    "which is not on the nodes' subnet",
                    "set it, for example to 32",
                )


def vrfs_are_distinct(stack: Stack) -> Iterator[Problem]:
    """Route distinguishers and interfaces belong to one VRF each."""
    for router_name, router in stack.routers.items():
        for rd, count in Counter(vrf.rd for vrf in router.vrfs.values()).items():
            if count > 1:
                yield Problem(
                    f"routers.{router_name}.vrfs",
                    f"route distinguisher {rd} is given to {count} VRFs",
                    "each needs its own",
                )
        yield from _interfaces_once(router_name, router)


def _interfaces_once(router_name: str, router: Router) -> Iterator[Problem]:
    places: dict[str, list[str]] = {name: ["the global table"] for name in router.interfaces}
    for vrf_name, vrf in router.vrfs.items():
        for interface in vrf.interfaces:
            places.setdefault(interface, []).append(vrf_name)
    for interface, owners in places.items():
        if len(owners) > 1:
            yield Problem(
                f"routers.{router_name}.vrfs",
                f"{interface} is in {' and in '.join(owners)}",
                "an interface is in one VRF",
            )


def filters_exist(stack: Stack) -> Iterator[Problem]:
    """A filter that is named is defined: IOS treats a missing prefix list as permit everything."""
    for router_name, router in stack.routers.items():
        for vrf_name, vrf in router.vrfs.items():
            wanted = vrf.neighbors.prefix_list_out
            if wanted and wanted not in router.prefix_lists:
                yield Problem(
                    f"routers.{router_name}.vrfs.{vrf_name}.neighbors.prefixListOut",
                    f"'{wanted}' is not defined: the router would advertise everything to the nodes",
                    f"add it under routers.{router_name}.prefixLists",
                )
        yield from _empty_lists(router_name, router)


def _empty_lists(router_name: str, router: Router) -> Iterator[Problem]:
    for name, entries in router.prefix_lists.items():
        if not entries:
            yield Problem(
                f"routers.{router_name}.prefixLists.{name}",
                "has no entry: an empty prefix list permits everything",
                "give it entries",
            )


def vrfs_leak_both_ways(stack: Stack) -> Iterator[Problem]:
    """Sessions and traffic cross between the speakers' VRFs, so each imports the other's routes."""
    for calico_router, calico_name, calico_vrf in speaker_vrfs(stack, "calico"):
        for metallb_router, metallb_name, metallb_vrf in speaker_vrfs(stack, "metallb"):
            if calico_router == metallb_router and calico_name != metallb_name:
                yield from _leak(calico_router, calico_name, calico_vrf, metallb_name, metallb_vrf)
                yield from _leak(calico_router, metallb_name, metallb_vrf, calico_name, calico_vrf)


def _leak(router: str, into_name: str, into: Vrf, source_name: str, source: Vrf) -> Iterator[Problem]:
    if not into.import_targets & source.export_targets:
        exported = ", ".join(sorted(source.export_targets)) or "nothing"
        yield Problem(
            f"routers.{router}.vrfs.{into_name}.import",
            f"takes in no route target that {source_name} exports ({exported}): its routes would not be leaked here",
            f"import one of {source_name}'s export targets",
        )


def node_overrides_name_nodes(stack: Stack) -> Iterator[Problem]:
    """A per-node AS names a node that exists."""
    for router_name, router in stack.routers.items():
        for vrf_name, vrf in router.vrfs.items():
            for node in vrf.neighbors.remote_as:
                if node not in stack.cluster.nodes:
                    yield Problem(
                        f"routers.{router_name}.vrfs.{vrf_name}.neighbors.remoteAs.{node}",
                        f"no node is called '{node}'",
                        "the nodes are " + ", ".join(stack.cluster.nodes),
                    )


def nodes_are_distinct(stack: Stack) -> Iterator[Problem]:
    """Two nodes with one address would be one neighbor."""
    for address, count in Counter(stack.cluster.nodes.values()).items():
        if count > 1:
            yield Problem("cluster.nodes", f"address {address} is given to {count} nodes", "each node has its own")


def speakers_are_external(stack: Stack) -> Iterator[Problem]:
    """The sessions are eBGP: a speaker in the router's own AS would need route reflection, which is not made here."""
    routers: dict[Speaker, list[tuple[str, str, Vrf]]] = {name: speaker_vrfs(stack, name) for name in stack.speakers()}
    for speaker, places in routers.items():
        for router_name, _, _ in places:
            if stack.speakers()[speaker].asn == stack.routers[router_name].asn:
                yield Problem(
                    f"{speaker}.asn, routers.{router_name}.asn",
                    f"both are {stack.routers[router_name].asn}: the sessions are meant to be eBGP",
                    "give the speaker an AS of its own",
                )


def address_ranges_are_apart(stack: Stack) -> Iterator[Problem]:
    """Pods, services, LoadBalancer pools and the router's own subnets do not overlap."""
    ranges: list[tuple[str, IPv4Network]] = [
        ("cluster.podCidr", stack.cluster.pod_cidr),
        ("cluster.serviceCidr", stack.cluster.service_cidr),
    ]
    for name, pools in stack.metallb.pools.items():
        ranges += [(f"metallb.pools.{name}[{index}]", pool) for index, pool in enumerate(pools)]
    for router_name, router in stack.routers.items():
        ranges += [
            (f"routers.{router_name}.vrfs.{vrf_name}.interfaces.{interface}", address.network)
            for vrf_name, vrf in router.vrfs.items()
            for interface, address in vrf.interfaces.items()
        ]
    for (one_path, one), (other_path, other) in combinations(ranges, 2):
        both_router = one_path.startswith("routers.") and other_path.startswith("routers.")
        if one.overlaps(other) and not (both_router and one_path.split(".")[1] != other_path.split(".")[1]):
            yield Problem(f"{one_path}, {other_path}", f"{one} and {other} overlap", "give each a range of its own")


CHECKS: tuple[Check, ...] = (
    one_router_address_per_speaker,
    peers_live_in_a_vrf,
    one_speaker_per_vrf,
    loopback_peers_need_multihop,
    vrfs_are_distinct,
    filters_exist,
    vrfs_leak_both_ways,
    node_overrides_name_nodes,
    nodes_are_distinct,
    speakers_are_external,
    address_ranges_are_apart,
    prefix_entries_are_sound,
    interface_addresses_are_hosts,
)
