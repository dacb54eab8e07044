"""The launcher in `.venv/bin`: which project it starts, and with which Python."""

import subprocess
from pathlib import Path

import pytest

from toolchain import launcher, places

SHOWS = "import sys\ndef main(arguments):\n    print(__file__, sys.prefix, *arguments)\n    return 3\n"


def project(folder: Path, environment: Path | None = None) -> Path:
    """A project in that folder; its `.venv` leads to the environment, an own empty one without."""
    (folder / "cli").mkdir(parents=True)
    (folder / "cli" / "__main__.py").write_text(SHOWS)
    (folder / "Pulumi.yaml").touch()
    if environment:
        (folder / ".venv").symlink_to(environment)
    else:
        (folder / ".venv" / "bin").mkdir(parents=True)
        (folder / ".venv" / "bin" / "python").symlink_to("/usr/bin/env")
    return folder


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an environment of its own and the launcher in it."""
    folder = project(tmp_path / "main")
    python = folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to((places.REPOSITORY / ".venv" / "bin" / "python").resolve())
    (folder / ".venv" / "pyvenv.cfg").write_text(f"home = {python.resolve().parent}\n")
    monkeypatch.setattr(places, "REPOSITORY", folder)
    launcher.write()
    return folder


def started(program: Path, folder: Path) -> str:
    """The `cli` that the launcher started there, with the Python of `main`."""
    done = subprocess.run([program, "a", "b c"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    file, *rest = done.stdout.split(maxsplit=2)
    assert rest[1] == "a b c\n"
    return file.removesuffix("/cli/__main__.py")


def test_it_starts_the_project_beside_its_environment(main: Path, tmp_path: Path) -> None:
    assert started(main / ".venv" / "bin" / "bgp-coexist", tmp_path) == str(main)


def test_it_starts_the_project_of_the_current_folder_first(main: Path, tmp_path: Path) -> None:
    other = project(tmp_path / "other", main / ".venv")
    assert started(main / ".venv" / "bin" / "bgp-coexist", other) == str(other)


def test_through_a_link_to_the_environment_it_starts_the_project_with_the_link(main: Path, tmp_path: Path) -> None:
    other = project(tmp_path / "other", main / ".venv")
    assert started(other / ".venv" / "bin" / "bgp-coexist", tmp_path) == str(other)


def test_through_a_link_to_itself_it_starts_its_own_project(main: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(main / ".venv" / "bin" / "bgp-coexist")
    assert started(tmp_path / "link", tmp_path) == str(main)


def test_a_folder_with_a_project_of_another_kind_is_passed_over(main: Path, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").touch()
    assert started(main / ".venv" / "bin" / "bgp-coexist", tmp_path) == str(main)


def test_without_a_project_it_says_so(main: Path, tmp_path: Path) -> None:
    (main / "Pulumi.yaml").unlink()
    done = subprocess.run(
        [main / ".venv" / "bin" / "bgp-coexist"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"bgp-coexist: no project in '{tmp_path}' or '{main}'\n  hint: change to the project's folder\n"
    )


def test_a_second_writing_changes_nothing_and_a_clone_that_shares_the_environment_writes_the_same(
    main: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = main / ".venv" / "bin" / "bgp-coexist"
    first = file.stat().st_mtime_ns, file.read_text()
    monkeypatch.setattr(places, "REPOSITORY", project(tmp_path / "other", main / ".venv"))
    launcher.write()
    assert (file.stat().st_mtime_ns, file.read_text()) == first


def test_what_is_not_executable_or_older_is_written_again(main: Path) -> None:
    file = main / ".venv" / "bin" / "bgp-coexist"
    text = file.read_text()
    file.write_text("old")
    file.chmod(0o644)
    launcher.write()
    assert (file.read_text(), file.stat().st_mode & 0o777) == (text, 0o755)
