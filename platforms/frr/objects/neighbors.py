"""The neighbors of a BGP instance: none is ever up before it is complete.

A new neighbor has a placeholder AS until everything else of it is accepted: FRR takes no setting of a neighbor before
its AS, and with that one no session comes up. Its own AS is the last line.
"""

from collections.abc import Iterable, Iterator

from errors import PlanError
from platforms.frr.configuration import Configuration
from platforms.frr.objects.settings import (
    NEIGHBOR_ORDER,
    PLACEHOLDER,
    Settings,
    lines_of,
    mode_of,
    negated,
    neighbor_of,
    normal,
)
from platforms.plan import Command
from platforms.plan_builder import PlanBuilder

_GROUP = " peer-group "
# What restricts a neighbor that is up; it is set first and removed last.
_CLOSING = ("shutdown", "prefix-list in", "prefix-list out")


def half_made(running: Settings) -> set[str]:
    """The neighbors that an interrupted change left with the placeholder AS."""
    return {neighbor_of(line) for line in running.values() if line.endswith(f" {PLACEHOLDER}")}


def refuse_members(tree: Configuration, head: str, wanted: Iterable[str]) -> None:
    """Refuse a declared neighbor in a peer group, whose settings the stack does not see.

    Raises:
        PlanError: A declared neighbor is a member of a peer group.
    """
    declared = {name.partition(" ")[0] for name in wanted}
    for line in lines_of(tree, head):
        if _GROUP in line and neighbor_of(line) in declared:
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
    """Remove, change and add neighbors; `builder.later` opens them."""
    for address in dict.fromkeys(name.partition(" ")[0] for name in becomes if "." in name.partition(" ")[0]):
        own = {name: becomes[key] for name in NEIGHBOR_ORDER if (key := f"{address} {name}") in becomes}
        now = {name: running[key] for name in NEIGHBOR_ORDER if (key := f"{address} {name}") in running}
        if "remote-as" not in now:
            _add(builder, head, address, {name: line for name, line in own.items() if line})
        elif "remote-as" in own and not own["remote-as"]:
            builder.do(f"no neighbor {address}", (head,), "no longer wanted", _again(tree, head, address), ahead=True)
        else:
            _change(builder, head, address, now, own)


def written_again(tree: Configuration, head: str) -> list[Command]:
    """The commands that write an instance with everything in it again."""
    addresses = dict.fromkeys(
        address for line in tree.lines((head,)) if " remote-as " in line and (address := neighbor_of(line))
    )
    others = [
        Command(line, mode, settled=True) for mode, line in tree.below((head,)) if neighbor_of(line) not in addresses
    ]
    return [Command(head, settled=True), *others, *(each for who in addresses for each in _again(tree, head, who))]


def _again(tree: Configuration, head: str, address: str) -> Iterator[Command]:
    """The commands that write a neighbor again, its AS last."""
    own = f"neighbor {address} remote-as "
    lines = [(mode, line) for mode, line in tree.below((head,)) if neighbor_of(line) == address]
    yield Command(f"neighbor {address} {PLACEHOLDER}", (head,), settled=True)
    yield from (Command(line, mode, settled=True) for mode, line in lines if not line.startswith(own))
    yield from (Command(line, mode, settled=True) for mode, line in lines if line.startswith(own))


def _add(builder: PlanBuilder, head: str, address: str, lines: Settings) -> None:
    if not lines:
        return
    first = f"neighbor {address} {PLACEHOLDER}"
    why = "a new neighbor, with a placeholder AS until it is complete"
    builder.do(first, (head,), why, [f"no neighbor {address}"], ahead=True)
    builder.also(
        Command(line, mode_of(head, f"{address} {name}")) for name, line in lines.items() if name != "remote-as"
    )
    builder.later.also([Command(lines["remote-as"], (head,), "complete, so it may come up")])


def _change(builder: PlanBuilder, head: str, address: str, now: Settings, becomes: dict[str, str | None]) -> None:
    """Set and remove what differs; what may open the neighbor, and a filter's removal, comes later."""
    for name, new in becomes.items():
        old, mode = now.get(name), mode_of(head, f"{address} {name}")
        if normal(old or "") == (new or ""):
            continue
        opens = name == "remote-as" or (name in _CLOSING and not new)
        where = builder.later if opens else builder
        if new:
            where.do(new, mode, f"was '{Command(old).shown}'" if old else "missing", [old or negated(new)], ahead=True)
        elif old:
            where.do(negated(old), mode, "not wanted", [old], ahead=True)
