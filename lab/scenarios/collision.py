"""Both BGP speakers of a node at one router address: only one of the two sessions can come up.

This is the problem that the project solves. Calico has MetalLB's AS number towards that address, so that the address
is the only obstacle. With the stack up, its neighbors at that address are used; on a lab without it the scenario
creates its own.
"""

import time
from collections import Counter
from collections.abc import Callable

from lab.fabric.topology import MASTER, NODES, Host
from lab.scenarios import peerings, speakers
from lab.scenarios.collision_vrf import CollisionVrf
from lab.scenarios.frr import collision_vrf as frr
from lab.scenarios.ios_xe import collision_vrf as ios_xe
from lab.scenarios.peerings import ADDRESS
from lab.scenarios.stage import Stage

TITLE = f"collision: Calico and MetalLB on every node, both asking {ADDRESS} for a session"
SAMPLES = 6
PAUSE_SECONDS = 3
REFUSAL_SECONDS = 60
LOOKS = SAMPLES * len(NODES)
PREPARED: dict[str, Callable[[Stage], CollisionVrf]] = {"ios-xe": ios_xe.prepare, "frr": frr.prepare}
ROUTERS = tuple(PREPARED)


def play(stage: Stage) -> None:
    """Show that MetalLB's sessions prevent Calico's and, on a lab without the stack, the reverse."""
    place = PREPARED[stage.router](stage)
    bare = not speakers.running(stage.fabric)
    if bare:
        _bring_speakers(stage, place.neighbor_as)
    _await(stage, "MetalLB alone gets its session from every node", _metallb_up)
    stage.afterwards("Calico's peer removed", lambda: peerings.remove_calico(stage.fabric))
    peerings.apply_calico(stage.fabric, place.neighbor_as)
    stage.say(f"  Calico's BIRD now asks {ADDRESS} too")
    _await(stage, "Calico's BIRD asks from every node", _calico_asks)
    calico, metallb = _watch(stage)
    stage.claim("MetalLB keeps the session", metallb == LOOKS, f"up in {metallb} of {LOOKS} looks")
    stage.claim("Calico gets none beside it", calico == 0, f"up in {calico} of {LOOKS} looks")
    _show(stage, place)
    if bare:
        _reverse(stage, place)


def _bring_speakers(stage: Stage, own_as: int) -> None:
    stage.afterwards("MetalLB's speakers removed", lambda: speakers.remove(stage.fabric))
    speakers.start(stage.fabric, own_as, ADDRESS)
    stage.say("  MetalLB's speaker runs on every node")


def _reverse(stage: Stage, place: CollisionVrf) -> None:
    """Show the reverse: without MetalLB's sessions Calico's come up, and then there is no room for both again."""
    speakers.hang_up(stage.fabric)
    _await(stage, "MetalLB silent: Calico gets the same session from every node", _calico_up)
    begun = time.monotonic()
    speakers.ask(stage.fabric, place.neighbor_as, ADDRESS)
    stage.say(f"  MetalLB asks {ADDRESS} again")
    if place.keeps_the_first:
        refused = _refusals(stage, begun)
        stage.claim("the router refuses every speaker of MetalLB", len(refused) == len(NODES), _refusal_text(refused))
        calico, _ = _watch(stage)
        stage.claim("Calico keeps the session", calico == LOOKS, f"up in {calico} of {LOOKS} looks")
    else:
        _await(stage, "the router takes MetalLB's connection for Calico's restart", _metallb_up)
        calico, metallb = _watch(stage)
        stage.claim("MetalLB has taken the session", metallb == LOOKS, f"up in {metallb} of {LOOKS} looks")
        stage.claim("Calico does not get it back", calico == 0, f"up in {calico} of {LOOKS} looks")
    _show(stage, place)


def _refusals(stage: Stage, begun: float) -> dict[str, Counter[str]]:
    """The number of refusals of each speaker since `begun`; waits until each has been refused.

    It is counted in the log: between the router's OPEN and its NOTIFICATION the speaker's metric is up.
    """
    while True:
        seconds = time.monotonic() - begun
        refused = speakers.refusals(stage.fabric, ADDRESS, int(seconds) + 1)
        if len(refused) == len(NODES) or seconds > REFUSAL_SECONDS:
            return refused
        time.sleep(1)


def _refusal_text(refused: dict[str, Counter[str]]) -> str:
    """Each speaker with the number of its refusals, by kind."""
    texts = {
        name: ", ".join(f"{count} times {how}" for how, count in sorted(refused[name].items())) for name in refused
    }
    return "; ".join(f"{name}: {texts[name]}" for name in sorted(texts)) or "nothing in the speakers' logs"


def _watch(stage: Stage) -> tuple[int, int]:
    """The number of samples, over some time and all nodes, with Calico's session up, and with MetalLB's."""
    calico = metallb = 0
    for _ in range(SAMPLES):
        time.sleep(PAUSE_SECONDS)
        for host in NODES:
            calico += _calico_up(stage, host)
            metallb += _metallb_up(stage, host)
    return calico, metallb


def _show(stage: Stage, place: CollisionVrf) -> None:
    """Print the router's and a node's current sessions; the router has one session per node."""
    states = list(place.established(stage.fabric))
    stage.claim("the router holds one session per node", states == [host.ip for host in NODES], ", ".join(states))
    stage.quote(f"router: {place.command}", place.summary(stage.fabric))
    stage.quote(f"{MASTER.name}: calicoctl node status", peerings.node_status(stage.fabric, MASTER))


def _metallb_up(stage: Stage, host: Host) -> bool:
    return speakers.session_up(stage.fabric, host)


def _calico_up(stage: Stage, host: Host) -> bool:
    return peerings.calico_state(stage.fabric, host).startswith("Established")


def _calico_asks(stage: Stage, host: Host) -> bool:
    return peerings.calico_state(stage.fabric, host) != "none"


def _await(stage: Stage, what: str, look: Callable[[Stage, Host], bool], seconds: float = 60) -> None:
    """Claim that a condition holds on every node within the time."""
    begun = time.monotonic()
    while not all(seen := [look(stage, host) for host in NODES]) and time.monotonic() - begun < seconds:
        time.sleep(1)
    stage.claim(what, all(seen), f"{sum(seen)} of {len(seen)} nodes after {time.monotonic() - begun:.0f} s")
