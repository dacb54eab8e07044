"""Both BGP speakers of a node at one router address: only one of the two sessions can come up.

This is what the project exists for. Calico is given MetalLB's AS number towards that address, so that nothing but the
address stands in the way. With the stack up, its neighbors on GigabitEthernet2 are used; on a bare lab the scenario
makes its own.
"""

import time
from collections import Counter
from collections.abc import Callable

from lab.fabric.topology import MASTER, NODES, Host
from lab.scenarios import collision_vrf as spot
from lab.scenarios import peerings, speakers
from lab.scenarios.peerings import ADDRESS
from lab.scenarios.stage import Stage

TITLE = f"collision: Calico and MetalLB on every node, both asking {ADDRESS} for a session"
SAMPLES = 6
PAUSE_SECONDS = 3
REFUSAL_SECONDS = 60
LOOKS = SAMPLES * len(NODES)


def play(stage: Stage) -> None:
    """MetalLB's sessions come up alone, Calico's beside them do not; where nothing depends on it, also the reverse."""
    place = spot.prepare(stage)
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


def _reverse(stage: Stage, place: spot.Spot) -> None:
    """Who came first has the session: with MetalLB silent Calico gets it, and MetalLB then does not."""
    speakers.hang_up(stage.fabric)
    _await(stage, "MetalLB silent: Calico gets the same session from every node", _calico_up)
    begun = time.monotonic()
    speakers.ask(stage.fabric, place.neighbor_as, ADDRESS)
    stage.say(f"  MetalLB asks {ADDRESS} again")
    refused = _refusals(stage, begun)
    stage.claim("the router refuses every speaker of MetalLB", len(refused) == len(NODES), _told(refused))
    calico, _ = _watch(stage)
    stage.claim("Calico keeps the session", calico == LOOKS, f"up in {calico} of {LOOKS} looks")
    _show(stage, place)


def _refusals(stage: Stage, begun: float) -> dict[str, Counter[str]]:
    """How often each speaker was refused since they began to ask; waits for the last of them to have been.

    The log counts, not the metric: between the router's OPEN and its NOTIFICATION the speaker calls itself up.
    """
    while True:
        seconds = time.monotonic() - begun
        refused = speakers.refusals(stage.fabric, ADDRESS, int(seconds) + 1)
        if len(refused) == len(NODES) or seconds > REFUSAL_SECONDS:
            return refused
        time.sleep(1)


def _told(refused: dict[str, Counter[str]]) -> str:
    """Each speaker, and how often it was refused in which way."""
    ways = {name: ", ".join(f"{count} times {how}" for how, count in sorted(refused[name].items())) for name in refused}
    return "; ".join(f"{name}: {ways[name]}" for name in sorted(ways)) or "nothing in the speakers' logs"


def _watch(stage: Stage) -> tuple[int, int]:
    """In how many looks, over some time and all nodes, Calico's session was up, and MetalLB's."""
    calico = metallb = 0
    for _ in range(SAMPLES):
        time.sleep(PAUSE_SECONDS)
        for host in NODES:
            calico += _calico_up(stage, host)
            metallb += _metallb_up(stage, host)
    return calico, metallb


def _show(stage: Stage, place: spot.Spot) -> None:
    """What the router and a node print at this moment; the router has one session per node."""
    summary = place.summary(stage.fabric)
    states = peerings.established(summary)
    stage.claim("the router holds one session per node", states == [host.ip for host in NODES], ", ".join(states))
    stage.quote(f"router: {place.command}", summary)
    stage.quote(f"{MASTER.name}: calicoctl node status", peerings.node_status(stage.fabric, MASTER))


def _metallb_up(stage: Stage, host: Host) -> bool:
    return speakers.session_up(stage.fabric, host)


def _calico_up(stage: Stage, host: Host) -> bool:
    return peerings.calico_state(stage.fabric, host).startswith("Established")


def _calico_asks(stage: Stage, host: Host) -> bool:
    return peerings.calico_state(stage.fabric, host) != "none"


def _await(stage: Stage, what: str, look: Callable[[Stage, Host], bool], seconds: float = 60) -> None:
    """A claim that it is so on every node within the time."""
    begun = time.monotonic()
    while not all(seen := [look(stage, host) for host in NODES]) and time.monotonic() - begun < seconds:
        time.sleep(1)
    stage.claim(what, all(seen), f"{sum(seen)} of {len(seen)} nodes after {time.monotonic() - begun:.0f} s")
