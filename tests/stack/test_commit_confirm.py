"""A change that cuts the way to the router, and two who configure it at once, under the real engine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from platforms.iosxe.cli.session import connect
from tests.engine import Ran
from tests.lab_router import PASSWORD, LabRouter, lab_router
from tests.over_ssh.relay import relay
from tests.stack.router_stack import RouterStack

pytestmark = pytest.mark.engine

CUT = "ip address 10.0.1.253 255.255.255.0"


@contextmanager
def far_away(folder: Path, minute_ms: int) -> Iterator[tuple[RouterStack, LabRouter]]:
    """A stack that reaches its router through a link which the line `CUT` cuts, until the router has taken it back."""
    log = folder / "states"
    options = ("--minute-ms", str(minute_ms), "--state-log", str(log))
    with lab_router(folder / "router", *options) as router, relay(router.port) as wire:

        def open_() -> bool:
            whole = [line for line in log.read_text().splitlines(keepends=True) if line.endswith("\n")]
            lines = [json.loads(line)["line"] for line in whole]
            last = max((at for at, line in enumerate(lines) if line == CUT), default=-1)
            return last < 0 or "(revert)" in lines[last:]

        wire.admits = wire.keeps = open_
        (folder / "far").mkdir()
        yield RouterStack(folder, replace(router, port=wire.port, folder=folder / "far")), router


def test_a_change_that_cuts_the_way_to_the_router_is_taken_back_and_said_and_put_right(tmp_path: Path) -> None:
    with far_away(tmp_path, 8000) as (stack, router):
        stack.described["commitConfirmMinutes"] = 1
        stack.up()
        before = router.running()
        interfaces = stack.described["vrfs"]["k8s-calico"]["interfaces"]
        interfaces["GigabitEthernet3"] = "10.0.1.253/24"
        failed = stack.fails()
        assert f"csr1000v: the connection was lost after '{CUT}'" in failed
        assert "undo: not needed, over a new session the running configuration is as before" in failed
        assert router.running() == before
        interfaces["GigabitEthernet3"] = "10.0.1.254/24"
        stack.up()
        assert router.running() == before


def test_two_at_once_on_one_router_take_turns(tmp_path: Path) -> None:
    typed = tmp_path / "typed"
    with lab_router(tmp_path / "router", "--typed-log", str(typed)) as router:
        stacks = [RouterStack(tmp_path / name, router) for name in ("one", "two")]
        stacks[1].described["adopt"] = True
        ran: dict[int, Ran] = {}

        def up(number: int) -> None:
            stacks[number].write()
            ran[number] = stacks[number].engine.up()

        both = [threading.Thread(target=up, args=(number,)) for number in range(2)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        assert [ran[number].ok().code for number in range(2)] == [0, 0]
    words = [line.split() for line in typed.read_text().splitlines()]
    assert len({vty for vty, mode, *_ in words if mode.startswith("config")}) == 1


def test_a_configuration_that_somebody_holds_is_told(stack: RouterStack) -> None:
    with connect(stack.router.endpoint, PASSWORD) as other:
        other.enter("configure terminal lock")
        failed = stack.fails()
    assert "csr1000v: another session has locked the configuration for 20 s: Configuration mode is locked by " in failed
