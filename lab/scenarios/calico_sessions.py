"""Calico's sessions with the router, by the clock of each node's BIRD."""

import re

from lab.fabric.topology import NODES
from lab.scenarios import peerings
from lab.scenarios.stage import Stage

SESSION = re.compile(r"^(\S+) +BGP +\S+ +up +(\d+):(\d+):(\d+)\S* +Established", re.MULTILINE)
# A peer of every node, or of those that a selector selects; the mesh's have another name.
_ROUTERS = re.compile(r"^(?:Global|Node)_([\d_]+) .*Established", re.MULTILINE)
# The second of the day since which a node's session is up, by the node's name.
Moments = dict[str, int]


def routers_of_nodes(stage: Stage) -> dict[str, list[str]]:
    """The addresses of the routers with which each node's session is up, by the node's name."""
    shown = {host.name: peerings.protocols(stage.fabric, host) for host in NODES}
    found = {node: _ROUTERS.findall(text) for node, text in shown.items()}
    return {node: [name.replace("_", ".") for name in names] for node, names in found.items()}


def claim_up(stage: Stage) -> Moments:
    """Claim that every node has its session, and return since when."""
    found = _up_since(stage)
    stage.claim("Calico's sessions are up on every node", len(found) == len(NODES), _text(found))
    return found


def claim_kept(stage: Stage, before: Moments) -> None:
    """Claim that no session has restarted; BIRD rounds times differently, up to a second."""
    now = _up_since(stage)
    kept = [name for name in before if name in now and abs(now[name] - before[name]) <= 1]
    stage.claim("none of Calico's sessions restarted", len(kept) == len(before), f"up since {_text(now)}")


def _up_since(stage: Stage) -> Moments:
    moments = {}
    for host in NODES:
        text = peerings.protocols(stage.fabric, host)
        for name, hours, minutes, seconds in SESSION.findall(text):
            if name.startswith("Global_"):
                moments[host.name] = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return moments


def _text(moments: Moments) -> str:
    clock = {name: f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}" for name, s in moments.items()}
    return ", ".join(f"{name} {when}" for name, when in clock.items())
