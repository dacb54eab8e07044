"""`python -m tests.faults`: the fault matrix; exit 0 only where nothing is lost."""

import argparse
import sys
import time

from tests.configuration_files import NAMES
from tests.faults.cases import FAULTS, KILLED, case_named
from tests.faults.frr.command import main as frr
from tests.faults.life import updates
from tests.faults.matrix import WORKERS, Share, lives, results, shares
from tests.faults.operations import OPERATIONS
from tests.faults.report import Result, table, told


def main(argv: list[str]) -> int:
    """Run the cases that were asked for, and print what became of them."""
    if argv[:2] == ["--platform", "frr"]:
        return frr(argv[2:])
    parser = argparse.ArgumentParser("python -m tests.faults", description=__doc__)
    parser.add_argument("--platform", choices=("iosxe",), help="`--platform frr`, first: on a real FRR (root)")
    parser.add_argument("--only", metavar="CASE", nargs="+", help="these cases, as a lost case prints them; with a log")
    parser.add_argument("--operation", metavar="NAME", nargs="+", choices=sorted(OPERATIONS), help="these alone")
    parser.add_argument("--fault", metavar="NAME", nargs="+", choices=FAULTS, help="these alone")
    parser.add_argument("--no-kills", action="store_true", help="all faults but those that kill the process")
    parser.add_argument(
        "--beside",
        metavar="NAME",
        nargs="*",
        choices=NAMES,
        help="beside these whole configurations, or all",
    )
    parser.add_argument("--every", metavar="N", type=int, default=1, help="every N-th case")
    parser.add_argument("--workers", metavar="N", type=int, default=WORKERS, help=f"processes (default {WORKERS})")
    given = parser.parse_args(argv)
    began = time.monotonic()
    if given.beside is not None:
        return beside(given.beside or list(NAMES), given.every)
    if given.only:
        try:
            asked = [case_named(name) for name in given.only]
        except ValueError as error:
            parser.error(f"--only: no such case: '{error}'")
        todo = [Share(case.operation, case.confirm, only=(case,)) for case in asked]
    else:
        faults = given.fault or [fault for fault in FAULTS if not (given.no_kills and fault in KILLED)]
        todo = shares(given.operation or list(OPERATIONS), given.every, faults=faults)
    found: list[Result] = []
    whole = False
    try:
        for result in results(todo, min(given.workers, len(todo))):
            found.append(result)
            if result.outcome.lost or given.only:
                print(told(result, given.only is not None), flush=True)
        whole = True
    except KeyboardInterrupt:
        pass
    print(table(found))
    print(f"{time.monotonic() - began:.0f} s" + ("" if whole else ", stopped before its end"))
    return 0 if whole and not any(result.outcome.lost for result in found) else 1


def beside(names: list[str], every: int) -> int:
    """Live beside these configurations with every update, or every so many-th pair of both; 1 where one is lost."""
    began, pairs = time.monotonic(), [(name, operation) for name in names for operation in updates(name)][::every]
    lost = 0
    for name, operation, found in lives(pairs):
        lost += bool(found)
        if found:
            print("\n  ".join([f"lost: {operation} beside {name}", *found]), flush=True)
    print(f"{len(pairs)} lives, {lost} lost, {time.monotonic() - began:.0f} s")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
