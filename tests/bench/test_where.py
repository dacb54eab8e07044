"""What takes the time is counted for the right process and the right package."""

import subprocess
import sys

import pytest

from bench.imports import by_package
from bench.timeline import Timeline, descendants
from bench.where import role, rows


@pytest.mark.parametrize(
    ("command", "named"),
    [
        ("/bin/python -E -u /c/toolchain/stand_ins/__main__.py language 127.0.0.1:1", "language host"),
        ("/bin/python -u /c/toolchain/stand_ins/program.py {}", "program"),
        ("/bin/python -u /c/pulumi-language-python-exec --monitor 127.0.0.1:1", "program"),
        ("/bin/python -u -m pulumi.dynamic 127.0.0.1:1", "our providers' plugin"),
        ("/bin/python -m verify --stack dev", "verify"),
        ("/bin/git rev-parse", "git"),
    ],
)
def test_a_process_is_named_by_what_it_does(command: str, named: str) -> None:
    assert role(command.split()) == named


def test_descendants_are_followed_through_every_generation() -> None:
    assert descendants(2, {1: 0, 2: 1, 3: 2, 4: 3, 5: 1}) == {2, 3, 4}
    assert descendants(9, {1: 0}) == set()


def test_a_child_is_seen_with_its_processor_time() -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    with subprocess.Popen([sys.executable, "-c", parent]) as process:
        looked = Timeline(process.pid)
        process.wait()
    seen = looked.stop()
    (child,) = [each for each in seen if each.command[1:] == ["-c", busy]]
    assert child.processor > 0.1
    assert [row.split()[1:3] for row in rows(seen)] == [["2", "x"]]


def test_an_import_is_counted_for_its_package() -> None:
    found = by_package("import json.decoder, xml.dom.minidom", 1)
    assert {"json", "xml"} <= found.keys()
    assert "json.decoder" not in found
