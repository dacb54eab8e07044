"""What `versions.toml` says hangs together."""

import re

import pytest

from tests.unit.toolchain.locks import entries
from toolchain import places
from toolchain.package import Package, packages
from toolchain.ways import WAYS

BUILT = [package for package in packages().values() if "go" in package.table]


def test_every_way_is_known() -> None:
    assert {way for package in packages().values() for way in package.ways} <= WAYS.keys()


def test_every_part_has_one_owner() -> None:
    names = [name for package in packages().values() for name in package.parts]
    assert len(names) == len(set(names))


def test_groups_are_engine_and_lab() -> None:
    assert {package.group for package in packages().values()} == {"engine", "lab"}


@pytest.mark.parametrize("name", ["pulumi", "pulumi-kubernetes", "pulumi-command"])
def test_library_and_plugin_have_the_same_version(name: str) -> None:
    lock = entries(places.REPOSITORY / "requirements.txt")
    assert lock[name].specifier == f"=={packages()[name].version}"


def test_the_engine_folder_holds_the_engine_of_the_same_version() -> None:
    assert packages()["pulumi"].version == packages()["pulumi-cli"].version


@pytest.mark.parametrize("package", BUILT, ids=lambda package: package.name)
def test_checksums_of_what_is_built_are_kept(package: Package) -> None:
    folder = places.TOOLCHAIN / "go" / package.name
    requires = re.search(r"^require", (folder / "go.mod").read_text(), re.MULTILINE)
    assert (folder / "go.sum").exists() == bool(requires)


def test_kubernetes_is_built_from_the_pinned_version() -> None:
    modules = (places.TOOLCHAIN / "go" / "kubernetes" / "go.mod").read_text()
    assert f"k8s.io/kubernetes v{packages()['kubernetes'].version}\n" in modules


def test_metallb_is_built_from_the_pinned_version() -> None:
    modules = (places.TOOLCHAIN / "go" / "metallb" / "go.mod").read_text()
    assert f"go.universe.tf/metallb v{packages()['metallb'].version}\n" in modules


def test_downloads_have_checksums() -> None:
    files = [file for package in packages().values() for file in package.table.get("download", ())]
    assert files
    assert all(file["sums"].startswith("https://") and file["url"].startswith("https://") for file in files)


def test_a_package_lies_in_the_cache_by_name_version_and_recipe() -> None:
    etcd = packages()["etcd"]
    assert etcd.folder == places.cache() / "parts" / f"etcd-3.4.23-{etcd.key}"
    assert re.fullmatch("[0-9a-f]{8}", etcd.key)


def test_packages_have_different_keys() -> None:
    keys = [package.key for package in packages().values()]
    assert len(keys) == len(set(keys))
