"""`make demo`: the lab, the stack `dev` on it, the proof, and what to look at next.

The program under demonstration is run as anybody would run it: `pulumi up`, then `python -m verify`.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lab.errors import LabError
from lab.fabric.memory import available_megabytes
from toolchain import ToolchainError
from toolchain.environment import for_the_lab

PROJECT = Path(__file__).parents[1]
STACK = "dev"
Environment = Mapping[str, str]


def main() -> int:
    """The exit code: 0 the network is up and verified, 1 it is not."""
    try:
        environment = for_the_lab()
        _step(
            "1/3", "the lab: a cluster, a router and a client", lambda: _run(environment, "python", "-m", "lab", "up")
        )
        _step("2/3", f"pulumi up on the stack '{STACK}'", lambda: _pulumi_up(environment))
        _step("3/3", "verification", lambda: _run(environment, "python", "-m", "verify", "--stack", STACK))
        print(result(_outputs(environment)))
    except (LabError, ToolchainError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted\n  hint: make demo goes on from here, make lab-down removes the lab", file=sys.stderr)
        return 130
    return 0


def _step(number: str, title: str, act: Callable[[], None]) -> None:
    """The step is done, and its time and memory are told."""
    print(f"\n=== {number} {title}", flush=True)
    begun, free = time.monotonic(), available_megabytes()
    act()
    print(
        f"=== {number} done in {time.monotonic() - begun:.0f} s, {free - available_megabytes():+d} MB of memory",
        flush=True,
    )


def _run(environment: Environment, *words: str) -> None:
    """The command has run and said all is well; it prints for itself."""
    program = sys.executable if words[0] == "python" else words[0]
    done = subprocess.run([program, *words[1:]], cwd=PROJECT, env=dict(environment), check=False)
    if done.returncode:
        raise LabError(
            "demo",
            f"'{' '.join(words)}' ended with {done.returncode}",
            "what it printed is above; `make lab-down` removes the lab",
        )


def _pulumi_up(environment: Environment) -> None:
    """The stack is applied; refreshed first, because its state may describe a lab that has been removed since."""
    _run(environment, *f"pulumi stack select --create {STACK} --non-interactive".split())
    # On a terminal Pulumi draws a live tree; into a file it would write a line for every moment of it.
    quiet = "" if sys.stdout.isatty() else "--suppress-progress"
    _run(environment, *f"pulumi up --stack {STACK} --refresh --yes --skip-preview --suppress-outputs {quiet}".split())


def _outputs(environment: Environment) -> dict[str, Any]:
    """The stack's outputs."""
    words = ["pulumi", "stack", "output", "--stack", STACK, "--json"]
    done = subprocess.run(words, cwd=PROJECT, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise LabError("demo", f"'{' '.join(words)}' ended with {done.returncode}: {done.stderr.strip()}")
    outputs: dict[str, Any] = json.loads(done.stdout)
    return outputs


def result(outputs: Mapping[str, Any]) -> str:
    """What was built and measured, how to look around, and how to clean up."""
    tally = outputs["curlTally"]
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
        "  make destroy     takes the stack off the router and the cluster",
        "  make lab-down    removes the lab",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
