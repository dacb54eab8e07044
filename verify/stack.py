"""`python -m verify.stack --stack NAME`: can what the stack's file describes work?

Needs neither engine nor router nor cluster; passwords stay encrypted. Exit code 0: no problem. 1: problems.
"""

import argparse
import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from errors import IntentError, Problem
from model.checks import hints_of
from model.load import findings
from verify.intent import held_in, stack_file

PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Report:
    """What is to be said of a stack's file.

    Args:
        source: The file's name.
        problems: What cannot work.
        hints: What can, and may still not be meant; only where there is no problem.
    """

    source: str
    problems: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        """The problems as a preview prints them, or that there is none, and the hints."""
        if self.problems:
            return str(IntentError(self.problems, self.source))
        count = {0: "no hint", 1: "1 hint"}.get(len(self.hints), f"{len(self.hints)} hints")
        return "\n".join([f"{self.source} has no problem, and {count}", *(f"  {hint}" for hint in self.hints)])

    def as_json(self) -> str:
        """The same as JSON: every problem and hint with its code, path, found, expected and hint."""
        told = {"source": self.source, "problems": self.problems, "hints": self.hints}
        return json.dumps(told, default=asdict, indent=2)


def report_on(path: Path, project: Path) -> Report:
    """Everything that is to be said of a stack's file."""
    try:
        held = held_in(path, project)
    except IntentError as error:
        return Report(path.name, error.problems)
    keys = held.values.keys() | held.secrets | held.clear
    stack, problems = findings(held.values, keys, held.secrets, environment=None)
    return Report(path.name, problems, hints_of(stack) if stack and not problems else [])


def main(arguments: list[str] | None = None) -> int:
    """Say what is wrong with a stack's file; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m verify.stack", description="Can what the stack describes work?")
    parser.add_argument("--stack", required=True, help="the stack whose file is looked at")
    parser.add_argument("--project", type=Path, default=PROJECT, help="directory of Pulumi.yaml")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(arguments)
    try:
        report = report_on(stack_file(options.stack, options.project), options.project)
    except IntentError as error:
        print(error, file=sys.stderr)
        return 1
    print(
        report.as_json() if options.json else report, file=sys.stderr if report.problems and not options.json else None
    )
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
