"""A plan as text for a terminal."""

from collections.abc import Iterator, Sequence

from plan.changes import Change
from plan.fates import Interruption
from plan.measured import NOTE
from printable import LINE_CHARACTERS, one_line


def text(changes: Sequence[Change], interruptions: Sequence[Interruption]) -> str:
    """What is interrupted, then the steps in their order."""
    return "\n".join(_lines(changes, interruptions))


def _lines(changes: Sequence[Change], interruptions: Sequence[Interruption]) -> Iterator[str]:
    if not changes:
        yield "nothing changes"
    for each in interruptions:
        yield one_line(f"{each.where}: {', '.join(each.who)}: {each.what}: {each.why}", LINE_CHARACTERS)
        yield f"     in the lab: {each.measured.figure}"
    if interruptions:
        yield NOTE
    for number, change in enumerate(changes, 1):
        yield one_line(f"{number}. {change.owner}: {change.title}: {change.verb}", LINE_CHARACTERS)
        yield from (one_line(f"     {line.sign} {line.text}", LINE_CHARACTERS).rstrip() for line in change.lines)
