"""Who is measured, and the command by which each does one step."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.process import python
from bench.pulumi import Pulumi
from bench.recorded import Step
from bench.steps import DESTROY
from tests.clients.conftest import way_to
from tests.clients.playbook import inventory, settings
from tests.clients.venv import FOLDER
from tests.clients.venv import python as python_of
from tests.engine import PROJECT
from tests.lab_router import LabRouter


@dataclass(frozen=True)
class Place:
    """Where a contender works.

    Attributes:
        folder: Takes its files.
        router: The router, by the port of the link.
        nodes: How many nodes there are.
        steps: What each step means.
    """

    folder: Path
    router: LabRouter
    nodes: int
    steps: dict[str, Step]

    @property
    def where(self) -> dict[str, Any]:
        """How the clients reach the router."""
        return way_to(self.router, self.folder)


@dataclass(frozen=True)
class Command:
    """What is run for a step: a command, what is in its environment, and where."""

    words: list[str]
    environment: dict[str, str]
    within: Path = PROJECT


@dataclass(frozen=True)
class Contender:
    """One of those who are measured.

    Attributes:
        name: Its name in the tables.
        command: Its command for a step.
        what: What it is, in a sentence.
        is_floor: Whether it is what the others are compared with.
        most_nodes: Where it is left out unless everything is run.
    """

    name: str
    command: Callable[[Place, str], Command]
    what: str
    is_floor: bool = False
    most_nodes: int = 100_000


def _pasted(place: Place, step: str) -> Command:
    file = place.folder / "typed"
    file.write_text("".join(f"{line}\n" for line in place.steps[step].typed))
    return Command(
        python("bench.pasted", str(place.router.port), place.where["known_hosts"], str(file)), _password(place)
    )


def _ours(place: Place, step: str) -> Command:
    words = (str(place.folder), str(place.router.port), place.router.host_key, str(place.nodes), step)
    return Command(python("bench.ours", *words), {"XDG_STATE_HOME": str(place.folder)} | _password(place))


def _password(place: Place) -> dict[str, str]:
    return {"BGP_COEXIST_ROUTER_PASSWORD": place.router.password}


def _pulumi(place: Place, step: str) -> Command:
    pulumi = Pulumi(place.folder, place.router, place.nodes)
    return Command(pulumi.words(step), pulumi.environment, pulumi.program)


def _empty(place: Place, step: str) -> Command:
    pulumi = Pulumi(place.folder, None, place.nodes)
    return Command(pulumi.words(step), pulumi.environment, pulumi.program)


def _client(requirements: str, module: str, function: str, **more: Any) -> Callable[[Place, str], Command]:
    """A call of one of `tests/clients/…_calls.py`."""

    def command(place: Place, step: str) -> Command:
        file, meant = place.folder / "arguments.json", place.steps[step]
        given = {"config": meant.running} if requirements == "napalm" else {"lines": _flat(meant.lines)}
        file.write_text(json.dumps({"where": place.where, **given, **more}))
        script = str(PROJECT / "bench" / "client_process.py")
        return Command(
            [str(python_of(requirements)), "-W", "ignore", script, str(FOLDER), module, function, str(file)], {}
        )

    return command


def _flat(lines: str) -> list[str]:
    return [line.strip() for line in lines.splitlines()]


def _ansible(place: Place, step: str) -> Command:
    home, source = place.folder / "home", place.folder / "wanted.cfg"
    (home / ".ssh").mkdir(parents=True, exist_ok=True)
    (home / ".ssh" / "known_hosts").write_text(Path(place.where["known_hosts"]).read_text())
    (home / "inventory.json").write_text(json.dumps(inventory(place.where)))
    source.write_text(place.steps[step].wanted)
    given = {"source": str(source), "match": "none" if step == DESTROY else "line"}
    words = [str(python_of("ansible").parent / "ansible-playbook"), "--inventory", str(home / "inventory.json")]
    words += ["--extra-vars", json.dumps(given), str(PROJECT / "bench" / "playbook.yml")]
    return Command(words, settings(home) | {"ANSIBLE_PERSISTENT_COMMAND_TIMEOUT": "600"}, home)


CONTENDERS = (
    Contender("device", _pasted, "the router's own time: our lines pasted over SSH by a sender that never waits", True),
    Contender("empty program", _empty, "`pulumi up` of a program without resources", True, most_nodes=4),
    Contender("ours", _ours, "our providers, called as Pulumi's engine calls them"),
    Contender("ours, pulumi up", _pulumi, "the same under the engine, as a user runs it", most_nodes=64),
    Contender("ansible", _ansible, "cisco.ios.ios_config with the stack's text as its file"),
    Contender(
        "netmiko",
        _client("netmiko", "netmiko_calls", "configured"),
        "send_config_set, which waits for the echo of each line",
    ),
    Contender(
        "netmiko, fast",
        _client("netmiko", "netmiko_calls", "configured_unverified"),
        "send_config_set with cmd_verify=False",
    ),
    Contender(
        "napalm", _client("napalm", "napalm_calls", "replacement_committed"), "a replacement of the whole configuration"
    ),
    Contender("scrapli", _client("scrapli", "scrapli_calls", "configured"), "send_configs with stop_on_failed=True"),
)


def named(names: list[str]) -> list[Contender]:
    """Those with these names, in the order above; all where none is named."""
    return [each for each in CONTENDERS if not names or each.name in names]


def through(router: LabRouter, port: int, folder: Path) -> LabRouter:
    """The router as it is reached over a link."""
    return replace(router, port=port, folder=folder)
