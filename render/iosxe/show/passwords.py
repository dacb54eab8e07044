"""The neighbors' passwords in a running configuration, each as its fingerprint."""

from render.iosxe.family import family_node, family_of
from render.iosxe.neighbor import slots_of
from render.iosxe.password import shown
from render.iosxe.tree import parse


def password_marks(running: str, vrf: str) -> dict[str, str]:
    """What stands for each neighbor's password, by address; neighbors without one are left out."""
    node = family_node(parse(running), vrf)
    neighbors = family_of(node).neighbors if node else {}
    return {address: shown(found) for address, rests in neighbors.items() if (found := slots_of(rests).get("password"))}
