"""The cases of tests/golden/checks: each file is a stack's file and, after `--- |`, the exact report on it.

The stack's file is written as the difference from tests/golden/sound_stack.yaml, a JSON merge patch in YAML: a mapping
changes the keys it names, `null` removes a key, everything else (a list too) replaces what was there. Where the mistake
is in the YAML itself, the first document is the stack's text as it stands.

Source: RFC 7396, JSON Merge Patch.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from preflight.__main__ import report_on

PROJECT = Path(__file__).parents[1]
SOUND = yaml.safe_load((PROJECT / "tests" / "golden" / "sound_stack.yaml").read_text())
_REPORT = "\n--- |\n"


@dataclass(frozen=True)
class CheckCase:
    """One file of tests/golden/checks."""

    file: Path

    @property
    def name(self) -> str:
        """What the case is called."""
        return self.file.stem

    @property
    def stack(self) -> str:
        """The text of the stack's file."""
        difference = self._documents[0]
        if isinstance(difference, str):
            return difference
        return yaml.safe_dump(merged(SOUND, difference), sort_keys=False, allow_unicode=True)

    @property
    def expected(self) -> str:
        """The report, as it is kept."""
        return str(self._documents[1])

    def report(self, folder: Path) -> str:
        """The report on the stack's file, which is written into `folder`.

        With BGP_COEXIST_WRITE_GOLDEN=1 it is also kept: read the difference before committing it.
        """
        file = folder / "stack.yaml"
        file.write_text(self.stack)
        report = f"{report_on(file, PROJECT)}\n"
        if os.environ.get("BGP_COEXIST_WRITE_GOLDEN"):
            self._keep(report)
        return report

    @cached_property
    def _documents(self) -> list[Any]:
        return list(yaml.load_all(self.file.read_text(), yaml.CSafeLoader))  # ten times as fast as safe_load_all

    def _keep(self, report: str) -> None:
        difference = self.file.read_text().rpartition(_REPORT)[0]
        lines = "".join(f"  {line}\n" if line else "\n" for line in report.removesuffix("\n").split("\n"))
        self.file.write_text(difference + _REPORT + lines)


CHECK_CASES = [CheckCase(file) for file in sorted((PROJECT / "tests" / "golden" / "checks").iterdir())]


def merged(target: Any, patch: Any) -> Any:
    """The target with a merge patch applied; neither is changed."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result
