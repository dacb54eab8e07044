"""The fragments of the changelog: known kinds, one paragraph each, and the number of the version they lead to."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.engine import PROJECT

FOLDER = PROJECT / "changes"
FRAGMENTS = sorted(path for path in FOLDER.iterdir() if path.name != "README.md")
KINDS = re.findall(r"^\| `(\w+)` \|", (FOLDER / "README.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=[path.name for path in FRAGMENTS])
def test_a_fragment_has_a_known_kind_and_is_one_paragraph(fragment: Path) -> None:
    assert re.fullmatch(rf"[a-z0-9-]+\.({'|'.join(KINDS)})\.md", fragment.name)
    text = fragment.read_text()
    assert text.endswith(".\n")
    assert "\n\n" not in text
    assert text[0].isupper() or text[0] == "`"


def test_no_released_version_is_newer_than_the_projects() -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    released = re.findall(r"^### (\d+\.\d+\.\d+)", (PROJECT / "CHANGELOG.md").read_text(), re.MULTILINE)
    numbers = [tuple(map(int, each.split("."))) for each in (version, *released)]
    assert max(numbers) == numbers[0]
