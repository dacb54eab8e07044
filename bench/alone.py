"""What is measured without a contender: how long the engine of a router thinks, and what a preview costs."""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.claims import Claim, at_most
from bench.process import run
from bench.pulumi import Pulumi, whole_preview
from bench.sending import changing_seconds, reading_seconds
from tests.engine import PROJECT

LINES, NEIGHBORS = 100_000, 10_000
_TIMES = 5


def claims() -> Iterator[Claim]:
    """Measure, each several times; the medians."""
    reading = statistics.median(reading_seconds(LINES) for _ in range(_TIMES))
    yield at_most(f"{LINES:,} lines parsed and planned", 0.3, reading, " s")
    changing = statistics.median(changing_seconds(NEIGHBORS) for _ in range(_TIMES))
    yield at_most(f"another AS for {NEIGHBORS:,} neighbors planned", 1, changing, " s")
    whole, empty = _previews()
    yield at_most("preview of the whole program, nothing contacted / of an empty one", 2, whole / empty)


def _previews() -> tuple[float, float]:
    """The medians of both, in turn."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as other:
        whole, empty, log = whole_preview(Path(name)), Pulumi(Path(other), None, 0), Path(name) / "log"
        nothing = empty.preview()
        taken = [
            (run(*whole, PROJECT, log), run(nothing, empty.environment, empty.program, log)) for _ in range(_TIMES)
        ]
    if failed := [each.failed for pair in taken for each in pair if each.failed]:
        raise RuntimeError(f"a preview failed: {failed[0]}")
    first, second = zip(*taken, strict=True)
    return statistics.median(each.seconds for each in first), statistics.median(each.seconds for each in second)
