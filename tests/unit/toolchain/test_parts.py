"""Parts are found by name, or their absence is said in one sentence."""

import pytest

from toolchain import ToolchainError, part
from toolchain.package import packages


def test_a_part_lies_in_its_package() -> None:
    folder = packages()["bird1"].folder
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "bird").touch()
    assert part("calico-bird") == folder / "bin" / "bird"


def test_a_part_that_is_not_installed_says_how_to_install_it() -> None:
    with pytest.raises(ToolchainError) as caught:
        part("kubectl")
    assert str(caught.value) == (
        "toolchain: part 'kubectl' is not installed: kubernetes 1.34.4 is missing\nhint: make setup"
    )


def test_an_unknown_part_is_named_with_those_that_are_known() -> None:
    with pytest.raises(ToolchainError) as caught:
        part("kubeproxy")
    assert caught.value.what == "toolchain: part 'kubeproxy' is unknown"
    assert "kube-proxy" in caught.value.hint.removeprefix("the parts are ").split(", ")


def test_an_optional_part_says_how_to_install_it_alone() -> None:
    with pytest.raises(ToolchainError) as caught:
        part("frr-machine-image")
    assert str(caught.value) == (
        "toolchain: part 'frr-machine-image' is not installed: frr-machine 8.4.4 is missing\n"
        "hint: python -m toolchain setup --only frr-machine"
    )
