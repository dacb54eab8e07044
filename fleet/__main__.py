"""`bgp-coexist fleet preview|up|verify|drift FILE`: all stacks of a fleet file, as one.

Exit code 0: all is as it should be. 1: something is not. 2: nothing that was seen is wrong, and not all could be seen,
or the file has problems. 130: interrupted.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from errors import CoexistError
from fleet import report
from fleet.file import read
from fleet.interrupts import interruptible
from fleet.members import fleet_of
from fleet.progress import progress
from fleet.words import exit_code
from preflight.options import add_project

INTERRUPTED = 130


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
    parser.add_argument("file", type=_path, metavar="FILE", help="the fleet file")
    add_project(parser)
    parser.add_argument("--parallel", type=_count, metavar="N", help="stacks at once; default: the file's parallelism")
    parser.add_argument("--json", action="store_true", help="print the outcomes as JSON")
    parser.add_argument("--junit", type=_file(""), metavar="FILE", help="also write them as JUnit XML")
    parser.add_argument("--html", type=_file(".html"), metavar="FILE", help="also write them as a page")
    parser.add_argument("--metrics", type=_file(".prom"), metavar="FILE", help="also write them for Prometheus")
    return parser.parse_args(arguments)


def _path(text: str) -> Path:
    return Path(text).resolve()


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"'{text}': not a whole number from 1 to 64")
    return int(text)


def _file(ending: str) -> Callable[[str], Path]:
    """Takes the path of a file with an ending, in a folder that is there."""

    def path_of(text: str) -> Path:
        path = _path(text)
        if not path.name.endswith(ending):
            raise argparse.ArgumentTypeError(f"'{text}' does not end in {ending}")
        if not path.parent.is_dir():
            raise argparse.ArgumentTypeError(f"'{text}': there is no folder {path.parent}")
        return path

    return path_of


def _run(options: argparse.Namespace) -> int:
    if not (options.project / "Pulumi.yaml").is_file():
        raise CoexistError(f"--project: there is no Pulumi.yaml in {options.project}", "name the project's folder")
    # Paths in the configuration are relative to the project.
    os.chdir(options.project)
    fleet = fleet_of(read(options.file), options.file.name, options.project)
    from fleet.run import Run  # Pulumi's library takes its time, which a file with problems does not need

    with progress() as told:
        run = Run(fleet, options.project, options.parallel or fleet.file.parallelism, told)
        with interruptible(run.interrupted):
            getattr(run, options.command)()
    outcomes = list(run.outcomes.values())
    print(report.as_json(options.command, outcomes) if options.json else report.text(outcomes))
    report.write(options, outcomes)
    return INTERRUPTED if run.interrupted.is_set() else exit_code(outcomes)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(INTERRUPTED)
