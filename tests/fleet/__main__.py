"""`python -m tests.fleet kills [--times 20]` and `python -m tests.fleet sizes 10 100 300`: fleets, for longer.

`kills` kills an `up` of a fleet at random points and starts it again. `sizes` measures fleets of many stacks.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fleet.kills import kills
from tests.fleet.sizes import sizes


def main() -> int:
    """Run one of the two; 0 where all is as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.fleet", description="Fleets, for longer than a test")
    commands = parser.add_subparsers(dest="command", required=True)
    killing = commands.add_parser("kills", help="kill an `up` at random points and start it again")
    killing.add_argument("--times", type=int, default=20)
    killing.add_argument("--seed", type=int, default=1, help="of the random points")
    measuring = commands.add_parser("sizes", help="measure an `up`, another one, `verify` and `drift`")
    measuring.add_argument("stacks", type=int, nargs="+", help="how many stacks")
    measuring.add_argument("--parallel", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bgp-coexist-fleet-") as folder:
        if options.command == "kills":
            return kills(Path(folder), options.times, options.seed)
        return sizes(Path(folder), options.stacks, options.parallel)


if __name__ == "__main__":
    sys.exit(main())
