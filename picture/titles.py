"""What each box and each edge of the picture is, in one line: a browser shows it under the pointer."""

from collections.abc import Iterator, Mapping

from picture.health import words
from picture.network import Box, Dial, DrawnRouter, Network, leaks


def titles(network: Network) -> dict[str, str]:
    """The titles by the ids in the graph."""
    found = {f"n{number}": " ".join((box.title, *box.lines)) for number, box in enumerate(network.boxes)}
    for number, router in enumerate(network.routers):
        found |= dict(_router(number, router))
    for number, box in enumerate(network.boxes):
        for index, (dial, states) in enumerate(box.sessions.items()):
            found[f"s{number}-{index}"] = _session(box, dial, states)
    return found


def _router(number: int, router: DrawnRouter) -> Iterator[tuple[str, str]]:
    yield f"r{number}", f"router {router.name}, AS {router.asn}"
    for index, table in enumerate(router.tables):
        yield f"r{number}t{index}", f"{router.name} {table.title}"
    for index, (source, target, both) in enumerate(leaks(router)):
        what = f"and {target} import each other's routes" if both else f"exports routes that {target} imports"
        yield f"l{number}-{index}", f"{router.name}: {source} {what}"


def _session(box: Box, dial: Dial, states: Mapping[str, str]) -> str:
    ends = f"{box.title}, {dial.speaker_title} → {dial.router} {dial.table} {dial.address}, AS {dial.router_asn}"
    return f"{ends}: {', '.join(said)}" if (said := words(states)) else ends
