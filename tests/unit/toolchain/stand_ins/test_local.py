"""Commands on this machine: output, environment, failure, end."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from toolchain.stand_ins.local import run
from toolchain.stand_ins.outcome import CommandError, Job, Register

said: list[tuple[str, str]] = []


def _job(command: str, old: dict[str, Any] | None = None, seconds: float = 0, **inputs: Any) -> Job:
    said.clear()
    return Job(inputs, command, old or {}, seconds, Register(), lambda stream, line: said.append((stream, line)))


def test_one_trailing_newline_is_taken_off_each_stream() -> None:
    outcome = run(_job("printf 'a\\n\\n'; echo b >&2"))
    assert (outcome.stdout, outcome.stderr) == ("a\n", "b")


def test_lines_are_said_as_they_come() -> None:
    run(_job("echo a; echo b"))
    assert said == [("stdout", "a"), ("stdout", "b")]


def test_standard_input_folder_environment_and_interpreter(tmp_path: Path) -> None:
    job = _job(
        "cat; pwd; echo $COLOR $0",
        stdin="in\n",
        dir=str(tmp_path),
        environment={"COLOR": "red"},
        interpreter=["/bin/bash", "-c"],
    )
    assert run(job).stdout == f"in\n{tmp_path}\nred /bin/bash"


def test_a_command_that_reads_nothing_does_not_wait() -> None:
    assert run(_job("echo done", stdin="x" * 1_000_000)).stdout == "done"


def test_the_output_before_is_in_the_environment() -> None:
    assert run(_job("echo $PULUMI_COMMAND_STDOUT", old={"stdout": "before"})).stdout == "before"


def test_the_output_before_can_be_left_out() -> None:
    job = _job("echo .$PULUMI_COMMAND_STDOUT", old={"stdout": "before"}, addPreviousOutputInEnv=False)
    assert run(job).stdout == "."


def test_a_failure_carries_code_command_and_output() -> None:
    with pytest.raises(CommandError) as caught:
        run(_job("echo no >&2; exit 3"))
    assert str(caught.value) == 'exit status 3: running "echo no >&2; exit 3":\nno'


def test_an_interpreter_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError) as caught:
        run(_job("x", interpreter=["/nowhere"]))
    assert str(caught.value) == "[Errno 2] No such file or directory: '/nowhere': running \"x\""


def test_a_command_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(CommandError) as caught:
        run(_job("echo begun; sleep 30", seconds=0.5))
    assert str(caught.value) == 'no end after 0 s: running "echo begun; sleep 30":\nbegun'
    assert time.monotonic() - began < 5


def test_cancelling_ends_the_command_with_all_its_children() -> None:
    job = _job("echo begun; sleep 30 & wait")
    threading.Timer(0.3, job.register.end).start()
    began = time.monotonic()
    with pytest.raises(CommandError) as caught:
        run(job)
    assert str(caught.value) == 'cancelled: running "echo begun; sleep 30 & wait"'
    assert time.monotonic() - began < 5
