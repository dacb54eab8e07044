"""What only runs before a release is named by tests that exist, and no file is without its claims in both tiers."""

import re

import pytest

from tests.lab_first import LAB
from tests.tiers import GROUPS, TESTS


@pytest.mark.parametrize("file", GROUPS)
def test_every_representative_is_a_test_of_its_file(file: str) -> None:
    written = set(re.findall(r"^def (test_\w+)\(", (TESTS / file).read_text(), re.MULTILINE))
    assert {name.partition("[")[0] for name in GROUPS[file].kept} <= written


@pytest.mark.parametrize("file", GROUPS)
def test_a_file_that_is_listed_leaves_something_to_the_long_tier(file: str) -> None:
    written = set(re.findall(r"^def (test_\w+)\(", (TESTS / file).read_text(), re.MULTILINE))
    in_part = {name.partition("[")[0] for name in GROUPS[file].kept if "[" in name}
    assert in_part | (written - GROUPS[file].kept) != set()


@pytest.mark.parametrize("file", GROUPS)
def test_what_is_pointed_to_instead_is_there(file: str) -> None:
    named = re.findall(r"(?:tests|docs)/[\w/.-]*\w", GROUPS[file].why)
    assert [name for name in named if not (TESTS.parent / name).exists()] == []


def test_the_files_that_one_worker_has_are_those_marked_lab() -> None:
    marked = [file for file in TESTS.rglob("test_*.py") if re.search(r"pytest\.mark\.lab\b", file.read_text())]
    assert sorted(file.relative_to(TESTS.parent).as_posix() for file in marked) == sorted(LAB)
