"""What an audit says of a report; the reports are as pip-audit 2.10.1 writes them."""

from typing import Any

import pytest

from toolchain import ToolchainError
from toolchain.audit import findings

CLEAN: dict[str, Any] = {"name": "pulumi", "version": "3.259.0", "vulns": []}
ADVISORY: dict[str, Any] = {
    "name": "paramiko",
    "version": "4.0.0",
    "vulns": [
        {"id": "PYSEC-2099-1", "aliases": ["CVE-2099-1"], "fix_versions": ["4.0.1"], "description": "An example"}
    ],
}
SKIPPED: dict[str, Any] = {
    "name": "urllib3",
    "skip_reason": "Dependency not found on PyPI and could not be audited: urllib3 (2.8.0)",
}


def test_no_advisory_is_no_line() -> None:
    assert list(findings([CLEAN])) == []


def test_an_advisory_is_one_line() -> None:
    assert list(findings([CLEAN, ADVISORY])) == [
        "advisory paramiko 4.0.0: PYSEC-2099-1 CVE-2099-1, fixed in 4.0.1",
    ]


@pytest.mark.parametrize("known_as", ["PYSEC-2099-1", "CVE-2099-1"])
def test_an_accepted_advisory_is_shown_with_its_reason(known_as: str) -> None:
    assert list(findings([ADVISORY], {known_as: "not reachable here"})) == [
        "accepted paramiko 4.0.0: PYSEC-2099-1 CVE-2099-1, fixed in 4.0.1: not reachable here",
    ]


def test_an_advisory_without_a_fix_says_so() -> None:
    vulns = [{**ADVISORY["vulns"][0], "fix_versions": []}]
    assert list(findings([{**ADVISORY, "vulns": vulns}])) == [
        "advisory paramiko 4.0.0: PYSEC-2099-1 CVE-2099-1, fixed in no version",
    ]


def test_a_distribution_that_was_not_looked_up_is_no_success() -> None:
    with pytest.raises(ToolchainError) as caught:
        list(findings([CLEAN, SKIPPED]))
    assert str(caught.value) == (
        "audit: urllib3 was not checked: Dependency not found on PyPI and could not be audited: urllib3 (2.8.0)"
    )
