"""VRF devices: the kernel's, found and checked."""

from errors import PlanError
from platforms.frr.configuration import Configuration


def require_vrf(tree: Configuration, name: str) -> None:
    """Refuse a VRF without a device, which FRR would accept without a word.

    Raises:
        PlanError: The kernel has no such VRF device.
    """
    if tree.links is None or (name in tree.links and tree.links[name].kind == "vrf"):
        return
    there = ", ".join(sorted(link for link, each in tree.links.items() if each.kind == "vrf")) or "none"
    raise PlanError(
        f"the router has no VRF device '{name}'; its VRF devices: {there}",
        f"make it by the system's own means, so that it is there after a restart: "
        f"ip link add {name} type vrf table NUMBER; ip link set {name} up",
    )


def require_link(tree: Configuration, name: str, vrf: str | None) -> None:
    """Refuse an interface that is missing or belongs to another VRF.

    Raises:
        PlanError: The kernel has no such interface, or has it in another VRF.
    """
    if tree.links is None:
        return
    if name not in tree.links:
        raise PlanError(f"the router has no interface '{name}'", f"it has {', '.join(sorted(tree.links))}")
    link = tree.links[name]
    holder = name if link.kind == "vrf" else link.vrf
    if holder != vrf:
        where = f"VRF '{holder}'" if holder else "no VRF"
        move = f"ip link set {name} master {vrf}" if vrf else f"ip link set {name} nomaster"
        raise PlanError(
            f"interface '{name}' is in {where} on the router",
            f"{move}, by the system's own means, so that it is so after a restart",
        )
