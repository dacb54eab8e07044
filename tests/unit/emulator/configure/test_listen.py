"""Listen ranges, aggregates, local AS numbers."""

from collections.abc import Callable
from typing import Any

import pytest

Made = Callable[..., Any]
VRF = ("ip vrf red", "rd 1:1")
FAMILY = ("router bgp 65000", "address-family ipv4 vrf red")
GROUP = (*VRF, *FAMILY, "neighbor NODES peer-group", "neighbor NODES remote-as 65001")
RANGE = "bgp listen range 10.0.9.0/24 peer-group NODES"


def family(here: Any) -> list[str]:
    lines = here.running()
    at = lines.index(" address-family ipv4 vrf red")
    return [line.strip() for line in lines[at + 1 : lines.index(" exit-address-family", at)]]


def test_ranges_stand_before_their_groups_by_prefix(editor: Made) -> None:
    second = "bgp listen range 10.0.8.7/24 peer-group NODES"
    here = editor(*GROUP, "redistribute connected", RANGE, second, "bgp listen limit 7")
    assert family(here)[:4] == [
        *("redistribute connected", "bgp listen range 10.0.8.0/24 peer-group NODES", RANGE, "bgp listen limit 7")
    ]


def test_the_processs_ranges_stand_below_the_log_of_changes(editor: Made) -> None:
    here = editor(
        "router bgp 1", "neighbor G peer-group", "bgp listen range 10.0.0.0/8 peer-group G", "network 10.0.0.0"
    )
    assert here.block("router bgp 1")[1:4] == [
        *(" bgp log-neighbor-changes", " bgp listen range 10.0.0.0/8 peer-group G", " network 10.0.0.0")
    ]


def test_a_range_of_a_missing_group_is_refused_at_the_prompt(editor: Made) -> None:
    here = editor(*VRF, *FAMILY)
    assert here.type(*FAMILY, RANGE) == ["% Configure the peer-group first"]
    assert family(here) == []


def test_a_configuration_that_is_booted_may_have_the_range_first(editor: Made) -> None:
    here = editor()
    here.context.loading = True
    lines = (*VRF, *FAMILY, RANGE, "neighbor NODES peer-group")
    assert here.type(*lines) == []
    assert family(here) == [RANGE, "neighbor NODES peer-group"]


def test_a_range_belongs_to_one_group(editor: Made) -> None:
    here = editor(*GROUP, RANGE, "neighbor OTHER peer-group")
    answers = here.type(*FAMILY, RANGE, "bgp listen range 10.0.9.0/24 peer-group OTHER")
    assert answers == ["% Same listen range is attached to peer-group NODES"]


@pytest.mark.parametrize("line", ["no bgp listen range 10.0.9.0/24", f"no {RANGE}"])
def test_a_range_is_removed_by_its_prefix(editor: Made, line: str) -> None:
    here = editor(*GROUP, RANGE, line)
    assert family(here) == ["neighbor NODES peer-group", "neighbor NODES remote-as 65001"]
    assert here.type(*FAMILY, line) == ["% Range specified cannot be deleted because it is not part of current config."]


def test_the_default_limit_is_not_printed(editor: Made) -> None:
    here = editor(*VRF, *FAMILY, "bgp listen limit 7", "bgp listen limit 100")
    assert family(here) == []
    assert family(editor(*VRF, *FAMILY, "bgp listen limit 7", "no bgp listen limit")) == []


def test_ranges_do_not_belong_in_a_global_family(editor: Made) -> None:
    here = editor("router bgp 1", "neighbor G peer-group", "address-family ipv4")
    lines = ("bgp listen range 10.0.0.0/8 peer-group G", "bgp listen limit 7")
    answers = here.type("router bgp 1", "address-family ipv4", *lines)
    assert answers == ["% General session commands not allowed under the address family"] * 2


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("10.0.0.0 255.0.0.0", "10.0.0.0 255.0.0.0"),
        ("10.1.2.3 255.255.0.0 summary-only", "10.1.0.0 255.255.0.0 summary-only"),
        ("10.0.0.0 255.0.0.0 summary-only as-set", "10.0.0.0 255.0.0.0 as-set summary-only"),
        ("10.0.0.0 255.0.0.0 as-set attribute-map m", "10.0.0.0 255.0.0.0 as-set attribute-map m"),
        ("10.0.0.0 255.0.0.0 suppress-map s", "10.0.0.0 255.0.0.0 suppress-map s"),
    ],
)
def test_an_aggregate_is_printed_after_the_networks(editor: Made, typed: str, printed: str) -> None:
    lines = ("redistribute connected", f"aggregate-address {typed}", "network 10.9.0.0 mask 255.255.0.0")
    here = editor(*VRF, *FAMILY, *lines)
    assert family(here) == [
        *("network 10.9.0.0 mask 255.255.0.0", f"aggregate-address {printed}", "redistribute connected")
    ]
    here.type(*FAMILY, f"no aggregate-address {printed}")
    assert [line for line in family(here) if "aggregate" in line] == []


def test_a_mask_with_holes_is_no_aggregate(editor: Made) -> None:
    assert editor().type(*VRF, *FAMILY, "aggregate-address 10.0.0.0 255.0.255.0") == ["% Invalid network mask"]


@pytest.mark.parametrize("line", ["", " no-prepend", " no-prepend replace-as", " no-prepend replace-as dual-as"])
def test_a_local_as_keeps_its_words(editor: Made, line: str) -> None:
    here = editor(*GROUP, f"neighbor NODES local-as 65010{line}")
    assert family(here)[2:] == [f"neighbor NODES local-as 65010{line}"]
