"""`make audit`: advisories on the locked versions, from the service of osv.dev.

Without an answer the audit fails.
"""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from toolchain.errors import ToolchainError
from toolchain.lock import locks, tool

SERVICE = "https://api.osv.dev/v1/query"
# Accepted advisories by id, each with the reason; they are printed as well.
ACCEPTED: Mapping[str, str] = {}


def audit(out: TextIO, service: str = SERVICE) -> bool:
    """Whether the service has no advisory, except accepted ones, on the distributions of all locks.

    Raises:
        ToolchainError: the service does not answer, or a distribution could not be looked up.
    """
    found: set[str] = set()
    for lock in locks():
        dependencies = _answer(lock, service)
        found |= set(findings(dependencies))
        out.write(f"{lock.name}: {len(dependencies)} distributions checked\n")
    for line in sorted(found):
        out.write(f"{line}\n")
    return all(line.startswith("accepted ") for line in found)


def findings(dependencies: list[dict[str, Any]], accepted: Mapping[str, str] = ACCEPTED) -> Iterator[str]:
    """A line for each advisory, from the dependencies of pip-audit's JSON report.

    Raises:
        ToolchainError: a distribution was skipped.
    """
    for entry in dependencies:
        if "skip_reason" in entry:
            raise ToolchainError(f"audit: {entry['name']} was not checked: {entry['skip_reason']}")
        for advisory in entry["vulns"]:
            ids = [advisory["id"], *advisory["aliases"]]
            reason = next((accepted[each_id] for each_id in ids if each_id in accepted), "")
            fixed = ", ".join(advisory["fix_versions"]) or "no version"
            line = f"{entry['name']} {entry['version']}: {' '.join(ids)}, fixed in {fixed}"
            yield f"accepted {line}: {reason}" if reason else f"advisory {line}"


def _answer(lock: Path, service: str) -> list[dict[str, Any]]:
    """pip-audit's report on one lock; it writes its report only when every request was answered."""
    command = [str(tool("pip-audit")), "--vulnerability-service", "osv", "--osv-url", service, "--strict"]
    command += ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json"]
    done = subprocess.run([*command, "--requirement", str(lock)], capture_output=True, text=True)
    try:
        report: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    except json.JSONDecodeError as error:
        raise ToolchainError(
            f"audit: {lock.name} was not checked: no answer from the advisory service {service}: {_last(done.stderr)}",
            "run it where the internet can be reached: it passes only with an answer for every distribution",
        ) from error
    return report["dependencies"]


def _last(text: str) -> str:
    """The first 100 characters of the last line."""
    lines = text.strip().splitlines()
    return lines[-1][:100] if lines else "no output"
