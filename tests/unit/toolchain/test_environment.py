"""What a shell evaluates."""

import os
import shlex
from pathlib import Path

import pytest

from toolchain import environment, places
from toolchain.package import packages


@pytest.fixture
def engine() -> Path:
    """An engine's folder and a plugin folder, empty ones."""
    folder = packages()["pulumi"].folder / "bin"
    folder.mkdir(parents=True)
    (folder / "pulumi").touch()
    packages()["pulumi-home"].folder.mkdir()
    return folder


def test_variables_name_the_cache_and_this_clone(engine: Path) -> None:
    assert environment.variables() == {
        "PULUMI_HOME": str(packages()["pulumi-home"].folder),
        "PULUMI_BACKEND_URL": f"file://{places.REPOSITORY}/.state",
        "PULUMI_CONFIG_PASSPHRASE_FILE": f"{places.REPOSITORY}/lab/passphrase",
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
        "KUBECONFIG": f"{places.REPOSITORY}/.lab/kubeconfig",
    }


def test_the_engine_comes_first_on_the_path_and_only_once(engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"/usr/bin{os.pathsep}{engine}")
    python = places.REPOSITORY / ".venv" / "bin"
    assert environment.path() == f"{engine}{os.pathsep}{python}{os.pathsep}/usr/bin"


def test_exports_survive_a_shell(engine: Path) -> None:
    for line in environment.exports():
        word, setting = shlex.split(line)
        assert word == "export"
        assert setting.partition("=")[2]
