"""Routers of the lab for a fleet, each of which says that it has the sessions of its stacks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.lab_router import STARTUP, LabRouter, lab_router
from tests.stack.fleet_stage import FleetStage, faults_file


@contextmanager
def edge(folder: Path, name: str, numbers: Sequence[int], **others: Any) -> Iterator[LabRouter]:
    """A router that says it has the sessions of these stacks; what is typed on it is in a file beside its folder."""
    options = (*faults_file(folder / name, numbers, **others), "--typed-log", str(folder / f"{name}.log"))
    with lab_router(folder / name, *options, startup=STARTUP.replace("csr1000v", name), name=name) as router:
        yield router


@contextmanager
def staged(
    folder: Path, stacks: Mapping[int, Sequence[str]], **beside: Any
) -> Iterator[tuple[FleetStage, dict[str, LabRouter]]]:
    """A fleet of these stacks, each with its routers, on fresh routers."""
    of_router: dict[str, list[int]] = {}
    for number, names in stacks.items():
        for name in names:
            of_router.setdefault(name, []).append(number)
    with ExitStack() as kept:
        routers = {name: kept.enter_context(edge(folder, name, numbers)) for name, numbers in of_router.items()}
        yield FleetStage(folder / "fleet", routers, stacks, **beside), routers
