"""What the routers of the matrix boot with: things of other people's that must never change."""

from pathlib import Path

from tests.lab_router import STARTUP

# A foreign VRF with a neighbor and a description, a foreign prefix list, and somebody's words on the ports we use.
_PORTS = STARTUP.replace("GigabitEthernet2\n no", "GigabitEthernet2\n description to the nodes\n no").replace(
    "GigabitEthernet3\n no", "GigabitEthernet3\n description to the clients\n no"
)
_BGP = """\
router bgp 65000
 bgp log-neighbor-changes
 neighbor 192.0.2.2 remote-as 65100
 neighbor 192.0.2.2 description upstream
 !
 address-family ipv4 vrf OFFICE
  redistribute connected
  neighbor 198.51.100.2 remote-as 65099
  neighbor 198.51.100.2 description the office
  neighbor 198.51.100.2 activate
  neighbor 198.51.100.2 prefix-list OFFICE out
 exit-address-family
!
ip prefix-list OFFICE"""

# BGP does not run yet.
WITHOUT_BGP = _PORTS
# BGP runs for others.
SHARED = _PORTS.replace("ip prefix-list OFFICE", _BGP)
# The same, and the global table's neighbors are active on request.
ACTIVE_ON_REQUEST = SHARED.replace(
    " neighbor 192.0.2.2 remote-as",
    " no bgp default ipv4-unicast\n neighbor 192.0.2.2 remote-as",
).replace(
    " neighbor 192.0.2.2 description upstream\n",
    """\
 neighbor 192.0.2.2 description upstream
 !
 address-family ipv4
  neighbor 192.0.2.2 activate
 exit-address-family
""",
)
# Some of the nodes are neighbors of others there already: a member of a group with a filter, and one of its own.
DEFAULT_TAKEN_OVER = (
    ACTIVE_ON_REQUEST.replace(
        " neighbor 192.0.2.2 remote-as",
        """\
 neighbor NODES peer-group
 neighbor NODES remote-as 65002
 neighbor NODES ebgp-multihop 32
 neighbor 10.0.0.1 peer-group NODES
 neighbor 10.0.0.1 description the first master
 neighbor 10.0.0.13 remote-as 65001
 neighbor 10.0.0.13 timers 5 15
 neighbor 192.0.2.2 remote-as""",
        1,
    )
    .replace(
        "  neighbor 192.0.2.2 activate\n",
        """\
  neighbor NODES prefix-list EDGE out
  neighbor 10.0.0.1 activate
  neighbor 10.0.0.13 activate
  neighbor 10.0.0.13 prefix-list EDGE out
  neighbor 192.0.2.2 activate
""",
    )
    .replace("ip prefix-list OFFICE seq", "ip prefix-list EDGE seq 5 permit 203.0.113.0/24\nip prefix-list OFFICE seq")
)
# As SHARED, and the VRFs are there with a route target of somebody's.
TAKEN_OVER = SHARED.replace(
    "!\narchive",
    """\
!
ip vrf k8s-metallb
 rd 65000:1
 route-target export 65000:1
 route-target import 65000:77
!
archive""",
).replace("router bgp 65000\n", "router bgp 65000\n bgp router-id 192.0.2.1\n")
# The same, and a group that is called as the stack's, with a range, a filter and a description of its own.
GROUP_TAKEN_OVER = TAKEN_OVER.replace(
    " exit-address-family\n!\nip prefix-list OFFICE",
    """\
 exit-address-family
 !
 address-family ipv4 vrf k8s-metallb
  bgp listen range 10.0.0.0/25 peer-group coexist-k8s-metallb
  bgp listen range 10.0.9.0/24 peer-group GUESTS
  neighbor coexist-k8s-metallb peer-group
  neighbor coexist-k8s-metallb remote-as 65009
  neighbor coexist-k8s-metallb description the nodes
  neighbor coexist-k8s-metallb prefix-list NODES out
  neighbor GUESTS peer-group
  neighbor GUESTS remote-as 65010
  neighbor GUESTS prefix-list OFFICE out
 exit-address-family
!
ip prefix-list NODES seq 5 permit 203.0.113.0/24
ip prefix-list OFFICE""",
)
# No archive, so no commit-confirm.
WITHOUT_ARCHIVE = SHARED.replace("archive\n path bootflash:\n!\n", "")

# A router that is full: 500 foreign lines, and in our VRFs' families foreign neighbors by group, by template and by
# listen range, every one with a filter.
FULL = Path(__file__).with_name("full.cfg").read_text()
# The same, and some of the nodes are members of a foreign group, whose filter it is.
_MEMBERS = {
    " neighbor EDGE prefix-list STORAGE out\n": """\
 neighbor EDGE prefix-list STORAGE out
  neighbor NODES peer-group
  neighbor NODES remote-as 65002
  neighbor NODES ebgp-multihop 32
  neighbor NODES prefix-list STORAGE out
  neighbor 10.0.0.1 peer-group NODES
  neighbor 10.0.0.1 description the first master
  neighbor 10.0.0.1 activate
  neighbor 10.0.0.11 peer-group NODES
  neighbor 10.0.0.11 activate
  neighbor 10.0.0.90 peer-group NODES
  neighbor 10.0.0.90 description no node
  neighbor 10.0.0.90 activate
""",
    " neighbor STORES prefix-list STORAGE out\n": """\
 neighbor STORES prefix-list STORAGE out
  neighbor 10.0.0.13 remote-as 65001
  neighbor 10.0.0.13 timers 5 15
  neighbor 10.0.0.13 activate
  neighbor 10.0.0.13 prefix-list STORAGE out
""",
}
FULL_WITH_MEMBERS = FULL
for _line, _lines in _MEMBERS.items():
    FULL_WITH_MEMBERS = FULL_WITH_MEMBERS.replace(_line, _lines)
