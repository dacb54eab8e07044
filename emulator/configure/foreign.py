"""Unmodelled lines: which are kept, where, and what removes them."""

import re

from emulator.config.foreign import LAST, Anchor, ForeignLine, Path, line_key
from emulator.config.model import Interface
from emulator.configure.context import Context, OpenMode
from emulator.configure.headers import foreign_mode, forget_removed
from emulator.configure.modes import tree
from emulator.configure.vocabulary import FURTHER_WORDS
from emulator.grammar.match import Args

_NEIGHBOR_GONE = re.compile(r"(neighbor \S+)(?: remote-as .*)?")


def keeps_line(context: Context, line: str) -> bool:
    """Return whether to keep a line that is no command of the mode."""
    if context.foreign != "known":
        return context.foreign == "all"
    if context.config.foreign.negates(context.path, line_key(line)):
        return True
    return len(context.open_modes) > 1 or _known(line)


def _known(line: str) -> bool:
    """Return whether IOS has a global command that begins with the line's first word."""
    word = line.removeprefix("no ").split()[:1]
    return bool(word) and (word[0] in tree("config").words or word[0] in FURTHER_WORDS)


def is_global(context: Context, line: str) -> bool:
    """Return whether an unmodelled line is a global one rather than one of the mode.

    A line that the block has or had is a line of the mode, whatever other lines begin with its words.
    """
    current, name = context.current, line_key(line).removeprefix("no ")
    store = context.config.foreign
    if store.has(context.path, name) or (*context.path, name) in store.removed_lines:
        return False
    return not current.foreign and name.split()[0] not in tree(current.mode).words and _known(line)


def keep(context: Context, text: str, anchor: Anchor | None = LAST, comment_before: bool = False) -> ForeignLine | None:
    """Keep a line in the current block; a line that negates a kept one only removes that.

    Args:
        context: The session's context, in the line's mode.
        text: The line; without indent it gets the block's.
        anchor: The line to print it after; `LAST` if no file determines it.
        comment_before: Whether a comment precedes it.
    """
    path = context.path
    name = line_key(text)
    if anchor is LAST and _negates(context, path, name):
        return None
    if name.startswith("ip unnumbered ") and isinstance(context.current.target, Interface) and anchor is LAST:
        _remove_addresses(context, context.current.target)
    indent = "" if text.startswith(" ") else " " * len(path)
    kept = ForeignLine(
        indent + text.rstrip(" "),
        anchor,
        comment_before,
        comment_after=anchor is LAST and not path and bool(foreign_mode(name)),
    )
    context.config.foreign.add(path, kept)
    if anchor is LAST and (mode := foreign_mode(name)):
        context.open_modes.append(OpenMode(mode, None, name, foreign=True))
    return kept


def _remove_addresses(context: Context, interface: Interface) -> None:
    """Remove the addresses and `ip unnumbered` of the current interface."""
    interface.address = interface.mask = None
    interface.secondary.clear()
    context.config.foreign.remove(context.path, "ip unnumbered")


def _negates(context: Context, path: Path, name: str) -> bool:
    store = context.config.foreign
    if name.startswith("no "):
        return store.remove(path, name.removeprefix("no "), context.exact)
    return store.remove(path, f"no {name}", exact=True)


def update_foreign_lines(context: Context, path: Path, name: str, negated: bool, answer: str) -> None:
    """Update the unmodelled lines that a modelled line removes or replaces."""
    store = context.config.foreign
    if not store or context.loading:
        return
    if negated or name.startswith("no "):
        removed = re.sub(r"^(no|default) ", "", name)
        store.remove(path, removed, context.exact)
        if neighbor := _NEIGHBOR_GONE.fullmatch(removed):
            store.remove(path, neighbor[1])
        if not answer and removed.startswith(("archive", "log config", "line vty ", "template peer-")):
            store.drop((*path, removed))
        forget_removed(context.config)
    elif name.startswith("default interface "):
        store.drop((f"interface {name.split()[-1]}",))
    else:
        store.remove(path, f"no {name}", exact=True)


def leave(context: Context, args: Args) -> str:
    """Leave an unmodelled mode."""
    context.leave()
    return ""
