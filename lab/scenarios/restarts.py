"""Changes that restart sessions, one after the other: for how long each session is away, by the router's tables.

These are the figures beside the sessions of `bgp-coexist plan`, in plan/measured.py. It needs the applied stack `dev`,
whose file it does not change.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import partial
from typing import Any

from lab.fabric import Fabric
from lab.kubernetes.kubectl import kubectl
from lab.scenarios.applied import Applied
from lab.scenarios.ios_xe import tables
from lab.scenarios.ios_xe.before import Before
from lab.scenarios.ios_xe.session_looks import looking, sessions
from lab.scenarios.speakers import NAMESPACE
from lab.scenarios.stage import Stage, settled

ROUTERS = ("ios-xe",)
TITLE = "restarts: the applied stack with changes that restart sessions, one after the other"
CALM_SECONDS = 3
# BIRD waits up to 60 s after an error, and dials again after 120 s at most; the checks of `up` wait as long.
BACK_SECONDS = 300
_SPEAKERS = "--selector=app.kubernetes.io/component=speaker"


def play(stage: Stage) -> None:
    """Measure each change; every one comes upon those before it."""
    stack = Applied(stage.fabric.places.root / "restarts")
    stack.require()
    before, vrfs = Before(stage, stack), tables.bgp_vrfs(stage.fabric)
    stage.afterwards("the stack as its own file says", stack.restore)
    for what, values in changes(stack.values()):
        _measure(stage, vrfs, what, partial(stack.up, stack.copy(**values)))
    _measure(stage, vrfs, "MetalLB's speakers restart, one after the other", lambda: _roll(stage.fabric))
    stack.up(stack.file)
    before.claim_unchanged()


def changes(values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each change, with the configuration after it."""
    changed = deepcopy({key: values[key] for key in ("routers", "calico", "metallb", "verification")})
    changed["verification"]["waitSeconds"] = BACK_SECONDS
    (router,) = changed["routers"].values()
    changed["calico"]["asn"] += 10
    yield "the AS of Calico's nodes: the router's neighbors and BGPConfiguration", deepcopy(changed)
    changed["metallb"]["asn"] += 10
    yield "the AS of MetalLB's speakers: the router's neighbors and MetalLB's BGPPeer", deepcopy(changed)
    changed["calico"]["session"] = {"holdSeconds": 60}
    yield "the hold time of Calico's sessions: the router's neighbors alone", deepcopy(changed)
    changed["metallb"]["session"] = {"holdSeconds": 60}
    yield "the hold time of MetalLB's sessions: the router's neighbors and MetalLB's BGPPeer", deepcopy(changed)
    for vrf in router["vrfs"].values():
        vrf["rd"] += "0"
    yield "the route distinguishers: each VRF and its family are made anew", deepcopy(changed)
    router["asn"] += 10
    yield "the router's AS: BGP is made anew, and every BGPPeer changes", deepcopy(changed)


def _measure(stage: Stage, vrfs: Sequence[str], what: str, act: Callable[[], object]) -> None:
    """Claim that every session comes back, and print for how long those of each VRF were away."""
    wanted = sessions(vrfs)
    with looking(stage.fabric, vrfs) as looks:
        time.sleep(CALM_SECONDS)
        act()
        done = time.monotonic()
        back = settled(lambda: looks.back(wanted, done), True, BACK_SECONDS)
    ranges = [_range(vrf, [looks.away(each) for each in wanted if each[0] == vrf]) for vrf in vrfs]
    stage.claim(what, back, f"{'; '.join(ranges)}; at most {looks.blind():.1f} s between two looks")


def _range(vrf: str, seconds: Sequence[float]) -> str:
    """The shortest and the longest time, in words."""
    if not any(seconds):
        return f"{vrf}: not seen away"
    return f"{vrf}: away for {min(seconds):.1f} to {max(seconds):.1f} s"


def _roll(fabric: Fabric) -> None:
    kubectl(fabric, "rollout", "restart", "daemonset", _SPEAKERS, f"--namespace={NAMESPACE}")
    kubectl(fabric, "rollout", "status", "daemonset", _SPEAKERS, f"--namespace={NAMESPACE}", seconds=190)
