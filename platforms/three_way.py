"""Whose a setting of an object is, and what becomes of it: original, applied last, wanted now."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K")


def three_way(
    original: Mapping[K, str] | None, applied: Collection[K], wanted: Mapping[K, str | None], running: Iterable[K]
) -> dict[K, str | None]:
    """The line that each setting of the stack is to have, None for none; a foreign setting is not in the result.

    | wanted now | applied last | original | runs | becomes |
    |---|---|---|---|---|
    | yes | | | | the wanted line |
    | no | yes | yes | | the original line: it is given back |
    | no | yes | no, or unknown | | none |
    | no | no | no | yes | none: it was added since, which is drift |
    | no | no | yes, or unknown | | not in the result: it is foreign |

    Args:
        original: The lines from before the stack by setting; None where they are unknown.
        applied: The settings that the stack applied last.
        wanted: The declared lines by setting; None for one that is declared and has no line.
        running: The settings that run.
    """
    added = {key: None for key in running if original is not None and key not in original}
    return {**added, **{key: (original or {}).get(key) for key in applied}, **wanted}
