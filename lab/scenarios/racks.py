"""Two racks, each with a router and an AS of its own: a node dials the router of its rack only.

It needs the applied stack `dev`, whose file it does not change. `pulumi up` ends with the stack's own checks of each
router; this asks the nodes' BIRD and a client besides.
"""

import re
import time
from collections.abc import Mapping
from typing import Any

from lab.errors import LabError
from lab.fabric.topology import CLIENT, NODES
from lab.scenarios import http_probe, peerings
from lab.scenarios.applied import Applied
from lab.scenarios.gateway import Gateways
from lab.scenarios.ios_xe import prompt, second_router
from lab.scenarios.ios_xe.second_router import LOOPBACK, NODE_SIDE
from lab.scenarios.pair import FIRST, LOOPBACKS, SECOND, pair_values
from lab.scenarios.stage import Stage

ROUTERS = ("ios-xe",)
TITLE = "racks: master1 and worker1 dial csr1000v, worker2 and worker3 dial csr1000w with an AS of their own"
RACKS = {FIRST.name: ("master1", "worker1"), SECOND.name: ("worker2", "worker3")}
SECOND_AS = 65012
SETTLING_SECONDS = 60
CALM_SECONDS = 3
_SESSION = r"^(?:Global|Node)_([\d_]+) .*Established"


def play(stage: Stage) -> None:
    """Measure who dials whom and what a client reaches, and check that all is as before."""
    stack = Applied(stage.fabric.places.root / "racks")
    stack.require()
    service = re.search(r"//([\d.]+)/", str(stack.outputs().get("service")))
    if service is None:
        raise LabError(stack.who, "it has no service", "demo must be enabled")
    before, own = prompt.running(stage.fabric), stack.file.read_bytes()
    stage.afterwards("the lab with one router", lambda: second_router.remove(stage.fabric))
    second_router.start(stage.fabric)
    gateways = Gateways(stage.fabric, FIRST, SECOND)
    stage.afterwards("the stack as its own file says", lambda: stack.up(stack.file))
    stage.afterwards("the nodes' and the client's gateway", lambda: gateways.use(FIRST))
    stack.up(stack.copy(**rack_values(stack.values())))
    stage.claim("`pulumi up` ends with checks that hold for each rack", True, _checks(stack))
    _claim_dialled(stage)
    _claim_as(stage)
    for gateway in (FIRST, SECOND):
        gateways.use(gateway)
        _claim_reached(stage, gateway.name, service[1])
    gateways.use(FIRST)
    stack.up(stack.file)
    stage.claim("the first router's configuration is as before", prompt.running(stage.fabric) == before, "as text")
    stage.claim("the stack's file was not touched", stack.file.read_bytes() == own, stack.file.name)


def rack_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the pair, with each router dialled by its rack.

    The lab's routers do not exchange routes, so that the client reaches the pods of one rack only, by either of them.
    """
    pair = pair_values(values)
    (calico,), (metallb,) = values["calico"]["peers"], values["metallb"]["peers"]
    one, other = map(list, RACKS.values())
    pair["calico"] |= {
        "announce": "own",
        "peers": [{"address": calico, "nodes": one}, {"address": LOOPBACK, "nodes": other, "asn": SECOND_AS}],
    }
    pair["metallb"]["peers"] = [{"address": metallb, "nodes": one}, {"address": NODE_SIDE, "nodes": other}]
    return pair | {"verification": {}}


def _checks(stack: Applied) -> str:
    return "; ".join(line for line in stack.outputs()["checks"] if line.startswith(tuple(RACKS)))


def _claim_dialled(stage: Stage) -> None:
    """Claim that every node has one session with a router, with the one of its rack; waits until it has."""
    wanted = {node: [LOOPBACKS[router]] for router, nodes in RACKS.items() for node in nodes}
    deadline = time.monotonic() + SETTLING_SECONDS
    while (seen := _dialled(stage)) != wanted and time.monotonic() < deadline:
        time.sleep(1)
    text = ", ".join(f"{node}: {' and '.join(found) or 'none'}" for node, found in seen.items())
    stage.claim("each node's BIRD has a session with its rack's router alone", seen == wanted, text)


def _dialled(stage: Stage) -> dict[str, list[str]]:
    shown = {host.name: peerings.protocols(stage.fabric, host) for host in NODES}
    found = {node: re.findall(_SESSION, text, re.MULTILINE) for node, text in shown.items()}
    return {node: [name.replace("_", ".") for name in names] for node, names in found.items()}


def _claim_as(stage: Stage) -> None:
    """Claim the AS that the second router sees of its rack."""
    seen = second_router.summary(stage.fabric, "k8s-calico")
    addresses = {host.name: host.ip for host in NODES}
    wanted = {addresses[node]: SECOND_AS for node in RACKS[SECOND.name]}
    text = ", ".join(f"{address} AS {asn}" for address, asn in seen.items())
    stage.claim(f"{SECOND.name} has the nodes of its rack alone, with the rack's AS", seen == wanted, text)


def _claim_reached(stage: Stage, router: str, address: str) -> None:
    """Claim that a client behind a router reaches the service through it."""
    with http_probe.client(stage.fabric, address) as record:
        time.sleep(CALM_SECONDS)
    route = stage.fabric.run_in(CLIENT, ["ip", "route", "get", address]).split(" uid")[0].strip()
    text = f"{record.lost()} of {len(record.requests)} requests lost; {route}"
    stage.claim(f"through {router} the client reaches the service", record.lost() == 0, text)
