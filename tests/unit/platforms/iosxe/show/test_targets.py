"""The route targets of a running VRF, in either syntax and either notation of AS numbers."""

import pytest

from platforms.facts import RouteTargets
from platforms.iosxe.facts import Facts

RUNNING = """\
ip vrf RED
 rd 65000:1
 route-target export 65000:1
 route-target import 65000:1
 route-target import 1.10:2
!
vrf definition BLUE
 rd 65000:2
 route-target export 65000:2
 !
 address-family ipv4
  route-target import 65000:1
 exit-address-family
!
vrf definition EMPTY
 rd 65000:3
!
end
"""


@pytest.mark.parametrize(
    ("vrf", "targets"),
    [
        ("RED", RouteTargets(frozenset({"65000:1"}), frozenset({"65000:1", "65546:2"}))),
        ("BLUE", RouteTargets(frozenset({"65000:2"}), frozenset({"65000:1"}))),
        ("EMPTY", RouteTargets()),
        ("GREEN", None),
    ],
)
def test_the_targets_of_a_vrf(vrf: str, targets: RouteTargets | None) -> None:
    assert Facts({"show running-config": RUNNING}.__getitem__).targets(vrf) == targets
