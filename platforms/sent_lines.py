"""How messages describe configuration lines that were sent, for every platform."""

from collections.abc import Callable, Sequence
from typing import Protocol

from errors import RefusalError, RouterError, SessionLostError
from printable import cut

REFUSED = "correct what the router refuses, there or in the configuration, and run `pulumi up` again"
LOST = "once the router can be reached again, `pulumi up` continues from its running configuration"


class Sent(Protocol):
    """A line as it was sent, and as messages show it."""

    @property
    def line(self) -> str: ...  # noqa: D102 - described by the class
    @property
    def shown(self) -> str: ...  # noqa: D102 - described by the class


def count(lines: int) -> str:
    """`1 line` or `2 lines`."""
    return "1 line" if lines == 1 else f"{lines} lines"


def without_secret(text: str, sent: Sent) -> str:
    """A router's answer to a line, without a password of the line."""
    if sent.shown == sent.line:
        return text
    for secret in set(sent.line.split()) - set(sent.shown.split()):
        text = text.replace(secret, "…")
    return text


def refusal(
    router: str, line: str, answer: str, accepted: int, take_back: Callable[[], str], hint: str = REFUSED
) -> RouterError:
    """The error for a refused line, after the undo of the lines accepted before it.

    Args:
        router: The router's name.
        line: The refused line, without its secrets.
        answer: What the router answered.
        accepted: How many lines it had accepted.
        take_back: Sends the undo; not called where nothing was accepted.
        hint: What to do about it.

    Returns:
        A `RefusalError`, or a `SessionLostError` where the undo broke off, too.
    """
    if not accepted:
        return RefusalError(router, line, answer, "not needed, no line had been accepted before it", hint)
    try:
        done = take_back()
    except SessionLostError as lost:
        what = f"line '{line}' refused: {cut(answer)}; {count(accepted)} had been accepted, {lost.what}"
        return SessionLostError(router, what, hint)
    return RefusalError(router, line, answer, f"{count(accepted)} had been accepted, {done}", hint)


def broken_off(router: str, lost: SessionLostError) -> SessionLostError:
    """The error for an undo within which the session was lost."""
    return SessionLostError(router, f"the undo broke off, {lost.what}", LOST)


def undo_sent(refused: Sequence[str]) -> str:
    """The result of an undo, as a sentence, from the lines of it that were refused."""
    without = f", without {', '.join(map(repr, refused))} which the router refused" if refused else ""
    return f"the undo was sent{without}"
