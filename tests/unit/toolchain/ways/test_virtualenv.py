"""Environments get what a lock names, and nothing whose hash it does not have."""

from collections.abc import Callable
from pathlib import Path

import pytest

from toolchain import ToolchainError
from toolchain.ways import virtualenv
from toolchain.ways.work import Work


def test_pip_is_asked_for_the_lock_alone_and_for_its_hashes(
    make_work: Callable[..., Work], make_program: Callable[[str, str], Path], tmp_path: Path
) -> None:
    asked = tmp_path / "asked"
    make_program("python", f'echo "$@" > {asked}')
    virtualenv.install_lock(make_work({}), tmp_path, tmp_path / "lock.txt")
    assert asked.read_text() == (
        f"-m pip install --disable-pip-version-check --quiet --require-hashes --requirement {tmp_path / 'lock.txt'}\n"
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            'echo "ERROR: no such version of thing" >&2',
            "thing 1.2.3: installing with pip failed: ERROR: no such version of thing\n",
        ),
        (
            'echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES" >&2; echo "  Got  0" >&2',
            "thing 1.2.3: refused: the package index has a file whose hash is not in lock.txt\n",
        ),
    ],
)
def test_what_pip_refuses_is_one_line(
    said: str, told: str, make_work: Callable[..., Work], make_program: Callable[[str, str], Path], tmp_path: Path
) -> None:
    make_program("python", f"{said}; exit 1")
    work = make_work({})
    with pytest.raises(ToolchainError) as caught:
        virtualenv.install_lock(work, tmp_path, tmp_path / "lock.txt")
    assert str(caught.value) == f"{told}hint: the whole output is in {work.log}"
