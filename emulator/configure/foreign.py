"""Unmodelled lines: which are kept, where, and what removes them."""

import re

from emulator.config.foreign import LAST, Anchor, Kept, Path, named
from emulator.config.model import Interface
from emulator.configure.context import Context, Place
from emulator.configure.headers import foreign_mode, forget_removed
from emulator.configure.modes import tree
from emulator.configure.vocabulary import KEPT
from emulator.grammar.match import Args

_NEIGHBOR_GONE = re.compile(r"(neighbor \S+)(?: remote-as .*)?")


def keeps(context: Context, line: str) -> bool:
    """Return whether to keep a line that is no command of the mode."""
    if context.foreign != "known":
        return context.foreign == "all"
    if context.config.foreign.takes_back(context.path, named(line)):
        return True
    return len(context.places) > 1 or _known(line)


def _known(line: str) -> bool:
    """Return whether IOS has a global command that begins with the line's first word."""
    word = line.removeprefix("no ").split()[:1]
    return bool(word) and (word[0] in tree("config").words or word[0] in KEPT)


def is_global(context: Context, line: str) -> bool:
    """Return whether an unmodelled line is a global one rather than one of the mode.

    A line that the block has or had is a line of the mode, whatever other lines begin with its words.
    """
    place, name = context.place, named(line).removeprefix("no ")
    store = context.config.foreign
    if store.has(context.path, name) or (*context.path, name) in store.places:
        return False
    return not place.foreign and name.split()[0] not in tree(place.mode).words and _known(line)


def keep(context: Context, text: str, anchor: Anchor | None = LAST, apart: bool = False) -> Kept | None:
    """Keep a line in the current block; a line that negates a kept one only removes that.

    Args:
        context: The session's context, in the line's mode.
        text: The line; without indent it gets the block's.
        anchor: The line to print it after; `LAST` if no file determines it.
        apart: Whether a comment precedes it.
    """
    path = context.path
    name = named(text)
    if anchor is LAST and _takes_back(context, path, name):
        return None
    if name.startswith("ip unnumbered ") and isinstance(context.place.target, Interface) and anchor is LAST:
        here = context.place.target
        here.address = here.mask = None
        here.secondary.clear()
        context.config.foreign.remove(path, "ip unnumbered")
    indent = "" if text.startswith(" ") else " " * len(path)
    kept = Kept(
        indent + text.rstrip(" "), anchor, apart, closed=anchor is LAST and not path and bool(foreign_mode(name))
    )
    context.config.foreign.add(path, kept)
    if anchor is LAST and (mode := foreign_mode(name)):
        context.places.append(Place(mode, None, name, foreign=True))
    return kept


def _takes_back(context: Context, path: Path, name: str) -> bool:
    store = context.config.foreign
    if name.startswith("no "):
        return store.remove(path, name.removeprefix("no "), context.exact)
    return store.remove(path, f"no {name}", exact=True)


def follow(context: Context, path: Path, name: str, negated: bool, answer: str) -> None:
    """Update the unmodelled lines that a modelled line removes or replaces."""
    store = context.config.foreign
    if not store or context.loading:
        return
    if negated or name.startswith("no "):
        taken = re.sub(r"^(no|default) ", "", name)
        store.remove(path, taken, context.exact)
        if gone := _NEIGHBOR_GONE.fullmatch(taken):
            store.remove(path, gone[1])
        if not answer and taken.startswith(("archive", "log config", "line vty ", "template peer-")):
            store.drop((*path, taken))
        forget_removed(context.config)
    elif name.startswith("default interface "):
        store.drop((f"interface {name.split()[-1]}",))
    else:
        store.remove(path, f"no {name}", exact=True)


def leave(context: Context, args: Args) -> str:
    """Leave an unmodelled mode."""
    context.leave()
    return ""
