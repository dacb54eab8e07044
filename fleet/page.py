"""The outcomes of a fleet as one HTML page: no script, no network, everything escaped."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from fleet import words
from fleet.outcome import Outcome
from verify.check import Verdict
from verify.page.page import environment, style

# A page has room for the signs' meaning.
_WORDS = {"?": "not looked at", words.NOT_STARTED: "not started"}
_VERDICTS = {0: Verdict.PASS, 1: Verdict.FAIL, 2: Verdict.COULD_NOT_LOOK}


def page(command: str, outcomes: Sequence[Outcome]) -> str:
    """The page of a run that has just ended."""
    template = environment(Path(__file__).parent).get_template("page.html")
    return template.render(
        command=command,
        at=f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}",
        style=style(),
        verdict=_VERDICTS[words.exit_code(outcomes)],
        headline=words.headline(outcomes),
        outcomes=outcomes,
        word=lambda each: _WORDS.get(words.word(each), words.word(each)),
        said=lambda each: words.said(each.results),
    )
