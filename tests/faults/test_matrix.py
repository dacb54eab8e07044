"""A slice of the fault matrix with every operation and every fault in it; `make faults` runs all of it.

Without commit-confirm: with it the router's own rollback opens neighbors, see docs/faults.md.
"""

import subprocess
import sys

import pytest

from tests.faults.cases import FAULTS, case_named, cases_of
from tests.faults.matrix import results, shares
from tests.faults.operations import OPERATIONS
from tests.faults.report import Result, table, told
from tests.faults.stage import Outcome
from tests.lab_router import PROJECT

# A prime, so that no fault and no place is left out again and again.
EVERY = 307


@pytest.fixture(scope="module")
def found() -> list[Result]:
    return list(results(shares(list(OPERATIONS), EVERY, ["off"])))


def test_nothing_is_lost_in_a_slice_of_the_matrix(found: list[Result]) -> None:
    assert [told(result, fully=False) for result in found if result.outcome.lost] == []


def test_every_operation_and_every_fault_is_in_the_slice(found: list[Result]) -> None:
    assert {result.case.operation for result in found} == set(OPERATIONS)
    assert {result.case.fault for result in found} == set(FAULTS)


def test_a_case_is_found_again_by_the_name_that_is_printed() -> None:
    every = cases_of("create", "on", 5) + cases_of("node-added", "off", 2)
    assert [case_named(case.name) for case in every] == every


def test_a_name_that_is_no_case_is_told_and_nothing_runs() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--only", "create/confirm-off/cut"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr.splitlines()[-1]) == (
        2,
        "python -m tests.faults: error: --only: no such case: 'create/confirm-off/cut'",
    )


def test_a_lost_case_says_how_to_repeat_it() -> None:
    lost = Result(case_named("rd/confirm-off/cut/7"), Outcome(["foreign, in the end: missing: ip vrf OFFICE"]), 0.25)
    assert told(lost, fully=False) == (
        "lost: rd/confirm-off/cut/7\n"
        "  foreign, in the end: missing: ip vrf OFFICE\n"
        "  repeat: python -m tests.faults --only rd/confirm-off/cut/7"
    )
    assert table([lost]) == (
        "                           cases  survived    lost  seconds each\n"
        "rd                             1         0       1          0.25\n"
        "(cut)                          1         0       1          0.25\n"
        "all                            1         0       1          0.25"
    )
