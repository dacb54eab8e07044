"""What a shell evaluates."""

import os
import shlex
from pathlib import Path

import pytest

from toolchain import environment, places
from toolchain.package import packages


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Path:
    """An engine's folder and a plugin folder, empty ones; no state and no passphrase is set."""
    for name in ("PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    folder = packages()["pulumi"].folder / "bin"
    folder.mkdir(parents=True)
    (folder / "pulumi").touch()
    packages()["pulumi-home"].folder.mkdir()
    return folder


def test_variables_name_the_cache_and_this_clone(engine: Path) -> None:
    assert environment.variables() == {
        "PULUMI_HOME": str(packages()["pulumi-home"].folder),
        "PULUMI_BACKEND_URL": f"file://{places.REPOSITORY}/.state?metadata=skip",
        "PULUMI_CONFIG_PASSPHRASE_FILE": f"{places.REPOSITORY}/lab/passphrase",
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
        "KUBECONFIG": f"{places.REPOSITORY}/.lab/kubeconfig",
    }


def test_the_engine_comes_first_on_the_path_and_only_once(engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"/usr/bin{os.pathsep}{engine}")
    python = places.REPOSITORY / ".venv" / "bin"
    assert environment.path() == f"{engine}{os.pathsep}{python}{os.pathsep}/usr/bin"


def test_what_draws_the_picture_is_on_the_path_where_it_is_installed(engine: Path) -> None:
    folder = packages()["graphviz"].folder / "bin"
    assert str(folder) not in environment.path().split(os.pathsep)
    folder.mkdir(parents=True)
    (folder / "dot").touch()
    assert str(folder) in environment.path().split(os.pathsep)


def test_exports_survive_a_shell(engine: Path) -> None:
    for line in environment.exports():
        word, setting = shlex.split(line)
        assert word == "export"
        assert setting.partition("=")[2]


OF_A_STATE = {"PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"}


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"PULUMI_BACKEND_URL": "s3://states"}, set()),
        ({"PULUMI_CONFIG_PASSPHRASE": "own"}, {"PULUMI_BACKEND_URL"}),
        ({"PULUMI_CONFIG_PASSPHRASE": ""}, {"PULUMI_BACKEND_URL"}),
        ({"PULUMI_CONFIG_PASSPHRASE_FILE": "/own"}, {"PULUMI_BACKEND_URL"}),
        ({"PULUMI_BACKEND_URL": "s3://states", "PULUMI_CONFIG_PASSPHRASE_FILE": "/own"}, set()),
    ],
    ids=lambda value: " ".join(sorted(value)) or "nothing",
)
def test_a_state_or_a_passphrase_that_is_set_stays_and_the_labs_passphrase_does_not_join_it(
    engine: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], left: set[str]
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert environment.variables().keys() & OF_A_STATE == left


def test_the_folder_of_states_is_its_users_alone(engine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(places, "REPOSITORY", tmp_path)
    environment.exports()
    assert (tmp_path / ".state").stat().st_mode & 0o777 == 0o700
    (tmp_path / ".state").chmod(0o755)
    environment.exports()
    assert (tmp_path / ".state").stat().st_mode & 0o777 == 0o700


def test_no_folder_is_made_where_the_state_is_elsewhere(
    engine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "REPOSITORY", tmp_path)
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://states")
    environment.exports()
    assert not (tmp_path / ".state").exists()


def test_the_labs_own_stack_has_the_labs_state_and_passphrase_whatever_is_set(
    engine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "REPOSITORY", tmp_path)
    for name in OF_A_STATE:
        monkeypatch.setenv(name, "own")
    made = environment.for_the_lab()
    assert {name: made[name] for name in OF_A_STATE & made.keys()} == {
        "PULUMI_BACKEND_URL": f"file://{tmp_path}/.state?metadata=skip",
        "PULUMI_CONFIG_PASSPHRASE_FILE": f"{tmp_path}/lab/passphrase",
    }
    assert (tmp_path / ".state").stat().st_mode & 0o777 == 0o700
