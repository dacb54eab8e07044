"""The cases on a real FRR, a router of its own for each worker process, and how they ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from tests.faults.frr.cases import FAULTS, cases_of
from tests.faults.frr.operations import OPERATIONS
from tests.faults.frr.router import FaultyFrr, FrrFault
from tests.faults.frr.stage import FrrStage
from tests.faults.judge import difference
from tests.faults.named_case import NOTHING, Confirm, NamedCase
from tests.faults.pool import attempt, each
from tests.faults.report import Result
from tests.faults.stage import CONFIRMS, Outcome

WORKERS = 2
# A case is over in seconds; one that is not by then hangs.
_LONGEST_SECONDS = 600


@dataclass(frozen=True)
class Share:
    """What a worker does at once: some cases of one operation.

    Attributes:
        first: The place of the first one among all that were asked for, counted from 0.
        every: The distance from one to the next.
    """

    operation: str
    confirm: Confirm
    faults: tuple[str, ...] = FAULTS
    first: int = 0
    every: int = 1
    only: tuple[NamedCase, ...] = ()


def share_of(case: NamedCase) -> Share:
    """The share with one case."""
    return Share(case.operation, case.confirm, only=(case,))


def shares(operations: Sequence[str], every: int = 1, faults: Sequence[str] = FAULTS) -> list[Share]:
    """Every so many-th case of these operations and faults, from another place for each operation."""
    # Each operation once before any comes again with the other commit-confirm.
    found = [
        (name, CONFIRMS[(place + turn) % len(CONFIRMS)])
        for turn in range(len(CONFIRMS))
        for place, name in enumerate(operations)
    ]
    return [
        Share(name, confirm, tuple(faults), (7 * place) % every, every) for place, (name, confirm) in enumerate(found)
    ]


def results(given: Sequence[Share], workers: int = WORKERS) -> Iterator[Result]:
    """The results, as they come."""
    for batch in each(FaultyFrr, _worked, given, workers):
        yield from batch


def _worked(router: FaultyFrr, share: Share) -> list[Result]:
    stages: list[FrrStage] = []

    def undisturbed() -> Outcome:
        stages.append(FrrStage(router, OPERATIONS[share.operation], share.confirm))
        return stages[0].nothing_wrong

    outcome, seconds = attempt(undisturbed, _LONGEST_SECONDS)
    if outcome.said:
        outcome.lost.append(f"it fails without a fault: {outcome.said}")
    nothing = _result(NamedCase(share.operation, share.confirm, NOTHING), outcome, seconds)
    if not stages:
        return [nothing]
    chosen = share.only or _chosen(share, stages[0].groups)
    played = [nothing if case == nothing.case else _played(stages[0], case) for case in chosen]
    return played if nothing in played or not outcome.lost else [nothing, *played]


def _chosen(share: Share, groups: Sequence[int]) -> Sequence[NamedCase]:
    """The cases of a share, and the undisturbed operation, which is run in any case."""
    every = cases_of(share.operation, share.confirm, groups)
    possible = [case for case in every[1:] if case.fault in share.faults]
    return [*every[:1], *possible[share.first % max(1, len(possible)) :: share.every]]


def _played(stage: FrrStage, case: NamedCase) -> Result:
    fault, afterwards = FrrFault(case.fault, case.line), FrrFault("slow" if case.fault == "slow" else "")
    outcome, seconds = attempt(partial(_ended, stage, fault, afterwards), _LONGEST_SECONDS)
    return _result(case, outcome, seconds)


def _ended(stage: FrrStage, fault: FrrFault, afterwards: FrrFault) -> Outcome:
    outcome = stage.attempt(fault, afterwards)
    if differs := difference(_by_list(stage.nothing_wrong.ends), _by_list(outcome.ends)):
        outcome.lost += ["the router ended elsewhere:", *differs]
    return outcome


def _by_list(running: str) -> str:
    """The configuration with its prefix lists by name: FRR prints them in the order in which they were made."""
    lines, head = running.splitlines(), "ip prefix-list "
    listed = sorted((line for line in lines if line.startswith(head)), key=lambda line: line.split()[2])
    return "\n".join(listed.pop(0) if line.startswith(head) else line for line in lines)


def _result(case: NamedCase, outcome: Outcome, seconds: float) -> Result:
    # What only a test of the stage looks at stays in the worker.
    return Result(case, Outcome(outcome.lost, outcome.said, outcome.typed), seconds)
