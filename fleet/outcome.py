"""What became of one stack, as results like those of the checks of the running network."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from errors import CoexistError
from verify.check import Result, Verdict
from verify.report import exit_code

PULUMI = "pulumi"
APPLIED, PREVIEWED, LOOKED = "applied", "previewed", "looked at"
_NOTHING = frozenset({"same", "read", "refresh"})


@dataclass
class Outcome:
    """One stack of a run.

    Attributes:
        stack: Its name.
        wave: The name of its wave.
        results: What was done, and what was checked.
        seconds: How long it took, all its parts together.
    """

    stack: str
    wave: str
    results: list[Result] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def code(self) -> int:
        """0: as it should be. 1: something is not. 2: nothing that was seen is wrong, and not all could be seen."""
        return 0 if self.is_begun is False and not self.results else exit_code(self.results)

    @property
    def is_begun(self) -> bool:
        """Whether anything was done."""
        return any(each.verdict is not Verdict.SKIPPED for each in self.results)


def done(what: str, changes: Mapping[str, int]) -> Result:
    """An `up` or a preview that has ended."""
    return Result(PULUMI, "stack", what, "", changes_text(changes), Verdict.PASS)


def failed(what: str, error: CoexistError) -> Result:
    """What ended with an error."""
    return Result(PULUMI, "stack", what, "", str(error), Verdict.FAIL)


def not_looked(what: str, why: str) -> Result:
    """What could not be begun."""
    return Result(PULUMI, "stack", what, "", why, Verdict.COULD_NOT_LOOK)


def not_started(what: str, why: str) -> Result:
    """What was not begun, because something before it failed."""
    return Result(PULUMI, "stack", what, "", why, Verdict.SKIPPED)


def changes_text(changes: Mapping[str, int]) -> str:
    """`3 create, 1 update`, or `no change`."""
    return (
        ", ".join(f"{count} {kind}" for kind, count in changes.items() if count and kind not in _NOTHING) or "no change"
    )
