"""`bgp-coexist fleet verify` and `drift`, which need no engine: on a terminal, and against the lab's router."""

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab_router import STARTUP, LabRouter, lab_router_on_a_thread
from tests.on_terminal import CODE, on_terminal
from tests.seed import PROJECT
from tests.stack.fleet_stage import FleetStage


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[FleetStage]:
    """Two stacks on a router that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        router = LabRouter(listening.getsockname()[1], "ssh-ed25519 AAAA", tmp_path)
        stage = FleetStage(tmp_path / "fleet", {"edge": router}, {1: ["edge"], 2: ["edge"]})
        stage.values["routerDefaults"]["connectSeconds"] = 1
        stage.write()
        yield stage


def test_a_terminal_has_a_live_line_of_who_is_worked_on_and_nothing_of_it_at_the_end(silent: FleetStage) -> None:
    with on_terminal(silent.argv("verify"), PROJECT, silent.environment) as terminal:
        assert terminal.ended() == 2
        text = CODE.sub("", terminal.text())
    assert "at work: stack1\r" in text
    lines = [line for line in text.splitlines() if line.strip() and "at work" not in line]
    assert [re.split(" {2,}", line)[0] for line in lines if line.startswith("?")] == ["?", "?"]
    assert lines[-1] == "0 of 2 stacks as they should be, 2 could not be looked at"


def test_a_pipeline_has_plain_lines(silent: FleetStage) -> None:
    done = silent.run("verify")
    assert done.returncode == 2
    heads = [line for line in done.stderr.splitlines() if not line.startswith(" ")]
    assert heads == ["stack1: 0 of 3 checks hold", "stack2: 0 of 3 checks hold"]
    assert done.stderr.count("edge: no SSH session with 127.0.0.1") == 2
    assert done.stderr.count("not seen, as above") == 2 * 2
    assert "\x1b" not in done.stdout + done.stderr


def test_drift_names_what_differs_in_each_stack(tmp_path: Path) -> None:
    with lab_router_on_a_thread(tmp_path / "router", startup=STARTUP) as router:
        stage = FleetStage(tmp_path / "fleet", {"edge": router}, {1: ["edge"], 2: ["edge"]})
        done = stage.run("drift", "--json")
    found = json.loads(done.stdout)["stacks"]
    assert done.returncode == 1
    wrong = {each["stack"]: [r["where"] for r in each["results"] if r["verdict"] == "fail"] for each in found}
    assert wrong == {
        f"stack{number}": [f"vrf-pods{number}", f"Loopback{number}", f"Loopback1{number}", "bgp", f"bgp-pods{number}"]
        for number in (1, 2)
    }
    (vrf,) = (r for r in found[0]["results"] if r["where"] == "vrf-pods1")
    assert vrf["actual"].startswith("+ ip vrf pods1")
