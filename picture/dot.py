"""The picture in Graphviz's language, from left to right: nodes, then routers with their tables."""

from collections.abc import Iterator, Mapping
from html import escape

from picture import colours
from picture.health import Health, health, words
from picture.network import Box, Dial, DrawnRouter, Network, Table, leaks

_STYLES = {
    Health.UP: "penwidth=1.6",
    Health.DOWN: "penwidth=2.4,style=dashed",
    Health.UNKNOWN: "penwidth=1.6,style=dotted",
    Health.NOT_ASKED: "penwidth=1.2",
}
_FONT = "Helvetica,Arial,sans-serif"


def dot(network: Network, title: str) -> str:
    """The network as a graph; the ids of its edges and boxes are those of `titles`."""
    lines = [
        "digraph {",
        f'rankdir=LR ranksep=1.6 nodesep=0.25 bgcolor="{colours.PAPER}" fontname="{_FONT}" fontsize=13',
        f'fontcolor="{colours.INK}" labelloc=t label={_heading(title, network.live)}',
        f'node [shape=plain fontname="{_FONT}" fontsize=11 fontcolor="{colours.INK}"]',
        f'edge [fontname="{_FONT}" fontsize=10 fontcolor="{colours.INK}" arrowsize=0.6]',
    ]
    parts = _parts(network)
    # Of parts without an edge between them dot draws the last one on top.
    for number, box in sorted(enumerate(network.boxes), key=lambda each: -_part(each[1], parts)):
        lines.append(f"n{number} [id=n{number} label={_box(box)}]")
    for number, router in sorted(enumerate(network.routers), key=lambda each: -parts[each[1].name]):
        lines += _router(number, router, {(dial.table, dial.interface) for dial in _dials(network, router.name)})
    return "\n".join([*lines, *_edges(network), "}"]) + "\n"


def titles(network: Network) -> dict[str, str]:
    """What each box and each edge is, by its id in the graph: a browser shows it under the pointer."""
    found = {f"n{number}": " ".join((box.title, *box.lines)) for number, box in enumerate(network.boxes)}
    for number, router in enumerate(network.routers):
        found[f"r{number}"] = f"router {router.name}, AS {router.asn}"
        found |= {f"r{number}t{index}": f"{router.name} {table.title}" for index, table in enumerate(router.tables)}
        for index, (source, target, both) in enumerate(leaks(router)):
            verb = "and {} import each other's routes" if both else "exports routes that {} imports"
            found[f"l{number}-{index}"] = f"{router.name}: {source} {verb.format(target)}"
    for number, box in enumerate(network.boxes):
        for index, (dial, states) in enumerate(box.sessions.items()):
            found[f"s{number}-{index}"] = edge_title(box, dial, states)
    return found


def edge_title(box: Box, dial: Dial, states: Mapping[str, str]) -> str:
    """The sessions of a box with a router address in one line."""
    ends = f"{box.title}, {dial.speaker_title} → {dial.router} {dial.table} {dial.address}, AS {dial.router_asn}"
    return f"{ends}: {', '.join(said)}" if (said := words(states)) else ends


def _dials(network: Network, router: str) -> list[Dial]:
    return [dial for box in network.boxes for dial in box.sessions if dial.router == router]


def _parts(network: Network) -> dict[str, int]:
    """A number for each router: the same for those that share nodes, and rising in the order of the file."""
    parts = {router.name: number for number, router in enumerate(network.routers)}
    for box in network.boxes:
        joined = {parts[dial.router] for dial in box.sessions}
        parts = {name: min(joined) if part in joined else part for name, part in parts.items()}
    return parts


def _part(box: Box, parts: Mapping[str, int]) -> int:
    return min((parts[dial.router] for dial in box.sessions), default=len(parts))


def _heading(title: str, live: bool) -> str:
    legend = "green, solid: Established · red, dashed: not Established · grey, dotted: unknown" if live else ""
    row = f'<tr><td align="left"><font point-size="10" color="{colours.MUTED}">{legend}</font></td></tr>'
    first = f'<tr><td align="left"><b>{escape(title)}</b></td></tr>'
    return f'<<table border="0" cellspacing="0">{first}{row if live else ""}</table>>'


def _box(box: Box) -> str:
    """A node's name and address beside its speakers, each the end of its edges."""
    speakers = list(dict.fromkeys(dial.speaker_title for dial in box.sessions))
    cells = [_speaker(number, speaker) for number, speaker in enumerate(speakers)] or [_muted_cell("no session")]
    head = f'<td rowspan="{len(cells)}" bgcolor="{colours.NODE}" cellpadding="6">{_text(box.title, *box.lines)}</td>'
    rows = "".join(f"<tr>{head if not number else ''}{cell}</tr>" for number, cell in enumerate(cells))
    return f'<<table border="0" cellborder="1" cellspacing="0" color="{colours.BORDER}">{rows}</table>>'


def _speaker(number: int, title: str) -> str:
    colour = colours.CALICO if title.startswith("Calico") else colours.METALLB
    return f'<td port="p{number}" bgcolor="{colour}" cellpadding="4" align="left">{escape(title)}</td>'


def _muted_cell(text: str) -> str:
    return f'<td cellpadding="4"><font color="{colours.MUTED}">{text}</font></td>'


def _text(title: str, *lines: str) -> str:
    below = "".join(f'<br/><font color="{colours.MUTED}">{escape(line)}</font>' for line in lines)
    return f"<b>{escape(title)}</b>{below}"


def _router(number: int, router: DrawnRouter, dialled: set[tuple[str, str]]) -> Iterator[str]:
    yield f'subgraph cluster{number} {{ id=r{number} margin=14 style="rounded,filled" penwidth=1.2'
    yield f'color="{colours.BORDER}" fillcolor="{colours.ROUTER}"'
    yield f"label=<<b>{escape(router.name)}</b>, AS {router.asn}>"
    for index, table in enumerate(router.tables):
        yield f"r{number}t{index} [id=r{number}t{index} label={_table(table, dialled)}]"
    order = {table.name: index for index, table in enumerate(router.tables)}
    for index, (source, target, both) in enumerate(leaks(router)):
        ends = f"r{number}t{order[source]} -> r{number}t{order[target]}"
        way = "dir=both" if both else "dir=forward"
        colour = f'color="{colours.LEAK}" fontcolor="{colours.LEAK}"'
        look = f'{colour} label="leak\u00a0\u00a0\u00a0" constraint=false penwidth=1.4'
        yield f'{ends} [id="l{number}-{index}" {way} {look}]'
    yield "}"


def _table(table: Table, dialled: set[tuple[str, str]]) -> str:
    """A table's interfaces, those that are dialled in bold; each is the end of its edges."""
    rd = f' <font color="{colours.MUTED}">rd {table.rd}</font>' if table.rd else ""
    rows = [f'<tr><td colspan="2" align="left"><b>{escape(table.title)}</b>{rd}</td></tr>']
    for number, (name, address) in enumerate(table.interfaces.items()):
        text = "<b>{}</b>" if (table.name, name) in dialled else "{}"
        rows.append(
            f'<tr><td align="left" port="i{number}">{text.format(escape(name))}</td>'
            f'<td align="left">{text.format(address)}</td></tr>'
        )
    if table.outside:
        also = escape(f"also imports {', '.join(table.outside)}")
        rows.append(f'<tr><td colspan="2" align="left"><font color="{colours.MUTED}">{also}</font></td></tr>')
    look = f'cellborder="0" cellspacing="0" cellpadding="3" color="{colours.BORDER}" bgcolor="{colours.TABLE}"'
    return f'<<table border="1" style="rounded" {look}>{"".join(rows)}</table>>'


def _edges(network: Network) -> Iterator[str]:
    ports = {
        (table.router, table.name, interface): f"r{number}t{index}:i{port}:w"
        for number, router in enumerate(network.routers)
        for index, table in enumerate(router.tables)
        for port, interface in enumerate(table.interfaces)
    }
    for number, box in enumerate(network.boxes):
        speakers = list(dict.fromkeys(dial.speaker_title for dial in box.sessions))
        for index, (dial, states) in enumerate(box.sessions.items()):
            start = f"n{number}:p{speakers.index(dial.speaker_title)}:e"
            end = ports[dial.router, dial.table, dial.interface]
            yield f'{start} -> {end} [id="s{number}-{index}" {_edge(states)}]'


def _edge(states: Mapping[str, str]) -> str:
    kind = health(states)
    said = words(states) if len(states) > 1 or kind is not Health.UP else ()
    label = f"label={_lines(said)}" if said else ""
    return f'color="{colours.EDGES[kind]}",{_STYLES[kind]} {label}'


def _lines(lines: tuple[str, ...]) -> str:
    return f"<{'<br/>'.join(map(escape, lines))}>"
