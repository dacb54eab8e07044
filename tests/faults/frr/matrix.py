"""The cases on a real FRR, a router of its own for each worker process, and how they ended."""

import multiprocessing
import signal
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.util import Finalize
from typing import Any

from apply.device import Device
from tests.faults.cases import Confirm
from tests.faults.frr.operations import OPERATIONS
from tests.faults.frr.router import FaultyFrr, FrrFault
from tests.faults.judge import difference
from tests.faults.stage import CONFIRMS, SOON, Outcome, Stage

AT_A_LINE = ("refuse", "cut", "cut-after", "cut-within", "daemon", "reboot")
FAULTS = ("nothing", *AT_A_LINE, "slow")
WORKERS = 2
_LONGEST_SECONDS = 120
_router: Any = None


@dataclass(frozen=True)
class Result:
    """One case and how it ended; `name` is `create/confirm-off/cut/17`."""

    name: str
    outcome: Outcome
    seconds: float


@dataclass(frozen=True)
class Share:
    """What a worker does at once: every so many-th case of one operation, or one case by its fault and line."""

    operation: str
    confirm: Confirm
    every: int = 1
    faults: tuple[str, ...] = FAULTS
    only: str = ""


def share_of(name: str) -> Share:
    """The share with one case, by its name.

    Raises:
        ValueError: There is no such case.
    """
    operation, confirm, fault, *_ = [*name.split("/"), "", "", ""]
    if operation not in OPERATIONS or confirm not in ("confirm-on", "confirm-off") or fault not in FAULTS:
        raise ValueError(name)
    return Share(operation, "on" if confirm == "confirm-on" else "off", only=name)


def shares(
    operations: Sequence[str], every: int, faults: Sequence[str] = FAULTS, confirms: Sequence[Confirm] = CONFIRMS
) -> list[Share]:
    """Every so many-th case of these operations and faults."""
    return [Share(name, confirm, every, tuple(faults)) for confirm in confirms for name in operations]


def results(given: Sequence[Share], workers: int = WORKERS) -> Iterator[Result]:
    """The results, as they come."""
    pool = multiprocessing.get_context("spawn").Pool(min(workers, len(given)), _begin)
    try:
        for batch in pool.imap_unordered(_worked, given):
            yield from batch
        pool.close()  # the workers end by themselves, and their routers with them
        pool.join()
    finally:
        pool.terminate()


def _begin() -> None:
    global _router
    warnings.simplefilter("ignore")
    sys.stderr = sys.stdout = open("/dev/null", "w")  # noqa: SIM115 - for the life of the process
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _too_long)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    Device.__init__.__defaults__ = SOON
    _router = FaultyFrr()
    Finalize(_router, _router.__exit__, args=(None, None, None), exitpriority=10)


class _HangingError(BaseException):
    """Not an `Exception`, so that nothing that is tested catches it."""


def _too_long(*_: object) -> None:
    raise _HangingError


def _worked(share: Share) -> list[Result]:
    stage, began = None, time.monotonic()
    try:
        signal.alarm(_LONGEST_SECONDS)
        stage = Stage(_router, OPERATIONS[share.operation], share.confirm)
    except (_HangingError, Exception) as error:
        outcome = Outcome([f"the operation cannot be prepared: {error!r}"])
        return [Result(f"{share.operation}/confirm-{share.confirm}/nothing", outcome, time.monotonic() - began)]
    finally:
        signal.alarm(0)
    if stage.nothing_wrong.said:
        stage.nothing_wrong.lost.append(f"it fails without a fault: {stage.nothing_wrong.said}")
    names = [share.only] if share.only else _names(share, len(stage.nothing_wrong.typed))
    return [_played(stage, name) for name in names]


def _names(share: Share, lines: int) -> list[str]:
    """No fault, and every so many-th case, from another place for each operation."""
    head = f"{share.operation}/confirm-{share.confirm}"
    at_lines = [f"{head}/{fault}/{line}" for fault in AT_A_LINE for line in range(1, lines + 1)]
    every = [*at_lines, f"{head}/slow"]
    chosen = [f"{head}/nothing", *every[sum(map(ord, head)) % min(share.every, len(every)) :: share.every]]
    return [name for name in chosen if name.split("/")[2] in share.faults]


def _played(stage: Stage, name: str) -> Result:
    began = time.monotonic()
    fault, line = [*name.split("/")[2:], "0"][:2]
    signal.alarm(_LONGEST_SECONDS)
    try:
        outcome = stage.nothing_wrong if fault == "nothing" else _attempted(stage, FrrFault(fault, int(line)))
    except _HangingError:
        outcome = Outcome([f"not over after {_LONGEST_SECONDS} s"])
    except Exception as error:
        outcome = Outcome([f"a traceback: {error!r}"])
    finally:
        signal.alarm(0)
    return Result(name, Outcome(outcome.lost, outcome.said, outcome.typed), time.monotonic() - began)


def _attempted(stage: Stage, fault: FrrFault) -> Outcome:
    outcome = stage.attempt(fault, FrrFault("slow" if fault.name == "slow" else ""))
    if differs := difference(stage.nothing_wrong.ends, outcome.ends):
        outcome.lost += ["the router ended elsewhere:", *differs]
    return outcome


def table(found: Sequence[Result]) -> str:
    """Cases, lost cases and seconds by fault and by operation."""
    rows = [f"{'':24}{'cases':>8}{'lost':>8}{'seconds each':>14}"]
    for place, names in ((0, OPERATIONS), (2, FAULTS), (0, ("all",))):
        for name in names:
            these = [each for each in found if name == "all" or each.name.split("/")[place] == name]
            if these:
                lost = Counter(bool(each.outcome.lost) for each in these)[True]
                rows.append(f"{name:24}{len(these):8}{lost:8}{sum(each.seconds for each in these) / len(these):14.2f}")
    return "\n".join(rows)


def told(result: Result, fully: bool = False) -> str:
    """One case in words, with how to repeat it."""
    lines = [f"{'lost' if result.outcome.lost else 'survived'}: {result.name}"]
    lines += [f"  {line}" for line in result.outcome.lost]
    if fully:
        lines += ["  said:", *(f"    {line}" for line in result.outcome.said.splitlines())]
        lines += ["  typed:", *(f"    {number} {line}" for number, line in enumerate(result.outcome.typed, 1))]
    return "\n".join([*lines, f"  repeat: python -m tests.faults --platform frr --only {result.name}"])
