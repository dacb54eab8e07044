"""One neighbor of a BGP family: its lines, and the order in which they may change.

A neighbor must never be up without its outbound filter, at no line of a batch and wherever it breaks off. So a new one
is shut down as soon as it exists and brought up last, and on one that is up the filter is set before anything else.
"""

import re
from collections.abc import Iterable

from model.stack import Neighbor
from render.iosxe.draft import Draft, Mode
from render.iosxe.kind import Command
from render.iosxe.notation import as_number

# What the stack owns of its neighbors, in the order IOS prints it; each name leads to the text after the address.
ORDER = ("remote-as", "shutdown", "ebgp-multihop", "update-source", "activate", "prefix-list out")
Slots = dict[str, str]
_WORDS = frozenset(ORDER)

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
    word = rest.split(" ", 1)[0]
    if word == "prefix-list":
        return "prefix-list out" if _FILTER.match(rest) else None
    if word in _WORDS:
        return word
    return "activate" if rest == "no activate" else None


def slots_of(rests: Iterable[str]) -> Slots:
    """Our settings among a neighbor's lines, as the router wrote them."""
    return {slot: rest for rest in rests if (slot := slot_of(rest))}


def normal(slots: Slots) -> Slots:
    """The settings in one notation: AS numbers without dots, a bare `ebgp-multihop` with its 255 hops."""
    result = dict(slots)
    if "." in slots.get("remote-as", ""):
        result["remote-as"] = f"remote-as {as_number(slots['remote-as'].split()[1])}"
    if slots.get("ebgp-multihop") == "ebgp-multihop":
        result["ebgp-multihop"] += " 255"
    return result


def wanted_slots(neighbor: Neighbor) -> Slots:
    """What a neighbor should say."""
    slots = {"remote-as": f"remote-as {neighbor.remote_as}", "activate": "activate"}
    if neighbor.ebgp_multihop:
        slots["ebgp-multihop"] = f"ebgp-multihop {neighbor.ebgp_multihop}"
    if neighbor.update_source:
        slots["update-source"] = f"update-source {neighbor.update_source}"
    if neighbor.prefix_list_out:
        slots["prefix-list out"] = f"prefix-list {neighbor.prefix_list_out} out"
    return slots


def text(address: str, slots: Slots) -> str:
    """The settings as the router prints them."""
    return "\n".join(_typed(address, slots[slot]) for slot in ORDER if slot in slots)


def _typed(address: str, rest: str) -> str:
    """The line that sets `rest`."""
    return f"no neighbor {address} {rest[3:]}" if rest.startswith("no ") else f"neighbor {address} {rest}"


def _negated(address: str, rest: str) -> str:
    """The line that takes `rest` away."""
    return f"neighbor {address} {rest[3:]}" if rest.startswith("no ") else f"no neighbor {address} {rest}"


def add(draft: Draft, mode: Mode, address: str, slots: Slots) -> None:
    """The neighbor comes up with all its settings at once: shut down first, filter before `activate`, up last."""
    commands = written(mode, address, [slots[slot] for slot in ORDER if slot in slots])
    draft.do(commands[0].line, mode, "a new neighbor", [_negated(address, slots["remote-as"])])
    draft.also(commands[1:])


def written(mode: Mode, address: str, rests: list[str], why: str = "") -> list[Command]:
    """A whole neighbor with any lines, foreign ones too, in the order that never opens it unfiltered."""
    first = [rest for rest in rests if rest.startswith(("remote-as ", "peer-group", "inherit "))]
    last = [rest for rest in rests if slot_of(rest) == "activate"]
    middle = [rest for rest in rests if rest not in first and rest not in last and rest != "shutdown"]
    lines = [_typed(address, rest) for rest in [*first, "shutdown", *middle, *last]]
    reasons = {f"neighbor {address} shutdown": "down until its filter is there"}
    if "shutdown" not in rests:
        lines.append(f"no neighbor {address} shutdown")
        reasons[lines[-1]] = "its filter is there"
    return [Command(line, mode, why or reasons.get(line, "")) for line in lines]


def remove(draft: Draft, mode: Mode, address: str, rests: list[str]) -> None:
    """The neighbor goes with all that was said of it, by one line."""
    head = next((rest for rest in rests if rest.startswith("remote-as ")), rests[0])
    draft.do(_negated(address, head), mode, "no longer wanted", written(mode, address, rests))


# On a neighbor that may be up the filter comes first and, where it is to go, goes last.
_SAFE = ("prefix-list out", "shutdown", "ebgp-multihop", "update-source", "remote-as", "activate")


def change(draft: Draft, mode: Mode, address: str, running: Slots, wanted: Slots) -> None:
    """What differs is sent and nothing else; a new AS is the one line `remote-as`, so all other settings stay."""
    now, then = normal(running), normal(wanted)
    if now == then:
        return
    for slot in _SAFE:
        if slot in then and now.get(slot) != then[slot]:
            _set(draft, mode, address, slot, running, then[slot])
    for slot in reversed(_SAFE):
        if slot in now and slot not in then:
            draft.do(_negated(address, running[slot]), mode, "not wanted", [_typed(address, running[slot])])


def _set(draft: Draft, mode: Mode, address: str, slot: str, running: Slots, rest: str) -> None:
    why = f"was '{running[slot]}'" if slot in running else "missing"
    old = _typed(address, running[slot]) if slot in running else _negated(address, rest)
    draft.do(_typed(address, rest), mode, why, [old])
