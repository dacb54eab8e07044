"""Families with peer groups, templates, members and listen ranges of others: changed, given back, never open between.

A neighbor counts as open when it has an AS that a speaker may have, is active and not shut down, and neither itself
nor its group or template has an outbound filter; a listen range, when that is so of its group.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.config.bgp import Bgp, Family
from emulator.config.inheritance import effective
from errors import PlanError
from platforms.iosxe.object_types import BGP_VRF, VRF
from platforms.iosxe.objects.histories import BgpVrfHistory
from platforms.iosxe.objects.neighbor_lines import PLACEHOLDER
from platforms.plan import Command, Plan
from tests.unit.platforms.iosxe.objects.test_neighbor_round_trips import ADDRESSES, families, filtered
from tests.unit.platforms.iosxe.objects.test_neighbor_round_trips import VRF as VRF_TEXT
from tests.unit.platforms.iosxe.objects.witness import Router

TEMPLATES = """\
router bgp 65000
 template peer-policy BASE
  route-map foreign out
 exit-peer-policy
 !
 template peer-policy FILTERED
  send-community both
  inherit peer-policy BASE 10
 exit-peer-policy
 !
 template peer-policy OPEN
  allowas-in 2
 exit-peer-policy
 !
 template peer-session AS-IN-IT
  remote-as 65030
  timers 3 9
 exit-peer-session
 !
 template peer-session PLAIN
  description from a template
 exit-peer-session
 !
 address-family ipv4 vrf k8s
"""
LINES = ["network 10.9.0.0 mask 255.255.0.0", "aggregate-address 10.8.0.0 255.255.0.0", "redistribute static"]
LINES += ["redistribute connected route-map foreign", "bgp listen limit 20", "maximum-paths 2"]
OF_GROUP = ["ebgp-multihop 32", "shutdown", "description a group", "password 7 0505", "timers 3 9", "local-as 65077"]
OF_GROUP += ["prefix-list foreign out", "route-map foreign out", "maximum-prefix 100", "send-community"]
OF_MEMBER = ["description a member", "shutdown", "allowas-in 3", "prefix-list foreign in", "maximum-prefix 9"]
OF_OTHERS = [*OF_MEMBER, "prefix-list foreign out", "route-map foreign out", "local-as 65077", "timers 10 30"]


def some(draw: st.DrawFn, lines: list[str], most: int = 3) -> list[str]:
    return sorted(draw(st.sets(st.sampled_from(lines), max_size=most)))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A family of others: up to two groups, one with an AS, ranges for them, members, and neighbors with templates."""
    lines = some(draw, LINES)
    groups = sorted(draw(st.sets(st.sampled_from(["LEAVES", "NODES"]))))
    with_as = {group: draw(st.booleans()) for group in groups}
    for number, group in enumerate(groups):
        lines += [f"bgp listen range 10.1.{number}.0/24 peer-group {group}"] if draw(st.booleans()) else []
        lines += [f"neighbor {group} peer-group"] + ([f"neighbor {group} remote-as 65002"] if with_as[group] else [])
        lines += [f"neighbor {group} {rest}" for rest in some(draw, OF_GROUP)]
    for address in sorted(draw(st.sets(st.sampled_from([*ADDRESSES, "10.0.0.20"])))):
        lines += [f"neighbor {address} {rest}" for rest in draw(rests_of(with_as))]
        lines += [draw(st.sampled_from(["", "", "no "])) + f"neighbor {address} activate"]
    return VRF_TEXT + TEMPLATES + "".join(f"  {line}\n" for line in lines)


@st.composite
def rests_of(draw: st.DrawFn, with_as: dict[str, bool]) -> list[str]:
    """A member of a group, a neighbor that inherits from templates, or one that does neither."""
    group = draw(st.sampled_from([None, *with_as]))
    if group:
        own = [] if with_as[group] else ["remote-as 65009"]
        return [*own, f"peer-group {group}", *some(draw, OF_MEMBER)]
    session = draw(st.sampled_from([None, "AS-IN-IT", "PLAIN"]))
    policy = draw(st.sampled_from([None, "FILTERED", "OPEN"]))
    first = [] if session == "AS-IN-IT" else ["remote-as 65009"]
    first += [f"inherit peer-session {session}"] if session else []
    return first + ([f"inherit peer-policy {policy}"] if policy else []) + some(draw, OF_OTHERS)


def agreeing(wanted: Any, text: str) -> Any:
    """The same family where each neighbor that has its AS from the template wants that AS and these timers."""
    described = wanted.model_dump()
    for neighbor in described["neighbors"]:
        if f"neighbor {neighbor['address']} inherit peer-session AS-IN-IT\n" in text:
            neighbor |= {"remote_as": 65030, "keepalive_seconds": 3, "hold_seconds": 9}
    return BGP_VRF.values.model_validate(described)


def open_wide(router: Router) -> set[str]:
    """The neighbors and ranges that could hear everything."""
    bgp = router.config.bgp
    family = bgp.families.get(("ipv4", "k8s")) if bgp else None
    if bgp is None or family is None:
        return set()
    found = {address for address in family.neighbors if _open(bgp, family, address)}
    return found | {prefix for prefix, group in family.ranges.items() if _open(bgp, family, group, "remote-as")}


def _open(bgp: Bgp, family: Family, name: str, asn: str = "") -> bool:
    known = effective(bgp, family, name)
    closed = "shutdown" in known or known.get("remote-as", asn) == PLACEHOLDER
    return (
        not closed and known.get("activate") == "activate" and not known.keys() & {"prefix-list out", "route-map out"}
    )


def cannot_be_written_closed(router: Router) -> bool:
    """Whether a neighbor has its AS from a template, and something that has to be there before it comes up."""
    bgp = router.config.bgp
    family = bgp.families.get(("ipv4", "k8s")) if bgp else None
    if bgp is None or family is None:
        return False
    text = router.text
    return any(
        f"neighbor {address} inherit peer-session AS-IN-IT\n" in text
        and effective(bgp, family, address).keys() & {"prefix-list out", "route-map out", "shutdown"}
        for address in family.neighbors
    )


def watched(router: Router, commands: tuple[Command, ...], allowed: set[str], undoing: bool = False) -> None:
    """All lines in order; a neighbor that has its AS from a group or template is shut down by the very next line."""
    for command, following in zip(commands, [*commands[1:], Command("")], strict=False):
        if undoing:
            router.take_back([command])
        else:
            router.take(command)
        words = command.line.split()
        joins = len(words) > 3 and words[2] in ("peer-group", "inherit")
        new = {words[1]} if joins and following.line == f"neighbor {words[1]} shutdown" else set()
        assert open_wide(router) <= allowed | new, command


def broken_off(data: st.DataObject, start: Router, plan: Plan) -> None:
    """After any number of lines, the undo leads back, and opens nothing that was not open."""
    length = data.draw(st.integers(0, len(plan.commands)))
    router, allowed = start.copy(), open_wide(start)
    router.apply(plan.commands[:length])
    watched(router, plan.undo, allowed | open_wide(router), undoing=True)
    assert router.text == start.text, f"after {plan.commands[:length]}"


def changed(data: st.DataObject, router: Router, wanted: Any, previous: Any, before: BgpVrfHistory) -> None:
    """The plan leads to what is wanted, once; no neighbor is open on the way."""
    plan = BGP_VRF.plan(router.tree, wanted, previous, before)
    broken_off(data, router, plan)
    watched(router, plan.commands, open_wide(router))
    assert BGP_VRF.running(router.tree, wanted, before) == BGP_VRF.lines(wanted)
    assert BGP_VRF.plan(router.tree, wanted, wanted, before).commands == ()


@settings(deadline=None)
@given(st.data(), texts())
def test_a_family_among_groups_of_others_lives_and_dies_without_a_trace(data: st.DataObject, text: str) -> None:
    first = agreeing(filtered(data.draw(families())), text)
    there = {str(neighbor.address) for neighbor in first.neighbors}
    fresh = {address for address in ADDRESSES if f"neighbor {address} " not in text}
    second = agreeing(filtered(data.draw(families(there | fresh))), text)
    router = Router(text)
    original = router.text
    before = BGP_VRF.before(router.tree, first)
    changed(data, router, first, None, before)
    before = BGP_VRF.before_update(router.tree, second, first, before)
    changed(data, router, second, first, before)
    removal = BGP_VRF.removal(router.tree, second, before)
    broken_off(data, router, removal)
    router.apply(removal.commands)
    assert router.text == original
    assert BGP_VRF.removal(router.tree, second, before).commands == ()


@settings(deadline=None)
@given(st.data(), texts())
def test_a_family_of_groups_outlives_its_route_distinguisher(data: st.DataObject, text: str) -> None:
    router = Router(text)
    original = router.text
    try:
        plan = VRF.plan(router.tree, VRF.values(name="k8s", rd="65000:20"), None)
    except PlanError:
        assert cannot_be_written_closed(router)
        return
    assert not cannot_be_written_closed(router)
    broken_off(data, router, plan)
    watched(router, plan.commands, open_wide(router))
    assert router.text == original.replace(" rd 65000:1\n", " rd 65000:20\n")
