"""`python -m preflight --stack NAME` checks a stack's file.

It needs neither engine nor router; passwords stay encrypted. A cluster that answers is compared with the file; if none
answers, the report has the reason. Exit code 0: no problem. 1: problems.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cluster import reading
from errors import ClusterError, IntentError, Problem, listed
from model.checks import hints_of
from model.lab_secrets import lab_secret_problems
from model.stack import Stack
from preflight import cluster_fit
from preflight.findings import findings
from preflight.options import add_stack
from preflight.passphrase import passphrase_in, salt_in
from preflight.stack_input import content_of, kubeconfig_file, stack_file


@dataclass(frozen=True)
class Report:
    """The report on a stack's file.

    Args:
        source: The file's name.
        problems: The problems.
        hints: The hints; only without problems.
        cluster: Whether a cluster was compared with the file, as a text; "": not tried.
    """

    source: str
    problems: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)
    cluster: str = ""

    def __str__(self) -> str:
        """The problems as a preview prints them; without problems the hints."""
        if self.problems:
            return str(IntentError(self.problems, self.source))
        count = {0: "no hint", 1: "1 hint"}.get(len(self.hints), f"{len(self.hints)} hints")
        lines = [f"{self.source} has no problem, and {count}", *listed(self.hints)]
        return "\n".join([*lines, *([self.cluster] if self.cluster else [])])

    def as_json(self) -> str:
        """The report as JSON: every problem and hint with its code, path, found, expected and hint."""
        return json.dumps(asdict(self), indent=2)


def report_on(path: Path, project: Path, cluster: bool = False, environment: Mapping[str, str] | None = None) -> Report:
    """The report on a stack's file.

    Args:
        path: The file.
        project: Directory of Pulumi.yaml.
        cluster: Whether to compare the cluster with it.
        environment: The environment with the passphrase in force; None: it is not checked.
    """
    try:
        content = content_of(path, project)
    except IntentError as error:
        return Report(path.name, error.problems)
    keys = content.values.keys() | content.secrets | content.clear
    stack, problems = findings(content.values, keys, content.secrets, environment=None)
    problems = [*content.problems, *problems]
    if stack is not None:
        salt, passphrase = salt_in(path.read_text("utf-8-sig")), passphrase_in(environment or {})
        problems = [*problems, *lab_secret_problems(stack, salt, passphrase)]
    if problems or stack is None:
        return Report(path.name, problems)
    return _compared(path.name, stack, project) if cluster else Report(path.name, [], hints_of(stack))


def _compared(source: str, stack: Stack, project: Path) -> Report:
    """The report on a valid stack, compared with its cluster."""
    hints = hints_of(stack)
    if not stack.cluster.kubeconfig:
        return Report(source, [], hints, "the stack names no cluster, so none was compared with it")
    try:
        seen = reading.facts(kubeconfig_file(stack, project), stack.cluster.context, stack.assigner())
    except ClusterError as error:
        return Report(source, [], hints, f"the cluster was not compared: {error}")
    notes = [f"not read from the cluster: {unread}" for unread in seen.unread]
    hints += cluster_fit.hints_of(stack, seen)
    return Report(source, cluster_fit.problems_of(stack, seen), hints, "\n".join(["the cluster was compared", *notes]))


def main(arguments: list[str] | None = None, prog: str = "python -m preflight") -> int:
    """Print the report on a stack's file and return the exit code."""
    parser = argparse.ArgumentParser(prog=prog, description="Check a stack's file.")
    add_stack(parser, "name of the stack whose file is checked")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(arguments)
    try:
        report = report_on(stack_file(options.stack, options.project), options.project, True, os.environ)
    except IntentError as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(report.as_json())
    else:
        print(report, file=sys.stderr if report.problems else None)
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
