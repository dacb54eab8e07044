"""A pair of routers under a client's requests: the second is added, both are changed, one is cut, one is restarted.

It measures how long the service is away each time. It needs the applied stack `dev`, whose file it does not change.
"""

import time
from collections.abc import Callable, Sequence

from lab.fabric import router
from lab.fabric.topology import NODES, ROUTER
from lab.scenarios import http_probe
from lab.scenarios.applied import Applied
from lab.scenarios.gateway import EVERY_SECONDS, MISSES, Gateways
from lab.scenarios.ios_xe import tables
from lab.scenarios.ios_xe.two_routers import FIRST, SECOND, pair_values, two_routers
from lab.scenarios.stage import Stage, settled

ROUTERS = ("ios-xe",)
TITLE = "pair: the stack `dev` with a second router on the lab's switch, a request every 0.2 s"
CUT_SECONDS = 8
MACHINES = (router.FIRST, router.SECOND)
# A node's BIRD takes a session with a restarted router for up until the router refuses a keepalive, or the hold time of
# 180 s is over; then it waits another 60 s.
SETTLING_SECONDS = 300
# The gateway moves after three lost answers; requests wait up to a second.
AWAY_SECONDS = 4


def play(stage: Stage) -> None:
    """Measure each event, and check that the first router and the stack's file are as before."""
    with two_routers(stage, "pair") as lab:
        stack, gateways = lab.stack, lab.gateways
        with gateways.watched():
            _events(stage, stack, gateways, lab.service)
        gateways.use(FIRST)
        _away(stage, "the second router leaves the stack", lab.service, lambda: stack.up(stack.file))


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


def _away(stage: Stage, what: str, address: str, act: Callable[[], object], seconds: float = AWAY_SECONDS) -> None:
    """Claim how long the service is away during an action."""
    record = http_probe.during(stage.fabric, address, act)
    bound = f"for less than {seconds:g} s" if seconds else "at no time"
    holds = record.gap() < seconds if seconds else record.lost() == 0
    stage.claim(f"{what}: the service is away {bound}", holds, record.told())


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
    """Claim that each router has a session with every node in every VRF; waits until it does, or the time is over.

    The routers say so, since a node sees a session with a restarted router as up until that answers again.
    """
    begun, vrfs = time.monotonic(), tables.bgp_vrfs(stage.fabric)
    missing = settled(lambda: _missing(stage, vrfs), list[str](), SETTLING_SECONDS)
    count = len(MACHINES) * len(vrfs) * len(NODES)
    stage.claim(what, not missing, ", ".join(missing) or f"{count} sessions after {time.monotonic() - begun:.0f} s")


def _missing(stage: Stage, vrfs: Sequence[str]) -> list[str]:
    return [
        f"{machine.hostname} with {host.name} in VRF {vrf}"
        for machine in MACHINES
        for vrf, addresses in tables.sessions(stage.fabric, vrfs, machine).items()
        for host in NODES
        if host.ip not in addresses
    ]
