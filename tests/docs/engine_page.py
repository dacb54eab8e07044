"""The worked examples of docs/router-engine.md, and what the engine really does with each.

An example is a section with the fences `running` (part of a running configuration; the page's `base` where there is
none), `wanted` (YAML: `kind`, `values`, where they matter `previous`, `before`, `adopt`, `remove`, and `faults` for the
router) and what comes of it: `commands` (the plan), `refused` (why there is none), `typed` (what reached a router of
the lab, session by session), `said` (the error). One more stands for itself: `answers`, texts and what they mean.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from apply.device import close_devices, shared_device
from apply.reconcile import reconcile
from errors import CoexistError, PlanError
from platforms.history import History
from platforms.iosxe import object_types
from platforms.iosxe.cli.responses import verdict
from platforms.object_type import ObjectType
from platforms.plan import Plan
from tests.lab_router import PASSWORD, PROJECT, LabRouter, lab_router_on_a_thread
from tests.unit.platforms.iosxe.objects.test_golden import shown
from tests.unit.platforms.iosxe.objects.witness import Router
from transport.endpoint import Endpoint

PAGE = PROJECT / "docs" / "router-engine.md"
NOTHING = "(nothing)\n"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What every session begins with, and the look at the configuration, which the page leaves out.
_LEFT_OUT = ("terminal length 0", "terminal width 511", "show privilege", "show running-config")


@dataclass(frozen=True)
class Example:
    """One section of the page."""

    title: str
    fences: dict[str, str]

    @property
    def wanted(self) -> dict[str, Any]:
        """What its YAML says."""
        said: dict[str, Any] = yaml.safe_load(self.fences["wanted"])
        return said

    @property
    def running(self) -> str:
        """What runs: the page's own where the section shows none."""
        return self.fences.get("running") or dict(_FENCE.findall(PAGE.read_text()))["base"]

    @property
    def object_type(self) -> ObjectType[Any, Any]:
        """The sort of object it is about."""
        object_type: ObjectType[Any, Any] = getattr(object_types, self.wanted["kind"])
        return object_type

    def values(self, key: str = "values") -> Any:
        """The object as wanted, or as it was applied last."""
        said = self.wanted.get(key)
        return None if said is None else self.object_type.values.model_validate(said)

    @property
    def before(self) -> History | None:
        """What the router had of it before the stack."""
        before = self.wanted.get("before")
        return self.object_type.history.model_validate(before) if before else None

    def plan(self, router: Router) -> Plan:
        """What would be sent."""
        if self.wanted.get("remove"):
            return self.object_type.removal(router.tree, self.values(), self.before or self.object_type.history())
        return self.object_type.plan(router.tree, self.values(), self.values("previous"), self.before)


def examples() -> list[Example]:
    """All sections that have fences of ours."""
    sections = re.split(r"^## ", PAGE.read_text(), flags=re.MULTILINE)[1:]
    made = [Example(text.partition("\n")[0], dict(_FENCE.findall(text))) for text in sections]
    return [example for example in made if example.fences.keys() & OUTCOMES.keys()]


def commands(example: Example, _folder: Path) -> str:
    """The plan, each line with its reason."""
    plan = example.plan(Router(example.running))
    return shown(plan.commands, plan.notes, plan.afterwards) or NOTHING


def ahead(example: Example, _folder: Path) -> str:
    """Which lines of the plan wait until every line before them was accepted."""
    plan = example.plan(Router(example.running))
    return "".join(f"{'waits' if command.settled else '     '}  {command.line}\n" for command in plan.commands)


def refused(example: Example, _folder: Path) -> str:
    """Why there is no plan."""
    try:
        example.plan(Router(example.running))
    except PlanError as error:
        return f"{error}\n"
    return NOTHING


def typed(example: Example, folder: Path) -> str:
    """What reached the router."""
    return on_a_router(example, folder)[0]


def said(example: Example, folder: Path) -> str:
    """The error."""
    return on_a_router(example, folder)[1]


def answers(example: Example, _folder: Path) -> str:
    """Each text with what it means."""
    texts = [line.partition("  # ")[0].rstrip() for line in example.fences["answers"].splitlines()]
    width = max(map(len, texts))
    return "".join(f"{text:{width}}  # {verdict(text)}\n" for text in texts)


OUTCOMES: dict[str, Callable[[Example, Path], str]] = {
    "commands": commands,
    "ahead": ahead,
    "refused": refused,
    "typed": typed,
    "said": said,
    "answers": answers,
}


def on_a_router(example: Example, folder: Path) -> tuple[str, str]:
    """What was typed on a router of the lab that was told to take the example, and the error it ended with."""
    folder.mkdir()
    (folder / "faults.yaml").write_text(yaml.safe_dump({"lines": example.wanted.get("faults", [])}))
    log = folder / "typed.log"
    options = ("--faults", str(folder / "faults.yaml"), "--typed-log", str(log))
    with lab_router_on_a_thread(folder / "router", *options, startup=example.running) as router:
        error = _taken(example, router)
    return _sessions(log.read_text()), error


def _taken(example: Example, router: LabRouter) -> str:
    endpoint = router.endpoint
    if example.wanted.get("unknown_host"):
        (router.folder / "known_hosts").write_text("")
    try:
        _take(example, endpoint)
    except CoexistError as error:
        text = f"{error}\n".replace(str(router.port), "22").replace(str(router.folder), "~/.ssh")
        return re.sub(r"SHA256:\S+", "SHA256:…", text)
    finally:
        close_devices()
    return NOTHING


def _take(example: Example, endpoint: Endpoint) -> None:
    device = shared_device(endpoint, PASSWORD)
    values, before = example.values(), example.before
    if example.wanted.get("remove"):
        device.change(lambda tree: example.object_type.removal(tree, values, before or example.object_type.history()))
    else:
        adopt = bool(example.wanted.get("adopt"))
        reconcile("csr1000v", device, example.object_type, values, example.values("previous"), adopt, before)


def _sessions(log: str) -> str:
    """Each line with the number of its session and its mode."""
    numbers: dict[str, int] = {}
    lines = []
    for line in log.splitlines():
        vty, mode, text = line.split(" ", 2)
        number = numbers.setdefault(vty, len(numbers) + 1)
        if text not in _LEFT_OUT:
            lines.append(f"{number} {mode:17} {text}\n")
    return "".join(lines) or NOTHING


def written(example: Example, name: str, outcome: str) -> None:
    """The page holds this outcome."""
    page = PAGE.read_text()
    start = page.index(f"## {example.title}\n")
    old = f"```{name}\n{example.fences[name]}```"
    at = page.index(old, start)
    PAGE.write_text(page[:at] + f"```{name}\n{outcome}```" + page[at + len(old) :])
