"""Repeats checks until all pass in one round or the time is up; each side is asked beside the others."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from errors import CoexistError
from verify import evidence
from verify.check import Check, Finding, NotCheckedError, Result, Verdict
from verify.sources import Sources


def run(
    checks: Sequence[Check],
    sources: Sources,
    wait_seconds: float = 0,
    progress: Callable[[str], None] = lambda _: None,
    pause_seconds: float = 2.0,
) -> list[Result]:
    """Every check's result, in order.

    Sessions and routes converge after a change, so a failed check is repeated until the time is up; once none fails,
    all are made once more. A check that could not be made is not repeated.

    Args:
        checks: The checks.
        sources: The sources of their facts.
        wait_seconds: How long failing checks are repeated; 0 for one round.
        progress: Called with a line on the first failing check, whenever it changes.
        pause_seconds: Time between two rounds.
    """
    deadline = time.monotonic() + wait_seconds
    results: dict[int, Result] = {}
    pending = list(range(len(checks)))
    printed = ""
    while True:
        sources.forget()
        results |= _round(checks, pending, sources)
        failing = [index for index, result in results.items() if result.verdict is Verdict.FAIL]
        if time.monotonic() >= deadline or (not failing and len(pending) == len(checks)):
            return [results[index] for index in range(len(checks))]
        if failing:
            if (waiting := _waiting([results[index] for index in failing])) != printed:
                progress(printed := waiting)
            time.sleep(min(pause_seconds, max(0.0, deadline - time.monotonic())))
        pending = failing or list(range(len(checks)))


def _round(checks: Sequence[Check], pending: Sequence[int], sources: Sources) -> dict[int, Result]:
    """The results of the pending checks, those of one side one after the other."""
    sides: dict[str, list[int]] = {}
    for index in pending:
        sides.setdefault(checks[index].who, []).append(index)

    def of_side(side: list[int]) -> dict[int, Result]:
        return {index: _made(checks[index], sources) for index in side}

    with ThreadPoolExecutor(max(1, len(sides))) as asking:
        return {index: result for found in asking.map(of_side, sides.values()) for index, result in found.items()}


def _made(check: Check, sources: Sources) -> Result:
    begun = time.monotonic()
    with evidence.kept() as answers:
        try:
            finding = check.measure(sources)
            verdict = Verdict.PASS if finding.holds else Verdict.FAIL
        except NotCheckedError as error:
            finding, verdict = Finding(False, "", str(error)), Verdict.SKIPPED
        except CoexistError as error:
            finding, verdict = Finding(False, "", str(error)), Verdict.COULD_NOT_LOOK
    return Result(
        check.who,
        check.where,
        check.what,
        finding.expected,
        finding.actual,
        verdict,
        round(time.monotonic() - begun, 3),
        tuple(answers),
    )


def _waiting(failing: list[Result]) -> str:
    first = failing[0]
    others = f", and {len(failing) - 1} more" if len(failing) > 1 else ""
    return f"waiting for {first.who} {first.where} {first.what}: {first.actual}{others}"
