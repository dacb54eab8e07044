"""One neighbor of a BGP family: its lines, and the order in which they may change.

A neighbor must never be up without its outbound filter, at no line of a batch and wherever it breaks off. So a new one
is made with an AS that nobody has, shut down at once, and gets its own AS last of all; and on one that is up the filter
is set before anything else. All neighbors of a family are closed and complete before the first one is opened.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from model.stack import Neighbor
from platforms.iosxe.objects import password
from platforms.iosxe.objects.inheritance import memberships
from platforms.iosxe.objects.normalize import as_number
from platforms.iosxe.objects.plan_builder import Mode, PlanBuilder, settled
from platforms.passwords import placeholder
from platforms.plan import Command

# What the stack owns of its neighbors, in the order IOS prints it; each name leads to the text after the address.
ORDER = (
    "remote-as",
    "shutdown",
    "ebgp-multihop",
    "update-source",
    "timers",
    "ha-mode",
    "password",
    "fall-over bfd",
    "activate",
    "prefix-list out",
    "maximum-prefix",
)
# Left to whoever typed them, unless the stack declares them.
OPTIONAL = frozenset({"password", "ha-mode", "fall-over bfd", "maximum-prefix"})
Slots = dict[str, str]
_WORDS = frozenset(ORDER)

# Stands in for a new neighbor's AS until it may come up. Source: RFC 5398, for documentation, in nobody's network.
PLACEHOLDER = "remote-as 64496"

_FILTER = re.compile(r"^prefix-list \S+ out$")


def split(line: str) -> tuple[str, str] | None:
    """A neighbor line as its address and the rest; `no neighbor A activate` is `no activate`."""
    negated = line.startswith("no neighbor ")
    words = (line[3:] if negated else line).split(" ", 2)
    if words[0] != "neighbor" or len(words) < 3:
        return None
    return words[1], f"no {words[2]}" if negated else words[2]


def slot_of(rest: str) -> str | None:
    """Which of our settings a line is; None for a foreign one."""
    if rest in _WORDS:
        return rest
    word = rest.split(" ", 1)[0]
    if word == "prefix-list":
        return "prefix-list out" if _FILTER.match(rest) else None
    if word in _WORDS:
        return word
    return "activate" if rest == "no activate" else None


def slots_of(rests: Iterable[str]) -> Slots:
    """Our settings among a neighbor's lines, as the router wrote them."""
    return {slot: rest for rest in rests if (slot := slot_of(rest))}


def owned(rests: Iterable[str], *declared: Slots, formerly: Slots | None = None) -> Slots:
    """Those of them that the stack owns: an optional one only where it is declared.

    Or where it says again what the stack took away: a reload before that was saved brings it back.
    """
    found = slots_of(rests)
    left, again = OPTIONAL.difference(*declared), _same(found, formerly or {})
    return {slot: rest for slot, rest in found.items() if slot not in left or slot in again}


def not_replaced(rests: Iterable[str], taken: Slots) -> Slots:
    """Those of the settings that were taken away which nobody has typed in another way since."""
    found = slots_of(rests)
    return {slot: rest for slot, rest in taken.items() if slot not in found} | _same(found, taken)


def _same(found: Slots, known: Slots) -> Slots:
    """Those of the known settings that are found as well; a password's fingerprint is slow, so no other is made."""
    return {
        slot: rest
        for slot, rest in normal({slot: found[slot] for slot in known if slot in found}).items()
        if rest == known[slot]
    }


def optional(slots: Slots) -> Slots:
    """The optional ones among them."""
    return {slot: rest for slot, rest in slots.items() if slot in OPTIONAL}


def normal(slots: Slots) -> Slots:
    """The settings in one notation: plain AS numbers, `ebgp-multihop` with its hops, a password by its fingerprint."""
    result = dict(slots)
    if "." in slots.get("remote-as", ""):
        result["remote-as"] = f"remote-as {as_number(slots['remote-as'].split()[1])}"
    if slots.get("ebgp-multihop") == "ebgp-multihop":
        result["ebgp-multihop"] += " 255"
    if "password" in slots:
        result["password"] = password.shown(slots["password"])
    return result


def wanted_slots(neighbor: Neighbor) -> Slots:
    """What a neighbor should say."""
    slots = {"remote-as": f"remote-as {neighbor.remote_as}", "activate": "activate"}
    if neighbor.ebgp_multihop:
        slots["ebgp-multihop"] = f"ebgp-multihop {neighbor.ebgp_multihop}"
    if neighbor.update_source:
        slots["update-source"] = f"update-source {neighbor.update_source}"
    if neighbor.hold_seconds and neighbor.keepalive_seconds:
        slots["timers"] = f"timers {neighbor.keepalive_seconds} {neighbor.hold_seconds}"
    if neighbor.prefix_list_out:
        slots["prefix-list out"] = f"prefix-list {neighbor.prefix_list_out} out"
    return slots | _optional(neighbor)


def _optional(neighbor: Neighbor) -> Slots:
    slots: Slots = {}
    if neighbor.password:
        slots["password"] = placeholder(neighbor.password)
    if neighbor.graceful_restart:
        slots["ha-mode"] = "ha-mode graceful-restart"
    if neighbor.bfd:
        slots["fall-over bfd"] = "fall-over bfd"
    if neighbor.maximum_prefix:
        slots["maximum-prefix"] = f"maximum-prefix {neighbor.maximum_prefix}"
    return slots


def text(address: str, slots: Slots, named: Iterable[str] = ()) -> str:
    """The settings as the router prints them, the filter last: in a text's diff the last line shows as changed, too.

    Args:
        address: The neighbor.
        slots: Its settings.
        named: The lines that name its peer group or templates.
    """
    filtered = "prefix-list out"
    order = [*(slot for slot in ORDER if slot != filtered), filtered]
    return "\n".join(typed(address, rest) for rest in (*named, *(slots[slot] for slot in order if slot in slots)))


def typed(address: str, rest: str) -> str:
    """The line that sets `rest`."""
    return f"no neighbor {address} {rest[3:]}" if rest.startswith("no ") else f"neighbor {address} {rest}"


def negated(address: str, rest: str) -> str:
    """The line that takes `rest` away."""
    rest = "password" if rest.startswith("password ") else rest
    return f"neighbor {address} {rest[3:]}" if rest.startswith("no ") else f"no neighbor {address} {rest}"


def half_made(rests: Iterable[str], wanted: Slots) -> bool:
    """Whether a neighbor is one of ours that a broken-off batch left: it has the placeholder's AS, and nothing foreign.

    Of what we own it may say anything while it is shut down, else only what is wanted.
    """
    rests = list(rests)
    found = slots_of(rests)
    if not _same(found, {"remote-as": PLACEHOLDER}) or not all(slot_of(rest) for rest in rests):
        return False
    slots = normal(found)
    alike = all(slot in ("remote-as", "activate") or wanted.get(slot) == rest for slot, rest in slots.items())
    return "shutdown" in slots or alike


def add(
    builder: PlanBuilder, later: PlanBuilder, mode: Mode, address: str, slots: Slots, others: Sequence[str] = ()
) -> None:
    """The neighbor is there, closed and complete, with any other lines as well; `later` opens it."""
    rests = [*(slots[slot] for slot in ORDER if slot in slots), *others]
    head, *complete = _closed(mode, address, rests)
    # The placeholder first: a neighbor that is open already is closed before it goes.
    away = [Command(line, mode) for line in (typed(address, PLACEHOLDER), negated(address, PLACEHOLDER))]
    builder.do(head.line, mode, "a new neighbor, for now with an AS nobody has", away, ahead=True)
    builder.also(complete)
    later.also(_opening(mode, address, rests))


def written(mode: Mode, neighbors: Mapping[str, Sequence[str]], why: str = "") -> list[Command]:
    """Whole neighbors with any lines, foreign ones too: all are closed and complete before the first one is opened."""
    closed = [one for address, rests in neighbors.items() for one in _closed(mode, address, rests, why)]
    opening = [one for address, rests in neighbors.items() for one in _opening(mode, address, rests, why)]
    return [*settled(closed), *settled(opening)]


def group_written(mode: Mode, name: str, rests: Sequence[str], why: str = "") -> list[Command]:
    """A whole peer group, which nobody is a member of yet: it is made, and then has its lines in any order."""
    first = [rest for rest in rests if rest == "peer-group"]
    return [Command(typed(name, rest), mode, why) for rest in [*first, *(rest for rest in rests if rest not in first)]]


def _closed(mode: Mode, address: str, rests: Sequence[str], why: str = "") -> list[Command]:
    """The neighbor with all its lines, and shut down; with the placeholder unless a group or template brings the AS.

    A member's filter is its group's, which is there. Whoever has the AS from a template is shut down by the next line.
    """
    own_as = any(rest.startswith("remote-as ") for rest in rests)
    named = memberships(rests)
    first = [PLACEHOLDER, "shutdown", *named] if own_as else [*named[:1], "shutdown", *named[1:]]
    opening = {"remote-as", "shutdown", "activate"}
    middle = [rest for rest in rests if slot_of(rest) not in opening and rest not in named]
    reasons = {"shutdown": "down until its filter is there"}
    return [Command(typed(address, rest), mode, why or reasons.get(rest, "")) for rest in [*first, *middle]]


def _opening(mode: Mode, address: str, rests: Sequence[str], why: str = "") -> list[Command]:
    """What opens a neighbor that is complete; its AS comes last, so that until then it counts as half-made."""
    lines = [typed(address, rest) for rest in rests if slot_of(rest) == "activate"]
    if "shutdown" not in rests:
        lines.append(negated(address, "shutdown"))
    lines += [typed(address, rest) for rest in rests if rest.startswith("remote-as ")]
    reasons = [why or ("complete, so it may come up" if line == lines[-1] else "") for line in lines]
    return [Command(line, mode, reason) for line, reason in zip(lines, reasons, strict=True)]


def remove(builder: PlanBuilder, mode: Mode, address: str, rests: list[str]) -> None:
    """The neighbor goes with all that was said of it, by one line."""
    head = next((rest for rest in rests if rest.startswith("remote-as ")), rests[0])
    builder.do(negated(address, head), mode, "no longer wanted", written(mode, {address: rests}), ahead=True)


# On a neighbor that may be up the filter comes first and, where it is to go, goes last.
_SAFE = ("prefix-list out", "ebgp-multihop", "update-source", "timers", *(slot for slot in ORDER if slot in OPTIONAL))
# In the order that opens a neighbor, each with what closes it.
_OPENING = {"activate": "no activate", "shutdown": "shutdown", "remote-as": PLACEHOLDER}


def change(builder: PlanBuilder, later: PlanBuilder, mode: Mode, address: str, running: Slots, wanted: Slots) -> None:
    """What differs is sent and nothing else; a new AS is the one line `remote-as`, so all other settings stay.

    What is to be closed is closed at once; what may open the neighbor is left to `later`.
    """
    now, then = normal(running), normal(wanted)
    differing = [slot for slot in (*_OPENING, *_SAFE) if slot in then and now.get(slot) != then[slot]]
    opening = [slot for slot in differing if slot in _OPENING and then[slot] != _OPENING[slot]]
    for slot in differing:
        if slot not in opening:
            # A filter that may be none, as of a neighbor given back, waits until the neighbor is closed.
            ahead = slot != "prefix-list out" or differing[0] not in _OPENING
            _set(builder, mode, address, slot, running, then[slot], ahead)
    for slot in _SAFE[1:]:
        if slot in now and slot not in then:
            _unset(builder, mode, address, running[slot])
    for slot in (*_OPENING, "prefix-list out"):
        if slot in opening:
            _set(later, mode, address, slot, running, then[slot])
        elif slot in now and slot not in then:
            _unset(later, mode, address, running[slot])


def _set(
    builder: PlanBuilder, mode: Mode, address: str, slot: str, running: Slots, rest: str, ahead: bool = True
) -> None:
    why = f"was '{normal(running)[slot]}'" if slot in running else "missing"
    old = typed(address, running[slot]) if slot in running else negated(address, rest)
    builder.do(typed(address, rest), mode, why, [old], ahead)


def _unset(builder: PlanBuilder, mode: Mode, address: str, rest: str) -> None:
    builder.do(negated(address, rest), mode, "not wanted", [typed(address, rest)], ahead=True)
