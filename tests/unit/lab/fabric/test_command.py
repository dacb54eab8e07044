"""Commands that are waited for: output, failures, limits."""

import sys

import pytest

from lab.errors import LabError
from lab.fabric.command import run


def test_it_returns_what_the_command_printed() -> None:
    assert run([sys.executable, "-c", "print(input())"], stdin="word\n") == "word\n"


def test_a_failure_names_command_code_and_what_it_said() -> None:
    with pytest.raises(LabError) as caught:
        run(["sh", "-c", "echo no >&2; exit 3"], who="worker1.sh")
    assert str(caught.value) == "worker1.sh: 'sh -c echo no >&2; exit 3' ended with 3: no"


def test_a_command_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(LabError) as caught:
        run(["sleep", "5"], seconds=0.1)
    assert str(caught.value) == "sleep: 'sleep 5' took longer than 0.1 s"


def test_a_program_that_is_not_there_is_one_clear_error() -> None:
    with pytest.raises(LabError) as caught:
        run(["/nowhere/program", "-x"])
    assert str(caught.value) == "program: '/nowhere/program' is not on this machine"
