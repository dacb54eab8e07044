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
    routers = {name: _with_imports(stack, name, _with_exports(router)) for name, router in stack.routers.items()}
    return stack.model_copy(update={"routers": routers})


def _with_exports(router: Router) -> Router:
    return _with_vrfs(router, {name: _exporting(vrf) for name, vrf in router.vrfs.items()})


def _exporting(vrf: Vrf) -> Vrf:
    given = "export_targets" in vrf.model_fields_set
    return vrf if given else vrf.model_copy(update={"export_targets": frozenset({vrf.rd})})


def _with_imports(stack: Stack, name: str, router: Router) -> Router:
    near = node_subnet(router, list(stack.cluster.nodes.values()))
    leaking = [vrf for vrf in router.vrfs if vrf_speakers(stack, name, vrf) or (near and near[0] == vrf)]
    return _with_vrfs(router, {vrf: _importing(vrf, router, leaking) for vrf in router.vrfs})


def _importing(name: str, router: Router, leaking: list[str]) -> Vrf:
    vrf = router.vrfs[name]
    if "import_targets" in vrf.model_fields_set:
        return vrf
    sources = leaking if name in leaking else [name]
    targets = frozenset(target for source in sources for target in _targets_of(router.vrfs[source]))
    return vrf.model_copy(update={"import_targets": targets})


def _targets_of(source: Vrf) -> frozenset[str]:
    """The targets that another VRF imports to receive a VRF's routes."""
    return frozenset({source.rd}) & source.export_targets or source.export_targets


def _with_vrfs(router: Router, vrfs: dict[str, Vrf]) -> Router:
    return router.model_copy(update={"vrfs": vrfs})
