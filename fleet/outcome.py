"""What became of one stack, as results like those of the checks of the running network."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from errors import CoexistError
from plan.changes import change_of
from plan.interruptions import interruptions
from plan.preview import Step
from plan.text import text
from verify.check import Result, Verdict
from verify.look import Look
from verify.report import exit_code

PULUMI = "pulumi"
APPLIED, PREVIEWED, LOOKED = "applied", "previewed", "looked at"
_NOTHING = frozenset({"same", "read", "refresh"})


@dataclass
class Done:
    """What one job found of a stack; its look has the sessions, where it looked at some, its plan what would change."""

    results: Sequence[Result]
    look: Look | None = None
    plan: str = ""


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
        plan: What a preview would change, as a text; "": there was none, or nothing would.
    """

    stack: str
    wave: str
    routers: tuple[str, ...] = ()
    results: list[Result] = field(default_factory=list)
    seconds: float = 0.0
    look: Look | None = None
    plan: str = ""

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
        self.plan = done.plan

    def last_look(self, now: float) -> Look:
        """All of it as one look."""
        look = self.look or Look(self.stack, [], [], {}, now, 0.0)
        return replace(look, results=self.results, seconds=self.seconds)


def _key(result: Result) -> tuple[str, str, str]:
    return (result.who, result.where, result.what)


def done(what: str, changes: Mapping[str, int]) -> Done:
    """An `up` or a preview that has ended."""
    return _of_stack(what, changes_text(changes), Verdict.PASS)


def previewed(changes: Mapping[str, int], steps: Sequence[Step]) -> Done:
    """A preview that has ended: what it changes, and what that does to sessions."""
    fates = interruptions(steps)
    counts: Counter[str] = Counter()
    for each in fates:
        counts[each.what] += len(each.who)
    sessions = [f"{what}: {count} session{'s' * (count > 1)}" for what, count in counts.items()]
    result = replace(done(PREVIEWED, changes).results[0], actual="; ".join([changes_text(changes), *sessions]))
    return Done([result], plan=text([change_of(step) for step in steps], fates) if steps else "")


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
    return Done([Result(PULUMI, "stack", what, "success" if verdict is Verdict.FAIL else "", actual, verdict)])


def changes_text(changes: Mapping[str, int]) -> str:
    """`3 create, 1 update`, or `no change`."""
    counts = [f"{count} {kind}" for kind, count in changes.items() if count and kind not in _NOTHING]
    return ", ".join(counts) or "no change"
