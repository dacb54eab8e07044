"""The stacks of examples/, for the tests of all tiers that run them."""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "examples"
STACKS = sorted(FOLDER.glob("*.yaml"))


def values_of(path: Path) -> dict[str, Any]:
    """The configuration of an example: top-level keys without the project."""
    config = yaml.safe_load(path.read_text())["config"]
    return {key.partition(":")[2]: value for key, value in config.items() if key.startswith("bgp-coexist:")}
