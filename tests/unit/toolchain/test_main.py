"""The command line as a person meets it: exact words, exit codes, no traceback."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.eventually import eventually
from toolchain import places
from toolchain.package import packages


def _run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "toolchain", *words],
        cwd=places.REPOSITORY,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def test_a_path_that_is_missing_is_one_sentence() -> None:
    answer = _run("path", "kubectl")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert (
        answer.stderr == "toolchain: part 'kubectl' is not installed: kubernetes 1.34.4 is missing\nhint: make setup\n"
    )


def test_a_path_is_printed_alone(cache: Path) -> None:
    etcd = packages()["etcd"].folder / "bin" / "etcd"
    etcd.parent.mkdir(parents=True)
    etcd.touch()
    answer = _run("path", "etcd")
    assert (answer.returncode, answer.stdout) == (0, f"{etcd}\n")


def test_status_of_an_empty_cache_lists_everything_as_missing() -> None:
    answer = _run("status")
    assert answer.returncode == 1
    assert len(answer.stdout.splitlines()) == len(packages())
    assert "missing  lab  kubernetes 1.34.4" in answer.stdout.splitlines()


def test_env_before_setup_says_what_to_do() -> None:
    answer = _run("env")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.endswith("\nhint: make setup\n")


def test_setup_without_go_ends_before_it_begins() -> None:
    answer = _run("setup", "--only", "lab", PATH="/usr/bin:/bin", https_proxy="http://127.0.0.1:1")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == (
        "kubernetes 1.34.4: Go is missing: it builds what cannot be downloaded\n"
        "hint: install Go 1.26 or newer from https://go.dev/dl/ and put it on PATH\n"
    )


def test_an_interrupted_setup_says_how_to_go_on(tmp_path: Path, cache: Path) -> None:
    go = tmp_path / "bin" / "go"
    go.parent.mkdir()
    go.write_text(f'#!/bin/sh\ncase $1 in build) touch "{tmp_path}/begun"; sleep 60 ;; esac\n')
    go.chmod(0o755)
    with subprocess.Popen(
        [sys.executable, "-m", "toolchain", "setup", "--only", "lab"],
        cwd=places.REPOSITORY,
        env={**os.environ, "PATH": f"{go.parent}:{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell has what it runs in the background ignore the interrupt, these tests as well.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as setup:
        assert eventually((tmp_path / "begun").exists, True, seconds=60)
        os.killpg(setup.pid, signal.SIGINT)
        out, errors = setup.communicate(timeout=20)
    assert setup.returncode == 130, errors
    line = r" kubernetes 1\.34\.4: building from Go modules \(about \d+ min of \d+ min\) … interrupted\n$"
    assert re.search(line, out), out
    assert errors == "interrupted: finished parts stay, `make setup` continues\n"
    assert not (cache / "parts").exists()
    assert not list((cache / "tmp").iterdir())


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small disk")
@pytest.mark.root
def test_setup_on_a_disk_that_is_too_small_ends_before_it_begins(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    script = f'mount -t tmpfs -o size=1m none "{small}" && exec "{sys.executable}" -m toolchain setup --only lab'
    answer = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script],
        cwd=places.REPOSITORY,
        env={**os.environ, "BGP_COEXIST_CACHE": str(small)},
        capture_output=True,
        text=True,
    )
    needed = sum(package.space_gb for package in packages().values() if package.group == "lab") + 0.5
    assert answer.returncode == 1
    assert answer.stderr == (
        f"toolchain: disk space '0.0 GB free': {needed:.1f} GB are needed in {small}\n"
        "hint: make room, or name another folder in BGP_COEXIST_CACHE\n"
    )
