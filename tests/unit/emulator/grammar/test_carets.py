"""The caret stands at the first character that no keyword can match. Recorded on CSR1000v 16.12.3 and IOS 15."""

import pytest

from emulator.configure.modes import TABLES, tree
from emulator.exec.catalogue import exec_tree
from emulator.grammar.match import Ambiguous, Incomplete, Invalid, match
from emulator.grammar.pattern import sequences


@pytest.mark.parametrize(
    ("line", "offset"),
    [
        ("configure terminal", 3),
        ("show run", 6),
        ("clear logg", 7),
        ("show foooooooo", 7),
    ],
)
def test_user_exec_marks_the_recorded_column(line: str, offset: int) -> None:
    found = match(exec_tree(1), line)
    assert isinstance(found, Invalid)
    assert found.column == offset


@pytest.mark.parametrize(
    ("line", "offset"),
    [
        ("terminal width 512", 9),
        ("configure terminal", 8),
        ("tclsh", 1),
        ("tclquit", 1),
        ("disable", 2),
        ("show version", 2),
        ("show run", 2),
        ("clear logg", 2),
        ("@", 0),
    ],
)
def test_configuration_marks_the_recorded_column(line: str, offset: int) -> None:
    found = match(tree("config"), line)
    assert isinstance(found, Invalid)
    assert found.column == offset


def test_enable_in_configuration_is_incomplete() -> None:
    assert match(tree("config"), "enable") == Incomplete()


def test_an_abbreviation_of_two_words_is_ambiguous() -> None:
    assert match(exec_tree(15), "show i") == Ambiguous()


def test_a_word_that_is_a_keyword_is_not_ambiguous_with_longer_ones() -> None:
    assert isinstance(match(tree("config"), "ip"), Incomplete)


def test_an_argument_may_not_share_a_keywords_name() -> None:
    with pytest.raises(ValueError, match="share a name"):
        sequences("rd <rd:rd>")


@pytest.mark.parametrize("mode", TABLES)
def test_every_mode_has_a_table_that_compiles(mode: str) -> None:
    assert tree(mode).words
