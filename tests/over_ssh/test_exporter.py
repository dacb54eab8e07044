"""The exporter as a process against the lab's router over real SSH: what it serves, and that it survives."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from errors import LoginError
from tests.eventually import eventually
from tests.exporter_process import BY_HAND, Exporter, exporter, project, started
from tests.lab_router import LabRouter, lab_router_on_a_thread
from tests.over_ssh.relay import Relay, relay
from tests.seed import seed_stack
from verify.router import SshRouter


@pytest.fixture
def router(tmp_path: Path) -> Iterator[LabRouter]:
    with lab_router_on_a_thread(tmp_path / "router", startup=BY_HAND) as running:
        yield running


def test_it_serves_the_sessions_over_one_login_and_tells_a_shut_down_one_apart(
    tmp_path: Path, router: LabRouter, wire: Relay
) -> None:
    before = router.running()
    with exporter(project(tmp_path, router, wire.port)) as running:
        at = running.values("look_timestamp_seconds", "stack")["dev"]
        assert eventually(lambda: running.values("look_timestamp_seconds", "stack")["dev"] > at + 1, True)
        states = running.values("session_state", "vrf", "node", "state")
        shut = running.values("session_shutdown", "vrf", "node")
        checks = running.values("check_pass", "where", "what")
    assert states == {
        f"{vrf} {node} " + ("Idle (Admin)" if (vrf, node) == ("k8s-calico", "worker3") else "Idle"): 1
        for vrf in ("k8s-calico", "k8s-metallb")
        for node in seed_stack().cluster.nodes
    }
    assert [place for place, is_shut in shut.items() if is_shut] == ["k8s-calico worker3"]
    assert checks["k8s-calico sessions Established"] == 0
    assert checks["k8s-calico prefixes sent to the nodes"] == 1
    assert wire.connections == 1
    assert router.running() == before


def test_a_router_that_goes_away_is_a_value_and_comes_back(tmp_path: Path, router: LabRouter, wire: Relay) -> None:
    with exporter(project(tmp_path, router, wire.port)) as running:
        assert running.answers() == 1
        wire.admits = wire.keeps = lambda: False
        assert eventually(running.answers, 0.0) == 0
        assert running.values("session_up", "neighbor") == {}
        assert set(running.values("check_could_not_look", "where").values()) == {1}
        wire.admits = wire.keeps = lambda: True
        assert eventually(running.answers, 1.0) == 1
        assert len(running.values("session_up", "neighbor")) == 4


def test_a_refused_login_is_tried_once_a_round(router: LabRouter, wire: Relay) -> None:
    asked = SshRouter(replace(router.endpoint, port=wire.port, host_key=router.host_key), lambda: "wrong-one")
    for round_ in (1, 2):
        for vrf in ("k8s-calico", "k8s-metallb"):
            with pytest.raises(LoginError):
                asked.facts.sessions(vrf)
        assert wire.connections == round_
        asked.forget()


def test_a_node_that_is_drained_meanwhile_is_missed_no_longer(tmp_path: Path, router: LabRouter, wire: Relay) -> None:
    with exporter(project(tmp_path, router, wire.port)) as running:
        assert "worker3" in running.values("session_up", "node")
        project(tmp_path, router, wire.port, worker3={"address": "10.0.0.13", "drained": True})
        assert eventually(lambda: "worker3" in running.values("session_up", "node"), False) is False
        assert running.values("file_sound", "stack") == {"dev": 1}


def test_drift_is_counted_over_the_same_login(tmp_path: Path) -> None:
    changed = BY_HAND.replace("maximum-paths 4", "maximum-paths 2")
    with (
        lab_router_on_a_thread(tmp_path / "router", startup=changed) as router,
        relay(router.port) as wire,
        exporter(project(tmp_path, router, wire.port)) as running,
    ):
        # MetalLB's family, and Calico's by the session that is shut down.
        assert running.values("drift_objects", "owner") == {"router csr1000v": 2}
        assert wire.connections == 1


def test_a_file_that_is_spoiled_meanwhile_is_said_and_the_last_one_is_used(tmp_path: Path, router: LabRouter) -> None:
    process = started(project(tmp_path, router, router.port), "--every", "1")
    assert process.stderr is not None
    running = Exporter(process, process.stderr.readline().removeprefix("metrics: ").strip())
    try:
        assert eventually(running.answers, 1.0) == 1
        (tmp_path / "Pulumi.dev.yaml").write_text("config: {bgp-coexist:routers: 7}\n")
        assert eventually(lambda: running.values("file_sound", "stack"), {"dev": 0.0}) == {"dev": 0}
        assert running.answers() == 1
        assert len(running.values("session_up", "neighbor")) == 4
    finally:
        process.terminate()
        _, said = process.communicate(timeout=20)
    assert re.match(r"Pulumi\.dev\.yaml has \d problems?; nothing was touched\n", said)
    assert said.count("Pulumi.dev.yaml has") == 1  # and not at every look


def test_what_it_cannot_begin_with_is_one_error(tmp_path: Path, router: LabRouter) -> None:
    folder = project(tmp_path, router, router.port)
    taken = f"127.0.0.1:{router.port}"
    for words, said in [
        ({"listen": taken}, f"--listen: 127.0.0.1 port {router.port}: Address already in use\n  hint: "),
        ({"listen": "9180"}, "'9180' is not HOST:PORT, such as 127.0.0.1:9180 or [::1]:9180"),
    ]:
        process = started(folder, **words)
        _, errors = process.communicate(timeout=20)
        assert process.returncode == 2
        assert said in errors
    (folder / "Pulumi.dev.yaml").unlink()
    process = started(folder)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors.splitlines()[0]) == (2, "the command line has 1 problem; nothing was touched")
