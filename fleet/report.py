"""The outcomes of a fleet as text."""

from collections.abc import Sequence

from fleet.outcome import Outcome
from printable import one_line
from verify.check import Result, Verdict
from verify.report import table

_WORDS = {0: "ok", 1: "FAIL", 2: "?"}


def progress(outcome: Outcome, new: Sequence[Result]) -> str:
    """One line about what has just been done to a stack."""
    return f"{outcome.stack}: {_said(new)}"


def text(outcomes: Sequence[Outcome]) -> str:
    """One line for each stack, with what is wrong below it."""
    width = max((len(each.stack) for each in outcomes), default=0)
    lines = []
    for each in outcomes:
        word = _WORDS[each.code] if each.is_begun else "-"
        lines.append(f"{word:<4}  {each.stack:<{width}}  {each.wave:<8}  {_said(each.results)}")
        wrong = [result for result in each.results if result.verdict in (Verdict.FAIL, Verdict.COULD_NOT_LOOK)]
        lines += [f"      {line}" for line in table(wrong).splitlines()] if wrong else []
    return "\n".join(lines)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """1 where a stack is not as it should be, or 2 where one could not be looked at, else 0."""
    codes = {each.code for each in outcomes}
    return 1 if 1 in codes else 2 if 2 in codes else 0


def _said(results: Sequence[Result]) -> str:
    """What was done to a stack and how many of its checks hold."""
    acts = [each for each in results if each.who == "pulumi"]
    checks = [each for each in results if each.who != "pulumi" and each.verdict is not Verdict.SKIPPED]
    said = [f"{each.what}: {one_line(each.actual)}" for each in acts]
    said += [f"{sum(each.verdict is Verdict.PASS for each in checks)} of {len(checks)} checks hold"] if checks else []
    return ", ".join(said)
