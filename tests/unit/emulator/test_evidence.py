"""The page's tables: each behaviour has a mark and a test, recorded ones compare whole answers, none is missing."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from emulator.configure import inert_lines
from emulator.configure.modes import TABLES
from emulator.exec import catalogue

HERE = Path(__file__).parent
PROJECT = HERE.parents[2]
PAGE = PROJECT / "docs" / "lab-router.md"
CLIENTS = "tests/clients"
LOOSE = (".startswith(", ".endswith(", " in answer", " in cli")
"""Source text of comparisons with a part of an answer."""


@dataclass(frozen=True)
class Row:
    """One behaviour: its text on the page, its mark, its tests."""

    text: str
    mark: str
    tests: tuple[str, ...]

    @property
    def quoted(self) -> list[str]:
        """The texts in backticks."""
        return re.findall(r"`([^`]+)`", self.text)

    @property
    def recorded(self) -> bool:
        """Whether it was recorded from a real device."""
        return self.mark.startswith("R")


def rows() -> Iterator[Row]:
    """Yield every row of the tables about behaviour."""
    page = PAGE.read_text()
    for line in page[page.index("### Session") : page.index("Modelled: ")].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and not {"mark", "test"} & set(cells):
            yield Row(" | ".join(cells[:-2]), cells[-2].strip("| "), tuple(cells[-1].split(", ")))


ROWS = list(rows())
EACH_ROW = pytest.mark.parametrize("row", ROWS, ids=[row.text[:50] for row in ROWS])


def source_of(test: str) -> str:
    """Return the text of a session, a file or one function, with joined strings; empty if it does not exist."""
    name, _, function = test.partition("::")
    path = HERE / name
    if not path.is_file():
        return ""
    text = path.read_text()
    if not function:
        return text
    found = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == function]
    return ast.unparse(found[0]) if found else ""


def test_the_tables_are_read() -> None:
    assert len(ROWS) > 90


@EACH_ROW
def test_a_row_has_a_mark_and_tests_that_exist(row: Row) -> None:
    assert re.match(r"[RFP?]", row.mark)
    assert [test for test in row.tests if test != CLIENTS and not source_of(test)] == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.recorded], ids=lambda row: row.text[:50])
def test_what_was_recorded_is_compared_whole(row: Row) -> None:
    sources = {test: source_of(test) for test in row.tests}
    loose = [
        test
        for test, source in sources.items()
        if not test.endswith(".txt") and ("::" not in test or any(word in source for word in LOOSE))
    ]
    assert loose == []


@EACH_ROW
def test_a_text_that_a_row_quotes_is_in_its_tests(row: Row) -> None:
    answers = [text for text in row.quoted if re.match(r" ?[%!A-Z].* ", text)]
    sources = "\n".join(source_of(test) for test in row.tests)
    assert [text for text in answers if text not in sources.replace("\\'", "'")] == []


def test_every_session_belongs_to_a_row() -> None:
    named = {test for row in ROWS for test in row.tests}
    assert [path.name for path in HERE.glob("*/*.txt") if path.relative_to(HERE).as_posix() not in named] == []


def command_words(pattern: str) -> list[str]:
    """Return a command's mandatory keywords: no arguments, no choices, no options."""
    while (bare := re.sub(r"\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}", " ", pattern)) != pattern:
        pattern = bare
    return pattern.split()


def listed() -> set[tuple[str, ...]]:
    """Return the commands of the first columns, and each combined with a second one of its row."""
    found = set()
    for row in ROWS:
        texts = [[word for word in text.split() if not re.fullmatch(r"[A-Z]|…", word)] for text in row.quoted]
        found |= {tuple(text) for text in texts} | {(*one, *two) for one in texts for two in texts}
    return found


PATTERNS = [
    *(command.pattern for table in (catalogue.USER, catalogue.PRIVILEGED) for command in table),
    *(command.pattern for table in TABLES.values() for command in table),
]
COMMANDS = sorted(
    {tuple(command_words(pattern)) for pattern in PATTERNS}
    - {tuple(command_words(row.split(" | ")[-1])) for row in inert_lines.TABLE.strip().splitlines()}
)


def fits(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Return whether the text contains the command's words in order."""
    left = iter(text)
    return bool(text) and words[0] == text[0] and all(word in left for word in words)


def test_every_command_the_router_models_is_on_the_page() -> None:
    patterns = listed()
    ignored = {("version",), ("boot-start-marker",), ("boot-end-marker",), ("redundancy",), ("control-plane",)}
    assert [
        " ".join(words) for words in COMMANDS if words not in ignored and not any(fits(words, t) for t in patterns)
    ] == []


def answers_in(path: Path) -> Iterator[str]:
    """Yield the messages of a source file that refuse a line, with NUL for placeholders."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        yield from (line for line in text.split("\n") if re.match(r"%\s?[A-Z]\w|Bad mask|BGP is already", line))


OUR_OWN = "%Error: the router could not do this; see its log"


def test_every_answer_the_router_can_give_is_on_the_page() -> None:
    quoted = [text for row in ROWS for text in row.quoted]
    folders = ("configure", "exec", "show", "transactions", "ssh", "grammar")
    sources = [path for folder in folders for path in (PROJECT / "emulator" / folder).glob("*.py")]
    answers = {answer for path in sources for answer in answers_in(path) if len(answer.split()) > 1}
    patterns = {answer: ".*".join(re.escape(piece) for piece in answer.split("\0")) for answer in answers - {OUR_OWN}}
    assert [a for a, p in sorted(patterns.items()) if not any(re.match(p, text) for text in quoted)] == []
