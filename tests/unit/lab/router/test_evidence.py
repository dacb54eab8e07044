"""The page's tables: every row has a mark and a test that exists, and every recorded text is in some test."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGE = Path(__file__).parents[4] / "docs" / "lab-router.md"
TESTS = {path.relative_to(HERE).as_posix(): path.read_text() for path in HERE.rglob("test_*.py")}
OTHERS = "".join(text for name, text in TESTS.items() if name != "test_evidence.py").replace('"\n        "', "")

RECORDED = (
    "% Invalid input detected at '^' marker.",
    "% Incomplete command.",
    "% Ambiguous command: ",
    "IPv4 disabled and address(es) removed due to disabling VRF",
    "% IPv4 addresses from all interfaces in VRF",
    "have been removed",
    "already in use by VRF",
    "is currently being deconfigured.",
    "% No VRF named",
    "% IP  routing table",
    "BGP is already running; AS is 1",
    "does not have an RD configured.",
    "% Specify remote-as or peer-group commands first",
    "overlaps with GigabitEthernet2",
    "% Invalid prefix range for 1.2.3.0/24, make sure: len < ge-value <= le-value",
    "%Insertion failed - prefix-list entry exists:",
    "%Insertion failed - seq # exists:",
)
"""What real routers were recorded to answer, as far as it does not change with names."""


def rows() -> list[tuple[str, str, str]]:
    """Each row of the tables of behaviour: the whole row, its mark, its tests."""
    found = [
        line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines() if ".py |" in line or "/ |" in line
    ]
    return [(" | ".join(cells), cells[-2].strip("| "), cells[-1].strip("| ")) for cells in found]


ROWS = rows()


def test_the_tables_are_read() -> None:
    assert len(ROWS) > 30


@pytest.mark.parametrize(("row", "mark", "tests"), ROWS, ids=[row[:40] for row, _, _ in ROWS])
def test_a_row_has_a_mark_and_tests_that_exist(row: str, mark: str, tests: str) -> None:
    assert re.match(r"[RFP?]", mark), row
    for name in tests.split(", "):
        assert [path for path in TESTS if path == name or (name.endswith("/") and path.startswith(name))], name


@pytest.mark.parametrize(("row", "mark", "tests"), ROWS, ids=[row[:40] for row, _, _ in ROWS])
def test_a_text_of_a_row_is_in_a_test(row: str, mark: str, tests: str) -> None:
    texts = [text for text in re.findall(r"`([^`]+)`", row) if text.startswith("%")]
    pieces = [piece.strip() for text in texts for piece in re.split(r"…|\bX\b", text)]
    missing = [piece for piece in pieces if len(piece) > 2 and piece not in OTHERS]
    assert missing == []


@pytest.mark.parametrize("text", RECORDED)
def test_a_recorded_text_is_asserted_somewhere(text: str) -> None:
    assert text in OTHERS
