"""What causes are found by, read from a real FRR: neighbors as they run, interfaces, why sessions ended."""

from ipaddress import IPv4Interface

import pytest

from platforms.facts import Setting
from platforms.frr.cli.session import Session
from platforms.frr.facts import Facts
from tests.frr_router import FrrRouter

pytestmark = pytest.mark.root

LINES = """\
router bgp 65000
 neighbor NODES peer-group
 neighbor NODES remote-as 65001
 neighbor NODES timers 5 15
 neighbor 10.0.0.1 peer-group NODES
 neighbor 10.0.0.2 remote-as 65099
 neighbor 10.0.0.2 shutdown
 neighbor 10.0.0.2 port 1790
 neighbor 10.0.0.2 ebgp-multihop 32
 neighbor 10.0.0.2 password not-a-secret
 address-family ipv4 unicast
  neighbor 10.0.0.2 prefix-list NONE out
  neighbor 10.0.0.2 maximum-prefix 9
  maximum-paths 4
 exit-address-family
exit
ip prefix-list NONE seq 5 deny any
"""


def test_neighbors_have_the_lines_that_run_and_those_of_their_group(router: FrrRouter, session: Session) -> None:
    router.configure(LINES)
    facts = Facts(session.show)
    found = facts.neighbors("default")
    member, own = found["10.0.0.1"], found["10.0.0.2"]
    assert dict(member.values) == {Setting.REMOTE_AS: "65001", Setting.TIMERS: "5 15"}
    assert member.lines[Setting.REMOTE_AS] == "neighbor NODES remote-as 65001"
    assert {key: own.values[key] for key in own.values if key is not Setting.PASSWORD} == {
        Setting.REMOTE_AS: "65099",
        Setting.SHUTDOWN: "shutdown",
        Setting.PORT: "1790",
        Setting.MULTIHOP: "32",
        Setting.LIST_OUT: "NONE",
        Setting.MAXIMUM_PREFIX: "9",
    }
    assert own.lines[Setting.PASSWORD] == "neighbor 10.0.0.2 password"
    assert "not-a-secret" not in str(own)
    assert facts.maximum_paths("default") == 4
    assert facts.prefix_list("NONE") == ("seq 5 deny any",)


def test_interfaces_have_their_addresses_and_their_state(router: FrrRouter, session: Session) -> None:
    found = Facts(session.show).interfaces()
    assert found["lo"].vrf == "default"
    assert all(isinstance(address, IPv4Interface) for each in found.values() for address in each.addresses)


def test_a_neighbor_that_was_never_up_has_no_notice(router: FrrRouter, session: Session) -> None:
    router.configure(LINES)
    assert Facts(session.show).notices() == {}
