"""The plans of a VRF's BGP instance; what FRR makes of them is tested on the real one."""

from pathlib import Path
from typing import Any

import pytest

from errors import PlanError
from platforms.frr.configuration import LINKS, parse
from platforms.frr.objects.bgp_vrf import BGP_VRF
from platforms.frr.objects.histories import BgpVrfHistory
from platforms.frr.objects.values import BgpVrfValues
from platforms.passwords import fingerprint
from platforms.plan import Plan

PRINTED = Path(__file__).with_name("printed.txt").read_text()
NEIGHBOR = {"remote_as": 65002, "ebgp_multihop": 32, "update_source": "1.1.1.2", "prefix_list_out": "deny-all-routes"}
MARK = fingerprint("secretword")


def instance(**changed: Any) -> BgpVrfValues:
    """The instance that `printed.txt` has."""
    values = {
        "asn": 65000,
        "vrf": "k8s-calico",
        "distinguisher": "65000:2",
        "export_targets": ["65000:2"],
        "import_targets": ["65000:1", "65000:2"],
        "router_id": "1.0.0.2",
        "redistribute": ["connected"],
        "maximum_paths": 4,
        "neighbors": {"10.0.0.1": {**NEIGHBOR, "bfd": True, "password_key": "bgpPassword"}},
        "password_marks": {"bgpPassword": MARK},
    }
    return BgpVrfValues(**{**values, **changed})


def sent(plan: Plan) -> list[str]:
    """Each command with the innermost mode that it is sent in."""
    return [f"{command.mode[-1].split()[0] if command.mode else ''}: {command.line}" for command in plan.commands]


def test_what_runs_is_the_wanted_text() -> None:
    assert BGP_VRF.running(parse(PRINTED), instance()) == BGP_VRF.lines(instance())
    assert BGP_VRF.plan(parse(PRINTED), instance(), instance()).commands == ()


def test_a_password_is_shown_by_its_key() -> None:
    assert "neighbor 10.0.0.1 password <bgpPassword>" in BGP_VRF.lines(instance())["10.0.0.1"]
    other = PRINTED.replace("secretword", "anotherword")
    running = BGP_VRF.running(parse(other), instance())
    assert running
    assert "neighbor 10.0.0.1 password <another>" in running["10.0.0.1"]


def test_a_new_instance_opens_its_neighbors_last() -> None:
    lines = sent(BGP_VRF.plan(parse(""), instance(), None))
    assert lines[0] == ": router bgp 65000 vrf k8s-calico"
    placeholder = lines.index("router: neighbor 10.0.0.1 remote-as 64496")
    filtered = lines.index("address-family: neighbor 10.0.0.1 prefix-list deny-all-routes out")
    opened = lines.index("router: neighbor 10.0.0.1 remote-as 65002")
    assert placeholder < filtered < opened


def test_an_inbound_filter_is_there_before_the_neighbor_opens() -> None:
    wanted = instance(neighbors={"10.0.0.1": {**NEIGHBOR, "prefix_list_in": "coexist-in-k8s-calico"}})
    lines = sent(BGP_VRF.plan(parse(""), wanted, None))
    filtered = lines.index("address-family: neighbor 10.0.0.1 prefix-list coexist-in-k8s-calico in")
    assert filtered < lines.index("router: neighbor 10.0.0.1 remote-as 65002")


def test_an_inbound_filter_that_is_switched_off_goes_after_everything_else() -> None:
    filtered = instance(neighbors={"10.0.0.1": {**NEIGHBOR, "prefix_list_in": "coexist-in-k8s-calico"}})
    line = "neighbor 10.0.0.1 prefix-list coexist-in-k8s-calico in"
    running = PRINTED.replace("  neighbor 10.0.0.1 prefix-list", f"  {line}\n  neighbor 10.0.0.1 prefix-list", 1)
    wanted = instance(neighbors={"10.0.0.1": {**NEIGHBOR, "ebgp_multihop": 5}})
    assert sent(BGP_VRF.plan(parse(running), wanted, filtered))[-1] == f"address-family: no {line}"


def test_an_inbound_filter_of_others_stays() -> None:
    line = "neighbor 10.0.0.1 prefix-list from-nodes in"
    running = PRINTED.replace("  neighbor 10.0.0.1 prefix-list", f"  {line}\n  neighbor 10.0.0.1 prefix-list", 1)
    assert BGP_VRF.plan(parse(running), instance(), instance()).commands == ()
    assert line in BGP_VRF.foreign(parse(running), instance())


LIST = "coexist-in-k8s-calico"
BEFORE, NOW = {LIST: ["seq 5 permit 10.0.0.0/8 le 32"]}, {LIST: ["seq 5 permit 10.0.0.0/7 le 32"]}
ASKED = "clear bgp vrf k8s-calico ipv4 unicast {} soft in"


def listening(lists: dict[str, list[str]], *more: str) -> BgpVrfValues:
    """The instance with an inbound list of its neighbors, of which it has more than one."""
    own = {**NEIGHBOR, "prefix_list_in": LIST}
    there = {"10.0.0.1": {**own, "bfd": True, "password_key": "bgpPassword"}}
    return instance(neighbors={**there, **dict.fromkeys(more, own)}, inbound_lists=lists)


FILTERED = PRINTED.replace(
    "  neighbor 10.0.0.1 prefix-list", f"  neighbor 10.0.0.1 prefix-list {LIST} in\n  neighbor 10.0.0.1 prefix-list", 1
)


def test_neighbors_whose_list_has_other_entries_are_asked_again() -> None:
    alone = parse(FILTERED.replace(" neighbor 192.0.2.9 remote-as 65099\n", ""))
    plan = BGP_VRF.plan(alone, listening(NOW), listening(BEFORE))
    assert (plan.commands, plan.afterwards) == ((), (ASKED.format("*"),))
    assert BGP_VRF.plan(alone, listening(NOW), listening(NOW)).afterwards == ()


def test_neighbors_of_others_are_not_asked() -> None:
    plan = BGP_VRF.plan(parse(FILTERED), listening(NOW), listening(BEFORE))
    assert plan.afterwards == (ASKED.format("10.0.0.1"),)


def test_a_new_neighbor_and_one_that_gets_the_list_announce_everything_without_being_asked() -> None:
    wanted = listening(NOW, "10.0.0.2")
    assert BGP_VRF.plan(parse(FILTERED), wanted, listening(BEFORE)).afterwards == (ASKED.format("10.0.0.1"),)
    assert BGP_VRF.plan(parse(PRINTED), wanted, instance()).afterwards == ()


def test_another_as_is_one_line() -> None:
    wanted = instance(
        neighbors={"10.0.0.1": {**NEIGHBOR, "remote_as": 65003, "bfd": True, "password_key": "bgpPassword"}}
    )
    assert sent(BGP_VRF.plan(parse(PRINTED), wanted, instance())) == ["router: neighbor 10.0.0.1 remote-as 65003"]


def test_another_target_is_one_line() -> None:
    wanted = instance(import_targets=["65000:1", "65000:2", "65000:3"])
    assert sent(BGP_VRF.plan(parse(PRINTED), wanted, instance())) == [
        "address-family: rt vpn import 65000:1 65000:2 65000:3"
    ]


def test_a_router_id_costs_the_distinguisher_and_both_are_sent_again() -> None:
    plan = BGP_VRF.plan(parse(PRINTED), instance(router_id="1.0.0.9"), instance())
    assert sent(plan) == [
        "router: bgp router-id 1.0.0.9",
        "address-family: rd vpn export 65000:2",
        "address-family: rt vpn export 65000:2",
    ]
    assert [command.line for command in plan.undo][-3:] == [
        "bgp router-id 1.0.0.2",
        "rd vpn export 65000:2",
        "rt vpn export 65000:2",
    ]


def test_a_neighbor_that_goes_is_one_line_and_its_undo_opens_it_last() -> None:
    plan = BGP_VRF.plan(parse(PRINTED), instance(neighbors={}), instance())
    assert sent(plan) == ["router: no neighbor 10.0.0.1"]
    assert plan.undo[0].line == "neighbor 10.0.0.1 remote-as 64496"
    assert plan.undo[-1].line == "neighbor 10.0.0.1 remote-as 65002"
    assert "neighbor 10.0.0.1 password secretword" in [command.line for command in plan.undo]


def test_a_foreign_neighbor_keeps_the_instance() -> None:
    plan = BGP_VRF.removal(parse(PRINTED), instance(), BgpVrfHistory())
    assert "router: no neighbor 10.0.0.1" in sent(plan)
    assert not any("192.0.2.9" in command.line for command in plan.commands)
    assert plan.notes == (
        "the BGP instance of VRF 'k8s-calico' stays, others use it: neighbor 192.0.2.9 remote-as 65099",
    )


def test_an_instance_of_the_stack_alone_goes_by_one_line() -> None:
    alone = PRINTED.replace(" neighbor 192.0.2.9 remote-as 65099\n", "")
    plan = BGP_VRF.removal(parse(alone), instance(), BgpVrfHistory())
    assert sent(plan) == [": no router bgp 65000 vrf k8s-calico"]
    assert [command.line for command in plan.undo][:1] == ["router bgp 65000 vrf k8s-calico"]
    assert plan.undo[-1].line == "neighbor 10.0.0.1 remote-as 65002"


def test_what_was_there_before_is_given_back() -> None:
    before = BGP_VRF.before(parse(PRINTED), instance(maximum_paths=8))
    changed = PRINTED.replace("maximum-paths 4", "maximum-paths 8")
    assert sent(BGP_VRF.removal(parse(changed), instance(maximum_paths=8), before)) == [
        "address-family: maximum-paths 4"
    ]


def test_a_removed_neighbor_that_a_restart_brought_back_is_removed_again() -> None:
    alone = instance(neighbors={})
    before = BGP_VRF.before_update(parse(PRINTED), alone, instance(), BgpVrfHistory())
    assert sent(BGP_VRF.plan(parse(PRINTED), alone, alone, before)) == ["router: no neighbor 10.0.0.1"]


def test_a_neighbor_with_the_placeholder_is_half_made() -> None:
    half = PRINTED.replace("remote-as 65002", "remote-as 64496")
    running = BGP_VRF.running(parse(half), instance())
    assert running
    assert "10.0.0.1" not in running
    assert sent(BGP_VRF.plan(parse(half), instance(), None)) == ["router: neighbor 10.0.0.1 remote-as 65002"]


def test_a_member_of_a_peer_group_is_refused() -> None:
    member = PRINTED.replace(" neighbor 10.0.0.1 bfd\n", " neighbor 10.0.0.1 peer-group nodes\n")
    with pytest.raises(PlanError, match="is a member of peer group 'nodes', which the stack does not own"):
        BGP_VRF.plan(parse(member), instance(), None)


def test_a_vrf_without_a_device_is_refused() -> None:
    with pytest.raises(PlanError, match="the router has no VRF device 'k8s-calico'; its VRF devices: blue"):
        BGP_VRF.plan(parse(f'{PRINTED}{LINKS}[{{"ifname":"blue","linkinfo":{{"info_kind":"vrf"}}}}]'), instance(), None)
