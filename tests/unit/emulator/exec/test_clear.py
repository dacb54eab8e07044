"""`clear ip bgp` and `clear bgp vpnv4 unicast`: the selected sessions and the kind of reset."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from emulator.dataplane.state import Reset, Session
from emulator.network import network_of_config
from emulator.null_dataplane import NullDataplane

GLOBAL = """
router bgp 65000
 neighbor 192.0.2.1 remote-as 65100
 address-family ipv4 vrf k8s-calico
  neighbor GROUP peer-group
  neighbor GROUP remote-as 65003
  neighbor 10.0.0.99 peer-group GROUP
"""
CALICO, METALLB = "k8s-calico", "k8s-metallb"
NODES = [f"10.0.0.{number}" for number in (1, 11, 12, 13)]
MEMBER = (CALICO, "10.0.0.99")
IN_VRFS = {(vrf, node) for vrf in (CALICO, METALLB) for node in NODES} | {MEMBER}


class Watched(NullDataplane):
    """A data plane with established sessions that records their resets."""

    def __init__(self) -> None:
        super().__init__()
        self.reset_ones: set[tuple[str | None, str]] = set()
        self.how: set[Reset] = set()

    def sessions(self, vrf: str | None) -> tuple[Session, ...]:
        return tuple(Session(s.address, s.remote_as, "Established", 0, 0, 9, 1, 1) for s in super().sessions(vrf))

    def reset(self, vrf: str | None, address: str, how: Reset) -> None:
        self.reset_ones.add((vrf, address))
        self.how.add(how)


@pytest.fixture
def running(start: Callable[..., Any], seed: str) -> Any:
    made = start(startup=seed + GLOBAL)
    device, watched = made.router.device, Watched()
    watched.apply(network_of_config(device.config))
    device.forwarding.dataplane = watched
    return made


@pytest.fixture
def cli(running: Any) -> Iterator[Any]:
    shell = running.login()
    yield shell
    shell.close()


def plane(running: Any) -> Watched:
    watched: Watched = running.router.device.forwarding.dataplane
    return watched


@pytest.mark.parametrize(
    ("command", "sessions"),
    [
        ("clear ip bgp *", IN_VRFS | {(None, "192.0.2.1")}),
        ("clear ip bgp 192.0.2.1", {(None, "192.0.2.1")}),
        ("clear ip bgp 65002", {(CALICO, node) for node in NODES}),
        ("clear ip bgp 10.0.0.11 vrf k8s-metallb", {(METALLB, "10.0.0.11")}),
        ("clear ip bgp * vrf k8s-metallb", {(METALLB, node) for node in NODES}),
        ("clear ip bgp vrf k8s-calico *", {(CALICO, node) for node in NODES} | {MEMBER}),
        ("clear ip bgp peer-group GROUP", {MEMBER}),
        ("clear ip bgp peer-group GROUP vrf k8s-metallb", set()),
        ("clear bgp vpnv4 unicast peer-group GROUP", {MEMBER}),
        ("clear ip bgp vrf k8s-calico 65001", set()),
        ("clear bgp vpnv4 unicast *", IN_VRFS),
        ("clear bgp vpnv4 unicast 65001", {(METALLB, node) for node in NODES}),
    ],
)
def test_clear_resets_the_named_sessions(
    running: Any, cli: Any, command: str, sessions: set[tuple[str | None, str]]
) -> None:
    assert cli.run(command) == ""
    assert plane(running).reset_ones == sessions


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("", "session"),
        (" soft", "both"),
        (" soft in", "in"),
        (" in", "in"),
        (" out", "out"),
        (" soft out", "out"),
    ],
)
def test_soft_in_and_out_leave_the_session(running: Any, cli: Any, words: str, how: Reset) -> None:
    for command in (
        "clear ip bgp 10.0.0.1 vrf k8s-calico",
        "clear bgp vpnv4 unicast *",
        "clear ip bgp vrf k8s-calico *",
    ):
        assert cli.run(command + words) == ""
    assert plane(running).how == {how}


def generation(running: Any) -> int:
    number: int = running.router.device.config.bgp.families["ipv4", CALICO].neighbors["10.0.0.1"].generation
    return number


def test_clear_restarts_a_session_that_ended_for_good(running: Any, cli: Any) -> None:
    before = generation(running)
    cli.run("clear ip bgp 10.0.0.1 vrf k8s-calico soft")
    assert generation(running) == before
    cli.run("clear ip bgp 10.0.0.1 vrf k8s-calico")
    assert generation(running) > before


def test_clear_logs_each_session_that_was_up(running: Any, cli: Any) -> None:
    cli.run("clear ip bgp 10.0.0.1 vrf k8s-calico", "clear ip bgp 192.0.2.1", "clear ip bgp * soft")
    assert [message.split(": ", 1)[1] for message in running.router.device.log.messages] == [
        "%BGP-5-ADJCHANGE: neighbor 10.0.0.1 vpn vrf k8s-calico Down User reset",
        "%BGP-5-ADJCHANGE: neighbor 192.0.2.1 Down User reset",
    ]


@pytest.mark.parametrize("command", ["clear ip bgp 10.0.0.1", "clear bgp vpnv4 unicast 10.0.0.1 soft"])
def test_a_vrfs_neighbor_is_unknown_without_its_vrf(running: Any, cli: Any, command: str) -> None:
    assert cli.run(command) == '% BGP: Unknown neighbor - "10.0.0.1"'
    assert plane(running).reset_ones == set()


def test_clearing_changes_nothing_in_the_configuration(running: Any, cli: Any) -> None:
    before = running.router.device.stored_text()
    cli.run("clear ip bgp *")
    assert running.router.device.stored_text() == before
    assert not running.router.device.is_modified()
