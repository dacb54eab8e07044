"""VRF devices: the kernel's, checked, and the commands that make one.

Source of the unreachable default route: Linux, Documentation/networking/vrf.rst.
"""

from errors import PlanError
from platforms.frr.configuration import MADE, Configuration

BY_THE_SYSTEM = "make it by the system's own means, so that it is there after a restart"


def device_commands(name: str, table: int) -> tuple[str, str, str]:
    """Make a device, mark it as a stack's, and keep table `main` from answering for its table."""
    return (
        f"ip link add {name} type vrf table {table}",
        f"ip link set {name} up alias {MADE}",
        f"ip route replace {_unreachable(table)}",
    )


def forgetting(table: int) -> str:
    """Remove the route of `device_commands`, which the kernel keeps without the device."""
    return f"ip route delete {_unreachable(table)} || true"


def _unreachable(table: int) -> str:
    return f"unreachable default metric 4278198272 table {table}"


def entering(port: str, vrf: str) -> str:
    """Put an interface into a VRF device."""
    return f"ip link set {port} master {vrf}"


def leaving(port: str) -> str:
    """Take an interface out of its VRF device."""
    return f"ip link set {port} nomaster"


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
        f"{BY_THE_SYSTEM}: ip link add {name} type vrf table NUMBER; ip link set {name} up; "
        "or set manageVrfDevices: true",
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


def require_free(tree: Configuration, name: str, vrf: str) -> None:
    """Refuse an interface that cannot be put into a VRF device: others have put it elsewhere.

    Raises:
        PlanError: It is missing, a VRF device itself, or in a device that no stack has made.
    """
    links = tree.links or {}
    link = links.get(name)
    if link is None or link.kind == "vrf" or (link.vrf and not links[link.vrf].made):
        require_link(tree, name, vrf)
    elif link.holder:
        raise PlanError(
            f"interface '{name}' belongs to '{link.holder}' on the router",
            f"ip link set {name} nomaster, by the system's own means, so that it is so after a restart",
        )
