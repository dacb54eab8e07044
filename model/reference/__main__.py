"""`python -m model.reference` writes the generated files; a test compares them."""

import json
from pathlib import Path

from model.reference import checks, configuration
from model.reference.fleet_schema import fleet_schema
from model.reference.schema import schema

PROJECT = Path(__file__).parents[2]


def files() -> dict[str, str]:
    """The text of each generated file, by its path in the project."""
    return {
        "docs/checks.md": checks.page(),
        "docs/configuration.md": configuration.page(),
        "docs/schema/stack.json": json.dumps(schema(), indent=2) + "\n",
        "docs/schema/fleet.json": json.dumps(fleet_schema(), indent=2) + "\n",
    }


if __name__ == "__main__":
    for path, text in files().items():
        (PROJECT / path).parent.mkdir(exist_ok=True)
        (PROJECT / path).write_text(text)
