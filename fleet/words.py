"""Outcomes in words, the same in every form of the report."""

from collections.abc import Sequence

from fleet.outcome import PULUMI, Outcome
from printable import LINE_CHARACTERS, one_line
from verify.check import Result, Verdict
from verify.report import table

WORDS = {0: "ok", 1: "FAIL", 2: "?"}
NOT_STARTED = "-"


def word(outcome: Outcome) -> str:
    """A stack's outcome in a word."""
    return WORDS[outcome.code] if outcome.is_begun else NOT_STARTED


def headline(outcomes: Sequence[Outcome]) -> str:
    """How many stacks are how."""
    words = [word(each) for each in outcomes]
    named = {"FAIL": "not as they should be", "?": "could not be looked at", NOT_STARTED: "not started"}
    counts = [f"{words.count(key)} {name}" for key, name in named.items() if key in words]
    return ", ".join([f"{words.count('ok')} of {len(outcomes)} stacks as they should be", *counts])


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """1 where a stack is not as it should be, or 2 where one could not be looked at, else 0."""
    codes = {each.code for each in outcomes}
    return 1 if 1 in codes else 2 if 2 in codes else 0


def said(results: Sequence[Result]) -> str:
    """What was done to a stack and how many of its checks hold."""
    acts = [f"{each.what}: {_short(each)}" for each in results if each.who == PULUMI]
    checks = [each for each in results if each.who != PULUMI and each.verdict is not Verdict.SKIPPED]
    held = sum(each.verdict is Verdict.PASS for each in checks)
    return ", ".join([*acts, *([f"{held} of {len(checks)} checks hold"] if checks else [])])


def wrong(results: Sequence[Result]) -> list[str]:
    """What is wrong, as lines below a stack's own, which has why it was not begun."""
    shown = [each for each in results if each.verdict is Verdict.FAIL or _is_unseen(each)]
    return [f"      {line}" for line in table(shown).splitlines()] if shown else []


def _is_unseen(result: Result) -> bool:
    return result.verdict is Verdict.COULD_NOT_LOOK and result.who != PULUMI


def _short(result: Result) -> str:
    return "failed" if result.verdict is Verdict.FAIL else one_line(result.actual, LINE_CHARACTERS)
