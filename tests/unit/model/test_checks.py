"""Every inconsistent configuration gets its exact report: code, places, found, expected, hint; all at once."""

import re
from pathlib import Path

import pytest

from model.checks.codes import CODES, FILES, LIVE
from verify.stack import report_on

PROJECT = Path(__file__).parents[3]
CASES = sorted((PROJECT / "tests" / "golden" / "checks").iterdir())


def report(case: Path) -> str:
    return f"{report_on(case / 'stack.yaml', PROJECT)}\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_configuration_gets_exactly_its_report(case: Path) -> None:
    assert report(case) == (case / "expected.txt").read_text()


def test_every_code_has_a_case() -> None:
    told = {code for case in CASES for code in re.findall(r"^  ([A-Z]+\d\d) ", report(case), re.MULTILINE)}
    # What only `up` needs, and what a cluster has, are looked at by other tests.
    assert told == set(CODES) - {"KEY04", "KEY05", "SECRET02"} - set(LIVE) - set(FILES)
