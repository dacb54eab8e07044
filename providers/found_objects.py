"""Objects that were on a router before the stack came to them: `up` counts them, `destroy` names each that stays.

A stack whose state was lost finds its own objects so, and cannot tell them from those that others configured.
"""

from typing import Any

from providers.desk import Desk
from providers.notes import note
from render.iosxe.kind import Before, Kind
from render.iosxe.tree import Tree


def record_found(desk: Desk, kind: Kind[Any], tree: Tree, values: Any, before: Before) -> None:
    """An object that a create found on the router is recorded, to be named when all of the stack is there."""
    if _lines_of(kind, tree, values, before):
        desk.found.append(kind.identity(values))


def print_found(desk: Desk) -> None:
    """Every object that this process's creates found is named once, in one sentence."""
    found = sorted(desk.found)
    desk.found.clear()
    if found:
        count = "1 object of the stack was" if len(found) == 1 else f"{len(found)} objects of the stack were"
        note(
            desk.reach.router,
            f"{count} on the router already, and `pulumi destroy` will leave what was found: {', '.join(found)}; "
            "if an earlier state of this stack was lost, see docs/lost-state.md",
        )


def print_stays(desk: Desk, kind: Kind[Any], values: Any, before: Before) -> None:
    """An object that was there before the stack, and that its removal left on the router, is named."""
    if not (before or {}).get("existed"):
        return
    if count := _lines_of(kind, desk.running().tree, values, before):
        lines = "1 line" if count == 1 else f"{count} lines"
        note(desk.reach.router, f"'{kind.identity(values)}' stays with {lines}: it was on the router before the stack")


def _lines_of(kind: Kind[Any], tree: Tree, values: Any, before: Before) -> int:
    """How many lines run of an object that was there before; a port without any setting counts as none."""
    running = kind.running(tree, values, before) if (before or {}).get("existed") else None
    texts = [running] if isinstance(running, str) else list((running or {}).values())
    lines = [line for text in texts for line in text.splitlines()]
    return 0 if len(lines) == 1 and lines[0].startswith("interface ") else len(lines)
