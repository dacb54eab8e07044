"""The kinds of objects a stack owns on an IOS-XE router."""

from render.iosxe.bgp_process import BGP_PROCESS
from render.iosxe.bgp_vrf import BGP_VRF
from render.iosxe.interface import INTERFACE
from render.iosxe.prefix_list import PREFIX_LIST
from render.iosxe.vrf import VRF

__all__ = ["BGP_PROCESS", "BGP_VRF", "INTERFACE", "PREFIX_LIST", "VRF"]
