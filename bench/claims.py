"""What is claimed of the figures, and whether it holds in this run."""

import math
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.figures import Figure
from bench.steps import AS, FIRST, NOTHING, STEPS

Of = Callable[[Figure], float]


@dataclass(frozen=True)
class Claim:
    """A claim.

    Attributes:
        what: Of what.
        bound: What was wanted.
        measured: What was measured.
        holds: Whether that is as wanted.
    """

    what: str
    bound: str
    measured: str
    holds: bool


def at_most(what: str, bound: float, measured: float, unit: str = "", digits: int = 2) -> Claim:
    """A claim with an upper bound."""
    return Claim(what, f"≤ {bound:g}{unit}", f"{measured:.{digits}f}{unit}", measured <= bound)


def claims(found: Sequence[Figure]) -> Iterator[Claim]:
    """Those that can be decided by these figures; at the largest number of nodes where nothing else is said."""
    figures = _Figures(found)
    if not figures.held:
        return
    nodes = max(each.nodes for each in figures.held)
    for round_trip, bound in ((0, 1.15), (80, 1.25)):
        what = f"first apply, {nodes} nodes, {round_trip} ms: ours over SSH / the device's time"
        yield from figures.beside_the_device(what, bound, (nodes, round_trip, FIRST))
    for step, other, bound in (
        (FIRST, "netmiko", 5),
        (FIRST, "ansible", 10),
        (NOTHING, "ansible", 20),
        (AS, "ansible", 20),
    ):
        yield from figures.faster(f"{step}, {nodes} nodes, 20 ms: {other} / ours", bound, other, (nodes, 20, step))
    for step in STEPS:
        yield from figures.slope(step)
    yield from figures.beside_the_engine()
    ours = [each for each in figures.held if (each.contender, each.nodes) == ("ours", nodes)]
    if ours:
        memory = max(each.peak_mb for each in ours)
        yield at_most(f"the most memory of our providers' process, {nodes} nodes", 150, memory, " MB", 0)
    for step in (FIRST, AS):
        if counts := [each.connections for each in ours if each.step == step]:
            yield at_most(f"connections to the router, {step}", 2, max(counts), digits=0)


@dataclass(frozen=True)
class _Figures:
    """The figures that count."""

    found: Sequence[Figure]

    @property
    def held(self) -> list[Figure]:
        return [each for each in self.found if not each.failed]

    def median(self, contender: str, case: tuple[int, int, str], of: Of) -> float | None:
        """The median of a contender's figures with so many nodes, over such a link, in a step; None without any."""
        values = [
            of(each)
            for each in self.held
            if (each.contender, each.nodes, each.round_trip_ms, each.step) == (contender, *case)
        ]
        return statistics.median(values) if values else None

    def beside_the_device(self, what: str, bound: float, case: tuple[int, int, str]) -> Iterator[Claim]:
        ours, device = (self.median(name, case, _ssh) for name in ("ours", "device"))
        if ours and device:
            yield at_most(what, bound, ours / device)

    def faster(self, what: str, bound: float, other: str, case: tuple[int, int, str]) -> Iterator[Claim]:
        ours, theirs = self.median("ours", case, _seconds), self.median(other, case, _seconds)
        if ours and theirs:
            yield Claim(what, f"≥ {bound:g}", f"{theirs / ours:.1f}", theirs >= bound * ours)

    def slope(self, step: str) -> Iterator[Claim]:
        """How ours grows with the nodes over the fastest link: the slope of the line through all sizes, log-log."""
        link = min(each.round_trip_ms for each in self.held)
        sizes = sorted({each.nodes for each in self.held})
        medians = [(nodes, self.median("ours", (nodes, link, step), _seconds)) for nodes in sizes]
        points = [(math.log(nodes), math.log(seconds)) for nodes, seconds in medians if seconds]
        if len(points) > 1:
            slope = statistics.linear_regression(*zip(*points, strict=True)).slope
            yield at_most(f"{step}, {link} ms: log-log slope of ours, {sizes[0]} to {sizes[-1]} nodes", 1.1, slope)

    def beside_the_engine(self) -> Iterator[Claim]:
        """What an `up` with one change takes beyond an empty program and the device, in seconds, with few nodes."""
        names, case = ("ours, pulumi up", "empty program", "device"), (4, 0, AS)
        ours, empty, device = (self.median(name, case, _seconds) for name in names)
        if ours and empty and device:
            what = "`pulumi up`, one AS changed, 4 nodes, 0 ms: seconds beyond an empty program and the device"
            yield at_most(what, 2, ours - empty - device, " s")


def _ssh(figure: Figure) -> float:
    return figure.ssh_seconds


def _seconds(figure: Figure) -> float:
    return figure.seconds
