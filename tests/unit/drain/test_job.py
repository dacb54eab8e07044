"""Routes leave before the file is touched and sessions before the end; every break names what is done."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any, cast

import pytest

from drain.job import Job
from drain.node import ClusterNode
from errors import CoexistError
from platforms.facts import ESTABLISHED, BgpSession, Hop, Route
from preflight.stack_input import stack_from_file
from tests.seed import PROJECT

NODE = IPv4Address("10.0.0.13")
SERVICE = Route(IPv4Network("10.100.0.0/32"), "B", (Hop(NODE), Hop(IPv4Address("10.0.0.12"))))
PODS = Route(IPv4Network("192.168.1.0/26"), "B", (Hop(NODE),))


@dataclass
class Network:
    """A router, the node and `pulumi`, each as far as the job sees it."""

    folder: Path
    stays: bool = False  # whether the node's routes and sessions stay
    pods: tuple[str, ...] = ()
    steps: list[str] = field(default_factory=list)
    excluded: bool = False

    @property
    def facts(self) -> "Network":
        return self

    def forget(self) -> None: ...

    def routes(self, vrf: str) -> tuple[Route, ...]:
        return (PODS,) if self.excluded and not self.stays else (PODS, SERVICE)

    def sessions(self, vrf: str) -> tuple[BgpSession, ...]:
        is_neighbor = "drained" not in self.file.read_text()
        session = BgpSession(NODE, 65002, ESTABLISHED, "00:01:00", 1)
        return (session,) if is_neighbor or self.stays else ()

    def node(self) -> ClusterNode:
        network = self

        class Node:
            name = "worker3"

            def pods(self) -> tuple[str, ...]:
                return network.pods

            def exclude(self) -> None:
                network.step("excluded")
                network.excluded = True

            def include(self) -> bool:
                network.step("included")
                network.excluded = False
                return True

        return cast(ClusterNode, Node())

    def step(self, what: str) -> None:
        self.steps.append(f"{what}, {'drained' if 'drained' in self.file.read_text() else 'listed'}")

    @property
    def file(self) -> Path:
        return self.folder / "Pulumi.dev.yaml"

    def pulumi(self) -> list[str]:
        """The calls of `pulumi` so far."""
        log = self.folder / "calls"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Network:
    for name in ("Pulumi.yaml", "Pulumi.dev.yaml"):
        shutil.copy(PROJECT / name, tmp_path)
    program = tmp_path / "bin/pulumi"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$1 $(grep -c drained {tmp_path}/Pulumi.dev.yaml)" >> {tmp_path}/calls\n'
        f'[ -e {tmp_path}/fails ] && echo "error: no passphrase" && exit 255\nexit 0\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setattr("drain.job._LEAVE_SECONDS", 0.1)
    monkeypatch.setattr("drain.job._PAUSE_SECONDS", 0.02)
    return Network(tmp_path)


def job(network: Network, say: Callable[[str], Any] = lambda _: None) -> Job:
    stack = stack_from_file("dev", network.folder)
    return Job(stack, "dev", network.file, network.node(), cast(Any, {"csr1000v": network}), say)


def test_the_routes_leave_then_the_file_changes_then_the_sessions_end(network: Network) -> None:
    before, said = network.file.read_text(), list[str]()
    drained = job(network, said.append)
    drained.check(back=False, with_pods=False)
    drained.drain(yes=True)
    assert network.steps == ["excluded, listed"]
    assert network.pulumi() == ["preview 0", "up 1"]
    assert [line.partition(" (")[0] for line in said] == [
        "worker3 announces no service any more",
        "worker3 has no session any more",
    ]
    back = job(network)
    back.check(back=True, with_pods=False)
    back.give_back(yes=True)
    assert network.steps[1:] == ["included, drained"]
    assert network.file.read_text() == before


def test_routes_that_stay_are_named_and_the_file_is_as_before(network: Network) -> None:
    before = network.file.read_bytes()
    network.stays = True
    with pytest.raises(CoexistError) as caught:
        job(network).drain(yes=True)
    assert str(caught.value) == (
        "worker3 is marked, and still announces, after 0.1 s: 10.100.0.0/32 at csr1000v\n"
        "  hint: mend what is named above, then `bgp-coexist drain worker3 --stack dev` again, "
        "or with --back the other way"
    )
    assert network.file.read_bytes() == before
    assert network.pulumi() == []


def test_nothing_is_touched_with_pods_on_the_node(network: Network) -> None:
    network.pods = tuple(f"default/web-{number}" for number in range(7))
    with pytest.raises(CoexistError, match=r"web-4 and 2 more\n  hint: kubectl drain worker3 --ignore-daemonsets"):
        job(network).check(back=False, with_pods=False)
    assert network.pulumi() == []


def test_nothing_is_touched_where_the_stack_is_not_applied(network: Network) -> None:
    (network.folder / "fails").touch()
    with pytest.raises(CoexistError, match=r"not applied as Pulumi\.dev\.yaml says: error: no passphrase\n"):
        job(network).check(back=False, with_pods=False)
    assert network.steps == []


def test_an_up_that_fails_says_what_is_done(network: Network) -> None:
    (network.folder / "fails").touch()
    what = r"^pulumi up ended with 255: worker3 announces no service, and Pulumi\.dev\.yaml has it drained\n  hint: "
    with pytest.raises(CoexistError, match=what):
        job(network).drain(yes=True)


def test_the_last_node_of_an_address_is_refused(network: Network) -> None:
    text = network.file.read_text()
    for name, address in {"master1": "10.0.0.1", "worker1": "10.0.0.11", "worker2": "10.0.0.12"}.items():
        text = text.replace(f"{name}: {address}\n", f"{name}: {{address: {address}, drained: true}}\n")
    network.file.write_text(text)
    with pytest.raises(CoexistError, match=r"^Pulumi\.dev\.yaml with worker3 drained has 2 problems; .*\n  NODE07 "):
        job(network).check(back=False, with_pods=False)
    assert network.pulumi() == []
