"""The stack's whole life beside each whole configuration, with a failure in every part of it: nothing is lost.

Each configuration with an update, so that over all of them there is every kind; all of both with
`python -m tests.faults --beside`.
"""

import os

import pytest

from tests.configuration_files import NAMES, text_of
from tests.faults.life import updates
from tests.faults.matrix import lives
from tests.faults.operations import OPERATIONS
from tests.faults.whole import beside, is_ours, ports


def pairs() -> list[tuple[str, str]]:
    """Each configuration with an update, one that no other has as long as there is such a one."""
    found: dict[str, str] = {}
    for place, name in enumerate(NAMES):
        possible = updates(name)[place % len(updates(name)) :] + updates(name)
        found[name] = next((each for each in possible if each not in found.values()), possible[0])
    # There are more updates than configurations: the first that can have one of the others has two.
    left = [update for update, each in OPERATIONS.items() if each.verb == "update" and update not in found.values()]
    return [*found.items(), *((next(name for name in NAMES if update in updates(name)), update) for update in left)]


PAIRS = pairs()


@pytest.fixture(scope="module")
def lost() -> dict[str, list[str]]:
    """What was lost beside each configuration."""
    found: dict[str, list[str]] = {name: [] for name in NAMES}
    for name, _, each in lives(PAIRS, os.cpu_count() or 1):
        found[name] += each
    return found


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_whole_configuration_is_lost(name: str, lost: dict[str, list[str]]) -> None:
    assert lost[name] == []


def test_every_update_is_made_beside_some_configuration() -> None:
    assert {operation for _, operation in PAIRS} == {name for name, each in OPERATIONS.items() if each.verb == "update"}


def test_ports_that_others_use_are_left_to_them() -> None:
    assert ports(text_of("eigrp-named")) == {
        "Loopback0": "Loopback290",
        "GigabitEthernet2": "Loopback298",
        "GigabitEthernet3": "Loopback299",
    }


def test_what_was_there_before_is_taken_over_by_its_own_names() -> None:
    operation = beside("adopt-ports", OPERATIONS["neighbor-as"])
    assert list(operation.wanted["routers"]["csr1000v"]["vrfs"]["k8s-metallb"]["interfaces"]) == [
        "Tunnel1",
        "GigabitEthernet2",
    ]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("interface GigabitEthernet2 / no ip address", True),
        ("interface GigabitEthernet2 / description nodes", False),
        ("interface GigabitEthernet4 / no ip address", False),
        ("router bgp 65000 / address-family ipv4 vrf k8s-calico / neighbor 10.0.0.1 peer-group NODES", True),
        ("router bgp 65000 / address-family ipv4 vrf k8s-calico / neighbor 10.0.0.99 peer-group NODES", False),
        ("router bgp 65000 / address-family ipv4 vrf k8s-calico / neighbor NODES remote-as 65002", False),
    ],
)
def test_only_what_the_stack_owns_may_change(line: str, verdict: bool) -> None:
    assert is_ours({"GigabitEthernet2"})(line) is verdict
