"""The sessions of a round: by router and VRF, the faulty ones first."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from printable import LINE_CHARACTERS, one_line
from verify.check import Verdict
from verify.look import SeenSession
from watch.rounds import Round

# Up to so many sessions of a VRF that are alike have a line each.
MOST_ALONE = 12
_STATE_CHARACTERS = 24
_SPEAKERS = {"calico": "Calico", "metallb": "MetalLB"}


def counted(count: int, noun: str) -> str:
    """`1 check`, `2 checks`."""
    return f"{count} {noun}" + ("" if count == 1 else "es" if noun.endswith("x") else "s")


def sessions(round_: Round, folded: bool) -> Iterator[RenderableType]:
    """The routers that do not answer, then each VRF with its sessions, those with a fault first."""
    for router, since in round_.silent_since.items():
        yield Text.assemble((f"\n{one_line(router)}", "bold"), (f"  does not answer since {since}", "bold red"))
        yield Text(f"  {_why(round_, router)}")
    places: dict[tuple[str, str], list[SeenSession]] = {}
    for session in round_.look.sessions:
        places.setdefault((session.router, session.vrf), []).append(session)
    for here in sorted(places.values(), key=lambda each: all(session.is_up for session in each)):
        yield _title(here)
        yield _table(here, round_, folded)


def _why(round_: Round, router: str) -> str:
    """Why a router does not answer, as its checks were told."""
    for result in round_.look.results:
        if result.who == router and result.verdict is Verdict.COULD_NOT_LOOK:
            return one_line(result.actual.splitlines()[0].removeprefix(f"{router}: "), LINE_CHARACTERS)
    return "its answer is not understood"


def _title(here: Sequence[SeenSession]) -> Text:
    up, first = sum(session.is_up for session in here), here[0]
    title = f"\n{one_line(first.router)} {one_line(first.vrf)}"
    style = "green" if up == len(here) else "bold red"
    return Text.assemble((title, "bold"), f"  {_SPEAKERS[first.speaker]}  ", (f"{up} of {len(here)} up", style))


def _table(here: Sequence[SeenSession], round_: Round, folded: bool) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=1)
    for _ in ("node", "address"):
        table.add_column(overflow="fold")
    for _ in ("state", "since", "prefixes"):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    groups: dict[tuple[str, str], list[SeenSession]] = {}
    for session in sorted(here, key=lambda each: (each.is_up, each.is_shut_down)):
        groups.setdefault((session.state, round_.changes.get(session, "")), []).append(session)
    for (_, change), alike in groups.items():
        for group in [alike] if folded and len(alike) > MOST_ALONE else [[each] for each in alike]:
            table.add_row(*_row(group, change), style="bold" if change else "")
    return table


def _row(group: Sequence[SeenSession], change: str) -> list[Text]:
    """A session, or several that are alike."""
    first, last = group[0], group[-1]
    many = len(group) > 1
    colour = "green" if first.is_up else "yellow" if first.is_shut_down else "red"
    return [
        Text("*" if change else "", "bold yellow"),
        Text(f"{len(group)} nodes" if many else one_line(first.node)),
        Text(f"{one_line(first.node)} … {one_line(last.node)}" if many else first.neighbor),
        Text(one_line(first.state, _STATE_CHARACTERS), colour),
        Text("" if many else _since(first.up_down)),
        Text(_prefixes([session.prefixes_received for session in group if session.prefixes_received is not None])),
        Text(one_line(change), "yellow"),
    ]


def _since(up_down: str) -> str:
    if up_down == "never":
        return "never up"
    return f"for {one_line(up_down, _STATE_CHARACTERS)}" if up_down else ""


def _prefixes(received: Sequence[int]) -> str:
    if not received:
        return ""
    least, most = min(received), max(received)
    return counted(most, "prefix") if least == most else f"{least} to {counted(most, 'prefix')}"
