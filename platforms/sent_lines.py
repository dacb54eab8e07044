"""How messages describe configuration lines that were sent, for every platform."""

from collections.abc import Callable, Sequence
from typing import Protocol

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


def undone(accepted: int, take_back: Callable[[], str]) -> str:
    """The undo after a refusal, as a sentence; `take_back` sends it, and is not called where nothing was accepted."""
    if not accepted:
        return "not needed, no line had been accepted before it"
    return f"{count(accepted)} had been accepted, {take_back()}"


def undo_sent(refused: Sequence[str]) -> str:
    """The result of an undo, as a sentence, from the lines of it that were refused."""
    without = f", without {', '.join(map(repr, refused))} which the router refused" if refused else ""
    return f"the undo was sent{without}"
