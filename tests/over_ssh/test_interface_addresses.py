"""Ports with addresses and lines of others move into a VRF over real SSH, and are given back byte for byte."""

from collections.abc import Iterator

import pytest

from platforms.iosxe.cli.session import Session, connect
from platforms.iosxe.objects.interface import INTERFACE
from platforms.iosxe.objects.prefix_list import PREFIX_LIST
from platforms.iosxe.objects.values import InterfaceValues, PrefixListValues
from platforms.iosxe.tree import parse
from platforms.plan import Plan
from tests.lab_router import PASSWORD, LabRouter, lab_router

STARTUP = """\
hostname csr1000v
!
ip vrf k8s
 rd 65000:1
!
interface Loopback0
 ip address 192.0.2.9 255.255.255.255
!
interface Tunnel1
 ip unnumbered Loopback0
 tunnel source Loopback0
 tunnel destination 198.51.100.200
!
interface GigabitEthernet2
 description old office LAN
 ip address 10.0.0.250 255.255.255.0 secondary
 ip address 10.6.2.1 255.255.255.0 secondary
 ip address 10.6.1.1 255.255.255.0
 standby version 2
 standby 6 ip 10.6.1.3
 standby 6 priority 110
 standby 6 preempt
 standby 6 track 3 decrement 20
!
no ip prefix-list sequence-number
ip prefix-list OFFICE seq 3 permit 198.51.100.0/24
ip prefix-list OFFICE seq 7 deny 0.0.0.0/0 le 32
!
end
"""
MOVES = {
    "unnumbered-tunnel": ("Tunnel1", "10.0.9.1/24", ["ip vrf forwarding k8s", "ip address 10.0.9.1 255.255.255.0"]),
    "hsrp-and-secondaries": (
        "GigabitEthernet2",
        "10.7.0.254/24",
        [
            "ip vrf forwarding k8s",
            "ip address 10.0.0.250 255.255.255.0 secondary",
            "ip address 10.6.2.1 255.255.255.0 secondary",
            "ip address 10.7.0.254 255.255.255.0",
            "standby version 2",
            "standby 6 ip 10.6.1.3",
            "standby 6 priority 110",
            "standby 6 preempt",
            "standby 6 track 3 decrement 20",
        ],
    ),
    "secondary-becomes-primary": (
        "GigabitEthernet2",
        "10.0.0.250/24",
        ["ip vrf forwarding k8s", "ip address 10.6.2.1 255.255.255.0 secondary", "ip address 10.0.0.250 255.255.255.0"],
    ),
}


@pytest.fixture(scope="module")
def router(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabRouter]:
    with lab_router(tmp_path_factory.mktemp("ports"), "--foreign-lines", "accept", startup=STARTUP) as made:
        yield made


@pytest.fixture(scope="module")
def session(router: LabRouter) -> Iterator[Session]:
    with connect(router.endpoint, PASSWORD) as made:
        yield made


def sent(session: Session, plan: Plan) -> None:
    session.configure(plan.commands, plan.undo)


@pytest.mark.parametrize("name", MOVES)
def test_a_port_moves_into_the_vrf_and_is_given_back(router: LabRouter, session: Session, name: str) -> None:
    port, address, lines = MOVES[name]
    values = InterfaceValues.model_validate({"name": port, "vrf": "k8s", "syntax": "ip vrf", "address": address})
    whole, tree = router.running(), parse(session.show("show running-config"))
    remembered = INTERFACE.before(tree, values)
    sent(session, INTERFACE.plan(tree, values, None, remembered))
    moved = parse(session.show("show running-config"))
    node = moved.block(f"interface {port}")
    assert node is not None
    assert [line for line in node.lines if line in lines] == lines
    assert INTERFACE.plan(moved, values, values, remembered) == Plan()
    sent(session, INTERFACE.removal(moved, values, remembered))
    assert router.running() == whole


def test_a_move_that_is_undone_leaves_the_port_as_it_was(router: LabRouter, session: Session) -> None:
    values = InterfaceValues.model_validate(
        {"name": "GigabitEthernet2", "vrf": "k8s", "syntax": "ip vrf", "address": "10.0.0.250/24"}
    )
    whole, tree = router.running(), parse(session.show("show running-config"))
    plan = INTERFACE.plan(tree, values, None, INTERFACE.before(tree, values))
    sent(session, plan)
    assert session.take_back(plan.undo) == "the undo was sent"
    assert router.running() == whole


def test_a_prefix_list_without_numbers_is_read_as_the_wanted_one(session: Session) -> None:
    tree = parse(session.show("show running-config"))
    rules = ["seq 5 permit 198.51.100.0/24", "seq 10 deny 0.0.0.0/0 le 32"]
    values = PrefixListValues.model_validate({"name": "OFFICE", "entries": rules})
    assert "ip prefix-list OFFICE permit 198.51.100.0/24" in [node.line for node in tree.blocks("ip prefix-list ")]
    assert PREFIX_LIST.plan(tree, values, None) == Plan()
