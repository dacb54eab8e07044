"""The kinds of objects a stack owns on an IOS-XE router."""

from typing import Any

from render.iosxe.bgp_process import BGP_PROCESS
from render.iosxe.interface import INTERFACE
from render.iosxe.kind import Kind
from render.iosxe.named_passwords import BGP_VRF
from render.iosxe.prefix_list import PREFIX_LIST
from render.iosxe.vrf import VRF

# By the name under which an object's kind is recorded outside Pulumi's state.
BY_NAME: dict[str, Kind[Any]] = {
    "vrf": VRF,
    "interface": INTERFACE,
    "prefix list": PREFIX_LIST,
    "bgp process": BGP_PROCESS,
    "bgp vrf": BGP_VRF,
}
__all__ = ["BGP_PROCESS", "BGP_VRF", "BY_NAME", "INTERFACE", "PREFIX_LIST", "VRF"]
