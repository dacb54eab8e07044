"""The page's content in the words of its template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from picture.health import Health, health, words
from picture.network import Network
from verify.check import Result, Verdict
from verify.evidence import Evidence
from verify.page.answers import Answer
from verify.page.record import Change, Kept

# A word and a mark for each verdict: no colour says it alone.
WORDS = {Verdict.PASS: "ok", Verdict.FAIL: "FAIL", Verdict.COULD_NOT_LOOK: "not made", Verdict.SKIPPED: "skipped"}
MARKS = {Verdict.PASS: "✓", Verdict.FAIL: "✗", Verdict.COULD_NOT_LOOK: "?", Verdict.SKIPPED: "-"}
_SIDES = {"cluster": "Cluster", "client": "Client"}


@dataclass(frozen=True)
class ShownCheck:
    """A check with its number on the page and its answers."""

    number: int
    result: Result
    answers: tuple[Answer, ...]

    @property
    def name(self) -> str:
        """What is checked and where."""
        return f"{self.result.where}: {self.result.what}"


@dataclass(frozen=True)
class Side:
    """A router, the cluster or the client, with its checks."""

    title: str
    checks: tuple[ShownCheck, ...]

    @property
    def tally(self) -> str:
        """How many checks hold."""
        return tally([check.result for check in self.checks])


@dataclass(frozen=True)
class SessionRow:
    """A row of the table that says in words what the picture shows."""

    nodes: str
    speaker: str
    router: str
    table: str
    address: str
    state: str
    is_faulty: bool


def verdict(results: Sequence[Result]) -> Verdict:
    """The verdict of all checks: a failed one counts more than one that was not made."""
    found = {result.verdict for result in results}
    ranked = (Verdict.FAIL, Verdict.COULD_NOT_LOOK, Verdict.PASS)
    return next((each for each in ranked if each in found), Verdict.SKIPPED)


def headline(results: Sequence[Result]) -> str:
    """The verdict in one sentence."""
    count = {each: sum(result.verdict is each for result in results) for each in Verdict}
    total = f"{len(results)} check{'s' * (len(results) != 1)}"
    if count[Verdict.FAIL]:
        return f"{count[Verdict.FAIL]} of {total} {'fails' if count[Verdict.FAIL] == 1 else 'fail'}"
    if count[Verdict.COULD_NOT_LOOK]:
        return f"{count[Verdict.COULD_NOT_LOOK]} of {total} could not be made"
    return f"No check was made: {total} skipped" if not count[Verdict.PASS] else f"All {total} hold"


def tally(results: Sequence[Result]) -> str:
    """How many checks have which verdict."""
    count = {word: sum(result.verdict is each for result in results) for each, word in WORDS.items()}
    return ", ".join(f"{number} {word}" for word, number in count.items() if number)


def sides(results: Sequence[Result], answers: Mapping[Evidence, Answer]) -> list[Side]:
    """The checks by who was asked: routers first."""
    grouped: dict[str, list[ShownCheck]] = {}
    for number, result in enumerate(results):
        check = ShownCheck(number, result, tuple(answers[each] for each in result.evidence if each in answers))
        grouped.setdefault(result.who, []).append(check)
    ordered = sorted(grouped, key=lambda who: list(_SIDES).index(who) + 1 if who in _SIDES else 0)
    return [Side(_SIDES.get(who, f"Router {who}"), tuple(grouped[who])) for who in ordered]


def rows(network: Network) -> Iterator[SessionRow]:
    """The sessions of the picture, those of a box with one router address in one row."""
    for box in network.boxes:
        for dial, states in box.sessions.items():
            place = (dial.router, dial.table, str(dial.address))
            faulty = health(states) is not Health.UP
            yield SessionRow(box.title, dial.speaker_title, *place, ", ".join(words(states)), faulty)


def change_words(change: Change) -> str:
    """What has changed of a check."""
    if change.before is None:
        return f"new: {_state(change.now)}"
    if change.now is None:
        return f"gone; was {_state(change.before)}"
    return f"{_state(change.before)} → {_state(change.now)}"


def _state(kept: Kept | None) -> str:
    assert kept is not None
    return f"{WORDS[kept.verdict]} ({kept.actual})" if kept.actual else WORDS[kept.verdict]
