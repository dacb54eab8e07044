"""The dev stack's intent, the same on FRR, and variations of both."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from model.load import stack_from
from model.stack import Stack

PROJECT = Path(__file__).parents[1]
Values = dict[str, Any]


def seed_values(name: str = "dev") -> Values:
    """The configuration of a stack of the project: top-level keys without the project, without secrets."""
    config = yaml.safe_load((PROJECT / f"Pulumi.{name}.yaml").read_text())["config"]
    own = {key.removeprefix("bgp-coexist:"): value for key, value in config.items() if key.startswith("bgp-coexist:")}
    return {key: value for key, value in own.items() if key != "routerPassword"}


def calico_only(values: Values) -> None:
    """Make Calico assign the addresses of MetalLB's pools, and remove MetalLB."""
    values["topology"] = "calico-only"
    values["calico"]["pools"] = values.pop("metallb")["pools"]


def seed_stack(change: Callable[[Values], object] = lambda _: None, name: str = "dev") -> Stack:
    """A stack of the project after a change to its configuration."""
    values = seed_values(name)
    change(values)
    return stack_from(values)
