"""The stacks of a fleet, each checked as its own preview would check it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from errors import IntentError, Problem
from fleet.checks import fleet_problems
from fleet.file import FleetFile
from fleet.layers import placed, values_of
from fleet.member import Member
from fleet.stack_files import file_problems
from fleet.waves import Wave, wave_problems, waves_of
from preflight.__main__ import report_on
from preflight.findings import findings
from preflight.stack_input import content_of, stack_file


@dataclass(frozen=True)
class Fleet:
    """A checked fleet.

    Attributes:
        file: Its file.
        members: Its stacks by name.
        waves: The order in which they are applied.
    """

    file: FleetFile
    members: dict[str, Member]
    waves: list[Wave]


def fleet_of(file: FleetFile, source: str, project: Path) -> Fleet:
    """The fleet of a file.

    Raises:
        IntentError: Problems of the waves, of single stacks, or of how stacks fit together.
    """
    problems = list(wave_problems(file))
    members: dict[str, Member] = {}
    for name, values in file.stacks.items():
        member, found = _described(file, name, project) if values else _by_hand(name, project)
        problems += found
        if member:
            members[name] = member
    # The layers that stacks share are said once.
    problems = list(dict.fromkeys(problems)) or list(fleet_problems(members))
    if problems:
        raise IntentError(problems, source)
    return Fleet(file, members, waves_of(file))


def _described(file: FleetFile, name: str, project: Path) -> tuple[Member | None, list[Problem]]:
    """A stack that the fleet file describes, and its problems."""
    values = values_of(file, name)
    stack, problems = findings(values, values.keys(), (), environment=None)
    problems = [replace(each, **placed(each, file, name)) for each in problems]
    problems += file_problems(name, project)
    return (Member(name, stack, values) if stack and not problems else None), problems


def _by_hand(name: str, project: Path) -> tuple[Member | None, list[Problem]]:
    """A stack that its own file describes, and its problems."""
    try:
        path = stack_file(name, project)
    except IntentError as error:
        what = f"has no values here, and there is no {project / f'Pulumi.{name}.yaml'}"
        return None, [Problem(f"stacks.{name}", what, error.problems[0].hint, "FLEET12")]
    if problems := list(_own_problems(path, project)):
        return None, problems
    content = content_of(path, project)
    stack, _ = findings(content.values, content.values.keys() | content.secrets, content.secrets, environment=None)
    return (Member(name, stack, None) if stack else None), []


def _own_problems(path: Path, project: Path) -> Iterator[Problem]:
    for problem in report_on(path, project).problems:
        own = [f"{path.name}: {each}" for each in problem.path.split(", ")]
        yield replace(problem, path=", ".join(own))
