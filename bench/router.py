"""The router of every measurement: the emulator, with what the clients need, and 5 ms for each line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.lab_router import STARTUP, LabRouter, lab_router

LATENCY_MS = 5
# Without secrets: the router prints each with a salt of its own, and configurations are compared.
_STARTUP = STARTUP.replace("path bootflash:\n", "path bootflash:archive\n maximum 14\n").replace(
    "archive\n", "ip domain name lab.example\nip scp server enable\narchive\n", 1
)


@contextmanager
def fresh_router(folder: Path, latency_ms: int = LATENCY_MS) -> Iterator[LabRouter]:
    """A router that has just booted; it has an archive, SCP, and lines of others."""
    words = ["--profile", "17.15", *(["--latency-ms", str(latency_ms)] if latency_ms else [])]
    with lab_router(folder / "router", *words, startup=_STARTUP) as router:
        yield router
