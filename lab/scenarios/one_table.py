"""A second router whose nodes are in its default table, without any VRF, beside the first one with its VRFs.

It needs the applied stack `dev`, whose file it does not change.
"""

from collections.abc import Mapping
from typing import Any

from lab.fabric import router
from lab.fabric.topology import NODES
from lab.scenarios import http_probe
from lab.scenarios.ios_xe import prompt, second_router, tables
from lab.scenarios.ios_xe.second_router import CLIENT_SIDE, NODE_SIDE
from lab.scenarios.ios_xe.two_routers import FIRST, SECOND, two_routers
from lab.scenarios.stage import Stage

ROUTERS = ("ios-xe",)
TITLE = "one-table: Calico alone dials csr1000v in its VRF and csr1000w in its default table"


def play(stage: Stage) -> None:
    """Measure what the second router has in its default table, what a client reaches by it, and what is left of it."""
    with two_routers(stage, "one-table") as lab:
        at_first = prompt.running(stage.fabric, router.SECOND)
        lab.stack.up(lab.stack.copy(**one_table_values(lab.stack.values())))
        _claim_checked(stage, lab.stack.outputs()["checks"])
        _claim_table(stage, lab.service)
        lab.gateways.use(SECOND)
        http_probe.claim_reached(stage, SECOND.name, lab.service)
        lab.gateways.use(FIRST)
        lab.stack.up(lab.stack.file)
        same = prompt.running(stage.fabric, router.SECOND) == at_first
        stage.claim(f"{SECOND.name}'s configuration is as before the stack", same, "compared as text")


def one_table_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with a single session, and with the second router's one table."""
    (name, first), *_ = values["routers"].items()
    routers = second_router.routers(first, name)
    interfaces = {"GigabitEthernet2": f"{NODE_SIDE}/24", "GigabitEthernet3": f"{CLIENT_SIDE}/24"}
    table = {"interfaces": interfaces, "maximumPaths": len(NODES), "neighbors": {"advertise": "nothing"}}
    routers[SECOND.name] |= {"interfaces": {}, "vrfs": {"default": table}, "prefixLists": {}}
    calico = values["calico"] | {"announce": "own", "peers": [*values["calico"]["peers"], NODE_SIDE]}
    return {"topology": "single-session", "routers": routers, "calico": calico}


def _claim_checked(stage: Stage, checks: list[str]) -> None:
    """Claim that the checks at the end of `pulumi up`, which all hold where it ends well, include the second router."""
    lines = [line for line in checks if line.startswith(SECOND.name)]
    stage.claim(f"`pulumi up` ends with checks that hold for {SECOND.name}", bool(lines), "; ".join(lines))


def _claim_table(stage: Stage, service: str) -> None:
    """Claim the sessions and the service's next hops in the default table, and that there is no VRF."""
    summary, table = tables.default_table(stage.fabric, router.SECOND)
    nodes = [host.ip for host in NODES]
    sessions = tables.established(summary)
    stage.claim("its default table has a session with every node", sessions == nodes, ", ".join(sessions) or "none")
    hops = sorted(tables.next_hops(table).get(f"{service}/32", ()), key=nodes.index)
    stage.claim("the service is there over every node", hops == nodes, ", ".join(hops) or "nothing")
    vrfs = tables.bgp_vrfs(stage.fabric, router.SECOND)
    stage.claim("it has no neighbor in a VRF", not vrfs, ", ".join(vrfs) or "no BGP in any VRF")
