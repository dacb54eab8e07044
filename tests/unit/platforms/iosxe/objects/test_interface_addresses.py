"""Whatever an interface's address came from, it comes back; and nothing else of the interface is lost meanwhile."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from platforms.iosxe.objects.histories import InterfaceHistory
from platforms.iosxe.objects.interface import INTERFACE
from platforms.iosxe.objects.values import InterfaceValues
from platforms.iosxe.tree import parse
from platforms.plan import Plan
from tests.unit.platforms.iosxe.objects.port_world import Port

WANTED = ("10.7.0.1/24", "10.7.0.2/24", "10.5.0.1/24", "10.6.0.1/24")
LINES = [f"ip address 10.{net}.0.1 255.255.255.0 secondary" for net in (5, 6, 7, 8)]
OTHERS = (
    "description foreign",
    "ip helper-address 192.0.2.9",
    "ip ospf 7 area 0",
    "ipv6 address 2001:db8::1/64",
    "standby version 2",
    "standby 1 ip 10.5.0.254",
    "standby 1 authentication md5 key-string 7 094F471A1A0A",
    "negotiation auto",
)


@st.composite
def ports(draw: st.DrawFn) -> Port:
    address = draw(
        st.sampled_from([None, "ip unnumbered Loopback0", "ip address dhcp", "ip address 10.4.0.1 255.255.255.0"])
    )
    numbered = bool(address and address.startswith("ip address "))
    return Port(
        draw(st.sampled_from([None, "vrf forwarding red", "ip vrf forwarding blue"])),
        address,
        draw(st.permutations(LINES))[: draw(st.integers(0, 4))] if numbered else [],
        [line for line in OTHERS if draw(st.booleans())],
        draw(st.booleans()),
    )


@st.composite
def interfaces(draw: st.DrawFn) -> InterfaceValues:
    vrf, syntax = draw(st.sampled_from([("red", "vrf definition"), ("blue", "ip vrf"), (None, "ip vrf")]))
    address = draw(st.sampled_from(WANTED))
    return INTERFACE.values.model_validate(
        {"name": "GigabitEthernet2", "vrf": vrf, "syntax": syntax, "address": address}
    )


def every_way_back(port: Port, plan: Plan) -> None:
    """The undo restores the port after any number of the plan's lines."""
    for length in range(len(plan.commands) + 1):
        broken = port.copy()
        broken.apply(plan.commands[:length])
        broken.take_back(plan.undo)
        assert broken.text == port.text, f"after {plan.commands[:length]}"


def applied(port: Port, wanted: InterfaceValues, previous: InterfaceValues | None, before: InterfaceHistory) -> None:
    plan = INTERFACE.plan(port.tree, wanted, previous, before)
    every_way_back(port, plan)
    others = port.others
    port.apply(plan.commands)
    assert INTERFACE.running(port.tree, wanted, before) == INTERFACE.lines(wanted)
    assert INTERFACE.plan(port.tree, wanted, wanted, before).commands == ()
    assert sorted(port.others) == sorted(others)


@settings(deadline=None)
@given(ports(), interfaces(), interfaces())
def test_an_interface_moves_changes_its_address_and_is_given_back(
    port: Port, first: InterfaceValues, second: InterfaceValues
) -> None:
    original = port.text
    before = INTERFACE.before(port.tree, first)
    applied(port, first, None, before)
    before = INTERFACE.before_update(port.tree, second, first, before)
    applied(port, second, first, before)
    removal = INTERFACE.removal(port.tree, second, before)
    every_way_back(port, removal)
    port.apply(removal.commands)
    assert port.text == original
    assert INTERFACE.removal(port.tree, second, before).commands == ()


def values(address: str = "10.5.0.1/24", vrf: str | None = "blue") -> InterfaceValues:
    return INTERFACE.values.model_validate({"name": "GigabitEthernet2", "vrf": vrf, "address": address})


def typed(plan: Plan) -> list[str]:
    return [command.line for command in plan.commands]


@pytest.mark.parametrize("source", ["ip unnumbered Loopback0", "ip address dhcp"])
def test_an_address_takes_the_place_of_where_one_came_from(source: str) -> None:
    port = Port(None, source)
    before = INTERFACE.before(port.tree, values())
    assert before.state() == {"existed": True, "vrf": None, "address": source}
    plan = INTERFACE.plan(port.tree, values(), None, before)
    assert typed(plan) == ["ip vrf forwarding blue", "ip address 10.5.0.1 255.255.255.0"]
    port.apply(plan.commands)
    assert typed(INTERFACE.removal(port.tree, values(), before)) == ["no ip vrf forwarding", source]


def test_a_secondary_address_that_becomes_the_primary_one_makes_room_for_itself_first() -> None:
    port = Port("ip vrf forwarding blue", "ip address 10.4.0.1 255.255.255.0", LINES[:3])
    before = INTERFACE.before(port.tree, values("10.6.0.1/24"))
    assert before.secondary == {LINES[1]: [LINES[0]]}
    plan = INTERFACE.plan(port.tree, values("10.6.0.1/24"), None, before)
    assert typed(plan) == [f"no {LINES[1]}", "ip address 10.6.0.1 255.255.255.0"]
    port.apply(plan.commands)
    assert typed(INTERFACE.removal(port.tree, values("10.6.0.1/24"), before)) == [
        "ip address 10.4.0.1 255.255.255.0",
        f"no {LINES[2]}",
        LINES[1],
        LINES[2],
    ]


def test_standby_lines_are_sent_again_behind_the_address() -> None:
    port = Port(None, "ip address 10.5.0.1 255.255.255.0", [LINES[1]], ["description foreign", *OTHERS[4:6]])
    plan = INTERFACE.plan(port.tree, values(), None)
    assert typed(plan) == [
        "ip vrf forwarding blue",
        "ip address 10.5.0.1 255.255.255.0",
        LINES[1],
        "standby version 2",
        "standby 1 ip 10.5.0.254",
    ]


def test_a_group_of_vrrp_is_sent_again_with_the_lines_below_it() -> None:
    text = Port(None, "ip address 10.5.0.1 255.255.255.0", [], ["vrrp 1 address-family ipv4"]).text
    tree = parse(
        text.replace("address-family ipv4\n!", "address-family ipv4\n  address 10.5.0.254 primary\n  exit-vrrp\n!")
    )
    plan = INTERFACE.plan(tree, values(), None)
    assert [(command.mode[1:], command.line) for command in plan.commands[2:]] == [
        ((), "vrrp 1 address-family ipv4"),
        (("vrrp 1 address-family ipv4",), "address 10.5.0.254 primary"),
    ]


def test_an_interface_keeps_an_address_that_others_secondary_addresses_need() -> None:
    port = Port("ip vrf forwarding blue", "ip address 10.5.0.1 255.255.255.0", [LINES[1]])
    plan = INTERFACE.removal(port.tree, values(), InterfaceHistory(existed=True))
    assert plan.commands == ()
    assert plan.notes == (f"GigabitEthernet2 keeps VRF and address, others need it: {LINES[1]}",)


def test_an_interface_keeps_an_address_that_another_interface_borrows() -> None:
    member = " ip vrf forwarding blue\n"
    text = f"ip vrf blue\n rd 1:101\n!\ninterface Loopback2\n{member} ip address 10.5.0.1 255.255.255.255\n!\n"
    text += f"interface Tunnel1\n{member} ip unnumbered Loopback2\n!\n"
    loopback = INTERFACE.values.model_validate({"name": "Loopback2", "vrf": "blue", "address": "10.5.0.1/32"})
    plan = INTERFACE.removal(parse(text), loopback, InterfaceHistory(existed=False))
    assert plan.commands == ()
    assert plan.notes == ("Loopback2 keeps VRF and address, others need it: interface Tunnel1",)


def test_a_conflict_names_where_the_address_comes_from() -> None:
    port = Port(None, "ip unnumbered Loopback0")
    assert INTERFACE.running(port.tree, values()) == "interface GigabitEthernet2\n ip unnumbered Loopback0"


def test_a_secret_of_a_line_that_is_sent_again_is_not_shown() -> None:
    port = Port(None, "ip address 10.5.0.1 255.255.255.0", [], [OTHERS[6], "standby 2 authentication letmein"])
    shown = [command.shown for command in INTERFACE.plan(port.tree, values(), None).commands[2:]]
    assert shown == ["standby 1 authentication …", "standby 2 authentication …"]
