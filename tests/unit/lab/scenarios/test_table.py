"""The table of scenarios names every module that can be played, and no other."""

import importlib
import pkgutil

import lab.scenarios
from lab.scenarios import SCENARIOS, module_of


def test_the_table_has_every_module_that_can_be_played_and_no_other() -> None:
    modules = [module.name for module in pkgutil.iter_modules(lab.scenarios.__path__)]
    playable = [name for name in modules if hasattr(importlib.import_module(f"lab.scenarios.{name}"), "play")]
    assert sorted(map(module_of, SCENARIOS)) == [f"lab.scenarios.{name}" for name in playable]


def test_every_scenario_says_its_name_first_in_its_title() -> None:
    titles = {name: importlib.import_module(module_of(name)).TITLE for name in SCENARIOS}
    assert [name for name, title in titles.items() if not title.startswith(f"{name}: ")] == []
