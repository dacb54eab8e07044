"""The types of objects that a stack owns on an IOS-XE router."""

from typing import Any

from platforms.iosxe.objects.bgp_process import BGP_PROCESS
from platforms.iosxe.objects.interface import INTERFACE
from platforms.iosxe.objects.named_passwords import BGP_VRF
from platforms.iosxe.objects.prefix_list import PREFIX_LIST
from platforms.iosxe.objects.vrf import VRF
from platforms.object_type import ObjectType

# By name, as the journal records it.
BY_NAME: dict[str, ObjectType[Any, Any]] = {
    "vrf": VRF,
    "interface": INTERFACE,
    "prefix list": PREFIX_LIST,
    "bgp process": BGP_PROCESS,
    "bgp vrf": BGP_VRF,
}
__all__ = ["BGP_PROCESS", "BGP_VRF", "BY_NAME", "INTERFACE", "PREFIX_LIST", "VRF"]
