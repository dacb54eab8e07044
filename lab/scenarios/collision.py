"""Both BGP speakers of a node at one router address: only one of the two sessions can come up.

This is what the project exists for. Calico is given MetalLB's AS number towards that address, so that nothing but the
address stands in the way. With the stack up, its neighbors on GigabitEthernet2 are used; on a bare lab the scenario
makes its own.
"""

import time
from collections.abc import Callable

from lab.fabric.topology import MASTER, NODES, Host
from lab.scenarios import peerings, speakers, spot
from lab.scenarios.peerings import ADDRESS
from lab.scenarios.stage import Stage

TITLE = f"collision: Calico and MetalLB on every node, both asking {ADDRESS} for a session"
SAMPLES = 6
PAUSE_SECONDS = 3
LOG_SECONDS = 5
NUDGES = 3
# The longest pause MetalLB makes between two attempts is two minutes.
BACK_OFF_SECONDS = 130
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
    _nudge(stage)
    # A node whose BIRD did not take the new peer in proves nothing and disproves nothing: the others show it.
    _await(stage, "Calico's BIRD asks", _calico_asks, enough=1)
    calico, metallb = _watch(stage)
    stage.claim("MetalLB keeps the session", metallb == LOOKS, f"up in {metallb} of {LOOKS} looks")
    stage.claim("Calico gets none beside it", calico == 0, f"up in {calico} of {LOOKS} looks")
    _show(stage, place)
    if bare:
        _reverse(stage, place)


def _nudge(stage: Stage) -> None:
    """A BIRD that has not taken the new peer in after some seconds is told once more to read its configuration."""
    for _ in range(NUDGES):
        begun = time.monotonic()
        while (late := [host for host in NODES if not _calico_asks(stage, host)]) and time.monotonic() - begun < 15:
            time.sleep(1)
        if not late:
            return
        for host in late:
            stage.say(f"  {host.name}'s BIRD has not taken the peer in: told again")
            stage.fabric.run_in(host.name, ["/bin/sh", "-c", 'kill -HUP "$(cat /run/calico/bird.pid)"'])


def _bring_speakers(stage: Stage, own_as: int) -> None:
    stage.afterwards("MetalLB's speakers removed", lambda: speakers.remove(stage.fabric))
    speakers.start(stage.fabric, own_as, ADDRESS)
    stage.say("  MetalLB's speaker runs on every node")


def _reverse(stage: Stage, place: spot.Spot) -> None:
    """Who came first has the session: with MetalLB silent Calico gets it, and MetalLB then does not."""
    speakers.hang_up(stage.fabric)
    _await(stage, "MetalLB silent: Calico gets the same session from every node", _calico_up)
    speakers.ask(stage.fabric, place.neighbor_as, ADDRESS)
    stage.say(f"  MetalLB asks {ADDRESS} again")
    calico, _ = _watch(stage)
    stage.claim("Calico keeps the session", calico == LOOKS, f"up in {calico} of {LOOKS} looks")
    refused = _refusals(stage)
    measured = ", ".join(f"{name} {count} times in {LOG_SECONDS} s" for name, count in sorted(refused.items()))
    what = "the router closes what MetalLB opens: 'Connection Collision Resolution'"
    # A refused speaker may pause for minutes, and one that does not pause floods the logs: one is witness enough.
    stage.claim(what, bool(refused), measured or "not in the speakers' logs")
    _show(stage, place)


def _refusals(stage: Stage) -> dict[str, int]:
    """How often speakers were refused within some seconds; waits for one, since their back-off has grown meanwhile.

    The log counts, not the metric: between the router's OPEN and its NOTIFICATION the speaker calls itself up.
    """
    refused: dict[str, int] = {}
    deadline = time.monotonic() + BACK_OFF_SECONDS
    while not refused and time.monotonic() < deadline:
        refused = speakers.collisions(stage.fabric, LOG_SECONDS) | refused
        time.sleep(1)
    return refused


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


def _await(
    stage: Stage, what: str, look: Callable[[Stage, Host], bool], seconds: float = 60, enough: int = len(NODES)
) -> None:
    """A claim that it is so on every node, or on `enough` of them, within the time."""
    begun = time.monotonic()
    while not all(seen := [look(stage, host) for host in NODES]) and time.monotonic() - begun < seconds:
        time.sleep(1)
    stage.claim(what, sum(seen) >= enough, f"{sum(seen)} of {len(seen)} nodes after {time.monotonic() - begun:.0f} s")
