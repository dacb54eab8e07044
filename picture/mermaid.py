"""The picture as Mermaid's text, for Markdown: GitHub, GitLab and others draw it."""

import re
from collections.abc import Iterator, Mapping

from picture.health import Health, health, words
from picture.network import Dial, DrawnRouter, Network, Table, leaks

# Mermaid reads these in a label's text; it writes them by their numbers.
_SPECIAL = re.compile(r'[&<>"#`;\\{}]')
_STYLES = {
    Health.UP: "stroke:#15803d,stroke-width:2px",
    Health.DOWN: "stroke:#b91c1c,stroke-width:3px,stroke-dasharray:6 4",
    Health.UNKNOWN: "stroke:#64748b,stroke-width:2px,stroke-dasharray:2 4",
}


def mermaid(network: Network) -> str:
    """The network as a flowchart."""
    places = {
        (router.name, table.name): f"r{number}t{index}"
        for number, router in enumerate(network.routers)
        for index, table in enumerate(router.tables)
    }
    boxes = {f"n{number}": box for number, box in enumerate(network.boxes)}
    lines = ["flowchart LR"]
    lines += [f"  {name}{_label(box.title, *box.lines)}" for name, box in boxes.items()]
    for number, router in enumerate(network.routers):
        lines += _router(number, router, places)
    edges = [(name, dial, states) for name, box in boxes.items() for dial, states in box.sessions.items()]
    lines += [
        f"  {name} -- {_edge(dial, states)} --> {places[dial.router, dial.table]}" for name, dial, states in edges
    ]
    return "\n".join([*lines, *_styles(network)]) + "\n"


def _router(number: int, router: DrawnRouter, places: Mapping[tuple[str, str], str]) -> Iterator[str]:
    yield f"  subgraph r{number}{_label(f'router {router.name}, AS {router.asn}')}"
    for table in router.tables:
        yield f"    {places[table.router, table.name]}{_label(table.title, *_table(table))}"
    for one, other, both in leaks(router):
        arrow = "<-- leak -->" if both else "-- leak -->"
        yield f"    {places[router.name, one]} {arrow} {places[router.name, other]}"
    yield "  end"


def _table(table: Table) -> Iterator[str]:
    if table.rd:
        yield f"rd {table.rd}"
    yield from (f"{name} {address}" for name, address in table.interfaces.items())
    yield from table.notes


def _edge(dial: Dial, states: Mapping[str, str]) -> str:
    state = () if health(states) is Health.UP and len(states) == 1 else words(states)
    return _quoted(dial.speaker_title, f"to {dial.address}", *state)


def _styles(network: Network) -> Iterator[str]:
    """The edges' colours: a link is known by its number, and those of the routers come first."""
    first = sum(len(leaks(router)) for router in network.routers)
    edges = [states for box in network.boxes for states in box.sessions.values()]
    for kind, style in _STYLES.items():
        if numbers := [str(first + number) for number, states in enumerate(edges) if health(states) is kind]:
            yield f"  linkStyle {','.join(numbers)} {style}"


def _label(*lines: str) -> str:
    return f"[{_quoted(*lines)}]"


def _quoted(*lines: str) -> str:
    return '"' + "<br/>".join(_SPECIAL.sub(lambda found: f"#{ord(found[0])};", line) for line in lines) + '"'
