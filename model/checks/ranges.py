"""The ranges of pods, services, pools and the router's subnets do not overlap."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network

from errors import Problem
from model.places import both, interfaces
from model.router import Router
from model.stack import Stack


@dataclass(frozen=True)
class _Range:
    path: str
    network: IPv4Network
    side: str  # "cluster", "vrf", or "global" for an interface outside every VRF


def cluster_ranges(stack: Stack) -> list[tuple[str, IPv4Network]]:
    """The paths and ranges of pods, services and every pool."""
    pools = [
        (f"metallb.pools.{name}[{index}]", prefix)
        for name, prefixes in stack.metallb.pools.items()
        for index, prefix in enumerate(prefixes)
    ]
    return [("cluster.podCidr", stack.cluster.pod_cidr), ("cluster.serviceCidr", stack.cluster.service_cidr), *pools]


def address_ranges_do_not_overlap(stack: Stack) -> Iterator[Problem]:
    """Pods, services, LoadBalancer pools and the router's own subnets do not overlap."""
    own = [_Range(path, network, "cluster") for path, network in cluster_ranges(stack)]
    yield from _overlaps(own)
    for name, router in stack.routers.items():
        yield from _overlaps([*own, *_subnets(name, router)], among_cluster=False)


def _subnets(name: str, router: Router) -> list[_Range]:
    return [
        _Range(f"routers.{name}.{path}", address.network, "vrf" if path.startswith("vrfs.") else "global")
        for path, address in interfaces(router)
    ]


def _overlaps(ranges: list[_Range], among_cluster: bool = True) -> Iterator[Problem]:
    """A problem for each range within another one, with the smallest such; prefixes nest or do not overlap."""
    found = []
    around: list[int] = []
    for index in sorted(range(len(ranges)), key=lambda at: (ranges[at].network, at)):
        while around and not ranges[index].network.overlaps(ranges[around[-1]].network):
            around.pop()
        near = next((at for at in reversed(around) if _must_differ(ranges[at], ranges[index], among_cluster)), None)
        if near is not None:
            found.append(sorted((near, index)))
        around.append(index)
    for one, other in sorted(found):
        pair = ((ranges[at].path, ranges[at].network) for at in (one, other))
        yield Problem(**both(*pair), what="the ranges overlap", code="NET01", expected="ranges that do not overlap")


def _must_differ(one: _Range, other: _Range, among_cluster: bool) -> bool:
    """Whether an overlap is a problem; interfaces in the global table are left to another check."""
    sides = {one.side, other.side}
    return among_cluster if sides == {"cluster"} else "cluster" in sides or sides == {"vrf"}
