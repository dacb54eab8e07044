"""Peer templates: modes, inheritance, printed form."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.storage.difference import parsed, replacement

Made = Callable[..., Any]
BGP = ("router bgp 65000",)
SESSION = ("template peer-session S", "remote-as 65001", "timers 5 15", "exit-peer-session")
POLICY = ("template peer-policy P", "prefix-list none out", "exit-peer-policy")
BOTH = (*BGP, *SESSION, *POLICY)
USED = (*BOTH, "neighbor 10.0.0.1 inherit peer-session S", "neighbor 10.0.0.1 inherit peer-policy P")
FIRST = "% Specify remote-as or peer-group commands first"
PRINTED = [
    *(" template peer-policy P", "  prefix-list none out", " exit-peer-policy", " !"),
    *(" template peer-session S", "  remote-as 65001", "  timers 5 15", " exit-peer-session", " !"),
]


def test_templates_are_printed_first_and_policy_before_session(editor: Made) -> None:
    assert editor(*USED).block("router bgp 65000") == [
        "router bgp 65000",
        *PRINTED,
        " bgp log-neighbor-changes",
        " neighbor 10.0.0.1 inherit peer-session S",
        " neighbor 10.0.0.1 inherit peer-policy P",
    ]


def test_the_policy_is_inherited_in_the_family_of_its_line(editor: Made) -> None:
    lines = ("address-family vpnv4", "neighbor 10.0.0.1 activate", "neighbor 10.0.0.1 inherit peer-policy P")
    here = editor(*BOTH, "neighbor 10.0.0.1 inherit peer-session S", *lines)
    assert here.block("router bgp 65000")[-4:] == [
        *(" address-family vpnv4", "  neighbor 10.0.0.1 activate", "  neighbor 10.0.0.1 inherit peer-policy P"),
        " exit-address-family",
    ]


def test_a_neighbor_of_a_vrf_inherits(editor: Made) -> None:
    vrf = ("ip vrf red", "rd 1:1", *BGP, "address-family ipv4 vrf red")
    here = editor(*BOTH, *vrf, "neighbor 10.0.0.1 inherit peer-session S", "neighbor 10.0.0.1 inherit peer-policy P")
    assert here.block("router bgp 65000")[-5:-1] == [
        *(" address-family ipv4 vrf red", "  neighbor 10.0.0.1 inherit peer-session S"),
        *("  neighbor 10.0.0.1 activate", "  neighbor 10.0.0.1 inherit peer-policy P"),
    ]


REFUSED = [
    (BGP, "neighbor 10.0.0.1 inherit peer-session S", "% Peer-session template S does not exist"),
    (USED, "neighbor 10.0.0.1 inherit peer-policy X", "% Peer-policy template X does not exist"),
    (BOTH, "neighbor 10.0.0.9 inherit peer-policy P", FIRST),
    (BGP, "no neighbor 10.0.0.9 inherit peer-session", FIRST),
    (BGP, "no template peer-policy P", "% Peer-policy template P does not exist"),
    ((*BGP, "template peer-session E", "exit-peer-session"), "neighbor 10.0.0.1 inherit peer-session E", FIRST),
]


@pytest.mark.parametrize(("before", "line", "answer"), REFUSED, ids=[line for _, line, _ in REFUSED])
def test_a_refusal_changes_nothing(editor: Made, before: tuple[str, ...], line: str, answer: str) -> None:
    here = editor(*before)
    running = here.running()
    assert here.type(*BGP, line) == [answer]
    assert here.running() == running


def test_a_neighbor_has_a_group_or_templates_never_both(editor: Made) -> None:
    answer = "% Cannot configure both a peer-group and a peer template for a neighbor"
    here = editor(*USED, "neighbor G peer-group", "neighbor G remote-as 65001", "neighbor 10.0.0.2 peer-group G")
    assert here.type(*BGP, "neighbor 10.0.0.1 peer-group G") == [answer]
    lines = ("neighbor 10.0.0.2 inherit peer-session S", "neighbor 10.0.0.2 inherit peer-policy P")
    assert here.type(*BGP, *lines) == [answer, answer]


def test_templates_inherit_from_templates(editor: Made) -> None:
    parents = ("template peer-session T", "inherit peer-session S", "exit-peer-session")
    chain = ("template peer-policy Q", "inherit peer-policy P 20", "prefix-list b in", "exit-peer-policy")
    here = editor(*BOTH, *parents, *chain, "neighbor 10.0.0.1 inherit peer-session T")
    assert here.block("router bgp 65000")[5:9] == [
        *(" template peer-policy Q", "  prefix-list b in", "  inherit peer-policy P 20", " exit-peer-policy")
    ]
    assert " neighbor 10.0.0.1 inherit peer-session T" in here.running()


def test_a_template_inherits_neither_from_itself_nor_from_a_missing_one(editor: Made) -> None:
    here = editor(*BOTH, "template peer-session T", "inherit peer-session S", "exit-peer-session")
    answers = here.type(*BGP, "template peer-session S", "inherit peer-session T", "inherit peer-session X")
    assert answers == ["% Template S cannot inherit from itself", "% Peer-session template X does not exist"]


def test_a_policy_template_inherits_from_seven_at_most(editor: Made) -> None:
    here = editor(*BOTH, "template peer-policy Q", *(f"inherit peer-policy P {number}" for number in range(1, 8)))
    answers = here.type(*BGP, "template peer-policy Q", "inherit peer-policy P 8", "inherit peer-policy P 7")
    assert answers == ["% A peer-policy template can inherit from at most 7 templates"]


@pytest.mark.parametrize(
    "lines",
    [
        ("no template peer-session S",),
        ("no neighbor 10.0.0.1 inherit peer-session S",),
        ("template peer-session S", "no remote-as"),
    ],
)
def test_a_neighbor_with_the_templates_as_is_removed_with_the_template(editor: Made, lines: tuple[str, ...]) -> None:
    here = editor(*USED, *BGP, *lines)
    assert [line for line in here.running() if "10.0.0.1" in line] == []


def test_a_neighbor_with_an_as_of_its_own_stays_without_the_template(editor: Made) -> None:
    here = editor(*USED, "neighbor 10.0.0.1 remote-as 65001", "no template peer-session S", "no template peer-policy P")
    assert here.block("router bgp 65000")[1:] == [" bgp log-neighbor-changes", " neighbor 10.0.0.1 remote-as 65001"]


def test_one_template_can_be_typed_inside_another(editor: Made) -> None:
    here = editor(*BGP, "template peer-policy P", "prefix-list none out", *SESSION)
    assert here.block("router bgp 65000")[1:10] == PRINTED


def test_a_word_that_ios_knows_and_this_router_does_not_is_refused_behind_it(editor: Made) -> None:
    here = editor(*BOTH)
    answers = here.type(*BGP, "template peer-policy P", "weight 5", "w")
    assert answers == [
        "       ^\n% Invalid input detected at '^' marker.\n",
        "% Incomplete command.\n",
    ]


def test_differences_have_no_line_that_only_leaves_a_template(editor: Made) -> None:
    empty, used = ("\n".join(editor(*lines).running()) for lines in (BGP, USED))
    commands = replacement(parsed(empty), parsed(used))
    assert [line for line in commands if "exit-peer" in line] == []
    here = editor(*BGP, *commands[1:])
    assert here.running() == used.split("\n")
