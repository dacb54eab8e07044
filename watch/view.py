"""One round as lines of a terminal: what is wrong first, and readable at 80 columns with hundreds of nodes."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from printable import LINE_CHARACTERS, one_line, printable
from verify.check import Result, Verdict
from verify.routing import ServiceRouted
from verify.service import PodsAnswer, ServiceAnswers, ServiceHasAddress
from watch.rounds import Round
from watch.sessions import counted, sessions

# Up to so many passing checks have a line each.
MOST_PASSING = 24
_SERVICE = (ServiceHasAddress.what, ServiceRouted.what, ServiceAnswers.what, PodsAnswer.what)
# In the order in which they are shown.
_MARKS = {
    Verdict.FAIL: ("FAIL", "bold red"),
    Verdict.COULD_NOT_LOOK: ("?", "bold yellow"),
    Verdict.SKIPPED: ("-", "dim"),
    Verdict.PASS: ("ok", "green"),
}


def heading(round_: Round) -> Group:
    """What is always in view: which round it is, and how much is wrong."""
    look = round_.look
    first = Text.assemble((f"stack {one_line(look.stack)}", "bold"), f"  round {round_.number} at {round_.clock}")
    note = [Text(one_line(round_.note.splitlines()[0], LINE_CHARACTERS), "yellow")] if round_.note else []
    return Group(first.append(f", {look.seconds:.1f} s"), _summary(round_), *note)


def view(round_: Round, folded: bool = True) -> Group:
    """Everything below the heading.

    Args:
        round_: The round.
        folded: Whether many sessions that are alike, or many checks that pass, share a line.
    """
    results = sorted(round_.look.results, key=lambda result: list(_MARKS).index(result.verdict))
    service = [result for result in results if result.what in _SERVICE]
    others = [result for result in results if result.what not in _SERVICE]
    parts: list[RenderableType] = [*sessions(round_, folded)]
    parts += [Text("\nService", "bold"), _table(service, folded)] if service else []
    return Group(*parts, Text("\nChecks", "bold"), _table(others, folded))


def _summary(round_: Round) -> Text:
    """How many sessions and checks are as they should be."""
    look, tally = round_.look, Counter(result.verdict for result in round_.look.results)
    up = sum(session.is_up for session in look.sessions)
    texts = [Text(f"{up} of {len(look.sessions)} sessions up", "green" if up == len(look.sessions) else "bold red")]
    texts = texts if look.sessions else []
    texts += [Text(f"{len(round_.changes)} changed", "bold yellow")] if round_.changes else []
    texts += [Text(f"{tally[verdict]} {mark}", style) for verdict, (mark, style) in _MARKS.items() if tally[verdict]]
    silent = [router for router, answers in look.answering.items() if not answers]
    texts += [Text(f"{counted(len(silent), 'router')} without an answer", "bold red")] if silent else []
    return Text(", ").join(texts)


def _table(results: Sequence[Result], folded: bool) -> Table:
    """Each check with its mark; the text beside the mark wraps."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=4)
    table.add_column(overflow="fold")
    for (mark, style), text in _rows(results, folded):
        table.add_row(Text(mark, style), text)
    return table


def _rows(results: Sequence[Result], folded: bool) -> Iterator[tuple[tuple[str, str], Text]]:
    """The checks; those of one side that could not be made for the same reason, and many that pass, share a line."""
    many = folded and sum(result.verdict is Verdict.PASS for result in results) > MOST_PASSING
    shared: dict[tuple[Verdict, str, str], list[Result]] = {}
    for number, result in enumerate(results):
        is_shared = result.verdict in (Verdict.COULD_NOT_LOOK, Verdict.SKIPPED) or (
            many and result.verdict is Verdict.PASS
        )
        why = "" if result.verdict is Verdict.PASS else result.actual
        shared.setdefault((result.verdict, result.who, why if is_shared else str(number)), []).append(result)
    for (verdict, who, why), group in shared.items():
        alone = Text(_words(group[0])) if len(group) == 1 else _of_several(who, len(group), why)
        yield _MARKS[verdict], alone.append_text(_explained(group[0]))


def _of_several(who: str, count: int, why: str) -> Text:
    reason = _brief(why).removeprefix(f"{who}: ")
    return Text(f"{one_line(who)}: {counted(count, 'check')}" + (f": {reason}" if reason else ""))


def _words(result: Result) -> str:
    place = " ".join(map(one_line, filter(None, (result.who, result.where, result.what))))
    expected = f" (expected {result.expected})" if result.verdict is Verdict.FAIL else ""
    actual = _brief(result.actual).removeprefix(f"{result.who}: ")
    return f"{place}: {actual}{one_line(expected, LINE_CHARACTERS)}"


def _explained(result: Result) -> Text:
    if result.cause is None:
        return Text()
    path = f"\npath: {one_line(result.cause.path)}" if result.cause.path else ""
    return Text(f"\ncause: {one_line(result.cause.what, LINE_CHARACTERS)}{path}", "yellow")


def _brief(text: str) -> str:
    """A reason as one paragraph."""
    return printable(" ".join(text.split()))[:LINE_CHARACTERS]
