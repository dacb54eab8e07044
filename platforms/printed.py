"""A configuration from the lines of its objects, as a router prints it."""

from collections.abc import Iterable, Iterator

from platforms.plan_builder import Mode

# Each line with those below it.
Block = dict[str, "Block"]

_LIST = "ip prefix-list "
_FAMILY = "address-family "


def placed(text: str) -> Iterator[tuple[Mode, str]]:
    """The lines of an object's text with their modes; it is indented by one space for each mode."""
    around: list[str] = []
    for line in text.splitlines():
        stripped = line.lstrip()
        del around[len(line) - len(stripped) :]
        if not stripped.startswith("exit-"):
            yield tuple(around), stripped
        around.append(stripped)


def merged(lines: Iterable[tuple[Mode, str]]) -> Block:
    """The lines in their modes; modes of the same name are one."""
    whole: Block = {}
    for mode, line in lines:
        block = whole
        for each in (*mode, line):
            block = block.setdefault(each, {})
    return whole


def printed(whole: Block, closing: tuple[str, ...] = ()) -> str:
    """The configuration's text.

    Args:
        whole: The configuration.
        closing: The lines after each outermost mode.
    """
    lines: list[str] = []
    for line, block in whole.items():
        if line.startswith(_LIST):
            lines.append(line)
        else:
            lines += [*_separated(lines), line, *_below(block, " "), *closing, "!"]
    return "\n".join([*lines, *_separated(lines)]) + "\n"


def _separated(lines: list[str]) -> list[str]:
    """What ends the lines before an outermost mode."""
    return ["!"] if lines and lines[-1] != "!" else []


def _below(block: Block, indent: str) -> Iterator[str]:
    for line, below in block.items():
        is_family = line.startswith(_FAMILY)
        yield from [f"{indent}!"] * is_family
        yield f"{indent}{line}"
        yield from _below(below, f"{indent} ")
        yield from [f"{indent}exit-address-family"] * is_family
