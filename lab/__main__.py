"""`python -m lab up|down|status|run SCENARIO|logs [NAME]|exec MACHINE COMMAND…`."""

import argparse
import json
import os
import sys

from lab import root
from lab.errors import LabError
from toolchain import ToolchainError

try:
    from lab import lifecycle, report, scenarios
    from lab.fabric import Fabric, owner, processes
    from lab.fabric.topology import HOSTS
    from lab.kubernetes import calico, kubectl
    from lab.routers import ROUTERS, USUAL
except ModuleNotFoundError as error:
    sys.exit(f"lab: this Python has no module '{error.name}'\n  hint: make setup, then eval \"$(make -s env)\"")


def main(arguments: list[str], prog: str = "lab") -> int:
    """Run a command; the exit code is 0: done, 1: failed, 2: wrong command, 130: interrupted."""
    options = _options(arguments, prog)
    fabric = Fabric()
    try:
        # Status and logs need root as well: only root can read the lab's files.
        root.check()
        return COMMANDS[options.command](fabric, options)
    except (LabError, ToolchainError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        if error.filename is None:
            raise
        print(LabError("lab", f"'{error.filename}': {error.strerror}", "make lab-down cleans up"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted\n  hint: make lab-up continues, make lab-down cleans up", file=sys.stderr)
        return 130


def say(line: str) -> None:
    """Print a line of progress immediately."""
    print(line, flush=True)


def _up(fabric: Fabric, options: argparse.Namespace) -> int:
    lifecycle.up(fabric, say, options.router)
    return 0


def _down(fabric: Fabric, options: argparse.Namespace) -> int:
    lifecycle.down(fabric, say)
    return 0


def _status(fabric: Fabric, options: argparse.Namespace) -> int:
    owner.check(fabric)
    found = report.status(fabric)
    say(json.dumps(found, indent=2) if options.json else report.text(found))
    return 0 if found["state"] == "up" else 1


def _run(fabric: Fabric, options: argparse.Namespace) -> int:
    owner.check(fabric)
    if (state := lifecycle.state(fabric)) != "up":
        raise LabError("lab", f"it is {state}, and '{options.scenario}' needs a running one", "make lab-up")
    router = lifecycle.router(fabric) or USUAL
    return 0 if scenarios.run(fabric, router, options.scenario, say) else 1


def _logs(fabric: Fabric, options: argparse.Namespace) -> int:
    logs = sorted(fabric.places.logs.glob(f"{options.name or '*'}.log"))
    if not logs:
        raise LabError("lab", f"no log called '{options.name or '*'}' in {fabric.places.logs}", "make lab-up")
    for log in logs:
        lines = options.lines if options.name else 1
        say(f"{log.stem}: {log.stat().st_size} bytes\n    {processes.last_lines(log, lines)}")
    return 0


def _exec(fabric: Fabric, options: argparse.Namespace) -> int:
    """Replace this process by the command, on the machine, with Calico's and the cluster's programs on its PATH."""
    owner.check(fabric)
    fabric.require(options.machine)
    os.environ["PATH"] = f"{calico.tools(fabric.places)}:{os.environ['PATH']}"
    os.environ.update(kubectl.environment(fabric))
    words = fabric.enter(options.machine) + (options.words or ["sh"])
    os.execvp(words[0], words)


COMMANDS = {"up": _up, "down": _down, "status": _status, "run": _run, "logs": _logs, "exec": _exec}


def _options(arguments: list[str], prog: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=prog, description="The lab: a cluster, a router and a client.")
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("up", help="start the lab, or restart its dead processes; does nothing when it is up")
    start.add_argument("--router", choices=list(ROUTERS), help=f"the router of a new lab, by default {USUAL}")
    commands.add_parser("down", help="remove the lab completely, also after a crash")
    commands.add_parser("status", help="list the processes; exit code 0 when all run").add_argument(
        "--json", action="store_true"
    )
    run = commands.add_parser("run", help="run a scenario on the running lab")
    run.add_argument("scenario", choices=scenarios.SCENARIOS)
    logs = commands.add_parser("logs", help="print the end of every log, or more of one")
    logs.add_argument("name", nargs="?", help="such as worker1.kubelet")
    logs.add_argument("--lines", type=int, default=40)
    execute = commands.add_parser("exec", help="run a command on a machine, a shell if none is given")
    execute.add_argument("machine", choices=[host.name for host in HOSTS])
    execute.add_argument("words", nargs=argparse.REMAINDER, metavar="command")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
