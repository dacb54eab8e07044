"""What became of one stack, as results like those of the checks of the running network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from errors import CoexistError
from verify.check import Result, Verdict
from verify.look import Look
from verify.report import exit_code

PULUMI = "pulumi"
APPLIED, PREVIEWED, LOOKED = "applied", "previewed", "looked at"
_NOTHING = frozenset({"same", "read", "refresh"})


@dataclass
class Done:
    """What one job found of a stack; its look has the sessions, where it looked at some."""

    results: Sequence[Result]
    look: Look | None = None


@dataclass
class Outcome:
    """One stack of a run.

    Attributes:
        stack: Its name.
        wave: The name of its wave.
        routers: Its routers' names.
        results: What was done, and what was checked.
        seconds: How long it took, all its parts together.
        look: The last look at its sessions; None: there was none.
    """

    stack: str
    wave: str
    routers: tuple[str, ...] = ()
    results: list[Result] = field(default_factory=list)
    seconds: float = 0.0
    look: Look | None = None

    @property
    def code(self) -> int:
        """0: as it should be. 1: something is not. 2: nothing that was seen is wrong, and not all could be seen."""
        return exit_code(self.results)

    @property
    def is_applied(self) -> bool:
        """Whether an `up` of it has succeeded."""
        return any(each.what == APPLIED and each.verdict is Verdict.PASS for each in self.results)

    @property
    def is_begun(self) -> bool:
        """Whether anything was done."""
        return any(each.verdict is not Verdict.SKIPPED for each in self.results)

    def add(self, done: Done, seconds: float) -> None:
        """Take in what a job found; what is checked again counts as it was found last."""
        again = {_key(each) for each in done.results}
        self.results = [each for each in self.results if _key(each) not in again] + list(done.results)
        self.seconds += seconds
        self.look = done.look or self.look

    def last_look(self, now: float) -> Look:
        """All of it as one look."""
        look = self.look or Look(self.stack, [], [], {}, now, 0.0)
        return replace(look, results=self.results, seconds=self.seconds)


def _key(result: Result) -> tuple[str, str, str]:
    return (result.who, result.where, result.what)


def done(what: str, changes: Mapping[str, int]) -> Done:
    """An `up` or a preview that has ended."""
    return _of_stack(what, changes_text(changes), Verdict.PASS)


def failed(what: str, error: CoexistError) -> Done:
    """What ended with an error."""
    return _of_stack(what, str(error), Verdict.FAIL)


def not_looked(what: str, why: str) -> Done:
    """What could not be begun."""
    return _of_stack(what, why, Verdict.COULD_NOT_LOOK)


def not_started(what: str, why: str) -> Done:
    """What was not begun, because something before it failed."""
    return _of_stack(what, why, Verdict.SKIPPED)


def _of_stack(what: str, actual: str, verdict: Verdict) -> Done:
    return Done([Result(PULUMI, "stack", what, what if verdict is Verdict.FAIL else "", actual, verdict)])


def changes_text(changes: Mapping[str, int]) -> str:
    """`3 create, 1 update`, or `no change`."""
    counts = [f"{count} {kind}" for kind, count in changes.items() if count and kind not in _NOTHING]
    return ", ".join(counts) or "no change"
