"""What a row of requests says about how long a service was away."""

import pytest

from lab.scenarios.http_probe import Record, Request


def record(pages: str) -> Record:
    """A request every 0.2 s; a dot is a lost one."""
    return Record([Request(round(0.2 * index, 1), page.strip(".")) for index, page in enumerate(pages)])


@pytest.mark.parametrize(
    ("pages", "lost", "gap"),
    [
        ("abcab", 0, 0.0),
        ("ab..c", 2, 0.4),
        ("a.b...c", 4, 0.6),
        ("..ab", 2, 0.4),
        ("ab...", 3, 0.4),
        ("", 0, 0.0),
    ],
)
def test_the_gap_is_from_the_first_lost_request_to_the_next_answer(pages: str, lost: int, gap: float) -> None:
    assert (record(pages).lost(), round(record(pages).gap(), 1)) == (lost, gap)


def test_answers_are_counted_by_page() -> None:
    assert record("ab.ca").answers() == {"a": 2, "b": 1, "c": 1}
