"""MetalLB's own objects: what they name exists, and its mode can do what is asked of it."""

import re
from collections.abc import Iterator

from errors import Problem
from model.checks.known import unknown
from model.cluster import MetalLb
from model.metallb import MetalLbPeering
from model.peerings import peerings
from model.places import both, is_on_link, peer_places, vrf_path
from model.stack import Stack, speaker_vrfs

_COMMUNITY = re.compile(r"^(\d+:\d+|large:\d+:\d+:\d+)$")


def what_is_named_exists(stack: Stack) -> Iterator[Problem]:
    """Pools, peers, nodes, communities and BFD profiles that are named are defined."""
    metallb = stack.metallb
    yield from unknown("metallb.poolSettings", metallb.pool_settings, "metallb.pools", metallb.pools, "METALLB01")
    peers = [peering.name for peering in peerings(stack, "metallb")]
    for name, told in metallb.advertisements.items():
        path = f"metallb.advertisements.{name}"
        communities = [each for each in told.communities if not _COMMUNITY.match(each)]
        yield from unknown(f"{path}.pools", told.pools, "metallb.pools", metallb.pools, "METALLB01")
        if "metallb" in stack.speakers():
            yield from unknown(f"{path}.peers", told.peers, "metallb.peers", peers, "METALLB02")
        yield from unknown(f"{path}.nodes", told.nodes, "cluster.nodes", stack.cluster.nodes, "METALLB03")
        yield from unknown(f"{path}.communities", communities, "metallb.communities", metallb.communities, "METALLB04")
    profile = metallb.peering.bfd_profile
    yield from unknown(
        "metallb.peering.bfdProfile",
        [profile] if profile else [],
        "metallb.bfdProfiles",
        metallb.bfd_profiles,
        "METALLB05",
    )


_FRR_ONLY = ("connect_seconds", "ebgp_multihop", "bfd_profile", "graceful_restart", "vrf")


def native_mode_can_do_it(stack: Stack) -> Iterator[Problem]:
    """What only FRR does is not asked of MetalLB's own BGP: its webhook refuses it, or its speakers stop at it.

    A BFDProfile that no peer uses passes the webhook, and then a native speaker takes no configuration at all.

    Source: `DiscardFRROnly` in internal/config/validation.go of MetalLB 0.15.2
    """
    if stack.metallb.mode != "native":
        return
    for path, value in _for_frr_only(stack.metallb):
        yield Problem(
            **both((path, value), ("metallb.mode", "native")),
            what="MetalLB's own BGP does not do that",
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
    for name, told in metallb.advertisements.items():
        for index, community in enumerate(told.communities):
            if community.startswith("large:"):
                yield f"metallb.advertisements.{name}.communities[{index}]", community


def frr_has_one_as(stack: Stack) -> Iterator[Problem]:
    """In the FRR modes a speaker has one AS: its webhook refuses peers with another one."""
    if stack.metallb.mode == "native":
        return
    for router_name, vrf_name, vrf in speaker_vrfs(stack, "metallb"):
        for node, asn in vrf.neighbors.remote_as.items():
            if asn != stack.metallb.asn:
                path = f"{vrf_path(router_name, vrf_name)}.neighbors.remoteAs.{node}"
                yield Problem(
                    **both((path, asn), ("metallb.asn", stack.metallb.asn), ("metallb.mode", stack.metallb.mode)),
                    what="in that mode all of MetalLB's speakers have one AS",
                    code="METALLB07",
                    expected=f"AS {stack.metallb.asn}, or metallb.mode native",
                )


def frr_is_told_of_hops(stack: Stack) -> Iterator[Problem]:
    """FRR, too, takes the router for directly connected unless told otherwise."""
    if stack.metallb.mode == "native" or stack.metallb.peering.ebgp_multihop:
        return
    for speaker, index, place in peer_places(stack):
        if speaker == "metallb" and not is_on_link(stack, place):
            yield Problem(
                **both(("metallb.peering.ebgpMultihop", "not set"), (f"metallb.peers[{index}]", place.address.ip)),
                what=f"MetalLB dials {place.interface}, which is not on the nodes' subnet",
                code="METALLB08",
                expected="ebgpMultihop: true",
            )


def aggregates_fit_their_pools(stack: Stack) -> Iterator[Problem]:
    """Addresses are put together to prefixes within the pool: MetalLB's webhook refuses longer ones."""
    metallb = stack.metallb
    for name, told in metallb.advertisements.items():
        for pool in told.pools or ([] if told.pool_labels else list(metallb.pools)):
            for index, prefix in enumerate(metallb.pools.get(pool, ())):
                if told.aggregation_length is not None and told.aggregation_length < prefix.prefixlen:
                    path = f"metallb.advertisements.{name}.aggregationLength"
                    yield Problem(
                        **both((path, told.aggregation_length), (f"metallb.pools.{pool}[{index}]", prefix)),
                        what="the aggregate would have addresses that are not the pool's",
                        code="METALLB09",
                        expected=f"{prefix.prefixlen} to 32",
                    )
