"""Mistakes with the lab, from the real commands: one clear error, and nothing was made."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from lab import __main__ as lab
from lab.fabric import Fabric
from lab.fabric.places import Places
from tests.engine import PROJECT

NOT_ROOT = """\
lab: not root but user id 65534: namespaces and mounts need root
  hint: run the same command with sudo
"""
# Another user who may read this clone, wherever it lies, and change nothing.
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
NOBODY += ["--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"]

# `python -m lab up` of another folder's lab, whatever ports and memory are in use here.
UP_IN = """\
import sys
from contextlib import suppress
from pathlib import Path
from lab import __main__ as lab, preflight
from lab.fabric import Fabric
from lab.fabric.places import Places
preflight.PORTS, preflight.MEMORY_MEGABYTES = {}, 0
lab.Fabric = lambda: Fabric(Places(Path(sys.argv[1])), "coexist-unit")
sys.exit(lab.main(["up"]))
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, since the lab of this one may come up or go down meanwhile."""
    made = tmp_path_factory.mktemp("clone") / "project"
    shutil.copytree(PROJECT, made, ignore=shutil.ignore_patterns(".*", "__pycache__"), copy_function=_copied)
    (made / ".venv").symlink_to(PROJECT / ".venv")
    return made


def _copied(source: str, target: str) -> None:
    """Copy a file, unless another test has just removed it."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a lab that was never up."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(lab, "Fabric", lambda: Fabric(Places(tmp_path / ".lab"), "coexist-unit"))
    return tmp_path / ".lab"


@pytest.mark.root
@pytest.mark.parametrize(
    "command",
    ["make lab-up", "make lab-down", "make demo", "python -m lab up", "python -m lab status"],
)
def test_who_is_not_root_is_told_so_before_anything_happens(command: str, clone: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": "/nonexistent"}
    done = subprocess.run(
        [*NOBODY, *command.split()], cwd=clone, env=environment, capture_output=True, text=True, check=False
    )
    said = [line for line in done.stderr.splitlines(keepends=True) if not line.startswith("make: *** ")]
    assert (done.returncode != 0, done.stdout, "".join(said)) == (True, "", NOT_ROOT)
    assert not (clone / ".lab").exists()


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["run", "collision"], "lab: it is down, and 'collision' needs a running one\n  hint: make lab-up\n"),
        (
            ["exec", "router", "ip", "link"],
            "router: namespace 'coexist-unit-router' is not there\n  hint: make lab-up\n",
        ),
        (["logs"], "lab: no log called '*' in {folder}/logs\n  hint: make lab-up\n"),
    ],
    ids=["run", "exec", "logs"],
)
def test_a_lab_that_is_not_up_is_said_to_be_so(
    nowhere: Path, words: list[str], error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lab.main(words) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", error.format(folder=nowhere))
    assert not nowhere.exists()


@pytest.mark.root
def test_a_disk_without_room_for_the_lab_is_said_before_anything_is_made(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    script = 'mount -t tmpfs -o size=2m none "$2" && "$0" -c "$1" "$2/.lab"; code=$?; ls -A "$2"; exit $code'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, sys.executable, UP_IN, small],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    where = f"2 MB free at '{small}', the lab needs 3000 MB"
    assert done.stderr == f"lab: too little disk space: {where}\n  hint: make room there\n"
