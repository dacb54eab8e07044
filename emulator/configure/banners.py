"""Banners: text between two delimiters, on one line or several."""

from emulator.configure.context import Context
from emulator.grammar.statements import BANNERS, delimited


def set_banner(context: Context, text: str) -> bool:
    """Set a banner from its complete text; return whether the text is a banner.

    `banner` is a global command: without indent it leaves the current mode.
    """
    first, newline, rest = text.partition("\n")
    opened = delimited(first)
    inside = bool(context.path) and (text.startswith(" ") or context.current.foreign)
    if not opened or inside or not opened[0].startswith("banner "):
        return False
    command, delimiter, begun = opened
    kind = command.split()[1]
    if kind not in BANNERS:
        return False
    context.top()
    context.config.banners[kind] = (begun + newline + rest).split(delimiter)[0]
    context.notify(command, "")
    return True
