"""The index leads to every page, every folder is in the table of changes, every line of prose fits on a screen."""

import re
from pathlib import Path

import pytest

from tests.docs.readme import PAGES
from tests.engine import PROJECT

WIDEST = 120
# Reflowed by their author.


def prose(text: str) -> list[str]:
    """The lines of a page that can be broken: neither code nor a row of a table."""
    outside = re.sub(r"^( *)```.*?^\1```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [line for line in outside.splitlines() if not line.lstrip().startswith("|")]


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(PROJECT)) for page in PAGES])
def test_no_line_of_prose_is_wider_than_a_screen(page: Path) -> None:
    assert [line for line in prose(page.read_text()) if len(line) > WIDEST] == []


def test_the_index_leads_to_every_page() -> None:
    index = PROJECT / "docs" / "README.md"
    linked = {(index.parent / link).resolve() for link in re.findall(r"\]\(([^)#]+)\)", index.read_text())}
    fragments = {page for page in PAGES if page.parent.name == "changes" and page.name != "README.md"}
    assert [page for page in PAGES if page not in {*linked, *fragments, index}] == []


def test_contributing_says_of_every_folder_with_code_which_change_goes_there() -> None:
    page = (PROJECT / "CONTRIBUTING.md").read_text()
    table = page.partition("## Where does my change go?")[2].partition("\n## ")[0]
    named = {path.split("/")[0] for path in re.findall(r"`([\w./-]+/[\w./-]*)`", table)}
    code = {path.parent.name for path in PROJECT.glob("[a-z]*/__init__.py")}
    assert code - named == set()
