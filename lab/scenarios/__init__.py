"""Plays on the running lab, one file each: every module here has `TITLE` and `play(stage)`.

A scenario shows one fact with the real daemons, measures it, and puts everything back.
"""

import importlib
import pkgutil

from lab.fabric import Fabric
from lab.scenarios.stage import Say, Stage

NOT_SCENARIOS = {"stage", "prompt"}


def names() -> list[str]:
    """The scenarios there are."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name not in NOT_SCENARIOS)


def run(fabric: Fabric, name: str, say: Say) -> bool:
    """Whether everything the scenario claims was seen."""
    module = importlib.import_module(f"lab.scenarios.{name}")
    stage = Stage(fabric, say)
    say(module.TITLE)
    try:
        module.play(stage)
    finally:
        stage.put_back()
    return stage.holds()
