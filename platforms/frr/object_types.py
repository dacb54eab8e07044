"""The types of objects that a stack owns on an FRR router."""

from typing import Any

from platforms.frr.objects.bgp_process import BGP_PROCESS
from platforms.frr.objects.bgp_vrf import BGP_VRF
from platforms.frr.objects.interface import INTERFACE
from platforms.frr.objects.prefix_list import PREFIX_LIST
from platforms.frr.objects.vrf import VRF
from platforms.object_type import ObjectType

# By name, as the journal records it.
BY_NAME: dict[str, ObjectType[Any, Any]] = {
    "vrf": VRF,
    "interface": INTERFACE,
    "prefix list": PREFIX_LIST,
    "bgp process": BGP_PROCESS,
    "bgp vrf": BGP_VRF,
}
