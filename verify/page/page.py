"""The page, made from its template: verdict, picture, changes, checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from picture.network import Network
from picture.svg import PictureError, svg
from printable import WORDS_CHARACTERS, cut, printable
from verify.check import Result, Verdict
from verify.page import content
from verify.page.answers import answers_of
from verify.page.record import Record, changes

MOST_BYTES = 500_000
_FAULTS = (Verdict.FAIL, Verdict.COULD_NOT_LOOK)
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Run:
    """One run of the checks.

    Attributes:
        results: The results.
        network: The network with the sessions' states.
        now: The run's record.
        before: That of the run before; None: there is none.
    """

    results: Sequence[Result]
    network: Network
    now: Record
    before: Record | None = None


def page(run: Run) -> str:
    """The page of a run as HTML, of at most half a megabyte: answers are cut, then the picture is left out."""
    picture, reason = _picture(run)
    bare = _rendered(run, picture, reason, 0)
    if _size(bare) > MOST_BYTES:
        picture, reason = "", "It would make this page too large: `bgp-coexist picture --live` draws it."
        bare = _rendered(run, picture, reason, 0)
    return _rendered(run, picture, reason, max(0, MOST_BYTES - _size(bare)))


def _picture(run: Run) -> tuple[str, str]:
    """The picture, or why there is none."""
    try:
        return svg(run.network, f"stack {run.now.stack}"), ""
    except PictureError as error:
        return "", str(error)


def _rendered(run: Run, picture: str, reason: str, room: int) -> str:
    template = _environment().get_template("page.html")
    return template.render(
        stack=run.now.stack,
        at=run.now.at,
        style=Markup((_FOLDER / "style.css").read_text()),
        verdict=content.verdict(run.results),
        headline=content.headline(run.results),
        tally=content.tally(run.results),
        faults=[(number, each) for number, each in enumerate(run.results) if each.verdict in _FAULTS],
        picture=Markup(picture),
        no_picture=reason,
        rows=list(content.rows(run.network)),
        before=run.before,
        changes=changes(run.before, run.now) if run.before else [],
        sides=content.sides(run.results, answers_of(run.results, room)),
    )


@cache
def _environment() -> Environment:
    """Every text is escaped, and printable before that: it may be a router's answer."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.filters["short"] = lambda text: cut(text, WORDS_CHARACTERS)
    environment.globals |= {"words": content.WORDS, "marks": content.MARKS, "change_words": content.change_words}
    return environment


def _printable(value: Any) -> Any:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _size(text: str) -> int:
    return len(text.encode())
