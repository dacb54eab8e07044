"""Routers that were configured by hand, for stacks that come to them afterwards."""

from pathlib import Path

from tests.lab_router import FOREIGN

SEED = (Path(__file__).parents[1] / "unit" / "emulator" / "seed.txt").read_text()

# The dev stack's router as its author left it, among things that are none of the stack's business.
BY_HAND = f"""\
{FOREIGN}{SEED}!
interface Loopback1
 ip vrf forwarding k8s-metallb
 ip address 1.1.1.1 255.255.255.255
!
ip prefix-list OFFICE seq 5 permit 198.51.100.0/24
!
end
"""


def with_foreigners(text: str) -> str:
    """The same router, its BGP shared with others and its own neighbors with settings of their own."""
    text = text.replace(
        " bgp log-neighbor-changes\n",
        """\
 bgp log-neighbor-changes
 neighbor 192.0.2.2 remote-as 65100
 !
 address-family ipv4 vrf OFFICE
  redistribute connected
  neighbor 198.51.100.9 remote-as 65200
  neighbor 198.51.100.9 activate
 exit-address-family
""",
    )
    text = text.replace(
        "  neighbor 10.0.0.1 remote-as 65002\n",
        """\
  neighbor 10.0.0.99 remote-as 65099
  neighbor 10.0.0.99 activate
  neighbor 10.0.0.1 remote-as 65002
  neighbor 10.0.0.1 description master
""",
    )
    return text.replace(" rd 65000:2\n", " description pods\n rd 65000:2\n", 1).replace(
        "ip address 10.0.0.254 255.255.255.0", "description nodes\n ip address 10.0.0.254 255.255.255.0"
    )


def with_lists(text: str) -> str:
    """The same router with a filter of its own for each VRF, one node of another AS, and static routes in BGP."""
    text = text.replace("10.0.0.12 remote-as 65001", "10.0.0.12 remote-as 65011")
    head, family, rest = text.partition(" address-family ipv4 vrf k8s-metallb\n")
    rest = rest.replace("prefix-list deny-all-routes out", "prefix-list only-default out")
    rest = rest.replace("  redistribute connected\n", "  redistribute connected\n  redistribute static\n", 1)
    return (head + family + rest).replace(
        "ip prefix-list OFFICE",
        "ip prefix-list only-default seq 5 permit 0.0.0.0/0\n"
        "ip prefix-list only-default seq 10 deny 0.0.0.0/0 ge 1\n"
        "ip prefix-list OFFICE",
    )


NEWER = """\
hostname edge1
!
vrf definition pods
 rd 64620:20
 !
 address-family ipv4
  route-target export 64620:20
  route-target import 64620:20
  route-target import 64620:10
 exit-address-family
!
vrf definition services
 rd 64620:10
 !
 address-family ipv4
  route-target export 64620:10
  route-target import 64620:10
  route-target import 64620:20
 exit-address-family
 !
 address-family ipv6
 exit-address-family
!
interface Loopback12
 vrf forwarding pods
 ip address 172.31.255.2 255.255.255.255
!
interface GigabitEthernet2
 vrf forwarding services
 ip address 172.20.0.254 255.255.255.0
!
router bgp 64620
 bgp log-neighbor-changes
 !
 address-family ipv4 vrf pods
  redistribute connected
  neighbor 172.20.0.21 remote-as 64630
  neighbor 172.20.0.21 ebgp-multihop 255
  neighbor 172.20.0.21 update-source Loopback12
  neighbor 172.20.0.21 activate
  neighbor 172.20.0.22 remote-as 64630
  neighbor 172.20.0.22 ebgp-multihop 255
  neighbor 172.20.0.22 update-source Loopback12
  neighbor 172.20.0.22 activate
 exit-address-family
 !
 address-family ipv4 vrf services
  redistribute connected
  neighbor 172.20.0.21 remote-as 64631
  neighbor 172.20.0.21 update-source GigabitEthernet2
  neighbor 172.20.0.21 activate
  neighbor 172.20.0.22 remote-as 64631
  neighbor 172.20.0.22 update-source GigabitEthernet2
  neighbor 172.20.0.22 activate
  maximum-paths 2
 exit-address-family
!
end
"""
