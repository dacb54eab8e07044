"""The texts in the boxes, in Graphviz's HTML-like labels; every name and state is escaped here."""

from collections.abc import Iterable
from html import escape

from picture import colours
from picture.network import Box, DrawnRouter, Table

# Readers' fonts differ, and dot has one table of widths: it draws texts so much larger than they will be, and a wide
# font has room.
WIDER = 1.18
BOLD_WIDER = 1.34
_SIZE = 11
_SMALL = 10
_LARGE = 13


def text(words: str, size: int = _SIZE, colour: str = colours.INK, bold: bool = False) -> str:
    """Words on one line."""
    points = round(size * (BOLD_WIDER if bold else WIDER))  # dot reads whole numbers
    kept = f"<b>{escape(words)}</b>" if bold else escape(words)
    return f'<font point-size="{points}" color="{colour}">{kept}</font>'


def muted(words: str) -> str:
    """Words that are less important."""
    return text(words, colour=colours.MUTED)


def heading(title: str, legend: str) -> str:
    """The picture's title above its legend."""
    rows = [_row(_cell(text(title, _LARGE, bold=True)))]
    rows += [_row(_cell(text(legend, _SMALL, colours.MUTED)))] if legend else []
    return _table('border="0" cellspacing="0"', rows)


def lines(words: Iterable[str]) -> str:
    """The label of an edge."""
    return f"<{'<br/>'.join(text(line, _SMALL) for line in words)}>"


def leak() -> str:
    """The label of a leak, beside its edge."""
    words = text("leak\u00a0\u00a0", _SMALL, colours.LEAK)
    return f"<{words}>"


def router(drawn: DrawnRouter) -> str:
    """The label of a router."""
    return f"<{text(f'{drawn.name}, AS {drawn.asn}', _LARGE, bold=True)}>"


def box(drawn: Box, speakers: list[str]) -> str:
    """A node's name and address beside its speakers, each of which is the end of its edges."""
    cells = [_speaker(number, speaker) for number, speaker in enumerate(speakers)] or [_cell(muted("no session"))]
    named = [text(drawn.title, bold=True), *map(muted, drawn.lines)]
    inside = "".join(f'{line}<br align="left"/>' for line in named)
    head = f'<td rowspan="{len(cells)}" bgcolor="{colours.NODE}" cellpadding="6">{inside}</td>'
    rows = [_row(head if not number else "", cell) for number, cell in enumerate(cells)]
    return _table(f'border="0" cellborder="1" cellspacing="0" color="{colours.BORDER}"', rows)


def _speaker(number: int, title: str) -> str:
    colour = colours.CALICO if title.startswith("Calico") else colours.METALLB
    return _cell(text(title), f'port="p{number}" bgcolor="{colour}" cellpadding="5"')


def table(drawn: Table, dialled: set[tuple[str, str]]) -> str:
    """A table's interfaces, those that are dialled in bold; each is the end of its edges."""
    rd = muted(f"rd {drawn.rd}") if drawn.rd else ""
    rows = [_row(_cell(text(drawn.title, bold=True)), _cell(rd))]
    for number, (name, address) in enumerate(drawn.interfaces.items()):
        bold = (drawn.name, name) in dialled
        rows.append(_row(_cell(text(name, bold=bold), f'port="i{number}"'), _cell(text(str(address), bold=bold))))
    rows += [_row(_cell(muted(note), 'colspan="2"')) for note in drawn.notes]
    look = f'color="{colours.BORDER}" bgcolor="{colours.TABLE}"'
    return _table(f'border="1" style="rounded" cellborder="0" cellspacing="0" cellpadding="3" {look}', rows)


def _table(look: str, rows: Iterable[str]) -> str:
    return f"<<table {look}>{''.join(rows)}</table>>"


def _row(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _cell(inside: str, look: str = "") -> str:
    return f'<td align="left" {look}>{inside}</td>'
