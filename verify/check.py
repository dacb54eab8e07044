"""What a check is, and what comes of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from verify.sources import World

# With a thousand nodes a line must still be a line.
_NAMED = 5


class Verdict(StrEnum):
    """Whether what is meant is so; the third is neither: nobody could look."""

    PASS = "pass"
    FAIL = "fail"
    COULD_NOT_LOOK = "could-not-look"


@dataclass(frozen=True)
class Finding:
    """What was seen, beside what should have been."""

    holds: bool
    expected: str
    actual: str


class Check(Protocol):
    """One fact about the running network; who is asked, where there, and for what."""

    @property
    def who(self) -> str:
        """Whom it asks: a router's name, `cluster` or `client`."""

    @property
    def where(self) -> str:
        """The part of it: a VRF, an object."""

    @property
    def what(self) -> str:
        """What should be so, in a few words."""

    def measure(self, world: World) -> Finding:
        """What is so now.

        Raises:
            CoexistError: It could not be looked at.
        """


@dataclass(frozen=True)
class Result:
    """A check that was made."""

    who: str
    where: str
    what: str
    expected: str
    actual: str
    verdict: Verdict


def tally(wanted: int, wrong: list[str]) -> Finding:
    """`4 of 4`, or `3 of 4: ` and what is wrong with the rest."""
    held = f"{wanted - len(wrong)} of {wanted}"
    return Finding(not wrong, f"{wanted} of {wanted}", f"{held}: {named(wrong)}" if wrong else held)


def named(wrong: list[str]) -> str:
    """The first few of many, and how many more there are."""
    more = len(wrong) - _NAMED
    return ", ".join(wrong[:_NAMED]) + (f" and {more} more" if more > 0 else "")
