"""Every inconsistent configuration gets its exact report: code, places, found, expected, hint; all at once."""

import re
from pathlib import Path

import pytest

from model.checks.codes import CODES, FILES, FLEET, LIVE
from tests.check_cases import CHECK_CASES, CheckCase


@pytest.mark.parametrize("case", CHECK_CASES, ids=lambda case: case.name)
def test_a_configuration_gets_exactly_its_report(case: CheckCase, tmp_path: Path) -> None:
    assert case.report(tmp_path) == case.expected


def test_every_code_has_a_case() -> None:
    reported = {code for case in CHECK_CASES for code in re.findall(r"^  ([A-Z]+\d\d) ", case.expected, re.MULTILINE)}
    # What only `up` needs, and what a cluster has, are looked at by other tests.
    assert reported == set(CODES) - {"KEY04", "KEY05", "SECRET02"} - set(LIVE) - set(FILES) - set(FLEET)
