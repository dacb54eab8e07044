"""What a person sees."""

import io
import os
from contextlib import suppress
from pathlib import Path

import pytest

from toolchain import ToolchainError
from toolchain.progress import Progress, duration, megabytes, size_of


def test_a_step_says_which_of_how_many_what_and_how_long() -> None:
    out = io.StringIO()
    progress = Progress(out, [2, 240, 70])
    with progress.step("pause (static)"):
        progress.doing("building from Go modules")
        progress.done(1_300_000)
    with suppress(ToolchainError), progress.step("kubernetes 1.34.4"):
        progress.doing("building from Go modules")
        raise ToolchainError("no")
    with suppress(KeyboardInterrupt), progress.step("metallb 0.15.2"):
        progress.doing("building from Go modules")
        raise KeyboardInterrupt
    assert out.getvalue() == (
        "[1/3] pause (static): building from Go modules … done in 0 s, 1 MB\n"
        "[2/3] kubernetes 1.34.4: building from Go modules (about 4 min of 5 min) … failed\n"
        "[3/3] metallb 0.15.2: building from Go modules (about 70 s) … interrupted\n"
    )


@pytest.mark.parametrize(
    ("took", "times"),
    [(100, "about 2 min of 5 min"), (200, "about 3 min of 10 min"), (5, "about 2 min of 5 min")],
    ids=["as last time", "half as fast", "not built at all"],
)
def test_what_is_left_is_as_slow_as_this_machine_was_so_far(
    took: float, times: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, now = io.StringIO(), [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    progress = Progress(out, [100, 100, 200])
    with progress.step("one"):
        now[0] += took
        progress.done(None)
    with progress.step("other"):
        progress.doing("building")
        progress.done(None)
    assert f"other: building ({times}) …" in out.getvalue()


@pytest.mark.parametrize(("seconds", "words"), [(9, "9 s"), (99, "99 s"), (100, "2 min"), (329, "5 min")])
def test_durations(seconds: int, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(("size", "words"), [(125_600_000, "126 MB"), (41_000, "41 kB")])
def test_sizes(size: int, words: str) -> None:
    assert megabytes(size) == words


def test_hard_links_count_once_and_symbolic_links_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 10)
    os.link(tmp_path / "a", tmp_path / "b")
    (tmp_path / "c").symlink_to("a")
    assert size_of(tmp_path) == 10
