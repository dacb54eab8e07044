"""The neighbors of a VRF in a running configuration, with what they inherit."""

import re

from platforms.facts import RunningNeighbor, Setting
from platforms.iosxe.objects.address_family import family_node, family_of, process_node
from platforms.iosxe.objects.inheritance import Neighbors, settings_of
from platforms.iosxe.objects.neighbor_lines import typed
from platforms.iosxe.objects.normalize import as_number
from platforms.iosxe.objects.password import shown
from platforms.iosxe.tree import Node, Tree

_TAILS = {
    Setting.REMOTE_AS: re.compile(r"remote-as (\S+)"),
    Setting.SHUTDOWN: re.compile(r"(shutdown)\b"),
    Setting.MULTIHOP: re.compile(r"ebgp-multihop ?(\d*)"),
    Setting.TTL_SECURITY: re.compile(r"ttl-security hops (\d+)"),
    Setting.SOURCE: re.compile(r"update-source (\S+)"),
    Setting.TIMERS: re.compile(r"timers (\d.*)"),
    Setting.PASSWORD: re.compile(r"(password .*)"),
    Setting.LIST_IN: re.compile(r"prefix-list (\S+) in$"),
    Setting.LIST_OUT: re.compile(r"prefix-list (\S+) out$"),
    Setting.MAXIMUM_PREFIX: re.compile(r"maximum-prefix (\d+)"),
}


def running_neighbors(tree: Tree, vrf: str) -> dict[str, RunningNeighbor]:
    """The neighbors and peer groups of a VRF's family, by name."""
    process, node = process_node(tree), family_node(tree, vrf)
    if not process or not node:
        return {}
    neighbors = family_of(node).neighbors
    return {name: _neighbor(process, neighbors, name) for name in neighbors}


def _neighbor(process: Node, neighbors: Neighbors, name: str) -> RunningNeighbor:
    values: dict[Setting, str] = {}
    lines: dict[Setting, str] = {}
    for setting in settings_of(process, neighbors, name):
        for which, pattern in _TAILS.items():
            if found := pattern.match(setting.tail):
                values[which] = _value(which, found[1])
                tail = "password" if which is Setting.PASSWORD else setting.tail
                lines[which] = f"{tail} of {setting.source}" if setting.source else typed(name, tail)
    return RunningNeighbor(values, lines)


def _value(setting: Setting, text: str) -> str:
    if setting is Setting.REMOTE_AS:
        return str(as_number(text))
    if setting is Setting.MULTIHOP:
        return text or "255"
    return shown(text) if setting is Setting.PASSWORD else text
