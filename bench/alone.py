"""What is measured without a contender: how long the engine of a router thinks, and what a preview costs."""

import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.claims import Claim, at_most
from bench.pulumi import Pulumi
from bench.sending import changing_seconds, reading_seconds
from bench.steps import FIRST
from tests.engine import PROJECT
from tests.stack.offline import OfflineStack
from toolchain import part

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
        stack, empty = OfflineStack(Path(name), None, "staging"), Pulumi(Path(other), None, 0)
        stack.planned()  # writes its file
        words = [str(part("pulumi")), "preview", "--non-interactive", "--stack"]
        ours = [*words, "staging", "--config-file", str(stack.file)]
        nothing = [word for word in empty.words(FIRST) if word not in ("--yes", "--skip-preview")]
        nothing[1] = "preview"
        taken = [
            (_seconds(ours, stack.engine.environment, PROJECT), _seconds(nothing, empty.environment, empty.program))
            for _ in range(_TIMES)
        ]
    first, second = zip(*taken, strict=True)
    return statistics.median(first), statistics.median(second)


def _seconds(words: list[str], environment: Mapping[str, str], within: Path) -> float:
    began = time.monotonic()
    subprocess.run(words, cwd=within, env=dict(environment), check=True, capture_output=True)
    return time.monotonic() - began
