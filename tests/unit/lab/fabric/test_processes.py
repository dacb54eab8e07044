"""Processes are recorded so that only our own are ever stopped."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lab.errors import LabError
from lab.fabric import processes
from lab.fabric.places import Places
from tests.eventually import eventually

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    found = Places(tmp_path / ".lab")
    found.make()
    return found


def test_a_started_process_is_recorded_with_its_start_time_and_the_boot(places: Places) -> None:
    process = processes.spawn(places, "one.sleep", SLEEP, {})
    assert processes.find(places, "one.sleep") == process
    assert process.boot == Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    processes.stop([process])


def test_a_stopped_process_is_not_alive(places: Places) -> None:
    process = processes.spawn(places, "one.sleep", SLEEP, {})
    assert process.alive()
    processes.stop([process])
    assert not process.alive()


def test_a_process_that_ignores_term_is_killed(places: Places) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    process = processes.spawn(places, "one.deaf", [sys.executable, "-c", deaf], {})
    while "deaf" not in places.log("one.deaf").read_text():
        pass
    processes.stop([process], seconds=0.2)
    assert not process.alive()


def test_a_recycled_process_id_is_not_taken_for_ours(places: Places) -> None:
    process = processes.spawn(places, "one.sleep", SLEEP, {})
    stranger = replace(process, started=process.started - 1)
    processes.stop([stranger], seconds=0.2)
    assert (stranger.alive(), process.alive()) == (False, True)
    processes.stop([process])


def test_a_process_of_another_boot_is_not_taken_for_ours(places: Places) -> None:
    process = processes.spawn(places, "one.sleep", SLEEP, {})
    assert not replace(process, boot="another").alive()
    processes.stop([process])


def test_a_zombie_is_not_alive() -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    while Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
        pass
    assert processes.start_time(child.pid) is None
    child.wait()


def test_output_goes_to_the_log_of_that_name(places: Places) -> None:
    process = processes.spawn(places, "one.echo", [sys.executable, "-c", "print('said')"], {})
    while process.alive():
        pass
    assert places.log("one.echo").read_text() == "said\n"


def test_a_torn_record_counts_as_none(places: Places) -> None:
    (places.pids / "one.sleep.json").write_text('{"name": "one.sle')
    (places.pids / "two.sleep.json").write_text(json.dumps({"name": "two.sleep"}))
    assert processes.recorded(places) == []


def test_records_come_in_the_order_of_starting(places: Places) -> None:
    started = [processes.spawn(places, name, SLEEP, {}) for name in ("z.first", "a.second")]
    assert [process.name for process in processes.recorded(places)] == ["z.first", "a.second"]
    processes.stop(started)


def test_a_missing_program_is_one_clear_error(places: Places) -> None:
    with pytest.raises(LabError) as caught:
        processes.spawn(places, "one.none", ["/nowhere/program"], {})
    assert str(caught.value) == "one.none: '/nowhere/program' is not on this machine"


def test_the_last_lines_of_a_log_that_is_not_there() -> None:
    assert processes.last_lines(Path("/nowhere/log")) == "(the log is empty)"


def test_what_a_killed_process_left_in_its_session_is_ended(places: Places) -> None:
    script = "sleep 600 & echo $!; exec sleep 600"
    process = processes.spawn(places, "one.leader", ["/bin/sh", "-c", script], {"PATH": "/usr/bin:/bin"})
    assert eventually(lambda: places.log("one.leader").read_text() != "", True)
    left = int(places.log("one.leader").read_text())
    process.send(signal.SIGKILL)
    assert not eventually(process.alive, False)
    assert processes.start_time(left)
    processes.end_session(process)
    assert processes.start_time(left) is None


def test_a_stranger_with_the_number_of_the_session_is_left_alone(places: Places) -> None:
    process = processes.spawn(places, "one.sleep", SLEEP, {})
    processes.end_session(replace(process, started=process.started - 1))
    assert process.alive()
    processes.stop([process])
