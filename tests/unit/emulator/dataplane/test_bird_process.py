"""Start, reconfiguration and stop of the real BIRD, with a configuration without kernel tables."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator.dataplane.bird_process import BirdProcess
from emulator.dataplane.errors import DataplaneError
from tests.parts import needs
from toolchain import part

EMPTY = "log stderr all;\nrouter id 0.0.0.1;\nprotocol device {}\n"


@pytest.fixture
def bird(tmp_path: Path) -> Iterator[BirdProcess]:
    process = BirdProcess(part("bird"), tmp_path)
    process.check(EMPTY)
    process.load()
    yield process
    process.stop()


@needs("bird")
def test_bird_answers_after_its_first_load(bird: BirdProcess) -> None:
    assert bird.control.ask("show protocols").lines[1].split()[:4] == ["device1", "Device", "---", "up"]


@needs("bird")
def test_bird_is_reconfigured_without_a_restart(bird: BirdProcess) -> None:
    before = bird.control.ask("show status").lines[2]
    bird.check(EMPTY + "ipv4 table t1;\n")
    bird.load()
    assert bird.control.ask("show route table t1").code == 0
    assert bird.control.ask("show status").lines[2].split(":")[0] == before.split(":")[0]


@needs("bird")
def test_a_refused_configuration_changes_nothing(bird: BirdProcess) -> None:
    with pytest.raises(DataplaneError):
        bird.check(EMPTY + "ipv4 table;\n")
    assert bird.control.is_alive()


@needs("bird")
def test_a_stopped_bird_does_not_answer_and_can_be_stopped_again(bird: BirdProcess) -> None:
    bird.stop()
    bird.stop()
    assert not bird.control.is_alive()


@needs("bird")
def test_a_dead_bird_is_restarted_with_one_message(bird: BirdProcess, caplog: pytest.LogCaptureFixture) -> None:
    assert bird._process
    os.kill(bird._process.pid, signal.SIGKILL)
    bird._process.wait(10)
    assert not bird.control.is_alive()
    bird.revive()
    bird.revive()
    assert bird.control.is_alive()
    assert [record.message for record in caplog.records] == ["BIRD ended with -9; it is started again"]


def test_a_program_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataplaneError) as caught:
        BirdProcess(tmp_path / "bird", tmp_path).check(EMPTY)
    assert str(caught.value) == (
        f"dataplane: cannot run {tmp_path}/bird: No such file or directory\nhint: run `make setup`"
    )
