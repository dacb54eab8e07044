"""Lines for a real FRR router, their undo, and what it prints with them."""

from platforms.plan import Command
from tests.frr_router import FrrRouter

BGP = ("router bgp 65000",)
RED = ("router bgp 65000 vrf RED",)
FAMILY = (*BGP, "address-family ipv4 unicast")
LIST = Command("ip prefix-list A seq 5 permit 10.0.0.0/8")
NO_LIST = Command("no ip prefix-list A seq 5 permit 10.0.0.0/8")
STEPS = (
    LIST,
    Command("router bgp 65000"),
    Command("no bgp ebgp-requires-policy", BGP),
    Command("neighbor 10.0.0.1 remote-as 65001", BGP),
    Command("neighbor 10.0.0.1 password first-secret", BGP),
    Command("neighbor 10.0.0.1 prefix-list A in", FAMILY),
    Command("maximum-paths 4", FAMILY),
    Command("router bgp 65000 vrf RED"),
    Command("neighbor 10.0.0.2 remote-as 65002", RED),
)
UNDO = (Command("no router bgp 65000 vrf RED"), Command("no router bgp 65000"), NO_LIST)
CONFIGURED = """\
router bgp 65000
 no bgp ebgp-requires-policy
 neighbor 10.0.0.1 remote-as 65001
 neighbor 10.0.0.1 password first-secret
 !
 address-family ipv4 unicast
  neighbor 10.0.0.1 prefix-list A in
  maximum-paths 4
 exit-address-family
exit
!
router bgp 65000 vrf RED
 neighbor 10.0.0.2 remote-as 65002
exit
!
ip prefix-list A seq 5 permit 10.0.0.0/8
!
"""


def configured(router: FrrRouter) -> str:
    """The running configuration from the first BGP instance or prefix list on."""
    return router.running().partition("service integrated-vtysh-config\n!\n")[2].removesuffix("end\n")
