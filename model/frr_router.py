"""A router of FRRouting on Linux: the keys and names that only this platform has."""

from typing import Annotated, Literal

from pydantic import Field

from model.addresses import Address, InterfaceAddress
from model.base import Expected, Switch, Whole
from model.names import LinkName, Word, rule
from model.router import PLATFORM, CommitConfirm, Router, Vrf
from model.tables import Tables

_INTERFACES = "Linux's names of interfaces and their addresses, such as eth1: 10.0.0.254/24"


# The kernel's own tables: local, main, default.
_OWN_TABLES = (253, 254, 255)
VrfTable = Annotated[
    int,
    Whole,
    Field(ge=1, le=2**32 - 1, json_schema_extra={"not": {"enum": list(_OWN_TABLES)}}),
    rule(lambda number: number not in _OWN_TABLES, "is a table that Linux uses itself"),
    Expected("a number from 1 to 4294967295 without 253, 254 and 255"),
]


class FrrVrf(Vrf):
    """One VRF of FRR: its route distinguisher, route targets, interfaces and BGP settings."""

    interfaces: Annotated[dict[LinkName, InterfaceAddress], Expected(_INTERFACES)] = Field(
        {},
        description="Interfaces in this VRF and their addresses; an address of the VRF itself (/32) is on its device, "
        "the interface with the VRF's name",
    )
    table: VrfTable | None = Field(
        None,
        description="Number of the kernel's routing table for a VRF device that the stack makes; default: the lowest "
        "from 1001 that no VRF device of the router has",
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
    manage_vrf_devices: Switch = Field(
        False,
        description="Whether the stack makes the VRF devices that are missing, puts the VRFs' interfaces into them, "
        "and removes them on destroy; needs root and Debian's ifupdown on the router",
    )
    router_id: Address | None = Field(None, description="BGP router id of the default instance")
    interfaces: Annotated[dict[LinkName, InterfaceAddress], Expected(_INTERFACES)] = Field(
        {}, description="Interfaces outside every VRF that the stack owns, and their addresses"
    )
    vrfs: Annotated[dict[LinkName, FrrVrf], Tables()] = Field(
        min_length=1,
        description="The VRFs, by the name of their VRF device, and `default`: the table outside every VRF",
    )
