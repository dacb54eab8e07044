"""A router's key `platform` chooses its keys and names; without it a router is IOS-XE."""

from typing import Any

import pytest

from model.frr_router import FrrRouter
from model.iosxe_router import IosXeRouter
from model.load import findings, stack_from
from tests.seed import Values, seed_stack, seed_values

LINK = "a name of Linux: at most 15 letters, digits, and . _ -; the first is a letter"
VRF = "routers.edge.vrfs.k8s-calico"


def problems(values: Values) -> list[tuple[str, str, str, str]]:
    found = findings(values, {*values, "routerPassword"}, {"routerPassword"}, None)[1]
    return [(each.path, each.what, each.found, each.expected) for each in found]


def changed(**keys: Any) -> Values:
    """The stack with the FRR router, and some keys of the router replaced; None removes a key."""
    values = seed_values("frr")
    router = {**values["routers"]["edge"], **keys}
    values["routers"]["edge"] = {key: value for key, value in router.items() if value is not None}
    return values


def test_a_router_without_a_platform_is_ios_xe() -> None:
    router = seed_stack().routers["csr1000v"]
    assert isinstance(router, IosXeRouter)
    assert router.platform == "ios-xe"
    assert "platform" not in router.model_fields_set


def test_the_default_may_be_written() -> None:
    assert seed_stack(lambda values: values["routers"]["csr1000v"].update(platform="ios-xe")) == seed_stack()


def test_a_stack_of_frr_is_valid() -> None:
    router = stack_from(seed_values("frr")).routers["edge"]
    assert isinstance(router, FrrRouter)
    assert list(router.vrfs["k8s-calico"].interfaces) == ["k8s-calico", "eth2"]


@pytest.mark.parametrize("platform", ["junos", "FRR", "", None, 7, ["frr"], {}])
def test_an_unknown_platform_is_the_only_problem_of_a_router(platform: Any) -> None:
    values = changed(port="no number")
    values["routers"]["edge"]["platform"] = platform
    ((path, what, _, expected),) = problems(values)
    assert (path, what) == ("routers.edge.platform", "input should be 'ios-xe' or 'frr'")
    assert expected == "ios-xe (the default) or frr"


@pytest.mark.parametrize("router", ["frr", None, ["frr"]])
def test_a_router_is_a_mapping(router: Any) -> None:
    values = {**seed_values(), "routers": {"edge": router}}
    assert [each[:2] for each in problems(values)] == [("routers.edge", "input should be a mapping")]


@pytest.mark.parametrize("key", ["sshLegacy", "vrfSyntax"])
def test_frr_has_no_key_of_ios_xe(key: str) -> None:
    assert problems(changed(**{key: True})) == [(f"routers.edge.{key}", f"unknown key '{key}'", "", "")]


@pytest.mark.parametrize("name", ["a-name-of-16-char", "1eth", "eth1/1", "eth 1", "", "k8s:calico", "é"])
def test_names_that_linux_refuses_are_refused(name: str) -> None:
    shown = name or "an empty text"
    form = "does not have the required form"
    interfaces = {**seed_values("frr")["routers"]["edge"]["vrfs"]["k8s-calico"]["interfaces"], name: "10.9.9.1/24"}
    values = changed()
    values["routers"]["edge"]["vrfs"]["k8s-calico"]["interfaces"] = interfaces
    assert problems(values) == [(f"{VRF}.interfaces.{name}", form, shown, LINK)]
    values = changed()
    values["routers"]["edge"]["vrfs"][name] = {"rd": "65000:9"}
    assert problems(values) == [(f"routers.edge.vrfs.{name}", form, shown, LINK)]


def test_an_interface_may_have_a_name_of_15_characters() -> None:
    assert problems(changed(interfaces={"enp0s31f6.100-x": "10.9.9.1/24"})) == []
