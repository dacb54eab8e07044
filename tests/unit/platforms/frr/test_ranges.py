"""The plans of neighbors that are a range; what FRR makes of them is tested on the real one."""

import pytest

from errors import PlanError
from platforms.frr.configuration import parse
from platforms.frr.objects.bgp_vrf import BGP_VRF
from platforms.frr.objects.values import BgpVrfValues
from tests.unit.platforms.frr.test_bgp_vrf import NEIGHBOR, PRINTED, instance, sent

GROUP = "coexist-k8s-calico"
SETTINGS = {**NEIGHBOR, "prefix_list_in": "coexist-in-k8s-calico"}
OWN = [f"neighbor {GROUP} peer-group", f"neighbor {GROUP} remote-as 65002", f"neighbor {GROUP} ebgp-multihop 32"]
OWN += [f"neighbor {GROUP} update-source 1.1.1.2"]
ROUTES = [
    f"neighbor {GROUP} prefix-list coexist-in-k8s-calico in",
    f"neighbor {GROUP} prefix-list deny-all-routes out",
]
RANGE = f"bgp listen range 10.0.0.0/28 peer-group {GROUP}"
MADE = [*(f"router: {line}" for line in OWN), *(f"address-family: {line}" for line in ROUTES), f"router: {RANGE}"]


def ranged(*ranges: str, **changed: object) -> BgpVrfValues:
    return instance(neighbors={GROUP: {**SETTINGS, "ranges": ranges or ("10.0.0.0/28",), **changed}}, password_marks={})


def listed(*addresses: str) -> BgpVrfValues:
    return instance(neighbors=dict.fromkeys(addresses, NEIGHBOR), password_marks={})


def printed(*lines: str) -> str:
    """The instance with these lines in place of its neighbor's."""
    kept = [line for line in PRINTED.splitlines() if "neighbor 10.0.0.1 " not in line]
    head, family = kept.index("router bgp 65000 vrf k8s-calico") + 1, " address-family ipv4 unicast"
    place = kept.index(family, head) + 1
    inner = [f"  {line}" for line in lines if "prefix-list" in line]
    outer = [f" {line}" for line in lines if "prefix-list" not in line]
    return "\n".join([*kept[:head], *outer, *kept[head:place], *inner, *kept[place:]]) + "\n"


COMPLETE = printed(*OWN, *ROUTES, RANGE)


def test_what_runs_is_the_wanted_text() -> None:
    assert BGP_VRF.running(parse(COMPLETE), ranged()) == BGP_VRF.lines(ranged())
    assert BGP_VRF.lines(ranged())[GROUP].splitlines()[-1] == RANGE
    assert BGP_VRF.plan(parse(COMPLETE), ranged(), ranged()).commands == ()


def test_a_new_group_is_complete_before_its_range() -> None:
    plan = BGP_VRF.plan(parse(printed()), ranged(), None)
    assert sent(plan) == MADE
    assert [command.line for command in plan.undo] == [f"no {RANGE}", f"no {OWN[0]}"]


def test_the_range_goes_before_the_group_and_comes_back_after_it() -> None:
    plan = BGP_VRF.plan(parse(COMPLETE), listed(), ranged())
    assert sent(plan) == [f"router: no {RANGE}", f"router: no {OWN[0]}"]
    assert [command.line for command in plan.undo] == [*OWN, *ROUTES, RANGE]


def test_a_list_becomes_a_range_and_a_range_a_list() -> None:
    there = PRINTED.replace(" neighbor 10.0.0.1 password secretword\n", "").replace(" neighbor 10.0.0.1 bfd\n", "")
    assert sent(BGP_VRF.plan(parse(there), ranged(), listed("10.0.0.1"))) == ["router: no neighbor 10.0.0.1", *MADE]
    back = sent(BGP_VRF.plan(parse(COMPLETE), listed("10.0.0.1"), ranged()))
    assert back[:3] == [f"router: no {RANGE}", f"router: no {OWN[0]}", "router: neighbor 10.0.0.1 remote-as 64496"]
    assert back[-1] == "router: neighbor 10.0.0.1 remote-as 65002"


def test_a_filter_comes_back_before_another_range() -> None:
    running = printed(*OWN, ROUTES[0], RANGE)
    assert sent(BGP_VRF.plan(parse(running), ranged("10.0.0.0/28", "10.0.0.64/28"), ranged())) == [
        f"address-family: {ROUTES[1]}",
        f"router: bgp listen range 10.0.0.64/28 peer-group {GROUP}",
    ]


def test_another_as_is_set_while_there_is_no_range() -> None:
    plan = BGP_VRF.plan(parse(COMPLETE), ranged(remote_as=65003), ranged())
    assert sent(plan) == [f"router: no {RANGE}", f"router: neighbor {GROUP} remote-as 65003", f"router: {RANGE}"]
    assert [command.line for command in plan.undo] == [f"no {RANGE}", OWN[1], RANGE]


def test_a_range_that_was_added_by_hand_is_drift() -> None:
    other = f"bgp listen range 10.0.0.32/28 peer-group {GROUP}"
    running = parse(printed(*OWN, *ROUTES, RANGE, other))
    texts = BGP_VRF.running(running, ranged())
    assert texts
    assert texts[GROUP].splitlines()[-1] == other
    assert sent(BGP_VRF.plan(running, ranged(), ranged())) == [f"router: no {other}"]
    assert other not in BGP_VRF.foreign(running, ranged())


@pytest.mark.parametrize("length", range(1, len(OWN) + len(ROUTES) + 2))
def test_a_half_made_group_is_no_strangers_and_is_finished(length: int) -> None:
    wanted = ranged("10.0.0.0/28", "10.0.0.64/28")
    tree = parse(printed(*[*OWN, *ROUTES, RANGE][:length]))
    running = BGP_VRF.running(tree, wanted)
    assert running
    assert GROUP not in running
    assert not [name for name in BGP_VRF.before(tree, wanted).settings if name.startswith(GROUP)]
    assert sent(BGP_VRF.plan(tree, wanted, None))[-1].endswith(f"10.0.0.64/28 peer-group {GROUP}")


@pytest.mark.parametrize(
    "lines",
    [
        [OWN[0], f"neighbor {GROUP} remote-as 65009"],
        [*OWN, ROUTES[0], RANGE],
        [*OWN, *ROUTES, f"bgp listen range 10.0.0.32/28 peer-group {GROUP}"],
    ],
    ids=["of another AS", "with a range and without a filter", "with another range"],
)
def test_a_group_of_others_is_remembered_and_given_back(lines: list[str]) -> None:
    tree, wanted = parse(printed(*lines)), ranged("10.0.0.0/28", "10.0.0.64/28")
    running, before = BGP_VRF.running(tree, wanted), BGP_VRF.before(tree, wanted)
    assert running
    assert GROUP in running
    assert sorted(line for name, line in before.settings.items() if name.startswith(GROUP)) == sorted(lines)
    both = [RANGE, f"bgp listen range 10.0.0.64/28 peer-group {GROUP}"]
    removal = sent(BGP_VRF.removal(parse(printed(*OWN, *ROUTES, *both)), wanted, before))
    assert not [line for line in lines if line in OWN[:1] and f"router: no {line}" in removal]
    assert set(removal) >= {f"router: {line}" for line in lines if "listen" in line and line != RANGE}


def test_a_range_of_others_that_overlaps_is_refused() -> None:
    other = "bgp listen range 10.0.0.8/29 peer-group OTHERS"
    tree = parse(printed("neighbor OTHERS peer-group", other))
    with pytest.raises(PlanError, match=f"'{other}' is not the stack's, and overlaps its range 10.0.0.0/28"):
        BGP_VRF.plan(tree, ranged(), None)


def test_a_group_with_a_neighbor_of_others_stays() -> None:
    tree = parse(printed(*OWN, f"neighbor 10.0.0.7 peer-group {GROUP}", *ROUTES, RANGE))
    with pytest.raises(PlanError, match=r"neighbor 10\.0\.0\.7 is not the stack's, and is a member of its peer group"):
        BGP_VRF.plan(tree, listed(), ranged())


def test_a_listed_neighbor_of_others_keeps_its_settings_and_is_named() -> None:
    tree = parse(printed("neighbor 10.0.0.7 remote-as 65009"))
    assert BGP_VRF.plan(tree, ranged(), None).notes == (
        "neighbor 10.0.0.7 is not the stack's, and has an address in its range 10.0.0.0/28: its own settings apply to "
        "it",
    )
