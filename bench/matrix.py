"""Runs every contender at every size over every link, one after the other, and that several times."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.contenders import Contender, Place, through
from bench.figures import Figure
from bench.process import Ended, run
from bench.recorded import Step, as_compared, recorded
from bench.relay import Link, Traffic, link
from bench.router import fresh_router
from bench.steps import STEPS
from tests.lab_router import LabRouter


def everyone(contender: Contender, nodes: int, round_trip_ms: int) -> bool:
    """Leave nobody out."""
    return True


@dataclass(frozen=True)
class Matrix:
    """What is run.

    Attributes:
        contenders: Who.
        nodes: The numbers of nodes.
        round_trips_ms: The links.
        repetitions: How often; all contenders take turns, so that a slow minute of the machine hits each of them.
        wanted: Whether a contender is run with so many nodes over such a link.
    """

    contenders: list[Contender]
    nodes: list[int]
    round_trips_ms: list[int]
    repetitions: int
    wanted: Callable[[Contender, int, int], bool] = everyone

    def figures(self) -> Iterator[Figure]:
        """Measure."""
        steps = {nodes: recorded(nodes) for nodes in self.nodes}
        for _ in range(self.repetitions):
            for nodes in self.nodes:
                for round_trip in self.round_trips_ms:
                    for contender in self.contenders:
                        if self.wanted(contender, nodes, round_trip):
                            yield from measured(contender, nodes, round_trip, steps[nodes])


def measured(contender: Contender, nodes: int, round_trip_ms: int, steps: dict[str, Step]) -> Iterator[Figure]:
    """Every step of one contender on a fresh router; the first that fails ends it."""
    with (
        tempfile.TemporaryDirectory() as name,
        fresh_router(Path(name)) as router,
        link(router.port, round_trip_ms / 1000) as wire,
    ):
        place = Place(Path(name), through(router, wire.port, Path(name)), nodes, steps)
        for step in STEPS:
            ended, traffic = _step(contender, place, step, wire)
            differs = "" if contender.is_floor else _differs(router, steps[step])
            figure = _figure(ended, traffic)(contender.name, nodes, round_trip_ms, step, ended.failed or differs)
            yield figure
            if figure.failed:
                return


def _step(contender: Contender, place: Place, step: str, wire: Link) -> tuple[Ended, Traffic]:
    command = contender.command(place, step)
    wire.reset()
    ended = run(command.words, command.environment, command.within, place.folder / "log")
    return ended, wire.traffic


def _differs(router: LabRouter, step: Step) -> str:
    """How the router's configuration is not as after our own step."""
    running, wanted = (set(text.splitlines()) for text in (as_compared(router.running()), step.running))
    lines = [f"+ {line}" for line in sorted(running - wanted)] + [f"- {line}" for line in sorted(wanted - running)]
    return f"the router differs: {'; '.join(lines)[:200]}" if lines else ""


def _figure(ended: Ended, traffic: Traffic) -> Callable[[str, int, int, str, str], Figure]:
    def made(contender: str, nodes: int, round_trip_ms: int, step: str, failed: str) -> Figure:
        counts = (traffic.connections, traffic.round_trips, traffic.sent, traffic.received)
        times = (round(ended.seconds, 3), round(traffic.seconds, 3))
        return Figure(contender, nodes, round_trip_ms, step, *times, *counts, round(ended.peak_mb), failed)

    return made
