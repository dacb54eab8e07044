"""All cases on a few worker processes, and what became of them."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from tests.faults.cases import FAULTS, Case, cases_of
from tests.faults.killed import KilledStage
from tests.faults.life import Life
from tests.faults.named_case import Confirm
from tests.faults.operations import OPERATIONS
from tests.faults.pool import attempt, each
from tests.faults.report import Result
from tests.faults.router import FaultyRouter
from tests.faults.stage import CONFIRMS, Outcome, Stage

# A case is over in a third of a second; one that is not by then hangs.
_LONGEST_SECONDS = 60
# Mostly a case waits: for a thread of paramiko's to end, for a deletion.
WORKERS = 4 * (os.cpu_count() or 1)


@dataclass(frozen=True)
class Share:
    """What a worker takes at once: every `step`-th case of one operation with some faults, beginning with `first`."""

    operation: str
    confirm: Confirm
    first: int = 0
    step: int = 1
    fraction: int = 1
    faults: tuple[str, ...] = FAULTS
    only: tuple[Case, ...] = ()


def shares(
    operations: Sequence[str],
    fraction: int = 1,
    confirms: Sequence[Confirm] = CONFIRMS,
    faults: Sequence[str] = FAULTS,
) -> list[Share]:
    """The whole matrix, or every `fraction`-th case of it, the longest operations first and in several parts."""
    found = []
    for confirm in confirms:
        for name in operations:
            parts = _parts(name) if fraction == 1 else 1
            found += [Share(name, confirm, part, parts, fraction, tuple(faults)) for part in range(parts)]
    return sorted(found, key=lambda share: -share.step)


def _parts(name: str) -> int:
    """In how many parts an operation's cases are worked off, so that no worker is left with a long one at the end."""
    long = OPERATIONS[name].verb in ("create", "destroy") or name.removeprefix("full-") in ("rd", "vrf-renamed")
    return 12 if long else 2


def results(given: Sequence[Share], workers: int = WORKERS) -> Iterator[Result]:
    """The results, as they come."""
    for batch in each(FaultyRouter, _worked, given, workers):
        yield from batch


def lives(pairs: Sequence[tuple[str, str]], workers: int = WORKERS) -> Iterator[tuple[str, str, list[str]]]:
    """Configuration, update and what was lost of each pair, as they come."""
    yield from each(FaultyRouter, _lived, pairs, workers)


def _lived(router: FaultyRouter, pair: tuple[str, str]) -> tuple[str, str, list[str]]:
    outcome, _ = attempt(lambda: Outcome(Life(router, *pair).live()), _LONGEST_SECONDS)
    return (*pair, outcome.lost)


def _worked(router: FaultyRouter, share: Share) -> list[Result]:
    stage = KilledStage.named(router, share.operation, share.confirm)
    if share.only:
        chosen = list(share.only)
    else:
        lines = len(stage.nothing_wrong.typed)
        every = [case for case in cases_of(share.operation, share.confirm, lines) if case.fault in share.faults]
        chosen = _slice(every, sum(map(ord, share.operation)), share.fraction)[share.first :: share.step]
    return [_played(stage, case) for case in chosen]


def _slice(every: list[Case], place: int, fraction: int) -> list[Case]:
    """Every so many-th case, from another place for each operation; for every third one that goes all the way."""
    if fraction == 1:
        return every
    all_the_way = [case for case in every if not case.line]
    at_lines = [case for case in every if case.line]
    first = all_the_way[place % len(all_the_way) :][:1] if all_the_way and place % 3 == 0 else []
    return [*first, *(at_lines[place % min(fraction, len(at_lines)) :: fraction] if at_lines else [])]


def _once(typed: Sequence[str]) -> list[str]:
    """The lines without those that were tried again: how often that is depends on how long a deletion takes."""
    return [line for line, _ in groupby(typed)]


def _played(stage: Stage, case: Case) -> Result:
    outcome, seconds = attempt(partial(stage.play, case), _LONGEST_SECONDS)
    if case.line > len(outcome.typed) and _once(outcome.typed) != _once(stage.nothing_wrong.typed):
        outcome.lost.append("it never came to that line, nothing went wrong")
    # What only a test of the stage looks at stays in the worker.
    slim = Outcome(outcome.lost, outcome.said, outcome.typed)
    return Result(case, slim, seconds)
