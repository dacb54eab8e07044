"""The text of peer groups and templates, and of neighbors that use them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

STARTUP = """\
ip vrf k8s
 rd 65000:1
ip prefix-list NONE seq 5 deny 0.0.0.0/0 le 32
router bgp 65000
 template peer-session TIMERS
  timers 10 30
  password secret
 exit-peer-session
 template peer-session NODES
  inherit peer-session TIMERS
  remote-as 65009
  description of the cluster
 exit-peer-session
 template peer-policy FILTERS
  prefix-list NONE out
 exit-peer-policy
 neighbor IBGP peer-group
 neighbor IBGP remote-as 65000
 neighbor 192.0.2.11 peer-group IBGP
 neighbor 192.0.2.2 peer-group IBGP
 address-family ipv4 vrf k8s
  bgp listen range 10.7.0.0/16 peer-group MEMBERS
  neighbor MEMBERS peer-group
  neighbor MEMBERS remote-as 65001
  neighbor MEMBERS prefix-list NONE out
  neighbor 10.0.0.1 peer-group MEMBERS
  neighbor 10.0.0.2 inherit peer-session NODES
  neighbor 10.0.0.2 inherit peer-policy FILTERS
"""


@pytest.fixture
def cli(start: Callable[..., Any]) -> Iterator[Any]:
    shell = start(startup=STARTUP).login()
    yield shell
    shell.close()


IBGP = """\
BGP peer-group is IBGP, remote AS 65000
  BGP version 4
  Default minimum time between advertisement runs is 0 seconds

 For address family: IPv4 Unicast
  BGP neighbor is IBGP, peer-group internal, members:
  192.0.2.2 192.0.2.11 
  Index 0, Offset 0, Mask 0x0
  Update messages formatted 0, replicated 0
  Number of NLRIs in the update sent: max 0, min 0
"""  # noqa: W291
MEMBERS = """\
BGP peer-group is MEMBERS,  vrf k8s,  remote AS 65001
  BGP peergroup MEMBERS listen range group members: 
  10.7.0.0/16 
  BGP version 4
  Default minimum time between advertisement runs is 0 seconds

 For address family: VPNv4 Unicast
  BGP neighbor is MEMBERS, peer-group external, members:
  10.0.0.1 
  Index 0, Offset 0, Mask 0x0
  Outgoing update prefix filter list is NONE
  Update messages formatted 0, replicated 0
  Number of NLRIs in the update sent: max 0, min 0
"""  # noqa: W291


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("show ip bgp peer-group", IBGP),
        ("show ip bgp peer-group IBGP", IBGP),
        ("show bgp vpnv4 unicast vrf k8s peer-group", MEMBERS),
        ("show bgp vpnv4 unicast all peer-group MEMBERS", MEMBERS),
        ("show bgp peer-group MEMBERS", ""),
    ],
)
def test_a_group_has_its_as_members_and_filters(cli: Any, command: str, text: str) -> None:
    assert cli.run(command) == text


def test_session_templates_show_what_they_inherit_and_no_password(cli: Any) -> None:
    shown = cli.run("show ip bgp template peer-session NODES").split("\n")
    assert shown == [
        "Template:NODES, index:2",
        shown[1],
        "Locally configured session commands:",
        " remote-as 65009",
        " description of the cluster",
        "Inherited session commands:",
        " timers 10 30",
        " password is configured",
        "",
    ]
    whole = cli.run("show bgp template peer-session")
    assert whole == cli.run("show ip bgp template peer-session TIMERS") + "\n" + "\n".join(shown)
    assert "secret" not in whole


def test_policy_templates_have_a_line_more(cli: Any) -> None:
    shown = cli.run("show ip bgp template peer-policy").split("\n")
    assert shown == [
        "Template:FILTERS, index:1.",
        shown[1],
        "Local disable policies:0x0, Inherited disable policies:0x0",
        "Locally configured policies:",
        "  prefix-list NONE out",
        "Inherited policies:",
        "",
    ]


def test_a_member_names_its_group_and_has_its_filters(cli: Any) -> None:
    shown = cli.run("show bgp vpnv4 unicast vrf k8s neighbors 10.0.0.1").split("\n")
    assert shown[:3] == [
        "BGP neighbor is 10.0.0.1,  vrf k8s,  remote AS 65001, external link",
        " Member of peer-group MEMBERS for session parameters",
        "  BGP version 4, remote router ID 0.0.0.0",
    ]
    at = shown.index("  Session: 10.0.0.1")
    assert shown[at + 1 : at + 3] == ["  MEMBERS peer-group member", "  Outgoing update prefix filter list is NONE"]


def test_a_neighbor_names_its_templates(cli: Any) -> None:
    shown = cli.run("show bgp vpnv4 unicast vrf k8s neighbors 10.0.0.2").split("\n")
    assert shown[:3] == [
        "BGP neighbor is 10.0.0.2,  vrf k8s,  remote AS 65009, external link",
        " Description: of the cluster",
        " Inherits from template NODES for session parameters",
    ]
    at = shown.index("  Session: 10.0.0.2")
    assert shown[at + 1 : at + 3] == [
        "  Inherits from template FILTERS",
        "  Outgoing update prefix filter list is NONE",
    ]
