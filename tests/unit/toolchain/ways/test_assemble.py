"""Packages put together from others."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from toolchain.package import packages
from toolchain.ways import assemble
from toolchain.ways.work import Work

TABLE = packages()["pulumi"].table


@pytest.fixture
def engine() -> Path:
    """An engine as the build leaves it, alone in its folder."""
    path = packages()["pulumi-cli"].folder / "bin" / "pulumi"
    path.parent.mkdir(parents=True)
    path.write_text("engine")
    return path


def test_a_built_engine_gets_our_stand_ins_in_its_real_folder(engine: Path, make_work: Callable[..., Work]) -> None:
    work = make_work(TABLE)
    assert assemble.engine_folder(work)
    folder = work.into / "bin"
    assert {path.name for path in folder.iterdir()} == {
        "pulumi",
        "pulumi-language-python",
        "pulumi-resource-pulumi-python",
    }
    assert not (folder / "pulumi").is_symlink()
    assert os.path.samefile(folder / "pulumi", engine)
    assert 'stand_ins/__main__.py" language ' in (folder / "pulumi-language-python").read_text()


def test_an_official_engine_keeps_its_own_helpers(engine: Path, make_work: Callable[..., Work]) -> None:
    names = ["pulumi-language-python", "pulumi-language-python-exec", "pulumi-resource-pulumi-python"]
    for name in names:
        engine.with_name(name).touch()
    work = make_work(TABLE)
    assert assemble.engine_folder(work)
    folder = work.into / "bin"
    assert {path.name for path in folder.iterdir()} == {"pulumi", *names}
    assert all(path.resolve().parent == engine.parent for path in folder.iterdir())
    assert not (work.into / "toolchain").exists()


def test_plugins_are_links_in_real_folders(make_work: Callable[..., Work]) -> None:
    work = make_work(packages()["pulumi-home"].table)
    assert assemble.plugins(work)
    plugin = work.into / "plugins" / "resource-kubernetes-v4.25.0" / "pulumi-resource-kubernetes"
    assert not plugin.parent.is_symlink()
    assert plugin.readlink() == packages()["pulumi-kubernetes"].folder / "pulumi-resource-kubernetes"
