"""What `versions.toml` says hangs together."""

import re

import pytest

from tests.unit.toolchain.locks import entries
from toolchain import machine, places
from toolchain.package import USUAL, Package, packages
from toolchain.ways import WAYS

BUILT = [package for package in packages().values() if "go" in package.table]


def test_every_way_is_known() -> None:
    assert {way for package in packages().values() for way in package.ways} <= WAYS.keys()


def test_every_part_has_one_owner() -> None:
    names = [name for package in packages().values() for name in package.parts]
    assert len(names) == len(set(names))


def test_groups_are_those_of_setup_and_five_that_are_optional() -> None:
    groups = {package.group for package in packages().values()}
    assert groups == {*USUAL, "frr-machine", "monitoring", "browser", "state", "yaml"}


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


FILES = {package.name: file for package in packages().values() for file in package.table.get("download", ())}
# Downloads whose sum no public source has: they are refused, and the next way is taken.
UNPINNED = {"pulumi-command"}


@pytest.mark.parametrize("name", sorted(FILES.keys() - UNPINNED))
def test_a_download_has_its_sum_for_every_processor(name: str) -> None:
    sums = FILES[name]["sha256"]
    assert set(sums) == set(machine.ARCHITECTURES.values())
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in sums.values())
    assert len(set(sums.values())) == (len(sums) if "{arch}" in FILES[name]["url"] else 1)


@pytest.mark.parametrize("name", sorted(UNPINNED))
def test_what_has_no_sum_is_to_be_had_in_another_way(name: str) -> None:
    ways = packages()[name].ways
    assert FILES[name]["sha256"] == {}
    assert ways[ways.index("download") + 1 :]


def test_downloads_are_encrypted_and_bring_no_sums_of_their_own() -> None:
    assert all(file["url"].startswith("https://") and "sums" not in file for file in FILES.values())


def test_a_package_lies_in_the_cache_by_name_version_and_recipe() -> None:
    etcd = packages()["etcd"]
    assert etcd.folder == places.cache() / "parts" / f"etcd-3.4.23-{etcd.key}"
    assert re.fullmatch("[0-9a-f]{8}", etcd.key)


def test_packages_have_different_keys() -> None:
    keys = [package.key for package in packages().values()]
    assert len(keys) == len(set(keys))
