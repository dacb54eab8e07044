"""Kills an `up` of a fleet at random points and starts it again: it ends where an undisturbed one ends."""

import json
import os
import random
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.fleet.stage import staged
from tests.lab_router import LabRouter
from tests.stack.fleet_stage import FleetStage

# Two share a router, one has a router of its own, and one has both.
STACKS: Mapping[int, Sequence[str]] = {1: ["edge-a"], 2: ["edge-b"], 3: ["edge-a"], 4: ["edge-b", "edge-a"]}
WAVES = {"canary": ["stack1"], "waves": [["stack2", "stack3"]], "parallelism": 2}


def kills(folder: Path, times: int, seed: int) -> int:
    """0 where every run that was started again ended where the undisturbed one did."""
    chance, faults = random.Random(seed), 0
    with staged(folder / "undisturbed", STACKS, **WAVES) as (stage, routers):
        began = time.monotonic()
        done = stage.run("up")
        seconds = time.monotonic() - began
        assert done.returncode == 0, done.stdout + done.stderr
        wanted = running(routers)
    print(f"undisturbed: {seconds:.0f} s", flush=True)
    for number in range(times):
        after, alone = chance.uniform(0.5, seconds), chance.random() < 0.5
        found = killed(folder / str(number), after, alone, wanted)
        faults += bool(found)
        who = "the fleet alone" if alone else "fleet, engines and plugins"
        print(f"{number + 1}: {who}, after {after:.1f} s: {found or 'ends as undisturbed'}", flush=True)
    print(f"{times - faults} of {times} end where an undisturbed run ends")
    return 1 if faults else 0


def killed(folder: Path, after: float, alone: bool, wanted: dict[str, str]) -> str:
    """Kill a run of a fresh fleet and start it again; what is not as after an undisturbed one."""
    with staged(folder, STACKS, **WAVES) as (stage, routers):
        with stage.started("up") as run:
            time.sleep(after)
            if alone:
                run.kill()
            else:
                kill_all(stage)
            run.wait()
            again = stage.run("up")
        if again.returncode:
            return f"exit code {again.returncode}:\n{again.stdout}{again.stderr}"
        if different := [name for name, text in running(routers).items() if text != wanted[name]]:
            return f"another configuration on {', '.join(different)}"
        return left_over(stage)


def kill_all(stage: FleetStage) -> None:
    """Kill every process that works on the fleet: its state's folder is in their environment."""
    mark = f"PULUMI_BACKEND_URL={stage.environment['PULUMI_BACKEND_URL']}\0".encode()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark in path.read_bytes():
                os.kill(int(path.parent.name), signal.SIGKILL)


def running(routers: Mapping[str, LabRouter]) -> dict[str, str]:
    return {name: router.running() for name, router in routers.items()}


def left_over(stage: FleetStage) -> str:
    """What a run has left: changes that are not applied, or locks."""
    preview = stage.run("preview", "--json")
    changes = [each["results"][0]["actual"] for each in json.loads(preview.stdout)["stacks"]]
    if set(changes) != {"no change"}:
        return f"a preview has {changes}"
    state = Path(stage.environment["PULUMI_BACKEND_URL"].removeprefix("file://")) / ".pulumi"
    locks = [*state.glob("locks/**/*.json"), *state.glob("stacks/bgp-coexist-routers/*.json")]
    return f"locks: {locks}" if locks else ""
