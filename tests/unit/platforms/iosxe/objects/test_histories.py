"""A state's `before` is read and written with the same keys and values."""

from typing import Any

import pytest

from platforms.iosxe.object_types import BY_NAME

FAMILY = {
    "existed": True,
    "own": {"router-id": "bgp router-id 1.0.0.2"},
    "neighbors": {"10.0.0.1": ["peer-group NODES", "activate"]},
    "inherited": {"10.0.0.1": ["password <fa97f8ee>"]},
    "formerly": {"10.0.0.2": "neighbor 10.0.0.2 remote-as 65001"},
    "formerly_said": {"10.0.0.1": {"maximum-prefix": "maximum-prefix 9"}},
}
PORT: dict[str, Any] = {
    "existed": True,
    "vrf": None,
    "address": "ip address dhcp",
    "bfd": None,
    "formerly_bfd": "bfd interval 50 min_rx 50 multiplier 5",
    "secondary": {"ip address 10.0.0.1 255.0.0.0 secondary": []},
}
VRF = {"existed": True, "rd": None, "targets": [["export", "65000:1"]], "wide": [["export", "65000:1"]], "ipv4": False}


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("state", [{}, {"existed": False}, {"existed": True, "of_a_later_version": {"a": [1]}}])
def test_absent_keys_stay_absent_and_unknown_ones_stay(name: str, state: dict[str, Any]) -> None:
    assert BY_NAME[name].history.model_validate(state).state() == state


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("vrf", VRF),
        ("interface", PORT),
        ("prefix list", {"existed": True, "entries": ["seq 5 deny 0.0.0.0/0"]}),
        ("bgp process", {"existed": True, "router_id": None}),
        ("bgp vrf", FAMILY),
    ],
)
def test_every_key_is_written_as_it_was_read(name: str, state: dict[str, Any]) -> None:
    assert BY_NAME[name].history.model_validate(state).state() == state
