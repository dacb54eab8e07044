"""The router's neighbors as a listen range in place of a list: nodes come without a line for the router.

It needs the applied stack `dev`, whose file it does not change.
"""

from collections.abc import Mapping
from typing import Any

from lab.fabric.topology import NODES
from lab.scenarios import http_probe
from lab.scenarios.applied import Applied
from lab.scenarios.ios_xe import prompt, tables
from lab.scenarios.ios_xe.before import Before
from lab.scenarios.stage import Stage, settled

ROUTERS = ("ios-xe",)
TITLE = "listen-range: the stack `dev` with a listen range in place of the nodes, a request every 0.2 s"
RANGE = "10.0.0.0/24"
NEW = NODES[-1]
SETTLING_SECONDS = 180


def play(stage: Stage) -> None:
    """Measure both directions, and what a node needs that the stack does not know yet."""
    stack = Applied(stage.fabric.places.root / "listen-range")
    stack.require()
    address, before = str(stack.service_address()), Before(stage, stack)
    stage.afterwards("the stack as its own file says", stack.restore)
    _claim_nodes(stage, "the router lists its neighbors", dynamic=False)
    ranged = range_values(stack.values())
    _measure(stage, "to a listen range", address, lambda: stack.up(stack.copy(**ranged)))
    _claim_nodes(stage, "the same nodes have their sessions as dynamic neighbors", dynamic=True)
    _claim_new_node(stage, stack, ranged)
    _measure(stage, "back to listed neighbors", address, lambda: stack.up(stack.file))
    _claim_nodes(stage, "the router lists its neighbors again", dynamic=False)
    before.claim_unchanged()


def range_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The routers' part with the range in every VRF."""
    routers = {name: dict(router) for name, router in values["routers"].items()}
    for router in routers.values():
        router["vrfs"] = {
            name: vrf | {"neighbors": vrf.get("neighbors", {}) | {"range": [RANGE]}}
            for name, vrf in router["vrfs"].items()
        }
    return {"routers": routers}


def _claim_new_node(stage: Stage, stack: Applied, ranged: Mapping[str, Any]) -> None:
    """Claim that an unknown node is named, and that it becomes known without a line for the router."""
    values = stack.values()
    cluster = values["cluster"] | {"nodes": {host.name: host.ip for host in NODES if host != NEW}}
    unknown = [line for line in stack.failing_up(stack.copy(**ranged, cluster=cluster)) if NEW.ip in line]
    stage.claim(f"without {NEW.name} in `cluster.nodes`, the checks name it", bool(unknown), " ".join(unknown[:1]))
    running = prompt.running(stage.fabric)
    stack.up(stack.copy(**ranged))
    same = prompt.running(stage.fabric) == running
    stage.claim(f"{NEW.name} is added to `cluster.nodes` without a line for the router", same, "compared as text")


def _measure(stage: Stage, what: str, address: str, act: Any) -> None:
    """Print how long the service is away in one `up`: every session restarts."""
    record = http_probe.during(stage.fabric, address, act)
    answered = bool(record.requests) and bool(record.requests[-1].page)
    stage.claim(f"{what}: the service answers in the end", answered, record.told())


def _claim_nodes(stage: Stage, what: str, dynamic: bool) -> None:
    """Claim each node's session in each VRF; waits until it is up, or the time is over."""
    vrfs = tables.bgp_vrfs(stage.fabric)
    star = "*" if dynamic else ""
    wanted = {vrf: [f"{star}{host.ip}" for host in NODES] for vrf in vrfs}
    found = settled(lambda: tables.sessions(stage.fabric, vrfs), wanted, SETTLING_SECONDS)
    text = "; ".join(f"{vrf}: {', '.join(each) or 'none'}" for vrf, each in found.items())
    stage.claim(what, found == wanted, text)
