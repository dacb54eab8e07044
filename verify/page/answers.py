"""The answers that checks rest on, each once however many checks use it, and cut so that the page stays small."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from printable import printable
from verify.check import Result, Verdict
from verify.evidence import Evidence

_NOTE_BYTES = 60  # of the sentence that says how much is missing


@dataclass(frozen=True)
class Answer:
    """An answer on the page: its number there, the first check that shows it, and its text, which may be cut."""

    number: int
    first: int
    who: str
    command: str
    text: str
    left_out: int


def answers_of(results: Sequence[Result], room: int) -> dict[Evidence, Answer]:
    """The answers of all results in so many bytes of HTML; those of checks that do not hold come first."""
    first: dict[Evidence, int] = {}
    for index, result in enumerate(results):
        for evidence in result.evidence:
            first.setdefault(evidence, index)
    urgent = {each for result in results if result.verdict is not Verdict.PASS for each in result.evidence}
    texts: dict[Evidence, str] = {}
    for group in ([each for each in first if each in urgent], [each for each in first if each not in urgent]):
        texts |= dict(zip(group, _fitted([each.output for each in group], room), strict=True))
        room -= sum(_size(texts[each]) for each in group)
    return {
        each: Answer(number, first[each], each.who, each.command, texts[each], len(each.output) - len(texts[each]))
        for number, each in enumerate(first)
    }


def _fitted(outputs: list[str], room: int) -> list[str]:
    """The outputs, the long ones cut to the same size, so that all fit."""
    sizes = [_size(output) for output in outputs]
    most = _share(sizes, room)
    return [
        output if size <= most else _cut(output, most - _NOTE_BYTES)
        for output, size in zip(outputs, sizes, strict=True)
    ]


def _share(sizes: list[int], room: int) -> int:
    """The size that the longest may have, so that the sum fits."""
    left = len(sizes)
    for size in sorted(sizes):
        if size * left > room:
            return max(0, room // left)
        room, left = room - size, left - 1
    return max(sizes, default=0)


def _cut(output: str, most: int) -> str:
    """The longest beginning of at most so many bytes; each character takes at least one."""
    output = output[: max(0, most)]
    return output[: max(0, bisect_right(range(len(output) + 1), most, key=lambda end: _size(output[:end])) - 1)]


def _size(text: str) -> int:
    """The bytes of a text in HTML."""
    return len(escape(printable(text)).encode())
