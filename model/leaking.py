"""The default route targets of VRFs: what they export and import where the YAML does not set it."""

from model.places import node_subnet
from model.router import Router, Vrf
from model.stack import Stack, vrf_speakers


def with_targets(stack: Stack) -> Stack:
    """The stack with every VRF's default route targets; targets in the YAML stay, an empty list included.

    A VRF exports its route distinguisher and imports what it exports. The VRFs of a router that a speaker dials into,
    and the one with the nodes' subnet, import what the others of them export as well. Of several targets a VRF exports
    its distinguisher is enough to import its routes; the others are for VRFs outside the stack.
    """
    routers = {name: _leaking(stack, name, router) for name, router in stack.routers.items()}
    return stack.model_copy(update={"routers": routers})


def _leaking(stack: Stack, name: str, router: Router) -> Router:
    near = node_subnet(stack, name)
    among = [vrf for vrf in router.vrfs if vrf_speakers(stack, name, vrf) or (near and near[0] == vrf)]
    exporting = {vrf_name: _with(vrf, "export_targets", frozenset({vrf.rd})) for vrf_name, vrf in router.vrfs.items()}
    # The targets that another VRF imports to receive a VRF's routes.
    offered = {each: frozenset({vrf.rd}) & vrf.export_targets or vrf.export_targets for each, vrf in exporting.items()}
    sources = {vrf_name: among if vrf_name in among else [vrf_name] for vrf_name in exporting}
    vrfs = {
        vrf_name: _with(vrf, "import_targets", frozenset().union(*(offered[each] for each in sources[vrf_name])))
        for vrf_name, vrf in exporting.items()
    }
    return router.model_copy(update={"vrfs": vrfs})


def _with(vrf: Vrf, field: str, targets: frozenset[str]) -> Vrf:
    return vrf if field in vrf.model_fields_set else vrf.model_copy(update={field: targets})
