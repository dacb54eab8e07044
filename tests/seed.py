"""The dev stack's intent, and variations of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from model.load import stack_from
from model.stack import Stack

PROJECT = Path(__file__).parents[1]
Values = dict[str, Any]


def seed_values() -> Values:
    """The dev stack's configuration: top-level keys without the project, without secrets."""
    config = yaml.safe_load((PROJECT / "Pulumi.dev.yaml").read_text())["config"]
    own = {key.removeprefix("bgp-coexist:"): value for key, value in config.items() if key.startswith("bgp-coexist:")}
    return {key: value for key, value in own.items() if key != "routerPassword"}


def seed_stack(change: Callable[[Values], object] = lambda _: None) -> Stack:
    """The dev stack after a change to its configuration."""
    values = seed_values()
    change(values)
    return stack_from(values)
