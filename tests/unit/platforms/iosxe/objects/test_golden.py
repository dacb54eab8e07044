"""Each folder of tests/golden/iosxe is one case: what runs, what is wanted, the exact commands and the exact undo.

`wanted.yaml` holds `kind`, `values`, and where they matter `previous`, `before` and `remove: true`. What runs is the
folder's own running.cfg, or a file of tests/golden/running by its name (`running`), to which lines are added (`after`:
under which line which ones) and from which lines are taken (`without`), all written without their indentation. With
BGP_COEXIST_WRITE_GOLDEN=1 the commands are written instead of compared: read the difference before keeping it.
"""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from errors import PlanError
from platforms.history import History
from platforms.iosxe import object_types
from platforms.object_type import ObjectType
from platforms.plan import Command, Plan
from tests.unit.platforms.iosxe.objects.witness import Router

GOLDEN = Path(__file__).parents[4] / "golden" / "iosxe"
SHARED = GOLDEN.parent / "running"
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())


class Case:
    """One golden folder."""

    def __init__(self, name: str) -> None:
        self.folder = GOLDEN / name
        said: dict[str, Any] = yaml.safe_load((self.folder / "wanted.yaml").read_text())
        self.running = changed(said) if "running" in said else (self.folder / "running.cfg").read_text()
        self.object_type: ObjectType[Any, Any] = getattr(object_types, said["kind"])
        self.values = self.object_type.values.model_validate(said["values"])
        previous = said.get("previous")
        self.previous = self.object_type.values.model_validate(previous) if previous else None
        before = said.get("before")
        self.before: History | None = self.object_type.history.model_validate(before) if before else None
        self.removes = bool(said.get("remove"))

    def router(self) -> Router:
        return Router(self.running)

    def plan(self, router: Router) -> Plan:
        if self.removes:
            return self.object_type.removal(router.tree, self.values, self.before or self.object_type.history())
        return self.object_type.plan(router.tree, self.values, self.previous, self.before)

    def compare(self, name: str, text: str) -> None:
        path = self.folder / name
        if os.environ.get("BGP_COEXIST_WRITE_GOLDEN"):
            path.unlink(missing_ok=True) if not text else path.write_text(text)
        assert text == (path.read_text() if path.exists() else "")


def changed(case: dict[str, Any]) -> str:
    """The shared running configuration a case names, with the case's lines added and taken away."""
    after, without = case.get("after", {}), case.get("without", [])
    shared = (SHARED / f"{case['running']}.cfg").read_text().splitlines()
    assert {*after, *without} <= {line.lstrip() for line in shared}
    lines: list[str] = []
    for line in shared:
        text = line.lstrip()
        indent = line.removesuffix(text)
        lines += [line] * (text not in without)
        lines += [indent + added for added in after.get(text, [])]
    return "".join(f"{line}\n" for line in lines)


def shown(commands: tuple[Command, ...], notes: tuple[str, ...] = (), afterwards: tuple[str, ...] = ()) -> str:
    """Commands under their modes, each with its reason, and what is sent once they are confirmed."""
    lines: list[str] = [f"! note: {note}" for note in notes]
    open_modes: tuple[str, ...] = ()
    for command in commands:
        for depth, mode in enumerate(command.mode):
            if open_modes[depth : depth + 1] != (mode,):
                lines.append(" " * depth + mode)
                open_modes = command.mode[: depth + 1]
        reason = f"   ! {command.why}" if command.why else ""
        lines.append(" " * len(command.mode) + command.line + reason)
        open_modes = (*command.mode, command.line)
    lines += [f"! afterwards: {command}" for command in afterwards]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("name", CASES)
def test_the_commands_and_their_undo_are_exactly_these(name: str) -> None:
    case = Case(name)
    try:
        plan = case.plan(case.router())
    except PlanError as error:
        case.compare("refused.txt", f"{error}\n")
        return
    case.compare("commands.txt", shown(plan.commands, plan.notes, plan.afterwards))
    case.compare("undo.txt", shown(plan.undo))
    assert not (case.folder / "refused.txt").exists()


@pytest.mark.parametrize("name", [name for name in CASES if not (GOLDEN / name / "refused.txt").exists()])
def test_a_router_takes_the_commands_and_the_undo_and_is_as_before(name: str) -> None:
    case = Case(name)
    router = case.router()
    before, plan = router.text, case.plan(router)
    router.apply(plan.commands)
    if case.removes:
        assert case.plan(router).commands == ()
    else:
        assert case.object_type.running(router.tree, case.values, case.before) == case.object_type.lines(case.values)
        assert case.object_type.plan(router.tree, case.values, case.values, case.before).commands == ()
    router.apply(plan.undo)
    assert router.text == before
