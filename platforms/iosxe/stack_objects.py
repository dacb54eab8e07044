"""The objects that a stack owns on an IOS-XE router, in the order in which they are made."""

from collections.abc import Iterator
from typing import Any

from model.router import Router
from model.stack import Stack, vrf_neighbors
from platforms.iosxe.objects.bfd import bfd_lines
from platforms.object_type import RouterObject

_PROCESS = "bgp"


def stack_objects(stack: Stack, name: str) -> tuple[RouterObject, ...]:
    """VRFs and their interfaces, other interfaces, prefix lists, the BGP process, then the VRFs' BGP families.

    Args:
        stack: The stack.
        name: The router's name in it.
    """
    router = stack.routers[name]
    return (
        *(_vrf(router, vrf) for vrf in router.vrfs),
        *(each for vrf in router.vrfs for each in _vrf_interfaces(stack, name, vrf)),
        *(
            RouterObject("interface", interface, {"name": interface, "address": str(address)})
            for interface, address in router.interfaces.items()
        ),
        *(
            RouterObject("prefix list", _list_name(each), {"name": each, "entries": list(entries)})
            for each, entries in router.prefix_lists.items()
        ),
        RouterObject("bgp process", _PROCESS, _given(asn=router.asn, router_id=_text(router.router_id))),
        *(_family(stack, name, vrf) for vrf in router.vrfs),
    )


def _vrf(router: Router, vrf: str) -> RouterObject:
    described = router.vrfs[vrf]
    targets = {"export_targets": sorted(described.export_targets), "import_targets": sorted(described.import_targets)}
    values = _given(name=vrf, syntax=router.vrf_syntax, rd=described.rd, **targets)
    return RouterObject("vrf", _vrf_name(vrf), values)


def _vrf_interfaces(stack: Stack, name: str, vrf: str) -> Iterator[RouterObject]:
    router, timers, below = stack.routers[name], bfd_lines(stack, name, vrf), _vrf_name(vrf)
    for interface, address in router.vrfs[vrf].interfaces.items():
        values = _given(
            name=interface, address=str(address), bfd=timers.get(interface), vrf=vrf, syntax=router.vrf_syntax
        )
        yield RouterObject("interface", interface, values, after=(below,), stands_on={"syntax": below})


def _family(stack: Stack, name: str, vrf: str) -> RouterObject:
    """A VRF's BGP family. It has the VRF's distinguisher too: IOS deletes the family when that changes."""
    router, below = stack.routers[name], _vrf_name(vrf)
    described, neighbors = router.vrfs[vrf], vrf_neighbors(stack, name, vrf)
    values = _given(
        asn=router.asn,
        vrf=vrf,
        syntax=router.vrf_syntax,
        rd=described.rd,
        router_id=_text(described.router_id),
        redistribute=sorted(described.redistribute),
        maximum_paths=described.maximum_paths,
        neighbors={
            str(neighbor.address): neighbor.model_dump(mode="json", exclude_none=True, exclude={"address"})
            for neighbor in neighbors
        },
    )
    return RouterObject(
        "bgp vrf",
        f"bgp-{vrf}",
        values,
        after=(_PROCESS, below, *described.interfaces, *map(_list_name, router.prefix_lists)),
        stands_on={"asn": _PROCESS, "syntax": below},
        password_keys=frozenset(neighbor.password_key for neighbor in neighbors if neighbor.password_key),
    )


def _vrf_name(vrf: str) -> str:
    return f"vrf-{vrf}"


def _list_name(name: str) -> str:
    return f"prefix-list-{name}"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _given(**values: Any) -> dict[str, Any]:
    """The values that are not None."""
    return {key: value for key, value in values.items() if value is not None}
