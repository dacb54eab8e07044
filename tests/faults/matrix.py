"""All cases on a few worker processes, and what became of them."""

import multiprocessing
import os
import signal
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from apply.device import Device
from tests.faults.cases import FAULTS, Case, Confirm, cases_of
from tests.faults.killed import KilledStage
from tests.faults.life import Life
from tests.faults.operations import OPERATIONS
from tests.faults.stage import CONFIRMS, SOON, Outcome, Stage

# A case is over in a third of a second; one that is not by then hangs.
_LONGEST_SECONDS = 60
# Mostly a case waits: for a thread of paramiko's to end, for a deletion.
WORKERS = 4 * (os.cpu_count() or 1)


@dataclass(frozen=True)
class Result:
    """One case and how it ended."""

    case: Case
    outcome: Outcome
    seconds: float


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
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, _begin) as pool:
        for batch in pool.imap_unordered(_worked, given):
            yield from batch


def lives(pairs: Sequence[tuple[str, str]], workers: int = WORKERS) -> Iterator[tuple[str, str, list[str]]]:
    """Configuration, update and what was lost of each pair, as they come."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(min(workers, len(pairs)), _begin) as pool:
        yield from pool.imap_unordered(_lived, pairs)


def _lived(pair: tuple[str, str]) -> tuple[str, str, list[str]]:
    signal.alarm(_LONGEST_SECONDS)
    try:
        return (*pair, Life(_router, *pair).live())
    except _HangingError:
        return (*pair, [f"not over after {_LONGEST_SECONDS} s"])
    except Exception as error:
        return (*pair, [f"a traceback: {error!r}"])
    finally:
        signal.alarm(0)


_router: Any = None


def _begin() -> None:
    """A worker with a router of its own, silent: what the product says belongs to the case."""
    global _router
    from tests.faults.router import FaultyRouter

    warnings.simplefilter("ignore")
    sys.stderr = sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - for the life of the process
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _too_long)
    Device.__init__.__defaults__ = SOON
    _router = FaultyRouter()


class _HangingError(BaseException):
    """Nothing that is tried may catch it."""


def _too_long(*_: object) -> None:
    raise _HangingError


def _worked(share: Share) -> list[Result]:
    stage = KilledStage.named(_router, share.operation, share.confirm)
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
    began = time.monotonic()
    signal.alarm(_LONGEST_SECONDS)
    try:
        outcome = stage.play(case)
    except _HangingError:
        outcome = Outcome([f"not over after {_LONGEST_SECONDS} s"])
    finally:
        signal.alarm(0)
    if case.line > len(outcome.typed) and _once(outcome.typed) != _once(stage.nothing_wrong.typed):
        outcome.lost.append("it never came to that line, nothing went wrong")
    # What only a test of the stage looks at stays in the worker.
    slim = Outcome(outcome.lost, outcome.said, outcome.typed)
    return Result(case, slim, time.monotonic() - began)
