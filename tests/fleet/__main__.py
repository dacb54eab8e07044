"""`python -m tests.fleet kills [--times 20]`, `… sizes 10 100 300` and `… routers 1 10 50`: fleets, for longer.

`kills` kills an `up` of a fleet at random points and starts it again. `sizes` measures fleets of many stacks, `routers`
one stack with many routers.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fleet.kills import kills
from tests.fleet.sizes import routers, sizes


def main() -> int:
    """Run one of them; 0 where all is as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.fleet", description="Fleets, for longer than a test")
    commands = parser.add_subparsers(dest="command", required=True)
    killing = commands.add_parser("kills", help="kill an `up` at random points and start it again")
    killing.add_argument("--times", type=int, default=20)
    killing.add_argument("--seed", type=int, default=1, help="of the random points")
    measuring = commands.add_parser("sizes", help="measure an `up`, another one, `verify` and `drift`")
    measuring.add_argument("stacks", type=int, nargs="+", help="how many stacks")
    measuring.add_argument("--parallel", type=int, default=4)
    many = commands.add_parser("routers", help="measure the same for one stack with many routers")
    many.add_argument("routers", type=int, nargs="+", help="how many routers")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bgp-coexist-fleet-") as folder:
        if options.command == "kills":
            return kills(Path(folder), options.times, options.seed)
        if options.command == "routers":
            return routers(Path(folder), options.routers)
        return sizes(Path(folder), options.stacks, options.parallel)


if __name__ == "__main__":
    sys.exit(main())
