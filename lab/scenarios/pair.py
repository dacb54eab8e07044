"""A pair of routers under a client's requests: the second is added, both are changed, one is cut, one is restarted.

It measures how long the service is away each time. It needs the applied stack `dev`, whose file it does not change.
"""

import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from lab.errors import LabError
from lab.fabric import router
from lab.fabric.topology import NODES, ROUTER
from lab.scenarios import http_probe, peerings
from lab.scenarios.applied import Applied
from lab.scenarios.gateway import EVERY_SECONDS, MISSES, Gateway, Gateways
from lab.scenarios.ios_xe import prompt, second_router
from lab.scenarios.ios_xe.second_router import CLIENT_SIDE, LOOPBACK, MACHINE, NODE_SIDE
from lab.scenarios.stage import Stage

ROUTERS = ("ios-xe",)
TITLE = "pair: the stack `dev` with a second router on the lab's switch, a request every 0.2 s"
FIRST = Gateway(router.HOSTNAME, "10.0.0.254", "10.0.1.254")
SECOND = Gateway(MACHINE.hostname, NODE_SIDE, CLIENT_SIDE)
LOOPBACKS = {FIRST.name: "1.1.1.2", SECOND.name: LOOPBACK}
CALM_SECONDS = 2
CUT_SECONDS = 8
SETTLING_SECONDS = 120
# The gateway moves after three lost answers; requests wait up to a second.
AWAY_SECONDS = 4


def play(stage: Stage) -> None:
    """Measure each event, and check that the first router and the stack's file are as before."""
    stack = Applied(stage.fabric.places.root / "pair")
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
    with gateways.watched():
        _events(stage, stack, gateways, service[1])
    gateways.use(FIRST)
    _away(stage, "the second router leaves the stack", service[1], lambda: stack.up(stack.file))
    stage.claim("the first router's configuration is as before", prompt.running(stage.fabric) == before, "as text")
    stage.claim("the stack's file was not touched", stack.file.read_bytes() == own, stack.file.name)


def _events(stage: Stage, stack: Applied, gateways: Gateways, address: str) -> None:
    values = pair_values(stack.values())
    _away(stage, "the second router is added", address, lambda: stack.up(stack.copy(**values)), 0)
    _claim_sessions(stage, "both routers have their sessions")
    changed = values | {"metallb": values["metallb"] | {"session": {"holdSeconds": 30}}}
    what = "MetalLB's hold time changes, one router after the other"
    _away(stage, what, address, lambda: stack.up(stack.copy(**changed)))
    _claim_sessions(stage, "both routers have their sessions again")
    _away(stage, f"{FIRST.name} is cut off for {CUT_SECONDS} s", address, lambda: _cut(stage))
    stage.claim("the gateway moved to the other router", gateways.present == SECOND, _moves(gateways))
    _claim_sessions(stage, f"{FIRST.name} has its sessions again")
    _away(stage, f"{FIRST.name} restarts while {SECOND.name} forwards", address, lambda: _restart(stage), 0)
    _claim_sessions(stage, f"{FIRST.name} has its sessions again")
    _away(stage, "the gateway moves back", address, lambda: gateways.use(FIRST))


def pair_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ for both routers: the routers, and the addresses that the nodes dial."""
    (name, first), *_ = values["routers"].items()
    return {
        "routers": second_router.routers(first, name),
        "calico": values["calico"] | {"peers": [*values["calico"]["peers"], LOOPBACK]},
        "metallb": values["metallb"] | {"peers": [*values["metallb"]["peers"], NODE_SIDE]},
    }


def _away(stage: Stage, what: str, address: str, act: Callable[[], object], seconds: float = AWAY_SECONDS) -> None:
    """Claim how long the service is away during an action."""
    with http_probe.client(stage.fabric, address) as record:
        time.sleep(CALM_SECONDS)
        begun = time.monotonic()
        act()
        took = time.monotonic() - begun
        time.sleep(CALM_SECONDS)
    bound = f"for less than {seconds:g} s" if seconds else "at no time"
    measured = f"{record.gap():.1f} s at most; {record.lost()} of {len(record.requests)} requests lost in {took:.0f} s"
    holds = record.gap() < seconds if seconds else record.lost() == 0
    stage.claim(f"{what}: the service is away {bound}", holds, measured)


def _cut(stage: Stage) -> None:
    """Pull both cables of the first router, and plug them in again."""
    for state in ("down", "up"):
        for link in ("Gi2", "Gi3"):
            stage.fabric.run_in(ROUTER, ["ip", "link", "set", link, state])
        time.sleep(CUT_SECONDS)


def _restart(stage: Stage) -> None:
    stage.fabric.stop(router.FIRST.process)
    router.start(stage.fabric)


def _moves(gateways: Gateways) -> str:
    found = ", ".join(gateways.moves) or "no move"
    return f"{found}; after {MISSES} lost answers, {EVERY_SECONDS} s apart"


def _claim_sessions(stage: Stage, what: str) -> None:
    """Claim that every node's Calico has a session with each router; waits until it does, or the time is over."""
    deadline = begun = time.monotonic()
    deadline += SETTLING_SECONDS
    while len(missing := _missing(stage)) and time.monotonic() < deadline:
        time.sleep(1)
    seen = ", ".join(missing) or f"{len(LOOPBACKS) * len(NODES)} sessions after {time.monotonic() - begun:.0f} s"
    stage.claim(what, not missing, seen)


def _missing(stage: Stage) -> list[str]:
    shown = {host.name: peerings.protocols(stage.fabric, host) for host in NODES}
    wanted = {name: "Global_" + address.replace(".", "_") for name, address in LOOPBACKS.items()}
    return [
        f"{node} with {name}"
        for node, text in shown.items()
        for name, protocol in wanted.items()
        if not re.search(rf"^{protocol} .*Established", text, re.MULTILINE)
    ]
