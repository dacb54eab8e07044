"""A fleet on routers of the lab, of which two stacks share one, under the real engine."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from fleet.stack_files import MARK
from tests.closed_port import closed_port
from tests.eventually import eventually
from tests.fleet.stage import edge, staged
from tests.lab_router import LabRouter
from tests.stack.fleet_stage import FleetStage
from toolchain import part

pytestmark = pytest.mark.engine

SHARED, OWN = "edge-a", "edge-b"


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[FleetStage]:
    """Three stacks on two routers: the first and the third share one."""
    with staged(tmp_path, {1: [SHARED], 2: [OWN], 3: [SHARED]}, canary=["stack1"]) as (stage, _):
        yield stage


def outcomes(text: str) -> list[str]:
    """The lines of a report without times, and without the blanks that align them."""
    return [re.sub(r" +", " ", re.sub(r" +\d+\.\d s ", " ", line)).strip() for line in text.splitlines()]


def test_the_canary_comes_first_and_every_stack_is_verified(fleet: FleetStage) -> None:
    done = fleet.run("up")
    assert done.returncode == 0, done.stderr
    assert outcomes(done.stdout) == [
        "ok stack1 canary applied: 9 create, 3 of 3 checks hold",
        "ok stack2 wave 1 applied: 9 create, 3 of 3 checks hold",
        "ok stack3 wave 1 applied: 9 create, 3 of 3 checks hold",
        "3 of 3 stacks as they should be",
    ]
    said = done.stderr.splitlines()
    assert said[:2] == ["stack1: applied: 9 create", "stack1: 3 of 3 checks hold"]
    # Its router was changed by another stack since.
    assert said.count("stack1: 3 of 3 checks hold") == 2


def test_a_killed_run_ends_where_an_undisturbed_one_ends_once_it_is_started_again(
    fleet: FleetStage, tmp_path: Path
) -> None:
    """Killed with its engines while it configures the router that two stacks share."""
    log = tmp_path / f"{SHARED}.log"
    with fleet.started("up") as run:
        assert eventually(lambda: "neighbor 172.20.1.11 remote-as" in log.read_text(), True, seconds=60)
    assert run.poll() is not None
    locks = list((tmp_path / "fleet/state/.pulumi/locks").rglob("*.json"))
    assert len(locks) == 1
    again = fleet.run("up")
    assert again.returncode == 0, again.stdout + again.stderr
    assert [line.split()[0] for line in again.stdout.splitlines()] == ["ok", "ok", "ok", "3"]
    drift = fleet.run("drift")
    assert drift.returncode == 0, drift.stdout
    preview = fleet.run("preview", "--json")
    assert [stack["results"][0]["actual"] for stack in json.loads(preview.stdout)["stacks"]] == ["no change"] * 3


def test_a_lock_of_another_machine_is_left_and_said(fleet: FleetStage, tmp_path: Path) -> None:
    folder = tmp_path / "fleet/state/.pulumi/locks/organization/bgp-coexist/stack1"
    folder.mkdir(parents=True)
    lock = {"pid": 1, "username": "pat", "hostname": "elsewhere", "timestamp": "2026-01-01T00:00:00Z"}
    (folder / "of-elsewhere.json").write_text(json.dumps(lock))
    done = fleet.run("up")
    assert done.returncode == 1
    assert "wait for process 1 on elsewhere; where that is gone, `pulumi cancel stack1`" in done.stdout
    assert outcomes(done.stdout)[-3:] == [
        "- stack2 wave 1 applied: not started: stack1 is not as it should be",
        "- stack3 wave 1 applied: not started: stack1 is not as it should be",
        "0 of 3 stacks as they should be, 1 not as they should be, 2 not started",
    ]
    assert (folder / "of-elsewhere.json").exists()


def test_a_dead_and_a_slow_router_do_not_hold_the_others_back(tmp_path: Path) -> None:
    with edge(tmp_path, SHARED, (1,), latency_ms=40) as slow, edge(tmp_path, OWN, (3, 4)) as own:
        dead = replace(own, port=closed_port())
        routers = {SHARED: slow, "dead": dead, OWN: own}
        stacks = {1: [SHARED], 2: ["dead"], 3: [OWN], 4: [OWN]}
        stage = FleetStage(tmp_path / "fleet", routers, stacks, waves=[["stack1", "stack2", "stack3"]])
        done = stage.run("up", "--parallel", "2")
    assert done.returncode == 2, done.stdout
    report = outcomes(done.stdout)
    assert report[1] == f"? stack2 wave 1 applied: not begun: no answer from 127.0.0.1 port {dead.port}"
    assert [line.split()[0] for line in report] == ["ok", "?", "ok", "ok", "3"]
    said = done.stderr.splitlines()
    assert said.index("stack3: applied: 9 create") < said.index("stack1: applied: 9 create")


def test_a_refused_line_in_a_wave_leaves_the_next_wave_as_it_is(tmp_path: Path) -> None:
    refusing = {"match": "neighbor 172.20.1.11 remote-as.*", "do": "refuse", "text": "% No."}
    with edge(tmp_path, SHARED, (1, 2), lines=[refusing]) as router:
        stage = FleetStage(tmp_path / "fleet", {SHARED: router}, {1: [SHARED], 2: [SHARED]}, waves=[["stack1"]])
        done = stage.run("up", "--json")
        assert "pods2" not in router.running()
    found = json.loads(done.stdout)
    assert (done.returncode, found["exitCode"]) == (1, 1)
    assert [each["outcome"] for each in found["stacks"]] == ["fail", "not-started"]
    assert (
        "edge-a: line 'neighbor 172.20.1.11 remote-as 64496' refused: % No."
        in found["stacks"][0]["results"][0]["actual"]
    )


def test_a_check_that_fails_in_a_wave_leaves_the_next_wave_as_it_is(tmp_path: Path) -> None:
    """The router has the stack's lines and none of its sessions."""
    with edge(tmp_path, SHARED, ()) as router:
        stage = FleetStage(tmp_path / "fleet", {SHARED: router}, {1: [SHARED], 2: [SHARED]}, waves=[["stack1"]])
        done = stage.run("up")
        assert "pods2" not in router.running()
    assert done.returncode == 1
    report = outcomes(done.stdout)
    assert report[0] == "FAIL stack1 wave 1 applied: 9 create, 2 of 3 checks hold"
    assert report[1].startswith("FAIL edge-a pods1 sessions Established 0 of 1: 172.20.1.11 Idle (expected 1 of 1)")
    assert report[-2] == "- stack2 wave 2 applied: not started: stack1 is not as it should be"


def test_an_interrupted_run_ends_what_is_under_way_and_leaves_no_lock(fleet: FleetStage, tmp_path: Path) -> None:
    """SIGTERM to the fleet alone, as a pipeline sends it."""
    log = tmp_path / f"{SHARED}.log"
    with fleet.started("up") as run:
        assert eventually(lambda: "neighbor 172.20.1.11 remote-as" in log.read_text(), True, seconds=60)
        run.send_signal(signal.SIGTERM)
        printed, said = run.communicate(timeout=60)
    assert run.returncode == 130, printed + said
    assert "interrupted: waiting for what is under way; once more: ends at once" in said
    assert outcomes(printed)[-3:-1] == [
        "- stack2 wave 1 applied: not started: the run was interrupted",
        "- stack3 wave 1 applied: not started: the run was interrupted",
    ]
    assert list((tmp_path / "fleet/state/.pulumi").glob("locks/**/*.json")) == []
    assert list((tmp_path / "fleet/state/.pulumi/stacks/bgp-coexist-routers").glob("*.json")) == []


def test_a_secret_that_was_set_for_a_stack_stays_in_its_file(tmp_path: Path) -> None:
    """Nothing is sent to a router by a preview."""
    nowhere = LabRouter(closed_port(), "ssh-ed25519 AAAA", tmp_path)
    stage = FleetStage(tmp_path / "fleet", {OWN: nowhere}, {2: [OWN]})
    assert stage.run("preview").returncode == 0
    said = [str(part("pulumi")), "config", "set", "--secret", "routerPassword", "--stack", "stack2"]
    subprocess.run(said, input="hidden", cwd=stage.project, env=stage.environment, text=True, check=True)
    file = stage.project / "Pulumi.stack2.yaml"
    secrets = [line for line in file.read_text().splitlines() if "secure: " in line or "encryptionsalt" in line]
    stage.values["defaults"]["calico"]["asn"] = 65009
    stage.write()
    done = stage.run("preview")
    assert done.returncode == 0, done.stdout
    text = file.read_text()
    assert text.startswith(MARK)
    assert "asn: 65009" in text
    assert len(secrets) == 2
    assert all(line in text.splitlines() for line in secrets)
    assert "hidden" not in text + done.stdout + done.stderr


def configured(log: Path) -> list[str]:
    """Whose turn it was at configuring a router, by the stacks' VRFs and the sessions, without repetitions."""
    turns: list[str] = []
    for line in log.read_text().splitlines():
        vty, mode, typed = line.split(" ", 2)
        found = re.search(r"pods\d", typed)
        if mode.startswith("config") and found and (turn := f"{found[0]} by vty {vty}") not in turns[-1:]:
            turns.append(turn)
    return turns


def test_two_fleets_on_two_machines_never_work_on_one_router_at_the_same_time(tmp_path: Path) -> None:
    """The machines have nothing in common but the backend and the router, which takes its time for each line."""
    with edge(tmp_path, SHARED, (1, 2), latency_ms=20) as router, ExitStack() as running:
        one, other = (
            FleetStage(tmp_path / f"machine{number}", {SHARED: router}, {number: [SHARED]}, tmp_path / "states")
            for number in (1, 2)
        )
        processes = [running.enter_context(each.started("up")) for each in (one, other)]
        said = [process.communicate() for process in processes]
        assert [process.returncode for process in processes] == [0, 0], said
    turns = configured(tmp_path / f"{SHARED}.log")
    assert len(turns) == 2, turns
    assert len({turn[:5] for turn in turns}) == 2
    assert not list((tmp_path / "states/.pulumi/stacks/bgp-coexist-routers").glob("*.json"))
