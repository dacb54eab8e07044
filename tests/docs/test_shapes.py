"""The pages of docs/shapes: what they quote is what the program writes."""

import re

import pytest

from model.load import stack_from
from preflight.render import rendered
from tests.engine import PROJECT
from tests.examples import FOLDER, values_of

SHAPES = PROJECT / "docs" / "shapes"


def quoted(page: str, language: str = "") -> list[str]:
    """The blocks of code of a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", (SHAPES / page).read_text(), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    ("page", "example", "router"),
    [("racks.md", "racks", "rack-b"), ("one-table.md", "one-table", "edge"), ("range.md", "range", "edge")],
)
def test_a_page_quotes_the_lines_of_its_example(page: str, example: str, router: str) -> None:
    text = rendered(stack_from(values_of(FOLDER / f"{example}.yaml")), router)
    (block,) = (each for each in quoted(page) if "remote-as" in each)
    assert block in text


@pytest.mark.parametrize("page", ["racks.md", "one-table.md", "range.md"])
def test_a_page_quotes_its_example(page: str) -> None:
    example = (FOLDER / page.replace(".md", ".yaml")).read_text().splitlines()
    (block,) = quoted(page, "yaml")
    assert [line for line in block.splitlines() if line not in example] == []
