"""The stacks of a fleet, each checked as its own preview would check it, and then together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from errors import IntentError, Problem
from fleet.checks import fleet_problems
from fleet.layers import moved, place, secrets_in, values_of
from fleet.member import Member
from fleet.stack_files import file_problems
from fleet.waves import Wave, wave_problems, waves_of
from model.fleet_file import FleetFile
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
    if secrets := list(_secret_problems(file)):
        raise IntentError(secrets, source)
    problems = list(wave_problems(file))
    members: dict[str, Member] = {}
    for name, values in file.stacks.items():
        found = _described(file, name, project) if values else _by_hand(name, project)
        if isinstance(found, Member):
            members[name] = found
        else:
            problems += found
    # A problem of a layer that stacks share is said once.
    problems = list(dict.fromkeys(problems)) or list(fleet_problems(list(members.values())))
    if problems:
        raise IntentError(problems, source)
    return Fleet(file, members, waves_of(file))


def _described(file: FleetFile, name: str, project: Path) -> Member | list[Problem]:
    """A stack that the fleet file describes, or its problems."""
    values = values_of(file, name)
    stack, problems = findings(values, values.keys(), (), environment=None)
    problems = [moved(each, file, name) for each in problems] + file_problems(name, project)
    return Member(name, stack, values, partial(place, file=file, stack=name)) if stack and not problems else problems


def _by_hand(name: str, project: Path) -> Member | list[Problem]:
    """A stack that its own file describes, or its problems."""
    try:
        path = stack_file(name, project)
    except IntentError as error:
        what = f"has no values here, and there is no Pulumi.{name}.yaml"
        return [Problem(f"stacks.{name}", what, error.problems[0].hint, "FLEET12")]
    if problems := list(_own_problems(path, project)):
        return problems
    content = content_of(path, project)
    stack, problems = findings(content.values, content.values.keys(), content.secrets, environment=None)
    return Member(name, stack, None, partial(_own_place, path.name)) if stack else problems


def _own_problems(path: Path, project: Path) -> Iterator[Problem]:
    for problem in report_on(path, project).problems:
        places = [_own_place(path.name, each) for each in problem.path.split(", ")]
        yield replace(problem, path=", ".join(places))


def _own_place(file: str, path: str) -> str:
    return f"{file}: {path}"


def _secret_problems(file: FleetFile) -> Iterator[Problem]:
    layers = {"defaults": file.defaults, "routerDefaults": file.router_defaults, "routers": file.routers}
    for path in (
        found for name, layer in {**layers, "stacks": file.stacks}.items() for found in secrets_in(layer, name)
    ):
        hint = (
            "`pulumi config set --secret KEY --stack NAME`, which is kept, or the environment: BGP_COEXIST_…_PASSWORD"
        )
        yield Problem(path, "an encrypted value: each stack has a key of its own", hint, "FLEET14")
