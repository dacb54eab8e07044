"""The objects that a stack owns on an FRR router, in the order in which they are made."""

from collections.abc import Iterator, Mapping
from typing import cast

from model.frr_router import FrrRouter, FrrVrf
from model.prefix_lists import prefix_lists
from model.stack import Stack, router_neighbors
from model.tables import DEFAULT_TABLE
from platforms.object_type import RouterObject
from platforms.object_values import given, inbound_lists, list_name, neighbor_values, text

_PROCESS = "bgp"


def stack_objects(stack: Stack, name: str) -> tuple[RouterObject, ...]:
    """VRF devices where the stack makes them, addresses, prefix lists, the default BGP instance, each table's instance.

    Args:
        stack: The stack.
        name: The router's name in it.
    """
    router, lists = _router(stack, name), prefix_lists(stack, name)
    return (
        *_devices(router),
        *_interfaces(router),
        *(
            RouterObject("prefix list", list_name(listed), {"name": listed, "entries": list(entries)})
            for listed, entries in lists.items()
        ),
        RouterObject("bgp process", _PROCESS, given(asn=router.asn, router_id=text(router.router_id))),
        *(_instance(stack, name, vrf, lists) for vrf in router.vrfs),
    )


def _router(stack: Stack, name: str) -> FrrRouter:
    return cast(FrrRouter, stack.routers[name])


def _devices(router: FrrRouter) -> Iterator[RouterObject]:
    for vrf, described in _vrfs(router) if router.manage_vrf_devices else ():
        interfaces = sorted(name for name in described.interfaces if name != vrf)
        yield RouterObject("vrf", _device_name(vrf), given(name=vrf, table=described.table, interfaces=interfaces))


def _interfaces(router: FrrRouter) -> Iterator[RouterObject]:
    for vrf, described in _vrfs(router):
        after = _below(router, vrf)
        for interface, address in described.interfaces.items():
            values = {"name": interface, "address": str(address), "vrf": vrf}
            yield RouterObject("interface", interface, values, after=after)
    for interface, address in router.interfaces_in(DEFAULT_TABLE).items():
        yield RouterObject("interface", interface, {"name": interface, "address": str(address)})


def _vrfs(router: FrrRouter) -> list[tuple[str, FrrVrf]]:
    return [each for each in router.vrfs.items() if each[0] != DEFAULT_TABLE]


def _instance(stack: Stack, name: str, vrf: str, lists: Mapping[str, tuple[str, ...]]) -> RouterObject:
    """A table's BGP instance."""
    router, neighbors = _router(stack, name), router_neighbors(stack, name, vrf)
    described = router.vrfs[vrf]
    values = given(
        asn=router.asn,
        vrf=vrf,
        distinguisher=described.rd,
        export_targets=sorted(described.export_targets),
        import_targets=sorted(described.import_targets),
        router_id=text(described.router_id),
        redistribute=sorted(described.redistribute),
        maximum_paths=described.maximum_paths,
        neighbors={
            neighbor.name: {**neighbor_values(neighbor), **_source(router, vrf, neighbor.update_source)}
            for neighbor in neighbors
        },
        inbound_lists=inbound_lists(neighbors, lists),
    )
    return RouterObject(
        "bgp vrf",
        f"bgp-{vrf}",
        values,
        after=(_PROCESS, *_below(router, vrf), *router.interfaces_in(vrf), *map(list_name, lists)),
        stands_on={"asn": _PROCESS},
        password_keys=frozenset(neighbor.password_key for neighbor in neighbors if neighbor.password_key),
    )


def _source(router: FrrRouter, vrf: str, interface: str | None) -> dict[str, str]:
    """The address of a session's own end: FRR sends from the interface's first one otherwise."""
    return {"update_source": str(router.interfaces_in(vrf)[interface].ip)} if interface else {}


def _below(router: FrrRouter, vrf: str) -> tuple[str, ...]:
    """The name of the VRF's device among the objects, where it is one."""
    return (_device_name(vrf),) if router.manage_vrf_devices and vrf != DEFAULT_TABLE else ()


def _device_name(vrf: str) -> str:
    return f"vrf-{vrf}"
