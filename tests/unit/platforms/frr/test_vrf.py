"""The plans of a VRF device; `tests/lab/test_frr_machine.py` runs them on a kernel with VRFs."""

import json
from typing import Any

import pytest

from errors import PlanError
from platforms.frr.configuration import LINKS, NOT_KEPT, Configuration, in_order, parse
from platforms.frr.objects.interface import INTERFACE
from platforms.frr.objects.values import InterfaceValues, VrfValues
from platforms.frr.objects.vrf import VRF
from platforms.history import History
from platforms.plan import Command, Plan

BLUE = VrfValues(name="blue", table=7, interfaces=("eth1", "eth2"))
FOREIGN = History(existed=True)


def device(name: str, table: int, made: bool = True) -> dict[str, Any]:
    alias = {"ifalias": "bgp-coexist"} if made else {}
    return {"ifname": name, "linkinfo": {"info_kind": "vrf", "info_data": {"table": table}}, **alias}


def port(name: str, vrf: str | None = None) -> dict[str, Any]:
    return {"ifname": name, **({"master": vrf, "linkinfo": {"info_slave_kind": "vrf"}} if vrf else {})}


def router(*links: dict[str, Any], frr: str = "", not_kept: str = "") -> Configuration:
    return parse(text(*links, frr=frr, not_kept=not_kept))


def text(*links: dict[str, Any], frr: str = "", not_kept: str = "") -> str:
    return f"{frr}\n{LINKS}{json.dumps(links)}\n" + (f"{NOT_KEPT}{not_kept}\n" if not_kept else "")


def lines(commands: tuple[Command, ...]) -> list[str]:
    assert {command.mode for command in commands} <= {("shell",)}
    return [command.line for command in commands]


def plan(tree: Configuration, values: VrfValues = BLUE, previous: VrfValues | None = None) -> Plan:
    return VRF.plan(tree, values, previous)


MADE = router(device("blue", 7), port("eth1", "blue"), port("eth2", "blue"))


def test_a_missing_device_is_made_and_its_undo_leaves_nothing() -> None:
    made = plan(router(port("eth1"), port("eth2")))
    assert lines(made.commands) == [
        "ip link add blue type vrf table 7",
        "ip link set blue up alias bgp-coexist",
        "ip route replace unreachable default metric 4278198272 table 7",
        "ip link set eth1 master blue",
        "ip link set eth2 master blue",
    ]
    assert lines(made.undo) == [
        "ip link set eth2 nomaster",
        "ip link set eth1 nomaster",
        "ip route delete unreachable default metric 4278198272 table 7 || true",
        "ip link delete blue",
    ]


def test_what_was_made_is_as_wanted() -> None:
    assert VRF.running(MADE, BLUE) == VRF.lines(BLUE)
    assert VRF.lines(BLUE) == (
        "ip link add blue type vrf table 7\nip link set eth1 master blue\nip link set eth2 master blue"
    )
    assert plan(MADE).commands == ()
    assert VRF.before(MADE, BLUE) == History(existed=False)


def test_without_a_table_it_is_the_lowest_from_1001_that_no_device_has() -> None:
    values = VrfValues(name="blue")
    made = plan(router(device("red", 1001, made=False), device("green", 1003)), values)
    assert made.commands[0].line == "ip link add blue type vrf table 1002"
    assert VRF.running(router(device("blue", 1002)), values) == VRF.lines(values) == "ip link add blue type vrf"


def test_an_interface_moves_into_and_out_of_a_device() -> None:
    tree = router(device("blue", 7), port("eth1", "blue"), port("eth3"))
    wanted = VrfValues(name="blue", table=7, interfaces=("eth3",))
    moved = plan(tree, wanted, VrfValues(name="blue", table=7, interfaces=("eth1",)))
    assert lines(moved.commands) == ["ip link set eth3 master blue", "ip link set eth1 nomaster"]
    assert lines(moved.undo) == ["ip link set eth1 master blue", "ip link set eth3 nomaster"]


def test_an_interface_moves_between_two_devices_of_stacks_in_either_order() -> None:
    tree = router(device("blue", 7), device("red", 8), port("eth1", "red"))
    moved = plan(tree, VrfValues(name="blue", interfaces=("eth1",)))
    assert (lines(moved.commands), lines(moved.undo)) == (
        ["ip link set eth1 master blue"],
        ["ip link set eth1 master red"],
    )
    without = VrfValues(name="red")
    after = router(device("blue", 7), device("red", 8), port("eth1", "blue"))
    assert plan(after, without, VrfValues(name="red", interfaces=("eth1",))).commands == ()


def test_a_foreign_interface_stays_in_the_device() -> None:
    tree = router(device("blue", 7), *(port(name, "blue") for name in ("eth1", "eth2", "eth9")))
    assert plan(tree, BLUE, BLUE).commands == ()
    assert VRF.foreign(tree, BLUE) == ["ip link set eth9 master blue"]
    assert VRF.running(tree, BLUE) == VRF.lines(BLUE)


def test_a_device_of_the_system_is_only_checked_and_stays() -> None:
    tree = router(device("blue", 7, made=False), port("eth1", "blue"), port("eth2", "blue"))
    assert plan(tree).commands == ()
    assert VRF.before(tree, BLUE) == FOREIGN
    assert VRF.removal(tree, BLUE, FOREIGN) == Plan()


def test_a_device_goes_and_its_undo_makes_it_as_it_was() -> None:
    gone = VRF.removal(MADE, BLUE, History())
    assert lines(gone.commands) == [
        "ip link delete blue",
        "ip route delete unreachable default metric 4278198272 table 7 || true",
    ]
    assert lines(gone.undo) == [
        "ip link add blue type vrf table 7",
        "ip link set blue up alias bgp-coexist",
        "ip route replace unreachable default metric 4278198272 table 7",
        "ip link set eth1 master blue",
        "ip link set eth2 master blue",
    ]
    assert VRF.removal(router(), BLUE, History()) == Plan()


@pytest.mark.parametrize(
    ("frr", "user"),
    [
        ("router bgp 65000 vrf blue\nexit\n", "router bgp 65000 vrf blue"),
        ("vrf blue\n ip route 0.0.0.0/0 10.0.0.1\nexit-vrf\n", "vrf blue / ip route 0.0.0.0/0 10.0.0.1"),
        ("interface blue\n ip address 192.0.2.1/32\nexit\n", "interface blue / ip address 192.0.2.1/32"),
    ],
)
def test_a_device_that_others_use_stays(frr: str, user: str) -> None:
    tree = router(device("blue", 7), port("eth1", "blue"), frr=frr)
    assert VRF.removal(tree, BLUE, History()) == Plan(notes=(f"VRF device 'blue' stays, others use it: {user}",))


def test_a_device_with_foreign_interfaces_stays() -> None:
    tree = router(device("blue", 7), port("eth1", "blue"), port("eth9", "blue"))
    assert VRF.removal(tree, BLUE, History()).notes == ("VRF device 'blue' stays, others use it: eth9",)


@pytest.mark.parametrize(
    ("tree", "problem"),
    [
        (parse(""), "the router has no command `ip`, so its VRF devices are unknown"),
        (
            router(not_kept="it has no ifupdown of Debian's"),
            "the router has no VRF device 'blue', and one made by the stack would be gone after a restart: "
            "it has no ifupdown of Debian's",
        ),
        (router({"ifname": "blue"}), "the router has an interface 'blue' that is no VRF device"),
        (router(device("red", 7, made=False)), "table 7 is that of VRF device 'red' on the router"),
        (router(device("blue", 8)), "VRF device 'blue' has table 8 on the router, which cannot become 7"),
        (router(device("blue", 7, made=False), port("eth1")), "interface 'eth1' is in no VRF on the router"),
        (router(port("eth2")), "the router has no interface 'eth1'"),
        (router(device("red", 8, made=False), port("eth1", "red")), "interface 'eth1' is in VRF 'red' on the router"),
        (router({"ifname": "eth1", "master": "br0"}), "interface 'eth1' belongs to 'br0' on the router"),
        (router(device("eth1", 8)), "interface 'eth1' is in VRF 'eth1' on the router"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(tree: Configuration, problem: str) -> None:
    with pytest.raises(PlanError) as raised:
        plan(tree)
    assert raised.value.what == problem


def test_an_interface_has_its_address_once_it_is_in_the_device() -> None:
    values = InterfaceValues(name="eth1", vrf="blue", address="10.0.0.254/24")
    with pytest.raises(PlanError, match="interface 'eth1' is in no VRF on the router"):
        INTERFACE.plan(router(device("blue", 7), port("eth1")), values, None)
    assert lines_of_frr(INTERFACE.plan(MADE, values, None)) == ["ip address 10.0.0.254/24"]


def lines_of_frr(made: Plan) -> list[str]:
    return [command.line for command in made.commands]


def test_the_devices_and_the_interfaces_of_those_that_were_made_count_as_configuration() -> None:
    assert in_order(
        text(device("blue", 7), port("eth1", "blue"), device("red", 8, made=False), port("eth2", "red"))
    ) == (
        "! VRF device blue eth1",
        "! VRF device red",
    )
