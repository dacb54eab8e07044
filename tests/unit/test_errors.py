"""How problems are told: one line each, nothing that does not show, and of one kind only the first few."""

import pytest

from errors import IntentError, Problem, listed
from printable import one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é", "plain é"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\u202eabc", "\\u202eabc"),
        ("\x00", "\\x00"),
        ("x" * 100, "x" * 100),
        ("x" * 101, "x" * 100 + "… (101 characters)"),
    ],
)
def test_a_text_is_shown_on_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_a_problem_shows_nothing_that_a_terminal_would_act_on() -> None:
    problem = Problem("a.\x1b]0;b", "is no\rname", "x\u2066", code="FORM03", found="\x07")
    assert str(problem) == "FORM03 a.\\x1b]0;b: is no\\rname\n    found: \\x07\n    hint: x\\u2066"


def test_of_one_kind_the_first_five_are_told_and_how_many_more() -> None:
    problems = [Problem(f"a[{index}]", "is wrong", code="NET01") for index in range(200)]
    problems.insert(100, Problem("b", "is wrong", code="NET02"))
    assert listed(problems) == [
        *(f"  NET01 a[{index}]: is wrong" for index in range(5)),
        "  NET02 b: is wrong",
        "  … and 195 more of NET01",
    ]


def test_all_of_them_are_counted_and_kept() -> None:
    error = IntentError([Problem("a", "is wrong", code="NET01")] * 200, "x.yaml")
    assert str(error).splitlines()[0] == "x.yaml has 200 problems; nothing was touched"
    assert (len(str(error).splitlines()), len(error.problems)) == (7, 200)
