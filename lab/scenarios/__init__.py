"""Scenarios on the running lab, one file each: every module in `SCENARIOS` has `TITLE` and `play(stage)`.

A scenario shows one fact with the real daemons, measures it, and restores everything.
"""

import importlib

from lab.errors import LabError
from lab.fabric import Fabric
from lab.scenarios.stage import Say, Stage

# The scenarios, by the name of their module; a module is imported when its scenario is played.
SCENARIOS = ("collision", "switch")


def run(fabric: Fabric, name: str, say: Say) -> bool:
    """Run a scenario, and return whether all its claims hold."""
    module = importlib.import_module(f"lab.scenarios.{name}")
    stage = Stage(fabric, say)
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
