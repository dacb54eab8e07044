"""`python -m model.reference`: writes what is made from the model; a test keeps it in step."""

import json
from pathlib import Path

from model.reference import checks, configuration
from model.reference.schema import schema

PROJECT = Path(__file__).parents[2]


def files() -> dict[str, str]:
    """Each file's path in the project and its text."""
    return {
        "docs/checks.md": checks.page(),
        "docs/configuration.md": configuration.page(),
        "docs/schema/stack.json": json.dumps(schema(), indent=2) + "\n",
    }


if __name__ == "__main__":
    for path, text in files().items():
        (PROJECT / path).parent.mkdir(exist_ok=True)
        (PROJECT / path).write_text(text)
