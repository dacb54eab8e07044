"""What an audit says of a report; the reports are as pip-audit 2.10.1 writes them."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from toolchain import ToolchainError, places
from toolchain.audit import audit, findings
from toolchain.lock import TOOLS, locks
from toolchain.ways import virtualenv

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


@pytest.fixture
def auditor() -> Callable[[str], None]:
    """Puts a shell script in the place of pip-audit."""
    folder = virtualenv.folder_of("tools", places.REPOSITORY / TOOLS)

    def put(script: str) -> None:
        (folder / "bin").mkdir(parents=True)
        (folder / "complete").touch()
        (folder / "bin" / "pip-audit").write_text(f"#!/bin/sh\n{script}\n")
        (folder / "bin" / "pip-audit").chmod(0o755)

    return put


def test_a_service_that_does_not_answer_fails_the_audit_in_one_line(auditor: Callable[[str], None]) -> None:
    auditor("echo Traceback >&2; echo 'requests.exceptions.ConnectionError: no name' >&2; exit 1")
    with pytest.raises(ToolchainError) as caught:
        audit(io.StringIO(), "https://osv.invalid/v1/query")
    assert str(caught.value) == (
        "audit: requirements.txt was not checked: no answer from the advisory service https://osv.invalid/v1/query: "
        "requests.exceptions.ConnectionError: no name\n"
        "hint: run it where the internet can be reached: it passes only with an answer for every distribution"
    )


@pytest.mark.parametrize(("dependencies", "passed"), [([CLEAN], True), ([CLEAN, ADVISORY], False)])
def test_every_lock_is_checked_and_one_advisory_fails_the_audit(
    auditor: Callable[[str], None], dependencies: list[dict[str, Any]], passed: bool
) -> None:
    auditor(f"cat <<'END'\n{json.dumps({'dependencies': dependencies})}\nEND")
    out = io.StringIO()
    assert audit(out) is passed
    checked = [f"{lock.name}: {len(dependencies)} distributions checked" for lock in locks()]
    found = [] if passed else ["advisory paramiko 4.0.0: PYSEC-2099-1 CVE-2099-1, fixed in 4.0.1"]
    assert out.getvalue().splitlines() == checked + found
