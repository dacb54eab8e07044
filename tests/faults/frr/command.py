"""`python -m tests.faults --platform frr`: the fault matrix on a real FRR; root."""

import argparse
import time
from contextlib import suppress

from tests.faults.frr.cases import FAULTS, case_named
from tests.faults.frr.matrix import WORKERS, results, share_of, shares
from tests.faults.frr.operations import OPERATIONS
from tests.faults.report import Result, table, told

_OPTIONS = "--platform frr "


def main(argv: list[str]) -> int:
    """0 where no case is lost."""
    parser = argparse.ArgumentParser("python -m tests.faults --platform frr", description=__doc__)
    parser.add_argument("--only", metavar="CASE", nargs="+", help="these cases, as a lost case prints them; with a log")
    parser.add_argument("--operation", metavar="NAME", nargs="+", choices=OPERATIONS, default=list(OPERATIONS))
    parser.add_argument("--fault", metavar="NAME", nargs="+", choices=FAULTS, default=FAULTS)
    parser.add_argument("--every", metavar="N", type=int, default=1, help="every N-th case")
    parser.add_argument("--seconds", metavar="N", type=int, help="begin no operation after so many seconds")
    parser.add_argument("--workers", metavar="N", type=int, default=WORKERS, help=f"processes (default {WORKERS})")
    given = parser.parse_args(argv)
    began, found = time.monotonic(), list[Result]()
    try:
        todo = (
            [share_of(case_named(name)) for name in given.only]
            if given.only
            else shares(given.operation, given.every, given.fault)
        )
    except ValueError as error:
        parser.error(f"--only: no such case: '{error}'")
    with suppress(KeyboardInterrupt):
        for result in results(todo, given.workers):
            found.append(result)
            if result.outcome.lost or given.only:
                print(told(result, bool(given.only), _OPTIONS), flush=True)
            if given.seconds and time.monotonic() - began > given.seconds:
                print(f"stopped after {given.seconds} s")
                break
    print(table(found))
    print(f"{time.monotonic() - began:.0f} s")
    return 1 if any(result.outcome.lost for result in found) else 0
