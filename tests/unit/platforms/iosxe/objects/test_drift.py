"""What others change on what the stack made is seen and repaired; what was there before the stack is left alone."""

from typing import Any

import pytest

from platforms.iosxe.object_types import BGP_VRF, INTERFACE, PREFIX_LIST, VRF
from platforms.object_type import ObjectType
from tests.unit.platforms.iosxe.objects.test_round_trips import BGP, FOREIGN
from tests.unit.platforms.iosxe.objects.witness import Router

VALUES: dict[str, tuple[ObjectType[Any, Any], dict[str, Any]]] = {
    "vrf": (VRF, {"name": "k8s", "rd": "65000:1", "export_targets": ["65000:1"], "import_targets": ["65000:1"]}),
    "interface": (INTERFACE, {"name": "GigabitEthernet2", "vrf": "blue", "address": "10.7.0.1/24"}),
    "prefix list": (PREFIX_LIST, {"name": "deny-all", "entries": ["seq 5 deny 0.0.0.0/0 le 32"]}),
    "family": (
        BGP_VRF,
        {
            "asn": 65000,
            "vrf": "blue",
            "redistribute": ["connected"],
            "neighbors": [{"address": "10.0.0.1", "remote_as": 65001, "prefix_list_out": "foreign"}],
        },
    ),
}
FAMILY = "router bgp 65000|address-family ipv4 vrf blue"
NEIGHBOR = "neighbor 10.0.0.1"
DRIFTS = {
    "a removed VRF": ("vrf", "no ip vrf k8s"),
    "an added route target": ("vrf", "ip vrf k8s|route-target import 65000:9"),
    "a removed route target": ("vrf", "ip vrf k8s|no route-target export 65000:1"),
    "a changed distinguisher": ("vrf", "ip vrf k8s|no rd 65000:1|rd 65000:7"),
    "another address": ("interface", "interface GigabitEthernet2|ip address 10.8.0.1 255.255.255.0"),
    "no address": ("interface", "interface GigabitEthernet2|no ip address"),
    "no VRF": ("interface", "interface GigabitEthernet2|no ip vrf forwarding"),
    "a removed list": ("prefix list", "no ip prefix-list deny-all"),
    "an added entry": ("prefix list", "ip prefix-list deny-all seq 1 permit 10.0.0.0/8"),
    "a removed family": ("family", "router bgp 65000|no address-family ipv4 vrf blue"),
    "another AS": ("family", f"{FAMILY}|{NEIGHBOR} remote-as 65009"),
    "no filter": ("family", f"{FAMILY}|no {NEIGHBOR} prefix-list foreign out"),
    "another filter": ("family", f"{FAMILY}|{NEIGHBOR} prefix-list loose out"),
    "a neighbor shut down": ("family", f"{FAMILY}|{NEIGHBOR} shutdown"),
    "a neighbor not active": ("family", f"{FAMILY}|no {NEIGHBOR} activate"),
    "a removed neighbor": ("family", f"{FAMILY}|no {NEIGHBOR}"),
    "a neighbor with hops": ("family", f"{FAMILY}|{NEIGHBOR} ebgp-multihop"),
    "more redistribution": ("family", f"{FAMILY}|redistribute static"),
    "less redistribution": ("family", f"{FAMILY}|no redistribute connected"),
    "more paths": ("family", f"{FAMILY}|maximum-paths 6"),
}


@pytest.mark.parametrize("drift", DRIFTS)
def test_drift_is_seen_and_repaired_and_nothing_else_is_touched(drift: str) -> None:
    name, typed = DRIFTS[drift]
    object_type, values = VALUES[name][0], VALUES[name][0].values.model_validate(VALUES[name][1])
    router = Router(FOREIGN + BGP + "interface GigabitEthernet2\n no ip address\n")
    before = object_type.before(router.tree, values)
    router.apply(object_type.plan(router.tree, values, None, before).commands)
    made = router.text
    for line in typed.split("|"):
        router.type(line)
    router.context.top()
    assert object_type.running(router.tree, values, before) != object_type.lines(values)
    router.apply(object_type.plan(router.tree, values, values, before).commands)
    assert router.text == made


def test_a_neighbor_somebody_added_is_foreign() -> None:
    object_type, values = BGP_VRF, BGP_VRF.values.model_validate(VALUES["family"][1])
    router = Router(FOREIGN + BGP)
    before = object_type.before(router.tree, values)
    router.apply(object_type.plan(router.tree, values, None, before).commands)
    for line in (*FAMILY.split("|"), "neighbor 10.0.0.99 remote-as 65099"):
        router.type(line)
    assert object_type.plan(router.tree, values, values, before).commands == ()
    assert object_type.foreign(router.tree, values) == [
        "neighbor 10.0.0.99 remote-as 65099",
        "neighbor 10.0.0.99 activate",
    ]
    removal = object_type.removal(router.tree, values, before)
    assert removal.notes == ("BGP family of VRF 'blue' stays, others use it: neighbor 10.0.0.99",)


def test_route_targets_that_were_there_before_the_stack_are_foreign() -> None:
    values = VRF.values.model_validate({**VALUES["vrf"][1], "name": "blue", "rd": "1:101"})
    router = Router(FOREIGN)
    before = VRF.before(router.tree, values)
    router.apply(VRF.plan(router.tree, values, None, before).commands)
    assert VRF.running(router.tree, values, before) == VRF.lines(values)
    assert VRF.foreign(router.tree, values) == ["route-target import 1:101"]


def test_a_neighbor_declared_later_that_was_there_already_is_given_back() -> None:
    first = BGP_VRF.values.model_validate(VALUES["family"][1])
    more = [*VALUES["family"][1]["neighbors"], {"address": "10.0.0.99", "remote_as": 65001}]
    second = BGP_VRF.values.model_validate({**VALUES["family"][1], "neighbors": more})
    router = Router(FOREIGN + BGP)
    before = BGP_VRF.before(router.tree, first)
    router.apply(BGP_VRF.plan(router.tree, first, None, before).commands)
    for line in (*FAMILY.split("|"), "neighbor 10.0.0.99 remote-as 65099", "neighbor 10.0.0.99 description theirs"):
        router.type(line)
    router.context.top()
    before = BGP_VRF.before_update(router.tree, second, first, before)
    router.apply(BGP_VRF.plan(router.tree, second, first, before).commands)
    assert BGP_VRF.running(router.tree, second, before) == BGP_VRF.lines(second)
    router.apply(BGP_VRF.removal(router.tree, second, before).commands)
    family = router.tree.block("router bgp 65000")
    assert family is not None
    assert [node.lines for node in family if node.line == "address-family ipv4 vrf blue"] == [
        [
            "neighbor 10.0.0.99 remote-as 65099",
            "neighbor 10.0.0.99 description theirs",
            "neighbor 10.0.0.99 activate",
        ]
    ]
