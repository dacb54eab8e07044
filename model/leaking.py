"""The default route targets of VRFs, and what the default table redistributes, where the YAML does not set it."""

from collections.abc import Mapping

from model.places import node_subnets
from model.router import Router, Vrf
from model.stack import Stack, peer_places
from model.tables import DEFAULT_TABLE


def with_targets(stack: Stack) -> Stack:
    """The stack with every VRF's default route targets; targets in the YAML stay, an empty list included.

    A VRF exports its route distinguisher and imports what it exports. The VRFs of a router that a speaker dials into,
    and those with the nodes' subnets, import what the others of them export as well. Of several targets a VRF exports
    its distinguisher is enough to import its routes; the others are for VRFs outside the stack.

    The default table has no targets, and by default redistributes nothing: others may have neighbors in it.
    """
    routers = {name: _leaking(stack, name, router) for name, router in stack.routers.items()}
    return stack.model_copy(update={"routers": routers})


def _leaking(stack: Stack, name: str, router: Router) -> Router:
    dialled = [place for _, _, place in peer_places(stack) if place.router == name]
    nodes = {node for place in dialled for node in place.nodes.values()} or set(stack.cluster.nodes.values())
    near = {place.vrf for place in dialled} | {vrf for vrf, _ in node_subnets(router, nodes)}
    tables = {vrf_name: _table(vrf_name, vrf) for vrf_name, vrf in router.vrfs.items()}
    vrfs = {vrf_name: vrf for vrf_name, vrf in tables.items() if vrf_name != DEFAULT_TABLE}
    return router.model_copy(update={"vrfs": tables | _importing(vrfs, [vrf for vrf in vrfs if vrf in near])})


def _table(name: str, vrf: Vrf) -> Vrf:
    """A table with what it exports or redistributes."""
    if name == DEFAULT_TABLE:
        return _with(vrf, "redistribute", frozenset())
    return _with(vrf, "export_targets", frozenset({vrf.rd or ""}))


def _importing(vrfs: Mapping[str, Vrf], among: list[str]) -> dict[str, Vrf]:
    """The VRFs with what they import: those of `among` each other's routes."""
    # The targets that another VRF imports to receive a VRF's routes.
    offered = {each: frozenset({vrf.rd or ""}) & vrf.export_targets or vrf.export_targets for each, vrf in vrfs.items()}
    sources = {vrf_name: among if vrf_name in among else [vrf_name] for vrf_name in vrfs}
    return {
        vrf_name: _with(vrf, "import_targets", frozenset().union(*(offered[each] for each in sources[vrf_name])))
        for vrf_name, vrf in vrfs.items()
    }


def _with(vrf: Vrf, field: str, values: frozenset[str]) -> Vrf:
    return vrf if field in vrf.model_fields_set else vrf.model_copy(update={field: values})
