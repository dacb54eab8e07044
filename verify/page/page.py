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
_TOO_LARGE = "It would make this page too large: `bgp-coexist picture --live` draws it."
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


@dataclass(frozen=True)
class _Extent:
    """What of a run is on the page: the picture, or why there is none, and whether answers are."""

    picture: str
    no_picture: str = ""
    has_answers: bool = True


def page(run: Run) -> str:
    """The page of a run as HTML, of at most half a megabyte.

    Answers are cut; where that is not enough the picture is left out, and then the answers are.
    """
    for extent in (_drawn(run), _Extent("", _TOO_LARGE), _Extent("", _TOO_LARGE, False)):
        bare = _size(_rendered(run, extent, 0))
        if bare <= MOST_BYTES:
            break
    return _rendered(run, extent, max(0, MOST_BYTES - bare))


def _drawn(run: Run) -> _Extent:
    try:
        return _Extent(svg(run.network, f"stack {run.now.stack}"))
    except PictureError as error:
        return _Extent("", str(error))


def _rendered(run: Run, extent: _Extent, room: int) -> str:
    template = environment().get_template("page.html")
    return template.render(
        stack=run.now.stack,
        at=run.now.at,
        style=style(),
        verdict=content.verdict(run.results),
        headline=content.headline(run.results),
        tally=content.tally(run.results),
        faults=[(number, each) for number, each in enumerate(run.results) if each.verdict in _FAULTS],
        picture=Markup(extent.picture),
        no_picture=extent.no_picture,
        has_answers=extent.has_answers,
        rows=list(content.rows(run.network)),
        before=run.before,
        changes=changes(run.before, run.now) if run.before else [],
        sides=content.sides(run.results, answers_of(run.results, room) if extent.has_answers else {}),
    )


def style() -> Markup:
    """The style sheet."""
    return Markup((_FOLDER / "style.css").read_text())


@cache
def environment(folder: Path = _FOLDER) -> Environment:
    """The templates of a folder; every text is escaped, and printable before that: it may be a router's answer."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    made.filters["short"] = lambda text: cut(text, WORDS_CHARACTERS)
    made.globals |= {"words": content.WORDS, "marks": content.MARKS, "change_words": content.change_words}
    return made


def _printable(value: Any) -> Any:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _size(text: str) -> int:
    return len(text.encode())
