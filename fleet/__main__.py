"""`bgp-coexist fleet preview|up|verify|drift FILE`: all stacks of a fleet file, as one.

Exit code 0: all is as it should be. 1: something is not. 2: nothing that was seen is wrong, and not all could be seen,
or the file has problems.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from errors import CoexistError
from fleet import report
from fleet.file import read
from fleet.members import fleet_of
from fleet.outcome import Outcome
from verify.check import Result

PROJECT = Path(__file__).parents[1]


def main(arguments: list[str] | None = None, prog: str = "python -m fleet") -> int:
    """Do one command on a fleet; the exit code."""
    options = _options(arguments, prog)
    try:
        return _run(options)
    except CoexistError as error:
        print(error, file=sys.stderr)
        return 2


def _options(arguments: list[str] | None, prog: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=prog, description="Preview, apply, check or compare all stacks of a fleet.")
    parser.add_argument("command", choices=("preview", "up", "verify", "drift"), help="what is done to every stack")
    parser.add_argument("file", type=lambda path: Path(path).resolve(), metavar="FILE", help="the fleet file")
    parser.add_argument(
        "--project", type=lambda path: Path(path).resolve(), default=PROJECT, help="directory of Pulumi.yaml"
    )
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace) -> int:
    # Paths in the configuration are relative to the project.
    os.chdir(options.project)
    fleet = fleet_of(read(options.file), options.file.name, options.project)
    from fleet.run import Run  # Pulumi's library takes its time, which a file with problems does not need

    run = Run(fleet, options.project, fleet.file.parallelism, _say)
    getattr(run, options.command)()
    outcomes = list(run.outcomes.values())
    print(report.text(outcomes))
    return report.exit_code(outcomes)


def _say(outcome: Outcome, new: Sequence[Result]) -> None:
    print(report.progress(outcome, new), file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(2)
