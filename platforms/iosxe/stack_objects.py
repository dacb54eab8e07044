"""The objects that a stack owns on an IOS-XE router, in the order in which they are made."""

from collections.abc import Iterator, Mapping
from typing import cast

from model.iosxe_router import IosXeRouter
from model.prefix_lists import prefix_lists
from model.stack import Stack, router_neighbors
from model.tables import DEFAULT_TABLE
from platforms.iosxe.objects.bfd import bfd_lines
from platforms.object_type import RouterObject
from platforms.object_values import given, inbound_lists, list_name, neighbor_values, text

_PROCESS = "bgp"


def stack_objects(stack: Stack, name: str) -> tuple[RouterObject, ...]:
    """VRFs and their interfaces, other interfaces, prefix lists, the BGP process, then each table's BGP family.

    Args:
        stack: The stack.
        name: The router's name in it.
    """
    router, lists = _router(stack, name), prefix_lists(stack, name)
    return (
        *(_vrf(router, vrf) for vrf in router.vrfs if vrf != DEFAULT_TABLE),
        *(each for vrf in router.vrfs if vrf != DEFAULT_TABLE for each in _vrf_interfaces(stack, name, vrf)),
        *_interfaces(stack, name),
        *(
            RouterObject("prefix list", list_name(each), {"name": each, "entries": list(entries)})
            for each, entries in lists.items()
        ),
        RouterObject("bgp process", _PROCESS, given(asn=router.asn, router_id=text(router.router_id))),
        *(_family(stack, name, vrf, lists) for vrf in router.vrfs),
    )


def _router(stack: Stack, name: str) -> IosXeRouter:
    return cast(IosXeRouter, stack.routers[name])


def _vrf(router: IosXeRouter, vrf: str) -> RouterObject:
    described = router.vrfs[vrf]
    targets = {"export_targets": sorted(described.export_targets), "import_targets": sorted(described.import_targets)}
    values = given(name=vrf, syntax=router.vrf_syntax, rd=described.rd, **targets)
    return RouterObject("vrf", _vrf_name(vrf), values)


def _vrf_interfaces(stack: Stack, name: str, vrf: str) -> Iterator[RouterObject]:
    router, timers, below = _router(stack, name), bfd_lines(stack, name, vrf), _vrf_name(vrf)
    for interface, address in router.vrfs[vrf].interfaces.items():
        values = given(
            name=interface, address=str(address), bfd=timers.get(interface), vrf=vrf, syntax=router.vrf_syntax
        )
        yield RouterObject("interface", interface, values, after=(below,), stands_on={"syntax": below})


def _interfaces(stack: Stack, name: str) -> Iterator[RouterObject]:
    """The interfaces outside every VRF."""
    router = _router(stack, name)
    timers = bfd_lines(stack, name, DEFAULT_TABLE)
    for interface, address in router.interfaces_in(DEFAULT_TABLE).items():
        yield RouterObject(
            "interface", interface, given(name=interface, address=str(address), bfd=timers.get(interface))
        )


def _family(stack: Stack, name: str, vrf: str, lists: Mapping[str, tuple[str, ...]]) -> RouterObject:
    """A VRF's BGP family. It has the VRF's distinguisher too: IOS deletes the family when that changes."""
    router, below = _router(stack, name), () if vrf == DEFAULT_TABLE else (_vrf_name(vrf),)
    described, neighbors = router.vrfs[vrf], router_neighbors(stack, name, vrf)
    values = given(
        asn=router.asn,
        vrf=vrf,
        syntax=router.vrf_syntax if below else None,
        rd=described.rd,
        router_id=text(described.router_id),
        redistribute=sorted(described.redistribute),
        maximum_paths=described.maximum_paths,
        neighbors={neighbor.name: neighbor_values(neighbor) for neighbor in neighbors},
        inbound_lists=inbound_lists(neighbors, lists),
    )
    return RouterObject(
        "bgp vrf",
        f"bgp-{vrf}",
        values,
        after=(_PROCESS, *below, *router.interfaces_in(vrf), *map(list_name, lists)),
        stands_on={"asn": _PROCESS} | ({"syntax": below[0]} if below else {}),
        password_keys=frozenset(neighbor.password_key for neighbor in neighbors if neighbor.password_key),
    )


def _vrf_name(vrf: str) -> str:
    return f"vrf-{vrf}"
