"""A neighbor that is a member of a peer group or inherits from a template which the stack does not own.

A peer group alone decides the outbound policy of its members, so the stack cannot own such a neighbor's filter where
it is. A neighbor that is taken over leaves its group and templates and becomes a neighbor of its own; on removal it
is made a member again.

A neighbor that has its AS from a session template stays where it is: IOS would make it again by that template alone, up
and without a filter. The stack sets what differs, on the neighbor itself, and on removal takes just that away.
"""

from collections.abc import Iterable, Mapping, Sequence

from errors import PlanError
from platforms.iosxe.objects import neighbor_lines, password
from platforms.iosxe.objects.inheritance import (
    Neighbors,
    is_membership,
    is_outbound,
    key_of,
    memberships,
    missing_from,
    settings_of,
    source_of,
)
from platforms.iosxe.objects.neighbor_lines import Slots
from platforms.iosxe.objects.plan_builder import Mode, PlanBuilder
from platforms.iosxe.tree import Node


def sources(rests: Sequence[str]) -> str:
    """What a neighbor inherits from, for people: `peer group 'NODES'`."""
    return " and ".join(map(source_of, memberships(rests)))


def inheriting(lines: Iterable[str]) -> str:
    """Which neighbors inherit from what, as these lines of theirs say, for people; empty where none does."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if (parts := neighbor_lines.split(line)) and is_membership(parts[1]):
            found.setdefault(parts[0], []).append(parts[1])
    return " and ".join(f"'neighbor {address}' {_inherits(rests)}" for address, rests in found.items())


def _inherits(rests: Sequence[str]) -> str:
    verb = "is a member of" if rests[0].startswith("peer-group ") else "inherits from"
    return f"{verb} {sources(rests)}"


def stays(rests: Sequence[str]) -> bool:
    """Whether a neighbor with these lines keeps its templates: one of them gives it its AS."""
    return bool(memberships(rests)) and not any(rest.startswith(("remote-as ", "peer-group ")) for rest in rests)


def from_templates(process: Node, neighbors: Neighbors, address: str, wanted: Slots) -> Slots:
    """What counts for a neighbor from its templates, of the settings that are wanted."""
    given = neighbor_lines.slots_of(
        setting.rest for setting in settings_of(process, neighbors, address) if setting.source
    )
    return {slot: rest for slot, rest in given.items() if slot in wanted or slot == "shutdown"}


def still_missing(process: Node, neighbors: Neighbors, address: str, running: Slots, wanted: Slots) -> Slots:
    """What a neighbor that stays in its templates has to say itself: what it says, and what they do not say for it.

    Raises:
        PlanError: They give it another AS or shut it down, which no line of its own changes in place.
    """
    given = neighbor_lines.normal(from_templates(process, neighbors, address, wanted))
    then = neighbor_lines.normal(wanted)
    for slot in ("remote-as", "shutdown"):
        if slot in given and given[slot] != then.get(slot):
            raise _at_odds(address, sources(neighbors[address]), given[slot], then.get(slot))
    return {slot: rest for slot, rest in wanted.items() if slot in running or given.get(slot) != then[slot]}


def _at_odds(address: str, named: str, given: str, wanted: str | None) -> PlanError:
    meant = f"wants '{wanted}'" if wanted else "does not want that"
    return PlanError(
        f"neighbor {address} has '{given}' from {named}, and the stack {meant}: a neighbor stays in the session "
        "template that gives it its AS, since IOS could put it back there only up and unfiltered",
        "let the stack and the template say the same, or take the neighbor away on the router first",
    )


def opened_when_written(process: Node, neighbors: Neighbors) -> str | None:
    """The first neighbor that IOS makes up and unfiltered, for one line, where its family is written again.

    It has its AS from a session template that does not shut it down, and what closes or filters it can only follow.
    """
    for address, rests in neighbors.items():
        settings = settings_of(process, neighbors, address)
        given = {key_of(setting.rest) for setting in settings if setting.source}
        guarded = any(key_of(each.rest).endswith(" out") for each in settings) or "shutdown" in rests
        if stays(rests) and guarded and "remote-as" in given and "shutdown" not in given:
            return address
    return None


def inherited(process: Node, neighbors: Neighbors, address: str, slots: Slots) -> list[str]:
    """The inherited lines that the stack does not set: they become the neighbor's own when it leaves."""
    settings = settings_of(process, neighbors, address)
    return [setting.rest for setting in settings if setting.source and _is_foreign(setting.rest, slots)]


def remembered(process: Node, neighbors: Neighbors, wanted: Mapping[str, Slots]) -> dict[str, list[str]]:
    """The same of each neighbor that is to leave, as it is kept in the state: a password by its fingerprint."""
    found = {
        address: [_shown(rest) for rest in inherited(process, neighbors, address, slots)]
        for address, slots in wanted.items()
        if memberships(neighbors.get(address, ()))
    }
    return {address: rests for address, rests in found.items() if rests}


def leave(
    builder: PlanBuilder,
    later: PlanBuilder,
    mode: Mode,
    process: Node,
    neighbors: Neighbors,
    address: str,
    slots: Slots,
) -> None:
    """The neighbor is deleted and made anew as its own, with the foreign lines that counted for it; `later` opens it.

    Without an AS of its own it goes with its membership. It is shut down before: were it to stay, it would be without
    the group's filter.
    """
    rests, named = neighbors[address], sources(neighbors[address])
    head = _head(rests)
    if is_membership(head) and "shutdown" not in rests:
        builder.do(
            neighbor_lines.typed(address, "shutdown"),
            mode,
            f"down while it leaves {named}",
            [neighbor_lines.negated(address, "shutdown")],
        )
    back = neighbor_lines.written(mode, {address: rests})
    builder.do(neighbor_lines.negated(address, head), mode, f"it leaves {named} and is made anew", back)
    kept = inherited(process, neighbors, address, slots)
    own = [rest for rest in rests if not is_membership(rest) and _is_foreign(rest, slots)]
    neighbor_lines.add(builder, later, mode, address, slots, [*own, *kept])
    builder.notes.append(_note(address, named, kept))


def give_back(
    builder: PlanBuilder, mode: Mode, process: Node, neighbors: Neighbors, address: str, wanted: Sequence[str]
) -> None:
    """The neighbor is as `wanted`, which names its group or templates; where one of those is gone, it is removed."""
    rests = list(neighbors.get(address, ()))
    if sorted(rests) == sorted(wanted):
        return
    if missing := missing_from(process, neighbors, wanted):
        builder.notes.append(f"neighbor {address} is not given back: there is no {' and no '.join(missing)} any more")
        if rests:
            neighbor_lines.remove(builder, mode, address, rests)
        return
    if rests:
        builder.do(
            neighbor_lines.negated(address, _head(rests)),
            mode,
            "made anew as before",
            neighbor_lines.written(mode, {address: rests}),
        )
    first, *others = neighbor_lines.written(mode, {address: wanted})
    why = f"was there before, in {sources(wanted)}" if memberships(wanted) else "was there before"
    builder.do(first.line, mode, why, _away(address, wanted, there=bool(rests)))
    builder.also(others)


def as_before(rests: Sequence[str], kept: Sequence[str], carried: Sequence[str], ours: Slots) -> list[str]:
    """The neighbor's lines of before, with foreign lines typed since, without those that are its own by our doing.

    Args:
        rests: What runs.
        kept: What ran before the stack came.
        carried: What was inherited then, as `remembered`.
        ours: The settings that the stack owns.
    """
    since = [
        rest
        for rest in rests
        if _is_foreign(rest, ours)
        and rest not in kept
        and _shown(rest) not in carried
        and not is_membership(rest)
        and not (is_outbound(rest) and any(line.startswith("peer-group ") for line in kept))
    ]
    replaced = {key_of(rest) for rest in since}
    return [rest for rest in kept if key_of(rest) not in replaced] + since


def _is_foreign(rest: str, slots: Slots) -> bool:
    slot = neighbor_lines.slot_of(rest)
    return slot is None or (slot in neighbor_lines.OPTIONAL and slot not in slots)


def _shown(rest: str) -> str:
    return password.shown(rest) if rest.startswith("password ") else rest


def _head(rests: Sequence[str]) -> str:
    """The line whose `no` deletes the neighbor: what gives it its AS."""
    own = next((rest for rest in rests if rest.startswith("remote-as ")), None)
    return own or next(iter(memberships(rests)), rests[0])


def _away(address: str, rests: Sequence[str], there: bool) -> list[str]:
    """What deletes a neighbor that may be half given back; one that may be open is closed before it goes."""
    head = _head(rests)
    if is_membership(head):
        return [neighbor_lines.typed(address, "shutdown"), neighbor_lines.negated(address, head)]
    close = [neighbor_lines.typed(address, neighbor_lines.PLACEHOLDER)] if there else []
    return [*close, neighbor_lines.negated(address, neighbor_lines.PLACEHOLDER)]


def _note(address: str, named: str, kept: Sequence[str]) -> str:
    keys = ", ".join(key_of(rest) for rest in kept)
    more = f"; what counted for it from there becomes its own: {keys}" if kept else ""
    return f"neighbor {address} leaves {named} and becomes a neighbor of its own, until it is given back{more}"
