"""The lock of a router for all fleets, in the backends that a team shares."""

import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pulumi.automation import PulumiCommand

from fleet.engine import Cli
from fleet.router_locks import PROJECT, RouterLocks
from fleet.turns import LaterError
from tests.parts import needs
from tests.state.servers import Variables, postgres, s3
from tests.unit.fleet.stubs import Stub
from toolchain import part

pytestmark = [pytest.mark.engine, needs("postgres"), needs("versitygw")]
WEST = Stub("west", ("edge", 22))


@pytest.fixture(scope="module", params=[postgres, s3])
def backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Variables]:
    with request.param(tmp_path_factory.mktemp("server")) as variables:
        yield variables


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> PulumiCommand:
    monkeypatch.setenv("PATH", f"{part('pulumi').parent}:{os.environ['PATH']}")
    return PulumiCommand()


def machine(folder: Path, command: PulumiCommand, backend: Variables) -> Cli:
    """Pulumi's command line in the folder of a machine."""
    folder.mkdir(exist_ok=True)
    (folder / "Pulumi.yaml").write_text(f"name: {PROJECT}\nruntime: python\n")
    return Cli(command, folder, {**backend, "PULUMI_CONFIG_PASSPHRASE": "", "PULUMI_HOME": str(part("pulumi-home"))})


def left(cli: Cli) -> list[str]:
    return [each["name"] for each in json.loads(cli.run("stack", "ls", "--json"))]


def test_of_several_machines_one_at_a_time_has_a_router(
    tmp_path: Path, command: PulumiCommand, backend: Variables
) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        folder = tmp_path / str(number)
        locks, times = RouterLocks(machine(folder, command, backend), folder), 0
        while times < 2:
            try:
                with locks.taken(WEST):
                    inside.append(number)
                    most.append(len(inside))
                    time.sleep(0.1)
                    inside.remove(number)
                    times += 1
            except LaterError:
                continue

    machines = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for each in machines:
        each.start()
    for each in machines:
        each.join(240)
    assert most == [1] * 6
    assert left(machine(tmp_path / "0", command, backend)) == []


def test_what_a_killed_run_left_is_used_again_on_its_machine_alone(
    tmp_path: Path, command: PulumiCommand, backend: Variables
) -> None:
    one, other = (machine(tmp_path / name, command, backend) for name in ("one", "other"))
    locks = RouterLocks(one, tmp_path / "one")
    with locks.taken(WEST):
        (name,) = left(one)
    # As the kill of a run leaves it.
    one.run("stack", "init", name, "--no-select")
    with pytest.raises(LaterError), RouterLocks(other, tmp_path / "other").taken(WEST):
        pass
    assert left(one) == [name]
    with locks.taken(WEST):
        assert left(one) == [name]
    assert left(one) == []
