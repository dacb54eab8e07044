"""Failing checks are made again until they hold in one look, or the time is up."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from errors import LoginError
from tests.unit.verify.sources import Parts
from verify.check import Finding, NotCheckedError, Verdict
from verify.runner import run
from verify.sources import Sources


@dataclass
class Scripted:
    """A check that finds, look after look, what it is told to; None cannot look."""

    script: Iterator[bool | None]
    who: str = "csr1000v"
    where: str = "k8s-calico"
    what: str = "sessions"
    looks: int = 0
    skipped: bool = False

    def measure(self, sources: Sources) -> Finding:
        self.looks += 1
        if self.skipped:
            raise NotCheckedError("not checked: the router is not managed")
        holds = next(self.script)
        if holds is None:
            raise LoginError("csr1000v", "user 'admin' refused")
        return Finding(holds, "4 of 4", "4 of 4" if holds else "3 of 4")


def scripted(*script: bool | None) -> Scripted:
    return Scripted(iter(script))


def verdicts(*checks: Scripted, wait_seconds: float = 60) -> list[str]:
    return [result.verdict for result in run(checks, Parts().sources(), wait_seconds, pause_seconds=0)]


def test_what_holds_at_once_is_looked_at_once() -> None:
    check = scripted(True)
    assert verdicts(check) == [Verdict.PASS]
    assert check.looks == 1


def test_after_waiting_all_are_made_once_more_in_one_look() -> None:
    early, late = scripted(True, True), scripted(False, False, True, True)
    assert verdicts(early, late) == [Verdict.PASS, Verdict.PASS]
    assert (early.looks, late.looks) == (2, 4)


def test_what_falls_back_while_others_are_waited_for_is_waited_for_again() -> None:
    flapping, late = scripted(True, False, True, True), scripted(False, True, True, True)
    assert verdicts(flapping, late) == [Verdict.PASS, Verdict.PASS]


def test_without_waiting_one_look_decides() -> None:
    check = scripted(False, True)
    assert verdicts(check, wait_seconds=0) == [Verdict.FAIL]


def test_what_could_not_be_looked_at_is_not_waited_for() -> None:
    check = scripted(None, True)
    assert verdicts(check) == [Verdict.COULD_NOT_LOOK]
    assert check.looks == 1


def test_what_the_stack_gives_no_access_to_is_skipped_and_not_waited_for() -> None:
    check = Scripted(iter(()), skipped=True)
    assert verdicts(check, scripted(True)) == [Verdict.SKIPPED, Verdict.PASS]
    assert check.looks == 1


def test_the_time_is_a_limit() -> None:
    def always_failing() -> Iterator[bool]:
        while True:
            yield False

    began = time.monotonic()
    results = run([Scripted(always_failing())], Parts().sources(), wait_seconds=0.3, pause_seconds=0.05)
    assert results[0].verdict is Verdict.FAIL
    assert 0.3 <= time.monotonic() - began < 3


def test_progress_is_told_once_for_each_change() -> None:
    told: list[str] = []
    checks = [scripted(False, False, True, True), scripted(False, True, True)]
    run(checks, Parts().sources(), 60, told.append, pause_seconds=0)
    assert told == [
        "waiting for csr1000v k8s-calico sessions: 3 of 4, and 1 more",
        "waiting for csr1000v k8s-calico sessions: 3 of 4",
    ]


def test_each_look_asks_anew() -> None:
    parts = Parts()
    run([scripted(False, False, True)], parts.sources(), 60, pause_seconds=0)
    assert parts.router.forgotten == 3
