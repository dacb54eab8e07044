"""A neighbor that is a member of a peer group or inherits from a template which the stack does not own.

A peer group alone decides the outbound policy of its members, so the stack cannot own such a neighbor's filter where
it is. A neighbor that is taken over leaves its group and templates and becomes a neighbor of its own; on removal it
is made a member again.

A neighbor that has its AS from a session template stays where it is: IOS would make it again by that template alone, up
and without a filter. The stack sets what differs, on the neighbor itself, and on removal takes just that away.
"""

from collections.abc import Iterable, Mapping, Sequence

from errors import PlanError
from platforms.iosxe.objects import group_lines, neighbor_lines, password
from platforms.iosxe.objects.group_lines import GROUP
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
from platforms.iosxe.objects.neighbor_lines import Settings
from platforms.iosxe.tree import Node
from platforms.plan_builder import PlanBuilder


def sources(tails: Sequence[str]) -> str:
    """The sources that a neighbor inherits from, as messages name them: `peer group 'NODES'`."""
    return " and ".join(map(source_of, memberships(tails)))


def inheriting(lines: Iterable[str]) -> str:
    """Which neighbors inherit from what, by these lines, as a clause; empty where none does."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if (parts := neighbor_lines.split(line)) and is_membership(parts[1]):
            found.setdefault(parts[0], []).append(parts[1])
    return " and ".join(
        f"'neighbor {address}' {'is a member of' if tails[0].startswith('peer-group ') else 'inherits from'} "
        f"{sources(tails)}"
        for address, tails in found.items()
    )


def stays(tails: Sequence[str]) -> bool:
    """Whether a neighbor with these lines keeps its templates: one of them gives it its AS."""
    return bool(memberships(tails)) and not any(tail.startswith(("remote-as ", "peer-group ")) for tail in tails)


def from_templates(process: Node, neighbors: Neighbors, address: str, wanted: Settings) -> Settings:
    """The wanted settings that a neighbor inherits from its templates."""
    given = neighbor_lines.settings_in(
        setting.tail for setting in settings_of(process, neighbors, address) if setting.source
    )
    return {name: tail for name, tail in given.items() if name in wanted or name == "shutdown"}


def still_missing(process: Node, neighbors: Neighbors, address: str, running: Settings, wanted: Settings) -> Settings:
    """The wanted settings that a neighbor in its templates needs as its own: its own ones, and those not inherited.

    Raises:
        PlanError: They give it another AS or shut it down, which no line of its own changes in place.
    """
    given = neighbor_lines.normal(from_templates(process, neighbors, address, wanted))
    then = neighbor_lines.normal(wanted)
    for name in ("remote-as", "shutdown"):
        if name in given and given[name] != then.get(name):
            meant = f"wants '{then[name]}'" if name in then else "does not want that"
            raise PlanError(
                f"neighbor {address} has '{given[name]}' from {sources(neighbors[address])}, and the stack {meant}: a "
                "neighbor stays in the session template that gives it its AS, since IOS could put it back there only "
                "up and unfiltered",
                "give the stack and the template the same value, or remove the neighbor on the router first",
            )
    return {name: tail for name, tail in wanted.items() if name in running or given.get(name) != then[name]}


def refuse_to_replace(address: str, tails: Sequence[str]) -> None:
    """Refuse to remove a neighbor in favour of a range where it has its AS from a session template.

    Raises:
        PlanError: It has.
    """
    if stays(tails):
        raise PlanError(
            f"neighbor {address} has its AS from {sources(tails)}, and a range is to replace it: IOS could put it back "
            "there, on `destroy` or where the change is taken back, only up and unfiltered",
            f"remove it on the router first: no neighbor {address} {memberships(tails)[0]}",
        )


def opened_when_written(process: Node, neighbors: Neighbors) -> str | None:
    """The first neighbor that IOS makes up and unfiltered, for one line, where its family is written again.

    It has its AS from a session template that does not shut it down; its own `shutdown` and filter only follow.
    """
    for address, tails in neighbors.items():
        lines = settings_of(process, neighbors, address)
        given = {key_of(line.tail) for line in lines if line.source}
        guarded = any(key_of(line.tail).endswith(" out") for line in lines) or "shutdown" in tails
        if stays(tails) and guarded and "remote-as" in given and "shutdown" not in given:
            return address
    return None


def inherited(process: Node, neighbors: Neighbors, address: str, settings: Settings) -> list[str]:
    """The inherited lines that the stack does not set: they become the neighbor's own when it leaves."""
    lines = settings_of(process, neighbors, address)
    return [line.tail for line in lines if line.source and _is_foreign(line.tail, settings)]


def remembered(process: Node, neighbors: Neighbors, wanted: Mapping[str, Settings]) -> dict[str, list[str]]:
    """The inherited lines of each neighbor that is to leave, as the state has them: a password by its fingerprint."""
    found = {
        address: [password.tail_shown(tail) for tail in inherited(process, neighbors, address, settings)]
        for address, settings in wanted.items()
        if memberships(neighbors.get(address, ()))
    }
    return {address: tails for address, tails in found.items() if tails}


def leave(builder: PlanBuilder, process: Node, neighbors: Neighbors, address: str, settings: Settings) -> None:
    """Delete the neighbor and make it without memberships, with its inherited foreign lines; `builder.later` opens it.

    Without an AS of its own it goes with its membership. It is shut down before: were it to stay, it would be without
    the group's filter.
    """
    mode, tails, named = builder.mode, neighbors[address], sources(neighbors[address])
    head = _head(tails)
    if is_membership(head) and "shutdown" not in tails:
        down, up = neighbor_lines.typed(address, "shutdown"), neighbor_lines.negated(address, "shutdown")
        builder.do(down, mode, f"down while it leaves {named}", [up])
    back = neighbor_lines.written(mode, {address: tails})
    builder.do(neighbor_lines.negated(address, head), mode, f"it leaves {named} and is made anew", back)
    foreign = inherited(process, neighbors, address, settings)
    own = [tail for tail in tails if not is_membership(tail) and _is_foreign(tail, settings)]
    neighbor_lines.add(builder, address, settings, [*own, *foreign])
    more = f"; its inherited settings become its own: {', '.join(map(key_of, foreign))}" if foreign else ""
    builder.notes.append(f"neighbor {address} leaves {named} until it is restored{more}")


def give_back(builder: PlanBuilder, process: Node, neighbors: Neighbors, address: str, wanted: Sequence[str]) -> None:
    """Restore the neighbor as `wanted`, with its group or templates; where one of those is gone, remove it."""
    mode, tails = builder.mode, list(neighbors.get(address, ()))
    if sorted(tails) == sorted(wanted):
        return
    if missing := missing_from(process, neighbors, wanted):
        builder.notes.append(f"neighbor {address} is not given back: there is no {' and no '.join(missing)} any more")
        if tails:
            neighbor_lines.remove(builder, address, tails)
        return
    if tails:
        back = neighbor_lines.written(mode, {address: tails})
        builder.do(neighbor_lines.negated(address, _head(tails)), mode, "made anew as before", back)
    first, *others = neighbor_lines.written(mode, {address: wanted})
    why = f"was there before, in {sources(wanted)}" if memberships(wanted) else "was there before"
    builder.do(first.line, mode, why, _away(address, wanted, there=bool(tails)))
    builder.also(others)


def as_before(tails: Sequence[str], original: Sequence[str], was_inherited: Sequence[str], ours: Settings) -> list[str]:
    """The neighbor's original lines and foreign lines added since, without the inherited ones the stack made its own.

    Args:
        tails: What runs.
        original: What ran before the stack.
        was_inherited: What was inherited then, of `remembered`.
        ours: The settings that the stack owns.
    """
    since = [
        tail
        for tail in tails
        if _is_foreign(tail, ours)
        and tail not in original
        and password.tail_shown(tail) not in was_inherited
        and not is_membership(tail)
        and not (is_outbound(tail) and any(line.startswith("peer-group ") for line in original))
    ]
    replaced = {key_of(tail) for tail in since}
    return [tail for tail in original if key_of(tail) not in replaced] + since


def _is_foreign(tail: str, settings: Settings) -> bool:
    name = neighbor_lines.setting_name(tail)
    return name is None or (name in neighbor_lines.OPTIONAL and name not in settings)


def _head(tails: Sequence[str]) -> str:
    """The line whose `no` deletes the neighbor: the one that sets its AS, or makes it a group."""
    if GROUP in tails:
        return GROUP
    own = next((tail for tail in tails if tail.startswith("remote-as ")), None)
    return own or next(iter(memberships(tails)), tails[0])


def _away(address: str, tails: Sequence[str], there: bool) -> list[str]:
    """The lines that delete a partly restored neighbor; one that may be open is closed first."""
    head = _head(tails)
    if head == GROUP:
        return [neighbor_lines.negated(address, tail) for tail in [*group_lines.in_order(tails), head]]
    if is_membership(head):
        return [neighbor_lines.typed(address, "shutdown"), neighbor_lines.negated(address, head)]
    close = [neighbor_lines.typed(address, neighbor_lines.PLACEHOLDER)] if there else []
    return [*close, neighbor_lines.negated(address, neighbor_lines.PLACEHOLDER)]
