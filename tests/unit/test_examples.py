"""Each stack of examples/ passes preflight, fits the schema, is short, and is listed in the folder's README."""

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from model.reference.schema import schema
from model.stack_file import document
from preflight.__main__ import report_on
from tests.examples import FOLDER, STACKS

examples = pytest.mark.parametrize("example", STACKS, ids=lambda example: example.stem)


@examples
def test_an_example_has_no_problem_and_no_hint(example: Path) -> None:
    report = report_on(example, FOLDER.parent)
    assert (report.problems, report.hints) == ([], [])


@examples
def test_an_editor_with_the_schema_marks_nothing(example: Path) -> None:
    errors = Draft202012Validator(schema()).iter_errors(document(example.read_text()).value)
    assert [error.message for error in errors] == []


@examples
def test_an_example_is_short(example: Path) -> None:
    assert len(example.read_text().splitlines()) < 60


def test_the_readme_lists_every_example_once() -> None:
    rows = re.findall(r"^\| \[`([\w./-]+)`\]", (FOLDER / "README.md").read_text(), re.MULTILINE)
    files = [*STACKS, *FOLDER.glob("workflows/*.yaml"), *FOLDER.glob("fleets/*.yaml")]
    assert sorted(rows) == sorted(str(path.relative_to(FOLDER)) for path in files)
