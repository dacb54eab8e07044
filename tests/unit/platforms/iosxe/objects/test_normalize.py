"""One normal form for what IOS and people write in several ways."""

import pytest

from platforms.iosxe.object_types import BGP_VRF, VRF
from platforms.iosxe.objects.normalize import as_number, community, prefix_entry
from platforms.iosxe.tree import parse
from platforms.plan import Command

ENTRIES = {
    "seq 5 deny 0.0.0.0/0 le 32": (5, "deny 0.0.0.0/0 le 32"),
    "seq 5 permit 10.1.2.3/8": (5, "permit 10.0.0.0/8"),
    "seq 5 permit 10.0.0.0/8 ge 24 le 32": (5, "permit 10.0.0.0/8 ge 24"),
    "seq 5 permit 10.0.0.0/8 ge 20 le 24": (5, "permit 10.0.0.0/8 ge 20 le 24"),
    "seq 5 permit 10.1.1.1/32": (5, "permit 10.1.1.1/32"),
    "seq 5 permit 0.0.0.0/0 ge 32": (5, "permit 0.0.0.0/0 ge 32"),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_has_one_form(entry: str) -> None:
    assert prefix_entry(entry) == ENTRIES[entry]


def test_an_as_number_with_a_dot_is_the_same_number() -> None:
    assert (as_number("1.10"), as_number("65546")) == (65546, 65546)


def test_a_route_target_with_a_dotted_as_is_the_same_and_one_with_an_address_stays() -> None:
    assert (community("1.10:5"), community("10.0.0.1:5"), community("65000:5")) == ("65546:5", "10.0.0.1:5", "65000:5")


def test_a_router_that_writes_as_numbers_with_dots_shows_no_difference() -> None:
    tree = parse(
        "ip vrf k8s\n rd 1.10:1\n route-target import 1.10:1\nrouter bgp 1.10\n bgp asnotation dot\n"
        " address-family ipv4 vrf k8s\n  neighbor 10.0.0.1 remote-as 1.11\n  neighbor 10.0.0.1 activate\n"
    )
    vrf = VRF.values(name="k8s", rd="65546:1", import_targets=("65546:1",))
    described = {"asn": 65546, "vrf": "k8s", "neighbors": [{"address": "10.0.0.1", "remote_as": 65547}]}
    family = BGP_VRF.values.model_validate(described)
    assert VRF.plan(tree, vrf, None).commands == BGP_VRF.plan(tree, family, None).commands == ()
    assert BGP_VRF.running(tree, family) == BGP_VRF.lines(family)


def test_values_read_the_same_from_numbers_as_pulumi_hands_them_over() -> None:
    described = {"asn": 65000.0, "vrf": "k8s", "neighbors": [{"address": "10.0.0.11", "remote_as": 65001.0}]}
    described["neighbors"].append({"address": "10.0.0.2", "remote_as": 65001.0})  # type: ignore[attr-defined]
    family = BGP_VRF.values.model_validate(described)
    assert list(BGP_VRF.lines(family)) == ["family", "10.0.0.2", "10.0.0.11"]


def test_route_targets_are_sorted_by_number_whatever_order_they_come_in() -> None:
    vrf = VRF.values(name="k8s", rd="65000:1", export_targets=("65000:10", "65000:9", "65000:10"))
    assert VRF.lines(vrf) == "ip vrf k8s\n rd 65000:1\n route-target export 65000:9\n route-target export 65000:10"


def test_somebody_elses_password_is_not_shown() -> None:
    command = Command("neighbor 10.0.0.9 password 7 060506324F41", ("router bgp 65000",))
    assert command.shown == "neighbor 10.0.0.9 password …"
    assert repr(command) == "Command('router bgp 65000 / neighbor 10.0.0.9 password …')"
