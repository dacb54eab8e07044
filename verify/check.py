"""A check, its finding and its result."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from errors import CoexistError
from verify.evidence import Evidence
from verify.sources import Sources

# So that a line stays short with a thousand nodes.
_NAMED = 5


class NotCheckedError(CoexistError):
    """A source that the stack gives no access to; the text says why."""


class Verdict(StrEnum):
    """The verdict of a check; the third where it could not be made, the fourth where the stack does not ask for it."""

    PASS = "pass"
    FAIL = "fail"
    COULD_NOT_LOOK = "could-not-look"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Finding:
    """The actual value beside the expected one."""

    holds: bool
    expected: str
    actual: str


@dataclass(frozen=True)
class Cause:
    """Why a check fails, as a sentence, and the path in the stack's file that decides it; "": none does."""

    what: str
    path: str = ""


class Check(Protocol):
    """One fact about the running network: its source, the object there, and what is checked."""

    @property
    def who(self) -> str:
        """The source: a router's name, `cluster` or `client`."""

    @property
    def where(self) -> str:
        """The object in it: a VRF, a Service."""

    @property
    def what(self) -> str:
        """What is checked, in a few words."""

    def measure(self, sources: Sources) -> Finding:
        """Measure it now.

        Raises:
            CoexistError: The source does not answer.
        """


@dataclass(frozen=True)
class Result:
    """The result of a check.

    Attributes:
        who, where, what: As of the check.
        expected: The expected value; "" where it was not looked at.
        actual: The actual value, or why there is none.
        verdict: The verdict.
        seconds: How long the check took.
        evidence: What was asked for it, and the answers.
        cause: Why it fails, where that is known.
    """

    who: str
    where: str
    what: str
    expected: str
    actual: str
    verdict: Verdict
    seconds: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    cause: Cause | None = None


def tally(wanted: int, wrong: list[str], besides: Sequence[str] = ()) -> Finding:
    """`4 of 4`, or `3 of 4: ` and the faults of the others; `besides` are faults of what is not counted."""
    right, faults = f"{wanted - len(wrong)} of {wanted}", [*wrong, *besides]
    return Finding(not faults, f"{wanted} of {wanted}", f"{right}: {named(faults)}" if faults else right)


def named(wrong: list[str]) -> str:
    """The first five, and the number of the others."""
    more = len(wrong) - _NAMED
    return ", ".join(wrong[:_NAMED]) + (f" and {more} more" if more > 0 else "")
