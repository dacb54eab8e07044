"""Who works when: a bounded number of stacks, never two of one router, in a run and between machines."""

import json
import re
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from fleet import router_locks, turns
from fleet.engine import Cli, CliError, EngineError
from fleet.member import Member, Router
from fleet.router_locks import RouterLocks
from fleet.turns import LaterError, Turns
from model.stack import Stack
from tests.seed import seed_stack
from tests.unit.fleet.stubs import Stub

A, B, C = ("a", 22), ("b", 22), ("c", 22)


class Watched:
    """A job that records who works beside whom."""

    def __init__(self) -> None:
        self.at_once = 0
        self.most = 0
        self.of_router: Counter[Router] = Counter()
        self.faults: list[str] = []
        self._lock = threading.Lock()

    def __call__(self, member: Member) -> str:
        with self._lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            self.of_router.update(member.routers)
            self.faults += [f"{router} at {member.name}" for router in member.routers if self.of_router[router] > 1]
        time.sleep(0.02)
        with self._lock:
            self.at_once -= 1
            self.of_router.subtract(member.routers)
        return member.name


def test_as_many_as_allowed_work_at_once_and_never_two_of_one_router() -> None:
    members = [Stub(f"s{number}", *((A,), (A, B), (B,), (C,))[number % 4]) for number in range(16)]
    job = Watched()
    done = [made for _, made in Turns(2, job).run(members)]
    assert (job.faults, job.most) == ([], 2)
    assert sorted(done) == sorted(each.name for each in members)


def test_what_uses_no_router_takes_no_turns() -> None:
    both = threading.Barrier(2)
    made = list(Turns(2, lambda _: both.wait(10), logs_in=False).run([Stub("one", A), Stub("other", A)]))
    assert sorted(place for _, place in made) == [0, 1]


def test_a_slow_router_holds_back_its_own_stacks_alone() -> None:
    ended = threading.Event()

    def job(member: Member) -> str:
        if member.routers == {A}:
            assert ended.wait(10)
        return member.name

    run = Turns(2, job).run([Stub("slow", A), Stub("waits", A), Stub("b", B), Stub("c", C)])
    first = [next(run)[1], next(run)[1]]
    ended.set()
    assert (first, [made for _, made in run]) == (["b", "c"], ["slow", "waits"])


def test_a_job_that_is_to_be_tried_later_lets_the_others_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PAUSE_SECONDS", 0.05)
    tried: list[str] = []

    def job(member: Member) -> str:
        tried.append(member.name)
        if tried.count("busy") == 1 and member.name == "busy":
            raise LaterError
        return member.name

    assert [made for _, made in Turns(1, job).run([Stub("busy", A), Stub("b", B)])] == ["b", "busy"]
    assert tried == ["busy", "b", "busy"]


def test_nothing_begins_once_the_run_is_stopped() -> None:
    stopped = threading.Event()

    def job(member: Member) -> str:
        stopped.set()
        return member.name

    run = Turns(1, job, stopped.is_set).run([Stub("first", A), Stub("second", B)])
    assert [made for _, made in run] == ["first"]


class Backend(Cli):
    """A backend whose stacks are a set; each command takes a moment, before and after it."""

    def __init__(self, stacks: set[str]) -> None:
        self._stacks = stacks

    def run(self, *words: str, may_say: str | None = None) -> str:
        time.sleep(0.002)
        if words[1] == "init":
            self._stacks.add(words[2])
        elif words[1] == "rm":
            self._stacks.discard(words[2])
        found = sorted(self._stacks)
        time.sleep(0.002)
        return json.dumps([{"name": name} for name in found])


def locks(folder: Path, stacks: set[str], wait_seconds: float = 60.0) -> RouterLocks:
    """The locks of a machine, whose folder this is."""
    folder.mkdir(exist_ok=True)
    return RouterLocks(Backend(stacks), folder, wait_seconds)


def test_of_several_machines_one_at_a_time_has_a_router(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(router_locks, "JITTER_SECONDS", 0.02)
    stacks: set[str] = set()
    job, member = Watched(), Stub("west", A, B)

    def machine(number: int) -> None:
        own, times = locks(tmp_path / str(number), stacks), 0
        while times < 3:
            try:
                with own.taken(member):
                    job(member)
                    times += 1
            except LaterError:
                continue

    machines = [threading.Thread(target=machine, args=(number,)) for number in range(3)]
    for each in machines:
        each.start()
    for each in machines:
        each.join(60)
    assert (job.faults, job.most, stacks) == ([], 1, set())


def test_what_a_killed_run_of_this_machine_left_is_used_again(tmp_path: Path) -> None:
    stacks: set[str] = set()
    member = Stub("west", A)
    killed = locks(tmp_path, stacks).taken(member)
    killed.__enter__()
    left = set(stacks)
    # The system closes the files of a process that is killed.
    del killed
    stacks |= left
    with locks(tmp_path, stacks).taken(member):
        assert stacks == left
    assert stacks == set()


def test_another_machines_lock_is_waited_for_and_then_said_with_the_command_that_removes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(router_locks, "JITTER_SECONDS", 0.0)
    stacks = {"a_22--elsewhere-01ab"}
    with pytest.raises(LaterError), locks(tmp_path, stacks).taken(Stub("west", A)):
        pass
    said = r"(?s)elsewhere has had the router a port 22 .*`pulumi stack rm organization/\S+/a_22--elsewhere-01ab --yes`"
    with pytest.raises(EngineError, match=said), locks(tmp_path, stacks, -1.0).taken(Stub("west", A)):
        pass
    assert stacks == {"a_22--elsewhere-01ab"}


def test_where_one_of_the_locks_cannot_be_had_none_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(router_locks, "JITTER_SECONDS", 0.0)
    stacks: set[str] = set()

    class Refusing(Backend):
        def run(self, *words: str, may_say: str | None = None) -> str:
            if words[1] == "init" and words[2].startswith("b_22--"):
                raise CliError("`pulumi stack init` failed: the disk is full")
            return super().run(*words, may_say=may_say)

    with pytest.raises(CliError, match="disk is full"), RouterLocks(Refusing(stacks), tmp_path).taken(Stub("x", A, B)):
        pass
    assert stacks == set()


def test_a_lock_has_a_name_that_a_stack_can_have_and_no_two_routers_have_one(tmp_path: Path) -> None:
    hosts = ["edge", "[fe80::1]", "fe80::1", "fe80-1", "e" * 60, "e" * 61, "edge.example.net"]
    stacks: set[str] = set()
    with locks(tmp_path, stacks).taken(Stub("west", *((host, 22) for host in hosts), ("edge", 2222))):
        assert len(stacks) == len(hosts) + 1
        assert [name for name in stacks if not re.fullmatch(r"[a-z0-9][A-Za-z0-9_.-]{0,99}", name)] == []


def test_a_router_in_two_stacks_is_one_whatever_its_hosts_letters() -> None:
    def upper(values: dict[str, object]) -> None:
        values["routers"]["csr1000v"]["host"] = "Edge.Example"  # type: ignore[index]

    stack: Stack = seed_stack(upper)
    assert Member("west", stack, None, str).routers == {("edge.example", 10022)}


def test_a_router_that_is_not_managed_takes_turns_and_has_no_lock() -> None:
    def read_only(values: dict[str, object]) -> None:
        values["routers"]["csr1000v"]["managed"] = False  # type: ignore[index]

    member = Member("west", seed_stack(read_only), None, str)
    assert (len(member.routers), member.configured) == (1, frozenset())
