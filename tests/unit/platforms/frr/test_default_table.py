"""The default table of FRR, whose instance is shared with others; what FRR makes of it is tested on the real one."""

from typing import Any

from platforms.frr.configuration import parse
from platforms.frr.objects.bgp_vrf import BGP_VRF
from platforms.frr.objects.values import BgpVrfValues
from platforms.plan import Plan

NEIGHBOR = {"remote_as": 65002, "prefix_list_out": "deny-all-routes"}
OPEN = "router bgp 65000\n no bgp ebgp-requires-policy\n"
OTHERS = """\
 bgp router-id 192.0.2.1
 neighbor 192.0.2.9 remote-as 65100
 !
 address-family ipv4 unicast
  redistribute static
  rd vpn export 65000:7
  neighbor 192.0.2.9 prefix-list OURS out
 exit-address-family
"""
OURS = """\
 neighbor 10.0.0.1 remote-as 65002
 !
 address-family ipv4 unicast
  neighbor 10.0.0.1 prefix-list deny-all-routes out
 exit-address-family
"""


def table(**changed: Any) -> BgpVrfValues:
    return BgpVrfValues(**{"asn": 65000, "vrf": "default", "neighbors": {"10.0.0.1": NEIGHBOR}, **changed})


def sent(plan: Plan) -> list[str]:
    """Each command with the depth of its mode."""
    return [f"{len(command.mode)}: {command.line}" for command in plan.commands]


def test_its_lines_are_those_of_the_instance_without_a_vrf() -> None:
    assert BGP_VRF.lines(table(maximum_paths=4)) == {
        "instance": "router bgp 65000\n no bgp ebgp-requires-policy\n address-family ipv4 unicast\n  maximum-paths 4",
        "10.0.0.1": "neighbor 10.0.0.1 remote-as 65002\nneighbor 10.0.0.1 prefix-list deny-all-routes out",
    }


def test_what_the_stack_made_is_as_wanted_beside_others() -> None:
    tree = parse(OPEN + OTHERS + OURS)
    assert BGP_VRF.running(tree, table()) == BGP_VRF.lines(table())
    assert BGP_VRF.plan(tree, table(), table()).commands == ()


def test_a_neighbor_that_is_not_active_is_activated() -> None:
    printed = OPEN + OURS.replace("unicast\n", "unicast\n  no neighbor 10.0.0.1 activate\n")
    tree = parse(printed)
    assert BGP_VRF.running(tree, table()) != BGP_VRF.lines(table())
    assert sent(BGP_VRF.plan(tree, table(), table())) == ["2: neighbor 10.0.0.1 activate"]
    on_request = parse(OPEN + " no bgp default ipv4-unicast\n" + OURS)
    assert sent(BGP_VRF.plan(on_request, table(), table())) == ["2: neighbor 10.0.0.1 activate"]


def test_a_neighbor_that_is_active_on_request_is_as_wanted() -> None:
    printed = (
        OPEN + " no bgp default ipv4-unicast\n" + OURS.replace("unicast\n", "unicast\n  neighbor 10.0.0.1 activate\n")
    )
    assert BGP_VRF.running(parse(printed), table()) == BGP_VRF.lines(table())
    assert BGP_VRF.plan(parse(printed), table(), table()).commands == ()


def test_destroy_leaves_the_instance_and_every_line_of_others() -> None:
    tree, wanted = parse(OPEN + OTHERS + OURS), table(redistribute=["connected"])
    history = BGP_VRF.before(parse(OPEN + OTHERS), wanted)
    assert sent(BGP_VRF.removal(tree, wanted, history)) == ["1: no neighbor 10.0.0.1"]
    fresh = BGP_VRF.before(parse("router bgp 65000\n"), wanted)
    assert sent(BGP_VRF.removal(parse(OPEN + OURS), wanted, fresh)) == [
        "1: bgp ebgp-requires-policy",
        "1: no neighbor 10.0.0.1",
    ]
