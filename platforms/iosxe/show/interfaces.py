"""The interfaces of a running configuration, with the state of each in `show ip interface brief`."""

import re

from model.tables import DEFAULT_TABLE
from platforms.facts import RunningInterface
from platforms.iosxe.objects.interface_address import addresses
from platforms.iosxe.objects.vrf_block import vrf_name
from platforms.iosxe.tree import Node, Tree

# Interface, IP-Address, OK?, Method, Status, Protocol; the status may have two words.
_ROW = re.compile(r"^(\S+)\s+\S+\s+(?:YES|NO)\s+\S+\s+(\S.*?)\s+(up|down)\s*$")
_HEAD = "interface "


def running_interfaces(tree: Tree, brief: str) -> dict[str, RunningInterface]:
    """Every interface by name.

    Args:
        tree: The running configuration.
        brief: `show ip interface brief`.
    """
    rows = [row for line in brief.splitlines() if (row := _ROW.match(line))]
    up = {row[1]: row[3] == "up" for row in rows}
    nodes = {node.line.removeprefix(_HEAD): node for node in tree.blocks(_HEAD)}
    return {name: _interface(node, up.get(name, True)) for name, node in nodes.items()}


def _interface(node: Node, up: bool) -> RunningInterface:
    filters = tuple(line for line in node.lines if line.startswith("ip access-group "))
    shutdown = "shutdown" in node.lines
    return RunningInterface(vrf_name(node) or DEFAULT_TABLE, tuple(addresses(node)), shutdown, up, filters)
