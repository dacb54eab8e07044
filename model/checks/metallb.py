"""MetalLB's objects: names are defined, and the mode supports every setting."""

import re
from collections.abc import Iterator

from errors import Problem
from model.cluster import MetalLb
from model.metallb import MetalLbPeering
from model.peerings import peerings
from model.places import both, is_on_link, unknown, vrf_path
from model.stack import Stack, peer_places, speaker_vrfs

_COMMUNITY = re.compile(r"^(\d+:\d+|large:\d+:\d+:\d+)$")


def names_are_defined(stack: Stack) -> Iterator[Problem]:
    """References to pools, peers, nodes, communities and BFD profiles are defined."""
    metallb = stack.metallb
    yield from unknown("metallb.poolSettings", metallb.pool_settings, "metallb.pools", metallb.pools, "METALLB01")
    peers = [peering.name for peering in peerings(stack, "metallb")]
    for name, advertisement in metallb.advertisements.items():
        path = f"metallb.advertisements.{name}"
        communities = [name for name in advertisement.communities if not _COMMUNITY.match(name)]
        yield from unknown(f"{path}.pools", advertisement.pools, "metallb.pools", metallb.pools, "METALLB01")
        if "metallb" in stack.speakers():
            yield from unknown(f"{path}.peers", advertisement.peers, "metallb.peers", peers, "METALLB02")
        yield from unknown(f"{path}.nodes", advertisement.nodes, "cluster.nodes", stack.cluster.nodes, "METALLB03")
        yield from unknown(f"{path}.communities", communities, "metallb.communities", metallb.communities, "METALLB04")
    if profile := metallb.peering.bfd_profile:
        path = "metallb.peering.bfdProfile"
        yield from unknown(path, [profile], "metallb.bfdProfiles", metallb.bfd_profiles, "METALLB05")


_FRR_ONLY = ("connect_seconds", "ebgp_multihop", "bfd_profile", "graceful_restart", "vrf")


def native_mode_supports_settings(stack: Stack) -> Iterator[Problem]:
    """In native mode no setting needs FRR: MetalLB's webhook refuses it, or its speakers stop at it.

    A BFDProfile that no peer uses passes the webhook, and then a native speaker accepts no configuration at all.

    Source: `DiscardFRROnly` in internal/config/validation.go of MetalLB 0.15.2
    """
    if stack.metallb.mode != "native":
        return
    for path, value in _for_frr_only(stack.metallb):
        yield Problem(
            **both((path, value), ("metallb.mode", "native")),
            what="MetalLB's own BGP does not support it",
            code="METALLB06",
            expected="metallb.mode frr or frr-k8s",
        )


def _for_frr_only(metallb: MetalLb) -> Iterator[tuple[str, object]]:
    for name in _FRR_ONLY:
        if (value := getattr(metallb.peering, name)) is not None:
            yield f"metallb.peering.{MetalLbPeering.model_fields[name].alias}", value
    for profile in metallb.bfd_profiles:
        yield f"metallb.bfdProfiles.{profile}", "defined"
    for name, community in metallb.communities.items():
        if community.startswith("large:"):
            yield f"metallb.communities.{name}", community
    for name, advertisement in metallb.advertisements.items():
        for index, community in enumerate(advertisement.communities):
            if community.startswith("large:"):
                yield f"metallb.advertisements.{name}.communities[{index}]", community


def frr_has_one_as(stack: Stack) -> Iterator[Problem]:
    """In the FRR modes all nodes have one AS: MetalLB's webhook refuses peers with another one."""
    if stack.metallb.mode == "native":
        return
    for path, asn in _speakers_as(stack):
        if asn != stack.metallb.asn:
            yield Problem(
                **both((path, asn), ("metallb.asn", stack.metallb.asn), ("metallb.mode", stack.metallb.mode)),
                what="in that mode all of MetalLB's speakers have one AS",
                code="METALLB07",
                expected=f"AS {stack.metallb.asn}, or metallb.mode native",
            )


def _speakers_as(stack: Stack) -> Iterator[tuple[str, int]]:
    """Every AS that some nodes have in MetalLB's sessions, with its path."""
    for router_name, vrf_name, vrf in speaker_vrfs(stack, "metallb"):
        path = f"{vrf_path(router_name, vrf_name)}.neighbors.remoteAs"
        yield from ((f"{path}.{node}", asn) for node, asn in vrf.neighbors.remote_as.items())
    for index, peer in enumerate(stack.metallb.peers):
        if peer.asn is not None:
            yield f"metallb.peers[{index}].asn", peer.asn


def frr_has_multihop(stack: Stack) -> Iterator[Problem]:
    """In the FRR modes a peer beyond the nodes' subnet has ebgpMultihop."""
    if stack.metallb.mode == "native" or stack.metallb.peering.ebgp_multihop:
        return
    for speaker, index, place in peer_places(stack):
        if speaker == "metallb" and not is_on_link(place):
            yield Problem(
                **both(("metallb.peering.ebgpMultihop", "not set"), (f"metallb.peers[{index}]", place.address.ip)),
                what=f"MetalLB dials {place.interface}, which is not on the nodes' subnet",
                code="METALLB08",
                expected="ebgpMultihop: true",
            )


def aggregates_fit_their_pools(stack: Stack) -> Iterator[Problem]:
    """Aggregates are not larger than their pool's prefixes: MetalLB's webhook refuses them."""
    metallb = stack.metallb
    for name, advertisement in metallb.advertisements.items():
        for pool in advertisement.pools or ([] if advertisement.pool_labels else list(metallb.pools)):
            for index, prefix in enumerate(metallb.pools.get(pool, ())):
                if advertisement.aggregation_length is not None and advertisement.aggregation_length < prefix.prefixlen:
                    path = f"metallb.advertisements.{name}.aggregationLength"
                    yield Problem(
                        **both((path, advertisement.aggregation_length), (f"metallb.pools.{pool}[{index}]", prefix)),
                        what="the aggregate contains addresses outside the pool",
                        code="METALLB09",
                        expected=f"{prefix.prefixlen} to 32",
                    )
