"""`bgp-coexist watch` on a terminal, against the lab's router over real SSH."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from platforms.iosxe.cli.session import connect
from platforms.plan import Command
from tests.eventually import eventually
from tests.exporter_process import BY_HAND, project
from tests.lab_router import PASSWORD, LabRouter, lab_router_on_a_thread
from tests.on_terminal import LINES, Terminal, on_terminal
from tests.over_ssh.relay import Relay
from tests.seed import PROJECT

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "BGP_COEXIST_ROUTER_PASSWORD": PASSWORD}


@pytest.fixture
def router(tmp_path: Path) -> Iterator[LabRouter]:
    with lab_router_on_a_thread(tmp_path / "router", startup=BY_HAND) as running:
        yield running


def argv(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "cli", "watch", "--stack", "dev", "--project", str(folder), "--every", "1", *words]


def watch(folder: Path, router: LabRouter, port: int, lines: int = LINES) -> AbstractContextManager[Terminal]:
    return on_terminal(argv(project(folder, router, port)), PROJECT, ENVIRONMENT, lines)


def test_a_session_that_changes_is_marked_over_one_login_and_q_gives_the_terminal_back(
    tmp_path: Path, router: LabRouter, wire: Relay
) -> None:
    with watch(tmp_path, router, wire.port) as terminal:
        assert terminal.shows("   worker3  10.0.0.13  Idle (Admin)")
        assert terminal.modes != terminal.modes_before
        with connect(router.endpoint, PASSWORD) as session:
            family = ("router bgp 65000", "address-family ipv4 vrf k8s-calico")
            session.configure([Command("no neighbor 10.0.0.13 shutdown", family)])
        assert terminal.shows("*  worker3  10.0.0.13  Idle")
        assert terminal.shows("was Idle (Admin)")
        assert terminal.shows("   worker3  10.0.0.13  Idle ")
        terminal.press("q")
        assert terminal.ended() == 0
        assert terminal.is_restored()
    assert wire.connections == 1


def test_a_router_that_goes_away_is_shown_so_and_comes_back(tmp_path: Path, router: LabRouter, wire: Relay) -> None:
    with watch(tmp_path, router, wire.port) as terminal:
        assert terminal.shows("0 of 8 sessions up")
        wire.admits = wire.keeps = lambda: False
        assert terminal.shows("csr1000v  does not answer since ")
        wire.admits = wire.keeps = lambda: True
        assert terminal.shows("0 of 8 sessions up")


def test_arrow_keys_scroll(tmp_path: Path, router: LabRouter) -> None:
    with watch(tmp_path, router, router.port, lines=14) as terminal:
        assert terminal.shows("lines 1-10 of ")
        assert "csr1000v k8s-calico  Calico" in terminal.screen()
        terminal.press("\x1b[B\x1b[B\x1b[B\x1b[A")
        assert terminal.shows("lines 3-12 of ")
        assert "0 of 8 sessions up" in terminal.screen()
        assert "csr1000v k8s-calico  Calico" not in terminal.screen()


@pytest.mark.parametrize("end", ["key", "signal"])
def test_an_interrupt_ends_with_130_and_gives_the_terminal_back(tmp_path: Path, router: LabRouter, end: str) -> None:
    with watch(tmp_path, router, router.port) as terminal:
        assert terminal.shows("of 8 sessions up")
        terminal.press("\x03") if end == "key" else terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ended() == 130
        assert terminal.is_restored()
        assert "Traceback" not in terminal.text()


@pytest.mark.parametrize("since", ["always", "later"])
def test_q_does_not_wait_for_a_router_that_lets_it_wait(
    tmp_path: Path, router: LabRouter, wire: Relay, since: str
) -> None:
    if since == "always":
        wire.mute_after(0)
    with watch(tmp_path, router, wire.port) as terminal:
        if since == "later":
            assert terminal.shows("of 8 sessions up")
            wire.mute_after(0)
        assert eventually(lambda: bool(re.search(r"asking for [2-5] s", terminal.screen())), True)
        terminal.press("q")
        assert terminal.process.wait(6) == 0  # its time is over no sooner than after 10 s
        assert terminal.is_restored()


def test_ctrl_z_gives_the_terminal_back_until_it_goes_on(tmp_path: Path, router: LabRouter) -> None:
    with watch(tmp_path, router, router.port) as terminal:
        assert terminal.shows("of 8 sessions up")
        terminal.press("\x1a")
        assert eventually(terminal.is_restored, True)
        terminal.written = ""
        terminal.process.send_signal(signal.SIGCONT)
        assert terminal.shows("of 8 sessions up")
        assert not terminal.is_restored()


def test_without_a_terminal_one_plain_round_is_printed(tmp_path: Path, router: LabRouter) -> None:
    folder = project(tmp_path, router, router.port)
    done = subprocess.run(argv(folder), cwd=PROJECT, env=ENVIRONMENT, capture_output=True, text=True)
    assert (done.returncode, done.stderr, "\x1b" in done.stdout) == (0, "", False)
    first, *lines = done.stdout.splitlines()
    assert first.startswith("stack dev  round 1 at ")
    assert lines[:3] == ["0 of 8 sessions up, 3 FAIL, 1 -, 2 ok", "", "csr1000v k8s-calico  Calico  0 of 4 up"]


def test_once_prints_one_round_on_a_terminal_too(tmp_path: Path, router: LabRouter) -> None:
    with on_terminal(argv(project(tmp_path, router, router.port), "--once"), PROJECT, ENVIRONMENT) as terminal:
        assert terminal.ended() == 0
        assert "0 of 8 sessions up" in terminal.text()
        assert (terminal.switches(), terminal.modes) == ({}, terminal.modes_before)


def test_what_it_cannot_begin_with_is_one_error(tmp_path: Path, router: LabRouter) -> None:
    folder = project(tmp_path, router, router.port)
    (folder / "Pulumi.dev.yaml").unlink()
    done = subprocess.run(argv(folder), cwd=PROJECT, env=ENVIRONMENT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("the command line has 1 problem; nothing was touched\n")
