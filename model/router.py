"""The routers' part of the stack: SSH access, VRFs, interfaces, prefix lists and BGP settings."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from model.addresses import Address, Host, InterfaceAddress
from model.base import Asn, Expected, Port, Switch, Value, Whole
from model.community import RouteDistinguisher, RouteTarget
from model.host_key import HostKey
from model.interface_name import InterfaceName
from model.names import ConfigurationKey, IosName, Line, NodeName, Word

VrfSyntax = Literal["ip vrf", "vrf definition"]
CommitConfirm = Annotated[
    Literal["required", "preferred", "off"],
    # YAML 1.1 reads a bare `off` as false.
    BeforeValidator(lambda value: "off" if value is False else value),
]
PrefixListEntry = Annotated[
    str,
    Field(
        pattern=r"^seq (0|[1-9][0-9]{0,9}) (permit|deny) [0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}"
        r"( ge [0-9]{1,2})?( le [0-9]{1,2})?$",
        description="One entry as IOS prints it, with its sequence number: seq 5 deny 0.0.0.0/0 le 32",
    ),
    Expected("an entry as IOS prints it, with its sequence number: seq 5 deny 0.0.0.0/0 le 32"),
]


_ENTRIES = "a list of entries as IOS prints them, such as [seq 5 deny 0.0.0.0/0 le 32]"
_INTERFACES = "IOS's long names of interfaces and their addresses, such as GigabitEthernet2: 10.0.0.254/24"
_TARGETS = "a list of route targets, such as [65000:1]"


class NeighborSettings(Value):
    """Settings of all neighbors of one VRF; the neighbors are the cluster's nodes."""

    ebgp_multihop: Annotated[int, Whole, Field(ge=2, le=255)] | None = Field(
        None, description="Maximum number of hops of an eBGP session; required where the nodes dial a loopback"
    )
    prefix_list_out: IosName | None = Field(None, description="Prefix list for the routes advertised to the nodes")
    remote_as: dict[NodeName, Asn] = Field({}, description="Nodes whose AS differs from the speaker's, by node name")


class Vrf(Value):
    """One VRF: its route distinguisher, route targets, interfaces and BGP settings."""

    rd: RouteDistinguisher = Field(description="Route distinguisher, unique on the router")
    export_targets: Annotated[frozenset[RouteTarget], Expected(_TARGETS)] = Field(
        frozenset(), alias="export", description="Route targets of its routes; default: its route distinguisher"
    )
    import_targets: Annotated[frozenset[RouteTarget], Expected(_TARGETS)] = Field(
        frozenset(),
        alias="import",
        description="Route targets it imports; default: its own, and between the VRFs that a speaker dials into and "
        "the one with the nodes' subnet also each other's",
    )
    router_id: Address | None = Field(None, description="BGP router id of this VRF's family")
    interfaces: Annotated[dict[InterfaceName, InterfaceAddress], Expected(_INTERFACES)] = Field(
        {}, description="Interfaces in this VRF and their addresses"
    )
    redistribute: frozenset[Literal["connected", "static"]] = Field(
        default=frozenset({"connected"}), description="Routes that are redistributed into BGP"
    )
    maximum_paths: Annotated[int, Whole, Field(ge=1, le=32)] | None = Field(
        None, description="eBGP multipath: maximum number of next hops of a prefix"
    )
    neighbors: NeighborSettings = Field(
        default_factory=NeighborSettings, description="Settings of this VRF's neighbors"
    )


class Router(Value):
    """One router: its SSH access, and everything that the stack owns on it."""

    host: Host = Field(description="Name or address of the router's SSH server")
    port: Port = Field(22, description="TCP port of the router's SSH server")
    username: Word = Field(description="User with privilege 15")
    password_key: ConfigurationKey = Field(
        "routerPassword", description="Configuration key of this router's password, a secret"
    )
    known_hosts: Line | None = Field(None, description="OpenSSH known_hosts file; default: the user's own")
    host_key: HostKey | None = Field(None, description="Pinned host key: type and base64")
    connect_seconds: Annotated[int, Whole, Field(ge=1, le=300)] = Field(
        15, description="Limit in seconds for TCP, SSH, login and shell together"
    )
    answer_seconds: Annotated[int, Whole, Field(ge=1, le=600)] = Field(
        30,
        description="Longest pause in a command's answer, in seconds; the whole answer may take 60 times as long, "
        "and after 4 times as long it must come at 100 characters a second or more",
    )
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
    commit_confirm_minutes: Annotated[int, Whole, Field(ge=1, le=120)] = Field(
        5, description="How long the router waits for the confirmation; must be longer than any change takes"
    )
    asn: Asn = Field(description="The router's AS")
    router_id: Address | None = Field(None, description="BGP router id of the process")
    vrf_syntax: VrfSyntax = Field("ip vrf", description="The router's syntax of VRFs: ip vrf, or vrf definition")
    interfaces: Annotated[dict[InterfaceName, InterfaceAddress], Expected(_INTERFACES)] = Field(
        {}, description="Interfaces outside every VRF that the stack owns, and their addresses"
    )
    vrfs: dict[IosName, Vrf] = Field(min_length=1, description="The VRFs, by name")
    prefix_lists: dict[IosName, Annotated[tuple[PrefixListEntry, ...], Expected(_ENTRIES)]] = Field(
        {}, description="The prefix lists, by name, entries in sequence order"
    )
    adopt: Switch = Field(False, description="Take over objects that exist and differ, and restore them on destroy")


def password_variable(password_key: ConfigurationKey) -> str:
    """The environment variable for a password's configuration key, such as `BGP_COEXIST_ROUTER_PASSWORD`."""
    return "BGP_COEXIST_" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", password_key).upper()
