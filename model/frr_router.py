"""A router of FRRouting on Linux: the keys and names that only this platform has."""

from typing import Annotated, Literal

from pydantic import Field

from model.addresses import Address, InterfaceAddress
from model.base import Expected, Whole
from model.names import LinkName, Word
from model.router import PLATFORM, CommitConfirm, Router, Vrf

_INTERFACES = "Linux's names of interfaces and their addresses, such as eth1: 10.0.0.254/24"


class FrrVrf(Vrf):
    """One VRF of FRR: its route distinguisher, route targets, interfaces and BGP settings."""

    interfaces: Annotated[dict[LinkName, InterfaceAddress], Expected(_INTERFACES)] = Field(
        {},
        description="Interfaces in this VRF and their addresses; an address of the VRF itself (/32) is on its device, "
        "the interface with the VRF's name",
    )
    maximum_paths: Annotated[int, Whole, Field(ge=1, le=32)] | None = Field(
        None, description="eBGP multipath: maximum number of next hops of a prefix; default: FRR's own, all that it can"
    )


class FrrRouter(Router):
    """One router of FRRouting on Linux: its SSH access, and everything that the stack owns on it."""

    platform: Literal["frr"] = Field(description=PLATFORM)
    username: Word | None = Field(
        None, description="User that may run vtysh: of the group frrvty, or root; needed where there is a host"
    )
    commit_confirm: CommitConfirm = Field(
        "preferred",
        description="Whether a process on the router reverts a change unless a new login confirms it: preferred or "
        "required, which are the same here, or off",
    )
    router_id: Address | None = Field(None, description="BGP router id of the default instance")
    interfaces: Annotated[dict[LinkName, InterfaceAddress], Expected(_INTERFACES)] = Field(
        {}, description="Interfaces outside every VRF that the stack owns, and their addresses"
    )
    vrfs: dict[LinkName, FrrVrf] = Field(min_length=1, description="The VRFs, by the name of their VRF device")
