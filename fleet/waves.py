"""The order in which the stacks of a fleet are applied: the canary, then wave by wave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from errors import Problem
from model.fleet_file import FleetFile

CANARY = "canary"


@dataclass(frozen=True)
class Wave:
    """Stacks that are applied side by side, and verified before the next wave begins.

    Attributes:
        name: `canary`, or `wave` and its number.
        stacks: The names of its stacks, in the order of the file.
    """

    name: str
    stacks: tuple[str, ...]


def waves_of(file: FleetFile) -> list[Wave]:
    """The waves that have stacks; each stack is in one."""
    left, waves = list(file.stacks), []
    for name, patterns in [*_named(file), (f"wave {len(file.waves) + 1}", ("*",))]:
        chosen = tuple(stack for stack in left if any(fnmatchcase(stack, pattern) for pattern in patterns))
        left = [stack for stack in left if stack not in chosen]
        waves.append(Wave(name, chosen))
    return [wave for wave in waves if wave.stacks]


def wave_problems(file: FleetFile) -> Iterator[Problem]:
    """Names that are no stack, and stacks that are named twice."""
    seen: dict[str, str] = {}
    lists: list[tuple[str, Sequence[str]]] = [(CANARY, file.canary)]
    lists += [(f"waves[{index}]", patterns) for index, patterns in enumerate(file.waves)]
    for place, pattern in ((f"{path}[{at}]", each) for path, patterns in lists for at, each in enumerate(patterns)):
        if not any(fnmatchcase(stack, pattern) for stack in file.stacks):
            hint = "name it under `stacks`, or correct the name"
            yield Problem(place, "there is no such stack", hint, "FLEET10", pattern, _some(file))
        if "*" not in pattern and (first := seen.setdefault(pattern, place)) != place:
            yield Problem(
                f"{first}, {place}", "the stack is named twice", code="FLEET11", found=pattern, expected="once"
            )


def _named(file: FleetFile) -> Iterator[tuple[str, Sequence[str]]]:
    yield CANARY, file.canary
    yield from ((f"wave {number}", patterns) for number, patterns in enumerate(file.waves, 1))


def _some(file: FleetFile) -> str:
    names = list(file.stacks)
    return "one of " + ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
