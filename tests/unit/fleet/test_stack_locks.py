"""Pulumi's lock of a stack: whose process is proven to have ended, and what is done with the others'."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from socket import gethostname

import pytest

from fleet.engine import LockedError
from fleet.stack_locks import Holder, holders, unlocked

SAID = (
    "the stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock file "
    "with `pulumi cancel`.\n"
    "  file:///states/.pulumi/locks/organization/bgp-coexist/west/a.json: created by pat@machine (pid 4711) at "
    "2026-11-29T11:10:00Z\n"
    "  postgres://****:****@db/.pulumi/locks/organization/bgp-coexist/west/b.json: created by root@other.example "
    "(pid 9) at 2026-11-29T11:10:05.123456789+01:00\n"
)


def locked_by(pid: int, host: str = gethostname(), age: float = 0.0) -> str:
    """What Pulumi says of a stack that a process has locked."""
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - age))
    return f"the stack is currently locked by 1 lock(s).\n  x.json: created by root@{host} (pid {pid}) at {at}"


def ended() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        return process.pid


def answers(*said: str) -> Callable[[], Mapping[str, int]]:
    """An `up` that is refused with each of these in turn, and then succeeds."""
    left = list(said)

    def up() -> Mapping[str, int]:
        if left:
            raise LockedError(left.pop(0))
        return {"create": 1}

    return up


def test_every_holder_in_pulumis_message_is_read() -> None:
    assert holders(SAID) == [Holder("machine", 4711, 1795950600.0), Holder("other.example", 9, 1795947005.123456)]


def test_a_process_that_runs_is_not_gone_and_one_that_has_ended_is() -> None:
    now = time.time()
    assert not Holder(gethostname(), os.getpid(), now).is_gone
    assert Holder(gethostname(), ended(), now).is_gone
    assert not Holder("elsewhere", ended(), now).is_gone


def test_a_process_that_began_after_the_lock_was_made_is_another_one() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert not Holder(gethostname(), process.pid, time.time()).is_gone
        assert Holder(gethostname(), process.pid, time.time() - 3600).is_gone
        process.communicate(b"\n")


def test_the_lock_of_a_killed_run_is_deleted_and_the_stack_applied() -> None:
    cancelled: list[str] = []
    assert unlocked(answers(locked_by(ended())), lambda: cancelled.append("west"), "west", 0.0) == {"create": 1}
    assert cancelled == ["west"]


def test_a_run_of_this_machine_is_waited_for_and_its_lock_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fleet.stack_locks.PAUSE_SECONDS", 0.01)
    mine = locked_by(os.getpid())
    assert unlocked(answers(mine, mine), pytest.fail, "west", 60.0) == {"create": 1}
    with pytest.raises(LockedError, match=f"wait for process {os.getpid()} on "):
        unlocked(answers(mine, mine), pytest.fail, "west", -1.0)


@pytest.mark.parametrize("said", [SAID, "[409] Conflict: Another update is currently in progress."])
def test_another_machines_run_is_said_with_the_command_that_deletes_its_lock(said: str) -> None:
    with pytest.raises(LockedError, match=r"`pulumi cancel west`, then the same command again"):
        unlocked(answers(said), pytest.fail, "west", 60.0)
