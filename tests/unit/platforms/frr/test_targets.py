"""The route targets of a running instance: a direction that is not switched on exchanges nothing."""

import pytest

from platforms.facts import RouteTargets
from platforms.frr.facts import Facts

RUNNING = """\
router bgp 65000
 bgp router-id 1.0.0.0
exit
!
router bgp 65000 vrf RED
 address-family ipv4 unicast
  rd vpn export 65000:1
  rt vpn both 65000:1 65000:2
  export vpn
  import vpn
 exit-address-family
exit
!
router bgp 65000 vrf BLUE
 address-family ipv4 unicast
  rt vpn import 65000:1 65000:2
  rt vpn export 65000:2
  export vpn
 exit-address-family
exit
!
"""


@pytest.mark.parametrize(
    ("vrf", "targets"),
    [
        ("RED", RouteTargets(frozenset({"65000:1", "65000:2"}), frozenset({"65000:1", "65000:2"}))),
        ("BLUE", RouteTargets(frozenset({"65000:2"}), frozenset())),
        ("default", RouteTargets()),
        ("GREEN", None),
    ],
)
def test_the_targets_of_an_instance(vrf: str, targets: RouteTargets | None) -> None:
    assert Facts({"show running-config": RUNNING}.__getitem__).targets(vrf) == targets
