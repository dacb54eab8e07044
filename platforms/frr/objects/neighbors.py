"""The neighbors of a BGP instance: none is ever up before it is complete.

A new neighbor has a placeholder AS until everything else of it is accepted: FRR takes no setting of a neighbor before
its AS, and with that one no session comes up. Its own AS is the last line.

A peer group of the stack is complete before its first listen range: without one it has no member (`groups`).
"""

from collections.abc import Iterable, Iterator, Mapping

from errors import PlanError
from platforms.frr.configuration import Configuration
from platforms.frr.objects import groups
from platforms.frr.objects.settings import (
    GROUP,
    PLACEHOLDER,
    Settings,
    is_range,
    lines_of,
    mode_of,
    name_of,
    negated,
    neighbor_of,
    normal,
    own_settings,
    owner_of,
)
from platforms.plan import Command
from platforms.plan_builder import PlanBuilder

_GROUP = f" {GROUP} "
# What restricts a neighbor that is up; it is set first and removed last.
_CLOSING = ("shutdown", "prefix-list in", "prefix-list out")


def half_made(running: Settings, wanted: Mapping[str, str | None]) -> set[str]:
    """The neighbors that an interrupted change left with the placeholder AS, and its group that is not complete."""
    left = {neighbor_of(line) for line in running.values() if line.endswith(f" {PLACEHOLDER}")}
    return left | groups.half_made(running, wanted)


def refuse_members(tree: Configuration, head: str, wanted: Iterable[str]) -> None:
    """Refuse a declared neighbor in a peer group, whose settings the stack does not see.

    Raises:
        PlanError: A declared neighbor is a member of a peer group.
    """
    declared = {name.partition(" ")[0] for name in wanted}
    for line in lines_of(tree, head):
        if line.startswith("neighbor ") and _GROUP in line and neighbor_of(line) in declared:
            address, _, group = line.removeprefix("neighbor ").partition(_GROUP)
            raise PlanError(
                f"neighbor {address} of '{head}' is a member of peer group '{group}', which the stack does not own",
                f"take it out of the group on the router: no neighbor {address} peer-group {group}",
            )


def require_bfdd(tree: Configuration, running: Settings, wanted: Iterable[str]) -> None:
    """Refuse BFD for one more neighbor without its daemon: FRR accepts the line, and nothing watches the session.

    Raises:
        PlanError: The daemon does not run.
    """
    if not tree.has_bfdd and any(name.endswith(" bfd") and name not in running for name in wanted):
        raise PlanError(
            "bfdd is not running, so BFD of the neighbors would have no effect",
            "on the router: bfdd=yes in /etc/frr/daemons, then systemctl restart frr, which ends all its sessions",
        )


def change(
    builder: PlanBuilder, tree: Configuration, head: str, running: Settings, becomes: dict[str, str | None]
) -> None:
    """Remove, change and add neighbors; `builder.later` opens them. A group gets a new AS while it has no range."""
    for address in dict.fromkeys(filter(None, map(owner_of, becomes))):
        own, now = own_settings(becomes, address), own_settings(running, address)
        makes = GROUP if GROUP in own else "remote-as"
        if makes not in now:
            _add(builder, head, address, {name: line for name, line in own.items() if line})
        elif makes in own and not own[makes]:
            _remove(builder, tree, head, address)
        else:
            if GROUP in now and now.get("remote-as") != own.get("remote-as"):
                now = _close(builder, tree, head, address, now)
            _change(builder, head, address, now, own)


def written_again(tree: Configuration, head: str) -> list[Command]:
    """The commands that write an instance with everything in it again."""
    addresses = dict.fromkeys(
        address
        for line in tree.lines((head,))
        if (" remote-as " in line or line.endswith(f" {GROUP}")) and (address := neighbor_of(line))
    )
    others = [
        Command(line, mode, settled=True) for mode, line in tree.below((head,)) if neighbor_of(line) not in addresses
    ]
    return [Command(head, settled=True), *others, *(each for who in addresses for each in _again(tree, head, who))]


def _again(tree: Configuration, head: str, address: str) -> Iterator[Command]:
    """The commands that write a neighbor again, its AS last, or a group's listen ranges."""
    lines = [(mode, line) for mode, line in tree.below((head,)) if neighbor_of(line) == address]
    group = f"neighbor {address} {GROUP}"
    is_group = ((head,), group) in lines
    first = group if is_group else f"neighbor {address} {PLACEHOLDER}"
    last = [(mode, line) for mode, line in lines if _opens(name_of(line), is_group)]
    middle = [each for each in lines if each not in last and each[1] != first]
    for mode, line in [((head,), first), *middle, *last]:
        yield Command(line, mode, settled=True)


def _opens(name: str, is_group: bool) -> bool:
    """Whether a setting opens a neighbor that is complete."""
    return is_range(name) if is_group else name.endswith(" remote-as")


def _add(builder: PlanBuilder, head: str, address: str, lines: Settings) -> None:
    if not lines:
        return
    if GROUP in lines:
        _add_group(builder, head, address, lines)
        return
    first = f"neighbor {address} {PLACEHOLDER}"
    why = "a new neighbor, with a placeholder AS until it is complete"
    builder.do(first, (head,), why, [f"no neighbor {address}"], ahead=True)
    builder.also(
        Command(line, mode_of(head, f"{address} {name}")) for name, line in lines.items() if name != "remote-as"
    )
    builder.later.also([Command(lines["remote-as"], (head,), "complete, so it may come up")])


def _add_group(builder: PlanBuilder, head: str, group: str, lines: Settings) -> None:
    first = lines[GROUP]
    builder.do(first, (head,), "a new group, without members", [negated(first)], ahead=True)
    complete = {name: line for name, line in lines.items() if name != GROUP and not is_range(name)}
    builder.also(Command(line, mode_of(head, f"{group} {name}")) for name, line in complete.items())
    for line in (line for name, line in lines.items() if is_range(name)):
        why = "the group is complete, so it may have members"
        builder.later.do(line, (head,), why, [negated(line)], ahead=True)


def _remove(builder: PlanBuilder, tree: Configuration, head: str, address: str) -> None:
    """Remove a neighbor with all its lines, by one line; of a group the ranges before it."""
    line, again = f"no neighbor {address}", list(_again(tree, head, address))
    if again[0].line.endswith(f" {GROUP}"):
        groups.refuse_members(tree, head, address)
        _close(builder, tree, head, address, {})
        line += f" {GROUP}"
    back = [each for each in again if not is_range(name_of(each.line))]
    builder.do(line, (head,), "no longer wanted", back, ahead=True)


def _close(builder: PlanBuilder, tree: Configuration, head: str, group: str, now: Settings) -> Settings:
    """Remove a group's ranges, which ends the sessions of its members; its settings without them.

    The last one goes first: FRR prints ranges in the order of their addition, and so the undo restores it.
    """
    printed = [line for line in tree.lines((head,)) if is_range(name_of(line)) and neighbor_of(line) == group]
    for line in reversed(printed):
        builder.do(negated(line), (head,), "not wanted", [line], ahead=True)
    return {name: line for name, line in now.items() if not is_range(name)}


def _change(builder: PlanBuilder, head: str, address: str, now: Settings, becomes: dict[str, str | None]) -> None:
    """Set and remove what differs; what may open the neighbor, and a filter's removal, comes later."""
    for name, new in becomes.items():
        old, mode = now.get(name), mode_of(head, f"{address} {name}")
        if normal(old or "") == (new or ""):
            continue
        opens = name == "remote-as" or (is_range(name) and new) or (name in _CLOSING and not new)
        where = builder.later if opens else builder
        if new:
            where.do(new, mode, f"was '{Command(old).shown}'" if old else "missing", [old or negated(new)], ahead=True)
        elif old:
            where.do(negated(old), mode, "not wanted", [old], ahead=True)
