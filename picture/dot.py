"""The picture in Graphviz's language, from left to right: nodes, then routers with their tables."""

from collections.abc import Iterator, Mapping

from picture import colours, labels
from picture.health import Health, health, words
from picture.network import Box, Dial, DrawnRouter, Network, leaks

_STYLES = {
    Health.UP: "penwidth=1.6",
    Health.DOWN: "penwidth=2.4,style=dashed",
    Health.UNKNOWN: "penwidth=1.6,style=dotted",
    Health.NOT_ASKED: "penwidth=1.2",
}
_FONT = "Helvetica,Arial,sans-serif"
_LEGEND = "green, solid: Established · red, dashed: not Established · grey, dotted: unknown"


def dot(network: Network, title: str) -> str:
    """The network as a graph; its boxes and edges have the ids of `picture.titles`."""
    heading = labels.heading(title, _LEGEND if network.live else "")
    lines = [
        "digraph {",
        f'rankdir=LR ranksep=1.4 nodesep=0.25 bgcolor="{colours.PAPER}" fontname="{_FONT}" labelloc=t label={heading}',
        f'node [shape=plain fontname="{_FONT}"]',
        f'edge [fontname="{_FONT}" arrowsize=0.6]',
    ]
    parts = _parts(network)
    # Of parts without an edge between them dot draws the last one on top.
    for number, box in sorted(enumerate(network.boxes), key=lambda each: -_part(each[1], parts)):
        lines.append(f"n{number} [id=n{number} label={labels.box(box, _speakers(box))}]")
    for number, router in sorted(enumerate(network.routers), key=lambda each: -parts[each[1].name]):
        lines += _router(number, router, {(dial.table, dial.interface) for dial in _dials(network, router.name)})
    return "\n".join([*lines, *_edges(network), "}"]) + "\n"


def _parts(network: Network) -> dict[str, int]:
    """A number for each router: the same for those that share nodes, and rising in the order of the file."""
    parts = {router.name: number for number, router in enumerate(network.routers)}
    for box in network.boxes:
        joined = {parts[dial.router] for dial in box.sessions}
        parts = {name: min(joined) if part in joined else part for name, part in parts.items()}
    return parts


def _part(box: Box, parts: Mapping[str, int]) -> int:
    return min((parts[dial.router] for dial in box.sessions), default=len(parts))


def _speakers(box: Box) -> list[str]:
    return list(dict.fromkeys(dial.speaker_title for dial in box.sessions))


def _dials(network: Network, router: str) -> list[Dial]:
    return [dial for box in network.boxes for dial in box.sessions if dial.router == router]


def _router(number: int, router: DrawnRouter, dialled: set[tuple[str, str]]) -> Iterator[str]:
    yield f'subgraph cluster{number} {{ id=r{number} margin=14 style="rounded,filled" penwidth=1.2'
    yield f'color="{colours.BORDER}" fillcolor="{colours.ROUTER}" label={labels.router(router)}'
    for index, table in enumerate(router.tables):
        yield f"r{number}t{index} [id=r{number}t{index} label={labels.table(table, dialled)}]"
    order = {table.name: index for index, table in enumerate(router.tables)}
    for index, (source, target, both) in enumerate(leaks(router)):
        ends = f"r{number}t{order[source]} -> r{number}t{order[target]}"
        look = f'color="{colours.LEAK}" penwidth=1.4 constraint=false dir={"both" if both else "forward"}'
        yield f'{ends} [id="l{number}-{index}" {look} label={labels.leak()}]'
    yield "}"


def _edges(network: Network) -> Iterator[str]:
    ports = {
        (table.router, table.name, interface): f"r{number}t{index}:i{port}:w"
        for number, router in enumerate(network.routers)
        for index, table in enumerate(router.tables)
        for port, interface in enumerate(table.interfaces)
    }
    for number, box in enumerate(network.boxes):
        for index, (dial, states) in enumerate(box.sessions.items()):
            start = f"n{number}:p{_speakers(box).index(dial.speaker_title)}:e"
            end = ports[dial.router, dial.table, dial.interface]
            yield f'{start} -> {end} [id="s{number}-{index}" {_edge(states)}]'


def _edge(states: Mapping[str, str]) -> str:
    kind = health(states)
    said = words(states) if len(states) > 1 or kind is not Health.UP else ()
    label = f"label={labels.lines(said)}" if said else ""
    return f'color="{colours.EDGES[kind]}",{_STYLES[kind]} {label}'
