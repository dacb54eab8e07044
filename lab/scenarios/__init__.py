"""Scenarios on the running lab, one file each.

The module of every name in `SCENARIOS` has `TITLE`, `play(stage)` and `ROUTERS`, the lab's routers on which it can be
played.
A scenario shows one fact with the real daemons, measures it, and restores everything.
"""

import importlib

from lab.errors import LabError
from lab.fabric import Fabric
from lab.scenarios.stage import Say, Stage

# The scenarios; a module is imported when its scenario is played.
SCENARIOS = (
    "causes",
    "collision",
    "drain",
    "hijack",
    "listen-range",
    "next-hops",
    "one-table",
    "pair",
    "racks",
    "restarts",
    "switch",
    "topologies",
)


def module_of(name: str) -> str:
    """The module of a scenario."""
    return f"lab.scenarios.{name.replace('-', '_')}"


def run(fabric: Fabric, router: str, name: str, say: Say) -> bool:
    """Run a scenario, and return whether all its claims hold.

    Args:
        fabric: The lab.
        router: The name of its router.
        name: The scenario's.
        say: Prints the progress.

    Raises:
        LabError: The scenario cannot be played on this router, or a step failed.
    """
    module = importlib.import_module(module_of(name))
    if router not in module.ROUTERS:
        what = f"its router is '{router}', and '{name}' can be played on {' or '.join(module.ROUTERS)}"
        raise LabError("lab", what, "make lab-down, then make lab-up")
    stage = Stage(fabric, router, say)
    say(module.TITLE)
    try:
        module.play(stage)
    except LabError as error:
        # Printed now: restoring may fail for the same reason, and only one of the two errors would be printed.
        say(f"  broken off: {error}")
        raise
    finally:
        stage.put_back()
    if stage.holds():
        say(f"{name}: everything claimed was measured, and everything is as it was before")
    else:
        say(f"{name}: {len(stage.failed)} of its claims do not hold: " + "; ".join(stage.failed))
    return stage.holds()
