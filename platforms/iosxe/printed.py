"""The objects' lines as one pastes them into IOS-XE's configuration mode: what others name stands before them."""

from collections.abc import Iterable, Iterator

from platforms.object_type import Lines, RouterObject, texts_of
from platforms.plan_builder import Mode
from platforms.printed import merged, placed, printed


def configuration(objects: Iterable[tuple[RouterObject, Lines]]) -> str:
    """The text of the objects with their lines, in the objects' order."""
    return printed(merged(each for _, lines in objects for each in _placed(lines)))


def _placed(lines: Lines) -> Iterator[tuple[Mode, str]]:
    """An object's lines with their modes; a neighbor's stand in the family, or in the process for the default table."""
    own, *neighbors = texts_of(lines).values()
    yield from placed(own)
    family = tuple(map(str.strip, own.splitlines()[:2]))
    if not family[-1].startswith("address-family "):
        family = family[:1]
    for text in neighbors:
        yield from ((family, line) for line in text.splitlines())
