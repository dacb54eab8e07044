"""`make demo`: start the lab, apply the stack of its router, verify it, and print commands to look around.

The program is run as by a user: `pulumi up`, then `python -m verify`.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lab.errors import LabError
from lab.fabric.memory import available_megabytes
from lab.routers import USUAL
from toolchain import ToolchainError
from toolchain.environment import for_the_lab

PROJECT = Path(__file__).parents[1]
# The stack of each router.
STACKS = {"ios-xe": "dev", "frr": "frr"}
Environment = Mapping[str, str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demonstration; the exit code is 0: the network is up and verified, 1: it is not."""
    parser = argparse.ArgumentParser("python -m lab.demo", description="Start the lab, apply its stack, verify it.")
    parser.add_argument("--router", choices=list(STACKS), default=USUAL, help=f"the lab's router, by default {USUAL}")
    router = parser.parse_args(arguments).router
    stack = STACKS[router]
    start = ("python", "-m", "lab", "up", "--router", router)
    try:
        environment = for_the_lab()
        _step("1/3", "the lab: a cluster, a router and a client", lambda: _run(environment, *start))
        _step("2/3", f"pulumi up on the stack '{stack}'", lambda: _pulumi_up(environment, stack))
        _step("3/3", "verification", lambda: _run(environment, "python", "-m", "verify", "--stack", stack))
        print(result(_outputs(environment, stack), router))
    except (LabError, ToolchainError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted\n  hint: make demo continues, make lab-down removes the lab", file=sys.stderr)
        return 130
    return 0


def _step(number: str, title: str, act: Callable[[], None]) -> None:
    """Run the step, and print its time and memory."""
    print(f"\n=== {number} {title}", flush=True)
    begun, free = time.monotonic(), available_megabytes()
    act()
    print(
        f"=== {number} done in {time.monotonic() - begun:.0f} s, {free - available_megabytes():+d} MB of memory",
        flush=True,
    )


def _run(environment: Environment, *words: str) -> None:
    """Run the command, whose output is shown, and raise an error unless its exit code is 0."""
    program = sys.executable if words[0] == "python" else words[0]
    done = subprocess.run([program, *words[1:]], cwd=PROJECT, env=dict(environment), check=False)
    if done.returncode:
        raise LabError(
            "demo",
            f"'{' '.join(words)}' ended with {done.returncode}",
            "what it printed is above; `make lab-down` removes the lab",
        )


def _pulumi_up(environment: Environment, stack: str) -> None:
    """Apply the stack after a refresh, because its state may describe a lab that has been removed."""
    _run(environment, *f"pulumi stack select --create {stack} --non-interactive".split())
    # On a terminal Pulumi draws a live tree; in a file this would be a line for every update of it.
    quiet = "" if sys.stdout.isatty() else "--suppress-progress"
    _run(environment, *f"pulumi up --stack {stack} --refresh --yes --skip-preview --suppress-outputs {quiet}".split())


def _outputs(environment: Environment, stack: str) -> dict[str, Any]:
    """The stack's outputs."""
    words = ["pulumi", "stack", "output", "--stack", stack, "--json"]
    done = subprocess.run(words, cwd=PROJECT, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise LabError("demo", f"'{' '.join(words)}' ended with {done.returncode}: {done.stderr.strip()}")
    outputs: dict[str, Any] = json.loads(done.stdout)
    return outputs


def result(outputs: Mapping[str, Any], router: str = USUAL) -> str:
    """The text at the end: results, commands to look around, and commands to clean up."""
    tally = outputs["curlTally"]
    destroy = "make destroy" + ("" if router == USUAL else f" ROUTER={router}")
    lines = ["", "The network is up, and a client beyond the router got its answers.", ""]
    lines += [f"  {place:<24} {count} sessions Established" for place, count in outputs["sessions"].items()]
    lines += ["", f"  {sum(tally.values())} requests from the client to {outputs['service']}, answered by"]
    lines += [f"    {pod:<30} {count:>3}  {'▇' * count}" for pod, count in sorted(tally.items())]
    lines += [
        "",
        "Look around (in this folder)",
        '  eval "$(make -s env)"',
        "  pulumi stack output",
        "  pulumi preview --diff",
    ]
    lines += [f"  {command}" for command in outputs["lookAround"]]
    lines += [
        "",
        "Clean up",
        f"  {destroy:<16} takes the stack off the router and the cluster",
        f"  {'make lab-down':<16} removes the lab",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
