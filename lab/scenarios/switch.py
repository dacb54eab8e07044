"""From two VRFs to a single session and back, with a client that sends requests all the time.

It measures the claims of docs/choosing.md: how long the service is unreachable, which sessions restart, and where the
service's route comes from. It needs the applied stack `dev`, whose file it does not change.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from lab.errors import LabError
from lab.fabric.topology import NODES
from lab.scenarios import calico_sessions
from lab.scenarios import http_probe as asking
from lab.scenarios.applied import Applied
from lab.scenarios.ios_xe import tables
from lab.scenarios.ios_xe.before import Before
from lab.scenarios.stage import Stage

ROUTERS = ("ios-xe",)
TITLE = "switch: the stack `dev` from two VRFs to a single session and back, a request every 0.2 s"
SETTLING_SECONDS = 90
# The claim: well above the measurements, and well below the time of a session's restart.
AWAY_SECONDS = 10


def play(stage: Stage) -> None:
    """Measure both directions, then check that the stack, its file and the router are as before."""
    stack = Applied(stage.fabric.places.root / "switch")
    service = service_of(stack)
    before = Before(stage, stack)
    at_first = calico_sessions.claim_up(stage)
    stage.afterwards("the stack as its own file says", stack.restore)
    measure(stage, "to a single session", lambda: stack.up(stack.copy(topology="single-session")), service, 1)
    claim_route(stage, service.address)
    calico_sessions.claim_kept(stage, at_first)
    measure(stage, "back to two VRFs", lambda: stack.up(stack.file), service, 2)
    claim_route(stage, service.address)
    calico_sessions.claim_kept(stage, at_first)
    before.claim_unchanged()


@dataclass(frozen=True)
class Service:
    """The service's address, and the pods that answer there."""

    address: str
    pods: frozenset[str]


def service_of(stack: Applied) -> Service:
    """The service; a stack that is not applied, has another topology or no service is refused."""
    topology = stack.values().get("topology", "two-vrf")
    if topology != "two-vrf":
        raise LabError(stack.who, f"its topology is '{topology}', and this begins with two VRFs")
    stack.require()
    address, tally = stack.service_address(), stack.outputs().get("curlTally")
    if address is None or tally is None:
        raise LabError(stack.who, "it has no measured service", "demo and verification must be enabled")
    return Service(address, frozenset(tally))


def measure(stage: Stage, way: str, act: Callable[[], None], service: Service, speakers: int) -> None:
    """Measure one `up` while the client sends requests."""
    settled: list[dict[str, list[str]]] = []

    def act_and_settle() -> None:
        act()
        settled.append(_settled(stage, speakers))

    record = asking.during(stage.fabric, service.address, act_and_settle)
    (by_vrf,) = settled
    stage.claim(
        f"{way}: the service is away for less than {AWAY_SECONDS} s", record.gap() < AWAY_SECONDS, record.told()
    )
    wanted = [len(NODES)] * speakers
    text = "; ".join(f"vrf {vrf}: {len(found)} of {len(NODES)}" for vrf, found in by_vrf.items())
    stage.claim(f"{way}: sessions Established at the router", _counts(by_vrf) == wanted, text)
    answers = record.answers()
    spread = ", ".join(f"{page} {count}" for page, count in sorted(answers.items()))
    stage.claim(f"{way}: every pod answers", set(answers) == service.pods, spread or "none")


def _settled(stage: Stage, speakers: int) -> dict[str, list[str]]:
    """The sessions by VRF, when their number is the expected one, or at the end of the time."""
    deadline = time.monotonic() + SETTLING_SECONDS
    while True:
        by_vrf = _established(stage)
        if _counts(by_vrf) == [len(NODES)] * speakers or time.monotonic() > deadline:
            return by_vrf
        time.sleep(1)


def _counts(by_vrf: dict[str, list[str]]) -> list[int]:
    return [len(addresses) for addresses in by_vrf.values() if addresses]


def _established(stage: Stage) -> dict[str, list[str]]:
    return tables.sessions(stage.fabric, tables.bgp_vrfs(stage.fabric))


def claim_route(stage: Stage, address: str) -> None:
    """Claim that the router has a route to the service's address in every VRF, and print its next hops."""
    vrfs = [vrf for vrf, by_vrf in _established(stage).items() if by_vrf]
    shown = tables.bgp_routes(stage.fabric, vrfs)
    hops = {vrf: _hops(address, text) for vrf, text in zip(vrfs, shown, strict=True)}
    text = "; ".join(f"vrf {vrf}: over {', '.join(found) or 'nothing'}" for vrf, found in hops.items())
    stage.claim(f"the router has {address}/32", all(hops.values()), text)


def _hops(address: str, text: str) -> list[str]:
    entry = re.search(rf"^B +{re.escape(address)}(?:/32)? (.*\n?(?: +\[20/0\] via .*\n?)*)", text, re.MULTILINE)
    return re.findall(r"via ([\d.]+)", entry[1]) if entry else []
