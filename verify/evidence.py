"""What a check asked and what it was answered, kept while it is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_MOST_CHARACTERS = 20_000


@dataclass(frozen=True)
class Evidence:
    """An answer: who was asked, the command or the request, and the output, which may be cut."""

    who: str
    command: str
    output: str


_kept: ContextVar[list[Evidence] | None] = ContextVar("evidence", default=None)


@contextmanager
def kept() -> Iterator[list[Evidence]]:
    """Keep every answer of the `with` block; each thread keeps its own."""
    answers: list[Evidence] = []
    token = _kept.set(answers)
    try:
        yield answers
    finally:
        _kept.reset(token)


@contextmanager
def not_kept() -> Iterator[None]:
    """Keep no answer of the `with` block: it contains a password."""
    token = _kept.set(None)
    try:
        yield
    finally:
        _kept.reset(token)


def keep(who: str, command: str, output: str) -> None:
    """Keep an answer for the check that is being made; an answer that several checks use is kept for each."""
    answers = _kept.get()
    if answers is None:
        return
    if len(output) > _MOST_CHARACTERS:
        output = f"{output[:_MOST_CHARACTERS]}\n… and {len(output) - _MOST_CHARACTERS} more characters"
    if (made := Evidence(who, command, output)) not in answers:
        answers.append(made)
