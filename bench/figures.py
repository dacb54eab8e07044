"""What was measured, as lines of JSON: a run that is broken off loses nothing."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One step of one contender.

    Attributes:
        contender: Who.
        nodes: With how many nodes.
        round_trip_ms: Over which link.
        step: Doing what.
        seconds: From the start of its process to its end.
        ssh_seconds: From its first connection to the last byte.
        connections: How many it opened.
        round_trips: How often it sent after it had received.
        sent: Bytes to the router.
        received: Bytes from the router.
        peak_mb: The most memory of its processes together.
        failed: Why it does not count: its error, or that the router is not as it should be.
    """

    contender: str
    nodes: int
    round_trip_ms: int
    step: str
    seconds: float
    ssh_seconds: float
    connections: int
    round_trips: int
    sent: int
    received: int
    peak_mb: float
    failed: str = ""


def note(file: Path, figure: Figure) -> None:
    """Add one."""
    with file.open("a") as lines:
        lines.write(json.dumps(asdict(figure)) + "\n")


def read(file: Path) -> list[Figure]:
    """All that were noted."""
    return [Figure(**json.loads(line)) for line in file.read_text().splitlines()]
