"""The neighbors' passwords in a running configuration, each as its fingerprint."""

from platforms.iosxe.objects.address_family import family_node, family_of, process_node
from platforms.iosxe.objects.inheritance import Neighbors, settings_of
from platforms.iosxe.objects.neighbor_lines import settings_in
from platforms.iosxe.objects.password import shown
from platforms.iosxe.tree import Node, parse


def password_marks(running: str, vrf: str) -> dict[str, str]:
    """The placeholder of each neighbor's or peer group's password, its own or an inherited one, by name.

    Those without a password are left out.
    """
    tree = parse(running)
    process, node = process_node(tree), family_node(tree, vrf)
    if not process or not node:
        return {}
    neighbors = family_of(node).neighbors
    return {name: mark for name in neighbors if (mark := _mark(process, neighbors, name))}


def _mark(process: Node, neighbors: Neighbors, name: str) -> str | None:
    password = settings_in(setting.tail for setting in settings_of(process, neighbors, name)).get("password")
    return shown(password) if password else None
