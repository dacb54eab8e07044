"""Two racks, each with a router and an AS of its own: a node dials the router of its rack only.

It needs the applied stack `dev`, whose file it does not change. `pulumi up` ends with the stack's own checks of each
router; this asks the nodes' BIRD and a client besides.
"""

from collections.abc import Mapping
from typing import Any

from lab.fabric.topology import NODES
from lab.scenarios import calico_sessions, http_probe
from lab.scenarios.applied import Applied
from lab.scenarios.ios_xe import second_router
from lab.scenarios.ios_xe.second_router import LOOPBACK, NODE_SIDE
from lab.scenarios.ios_xe.two_routers import FIRST, LOOPBACKS, SECOND, pair_values, two_routers
from lab.scenarios.stage import Stage, settled

ROUTERS = ("ios-xe",)
TITLE = "racks: master1 and worker1 dial csr1000v, worker2 and worker3 dial csr1000w with an AS of their own"
RACKS = {FIRST.name: ("master1", "worker1"), SECOND.name: ("worker2", "worker3")}
SECOND_AS = 65012
SETTLING_SECONDS = 60


def play(stage: Stage) -> None:
    """Measure who dials whom and what a client reaches, and check that all is as before."""
    with two_routers(stage, "racks") as lab:
        stack, gateways = lab.stack, lab.gateways
        stack.up(stack.copy(**rack_values(stack.values())))
        _claim_checked(stage, stack)
        _claim_dialled(stage)
        _claim_as(stage)
        for gateway in (FIRST, SECOND):
            gateways.use(gateway)
            http_probe.claim_reached(stage, gateway.name, lab.service)
        gateways.use(FIRST)
        stack.up(stack.file)


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


def _claim_checked(stage: Stage, stack: Applied) -> None:
    """Claim that the checks at the end of `pulumi up`, which all hold where it ends well, include both routers'."""
    lines = [line for line in stack.outputs()["checks"] if line.startswith(tuple(RACKS))]
    asked = {line.split()[0] for line in lines}
    stage.claim("`pulumi up` ends with checks that hold for each rack", asked == RACKS.keys(), "; ".join(lines))


def _claim_dialled(stage: Stage) -> None:
    """Claim that every node has one session with a router, with the one of its rack; waits until it has."""
    wanted = {node: [LOOPBACKS[router]] for router, nodes in RACKS.items() for node in nodes}
    seen = settled(lambda: calico_sessions.routers_of_nodes(stage), wanted, SETTLING_SECONDS)
    text = ", ".join(f"{node}: {' and '.join(found) or 'none'}" for node, found in seen.items())
    stage.claim("each node's BIRD has a session with its rack's router alone", seen == wanted, text)


def _claim_as(stage: Stage) -> None:
    """Claim the AS that the second router sees of its rack."""
    seen = second_router.summary(stage.fabric, "k8s-calico")
    addresses = {host.name: host.ip for host in NODES}
    wanted = {addresses[node]: SECOND_AS for node in RACKS[SECOND.name]}
    text = ", ".join(f"{address} AS {asn}" for address, asn in seen.items())
    stage.claim(f"{SECOND.name} has the nodes of its rack alone, with the rack's AS", seen == wanted, text)
