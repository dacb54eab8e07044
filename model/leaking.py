"""The default route targets of VRFs: what they export and import where the YAML does not set it."""

from model.places import node_subnets
from model.router import Router, Vrf
from model.stack import Stack, peer_places


def with_targets(stack: Stack) -> Stack:
    """The stack with every VRF's default route targets; targets in the YAML stay, an empty list included.

    A VRF exports its route distinguisher and imports what it exports. The VRFs of a router that a speaker dials into,
    and those with the nodes' subnets, import what the others of them export as well. Of several targets a VRF exports
    its distinguisher is enough to import its routes; the others are for VRFs outside the stack.
    """
    routers = {name: _leaking(stack, name, router) for name, router in stack.routers.items()}
    return stack.model_copy(update={"routers": routers})


def _leaking(stack: Stack, name: str, router: Router) -> Router:
    dialled = [place for _, _, place in peer_places(stack) if place.router == name]
    nodes = {node for place in dialled for node in place.nodes.values()} or set(stack.cluster.nodes.values())
    near = {place.vrf for place in dialled} | {vrf for vrf, _ in node_subnets(router, nodes)}
    among = [vrf for vrf in router.vrfs if vrf in near]
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
