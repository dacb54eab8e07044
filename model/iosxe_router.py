"""A router of Cisco IOS-XE: the keys and names that only this platform has."""

from typing import Annotated, Literal

from pydantic import Field

from model.addresses import InterfaceAddress
from model.base import Expected, Switch
from model.interface_name import InterfaceName
from model.names import IosName, Word
from model.router import IOS_XE, PLATFORM, CommitConfirm, Router, Vrf
from model.tables import Tables

VrfSyntax = Literal["ip vrf", "vrf definition"]
_INTERFACES = "IOS's long names of interfaces and their addresses, such as GigabitEthernet2: 10.0.0.254/24"


class IosXeVrf(Vrf):
    """One VRF of IOS-XE: its route distinguisher, route targets, interfaces and BGP settings."""

    interfaces: Annotated[dict[InterfaceName, InterfaceAddress], Expected(_INTERFACES)] = Field(
        {}, description="Interfaces in this VRF and their addresses"
    )


class IosXeRouter(Router):
    """One router of Cisco IOS-XE: its SSH access, and everything that the stack owns on it."""

    platform: Literal["ios-xe"] = Field(IOS_XE, description=PLATFORM)
    username: Word | None = Field(None, description="User with privilege 15; needed where there is a host")
    ssh_legacy: Switch = Field(
        False,
        description="Whether to offer this router legacy SSH algorithms, too, which weaken the session: key exchange "
        "and host key signatures with SHA-1, 3DES, MACs with MD5; IOS-XE 16 needs it",
    )
    commit_confirm: CommitConfirm = Field(
        "preferred",
        description="Whether the router reverts a change unless a new login confirms it: required, "
        "preferred (where the router keeps an archive), or off",
    )
    vrf_syntax: VrfSyntax = Field("ip vrf", description="The router's syntax of VRFs: ip vrf, or vrf definition")
    interfaces: Annotated[dict[InterfaceName, InterfaceAddress], Expected(_INTERFACES)] = Field(
        {}, description="Interfaces outside every VRF that the stack owns, and their addresses"
    )
    vrfs: Annotated[dict[IosName, IosXeVrf], Tables()] = Field(
        min_length=1,
        description="The VRFs, by name, and `default`: the table outside every VRF",
    )
