"""A plugin process without its engine ends, and begins nothing more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from errors import RouterError
from providers.pulumi_host import engine_watchdog

PLUGIN = """
import time
from providers.pulumi_host import engine_watchdog
engine_watchdog.watch()
print("ready", flush=True)
time.sleep(30)
"""


def test_a_process_ends_once_nobody_reads_what_it_says() -> None:
    with subprocess.Popen([sys.executable, "-c", PLUGIN], stdout=subprocess.PIPE) as plugin:
        assert plugin.stdout is not None
        assert plugin.stdout.readline() == b"ready\n"
        plugin.stdout.close()
        assert plugin.wait(10) == 1


def test_a_process_without_an_engine_is_left_alone(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as out:
        code = PLUGIN.replace("sleep(30)", "sleep(0.3)")
        assert subprocess.run([sys.executable, "-c", code], stdout=out, check=False).returncode == 0


def test_a_process_that_heeds_termination_ends_in_the_same_way() -> None:
    code = PLUGIN.replace("watch()", "heed_termination()")
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as plugin:
        assert plugin.stdout is not None
        assert plugin.stdout.readline() == b"ready\n"
        plugin.terminate()
        assert plugin.wait(10) == 1


def test_the_end_of_a_pipe_is_seen_by_its_writer() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    engine_watchdog.wait_for_end(writer)
    os.close(writer)


def test_nothing_is_begun_without_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    engine_watchdog.ensure_engine_alive("rt1")
    monkeypatch.setattr(engine_watchdog._gone, "is_set", lambda: True)
    with pytest.raises(RouterError) as caught:
        engine_watchdog.ensure_engine_alive("rt1")
    assert str(caught.value) == "rt1: not begun: pulumi has ended"
