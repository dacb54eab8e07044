"""What Pulumi is told before anything is touched: wanted lines, what differs, and what must be replaced."""

from typing import Any

import pulumi
import pytest

from providers.bgp_process import BgpProcessProvider
from providers.bgp_vrf import BgpVrfProvider
from providers.interface import InterfaceProvider
from providers.vrf import VrfProvider

VRF: dict[str, Any] = {
    "router": "rt1",
    "reach": "ssh://admin@192.0.2.1:22",
    "name": "RED",
    "syntax": "ip vrf",
    "rd": "65000:1",
    "export_targets": ["65000:1"],
    "import_targets": ["65000:2", "65000:1"],
    "__provider": "blob",
}
LINES = (
    "ip vrf RED\n rd 65000:1\n route-target export 65000:1\n route-target import 65000:1\n route-target import 65000:2"
)


def checked(**changes: Any) -> dict[str, Any]:
    return VrfProvider().check({}, {**VRF, **changes}).inputs


def test_check_renders_the_wanted_lines() -> None:
    assert checked()["lines"] == LINES


def test_numbers_arrive_as_floats_and_are_written_whole() -> None:
    news = {"router": "rt1", "reach": "ssh://admin@192.0.2.1:22", "asn": 65000.0, "router_id": "1.0.0.0"}
    assert BgpProcessProvider().check({}, news).inputs["lines"] == "router bgp 65000\n bgp router-id 1.0.0.0"


def test_the_routers_address_names_the_platform_whose_lines_are_wanted() -> None:
    news = {"router": "rt1", "reach": "ssh://admin@192.0.2.1:22?platform=frr", "name": "eth1", "vrf": "k8s"}
    checked = InterfaceProvider().check({}, {**news, "address": "10.0.0.254/24"})
    assert checked.inputs["lines"] == "interface eth1\n ip address 10.0.0.254/24"


def test_a_value_not_known_yet_makes_the_lines_unknown() -> None:
    assert checked(rd=pulumi.UNKNOWN)["lines"] is pulumi.UNKNOWN


def test_a_bad_value_is_named_without_being_repeated() -> None:
    failures = VrfProvider().check({}, {**VRF, "rd": "s3cret"}).failures
    assert [failure.property for failure in failures] == [""]
    assert failures[0].reason.startswith("rd: ")
    assert "s3cret" not in failures[0].reason


def test_a_family_has_one_text_for_each_neighbor() -> None:
    news = {
        "router": "rt1",
        "reach": "ssh://admin@192.0.2.1:22",
        "asn": 65000.0,
        "vrf": "RED",
        "syntax": "ip vrf",
        "rd": "65000:1",
        "redistribute": ["connected"],
        "neighbors": [{"address": "10.0.0.11", "remote_as": 65002.0}, {"address": "10.0.0.1", "remote_as": 65001.0}],
    }
    assert BgpVrfProvider().check({}, news).inputs["lines"] == {
        "family": "router bgp 65000\n address-family ipv4 vrf RED\n  redistribute connected",
        "10.0.0.1": "neighbor 10.0.0.1 remote-as 65001\nneighbor 10.0.0.1 activate",
        "10.0.0.11": "neighbor 10.0.0.11 remote-as 65002\nneighbor 10.0.0.11 activate",
    }


@pytest.mark.parametrize(
    ("change", "changes", "replaces"),
    [
        ({}, False, []),
        ({"import_targets": ["65000:1"]}, True, []),
        ({"lines": "drifted"}, True, []),
        ({"__provider": "moved"}, True, []),
        ({"reach": "ssh://admin@192.0.2.9:22"}, True, []),
        ({"name": "BLUE"}, True, ["name"]),
        ({"syntax": "vrf definition"}, True, ["syntax"]),
        ({"rd": pulumi.UNKNOWN}, True, []),
    ],
)
def test_diff_tells_a_change_from_another_object(change: dict[str, Any], changes: bool, replaces: list[str]) -> None:
    olds = {**checked(), "before": {"existed": False}, "changed_at": "then"}
    result = VrfProvider().diff("id", olds, {**checked(), **change})
    assert (result.changes, result.replaces, result.delete_before_replace) == (changes, replaces, True)


def test_a_value_that_is_no_longer_given_is_a_change() -> None:
    olds = {**checked(), "adopt": True}
    assert VrfProvider().diff("id", olds, checked()).changes


def test_the_object_of_a_router_of_another_platform_is_another_object() -> None:
    olds = {"router": "rt1", "reach": "ssh://admin@192.0.2.1:22", "asn": 65000}
    news = {**olds, "reach": "ssh://admin@192.0.2.1:22?platform=frr"}
    assert BgpProcessProvider().diff("id", olds, news).replaces == ["reach"]
    assert BgpProcessProvider().diff("id", news, olds).replaces == ["reach"]
