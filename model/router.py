"""The routers' part of the stack: SSH access, VRFs, interfaces, prefix lists and BGP settings.

What every platform has; `model.iosxe_router` and `model.frr_router` add their own keys and names.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticKnownError

from model.addresses import Address, Host, InterfaceAddress, Prefix
from model.base import Asn, Expected, Port, Switch, Value, Whole
from model.community import RouteDistinguisher, RouteTarget
from model.host_key import HostKey
from model.names import ConfigurationKey, IosName, Line, NodeName, Word
from model.tables import DEFAULT_TABLE, without_distinguisher

IOS_XE: Literal["ios-xe"] = "ios-xe"
FRR: Literal["frr"] = "frr"
PLATFORM = f"Kind of the router: {IOS_XE} (Cisco IOS-XE), or {FRR} (FRRouting on Linux)"
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
_BY_ROUTER = "by-router"
_ADVERTISED = "nothing, default-route, by-router, or a list of prefixes, such as [10.0.0.0/8]"
_RANGE = "a list of prefixes with the nodes' addresses, such as [172.20.0.0/24]"
_TARGETS = "a list of route targets, such as [65000:1]"


class NeighborSettings(Value):
    """Settings of all neighbors of one VRF; the neighbors are the cluster's nodes."""

    range: Annotated[tuple[Prefix, ...], Field(min_length=1), Expected(_RANGE)] | None = Field(
        None,
        description="Prefixes from which the router accepts every neighbor with the nodes' AS, as members of one peer "
        "group, in place of a neighbor for each node",
    )
    ebgp_multihop: Annotated[int, Whole, Field(ge=2, le=255)] | None = Field(
        None, description="Maximum number of hops of an eBGP session; required where the nodes dial a loopback"
    )
    accept: Literal["expected", "all", "by-router"] = Field(
        "expected",
        description="Routes that are accepted from the nodes: expected (by a prefix list that the stack generates: the "
        "pools from the speaker that announces them, the pods' range from Calico), all, or by-router: those that a "
        "filter of others on the router permits, such as a route map, which the stack leaves as it is",
    )
    prefix_list_in: IosName | None = Field(
        None, description="Prefix list for the routes accepted from the nodes, in place of the generated one"
    )
    advertise: (
        Annotated[
            Literal["nothing", "default-route", "by-router"] | Annotated[tuple[Prefix, ...], Field(min_length=1)],
            Expected(_ADVERTISED),
        ]
        | None
    ) = Field(
        None,
        description="Routes that are advertised to the nodes, by a prefix list that the stack generates: nothing, the "
        "default route alone, or these prefixes; by-router: by a filter of others on the router, which the stack "
        "leaves as it is; default: what `prefixListOut` permits, without it every route",
    )
    prefix_list_out: IosName | None = Field(None, description="Prefix list for the routes advertised to the nodes")
    remote_as: dict[NodeName, Asn] = Field({}, description="Nodes whose AS differs from the speaker's, by node name")

    @property
    def generates_outbound(self) -> bool:
        """Whether the stack generates the list of the routes advertised to the nodes."""
        return self.advertise not in (None, _BY_ROUTER)


class Vrf(Value):
    """One VRF of any platform: its route distinguisher, route targets, interfaces and BGP settings.

    The table `default` is the one outside every VRF.
    """

    model_config = ConfigDict(json_schema_extra=without_distinguisher)

    rd: RouteDistinguisher | None = Field(
        description="Route distinguisher, unique on the router; needed in a VRF, and the table `default` has none"
    )
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
    interfaces: Mapping[str, InterfaceAddress] = {}
    redistribute: frozenset[Literal["connected", "static"]] = Field(
        default=frozenset({"connected"}),
        description="Routes that are redistributed into BGP; default in the table `default`: none",
    )
    maximum_paths: Annotated[int, Whole, Field(ge=1, le=32)] | None = Field(
        None, description="eBGP multipath: maximum number of next hops of a prefix"
    )
    neighbors: NeighborSettings = Field(
        default_factory=NeighborSettings, description="Settings of this VRF's neighbors"
    )


class Router(Value):
    """One router of any platform: its SSH access, and everything that the stack owns on it."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"managed": {"const": False}}, "required": ["managed"]},
            "else": {"required": ["host", "username"]},
        }
    )

    platform: str
    managed: Switch = Field(
        True,
        description="Whether the stack configures this router; false: it sends the router nothing, and prints by "
        "`bgp-coexist render` what the router must run",
    )
    host: Host | None = Field(
        None,
        description="Name or address of the router's SSH server; not needed with `managed: false`, where only "
        "`verify` logs in",
    )
    port: Port = Field(22, description="TCP port of the router's SSH server")
    username: Word | None = None
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
    commit_confirm: CommitConfirm = "preferred"
    commit_confirm_minutes: Annotated[int, Whole, Field(ge=1, le=120)] = Field(
        5, description="How long the router waits for the confirmation; must be longer than any change takes"
    )
    asn: Asn = Field(description="The router's AS")
    router_id: Address | None = Field(None, description="BGP router id of the process")
    interfaces: Mapping[str, InterfaceAddress] = {}
    vrfs: Mapping[str, Vrf]
    prefix_lists: dict[IosName, Annotated[tuple[PrefixListEntry, ...], Expected(_ENTRIES)]] = Field(
        {}, description="The prefix lists, by name, entries in sequence order"
    )
    adopt: Switch = Field(False, description="Take over objects that exist and differ, and restore them on destroy")

    def interfaces_in(self, table: str) -> Mapping[str, InterfaceAddress]:
        """The interfaces of a table of `vrfs`, or of the table `default`: those outside every VRF."""
        if table != DEFAULT_TABLE:
            return self.vrfs[table].interfaces
        own = self.vrfs[table].interfaces if table in self.vrfs else {}
        return {**own, **self.interfaces}

    @field_validator("host", "username")
    @classmethod
    def _access(cls, value: str | None, earlier: ValidationInfo) -> str | None:
        """A managed router has both; without a host there is no user either."""
        if value is None and (earlier.data.get("managed", True) or earlier.data.get("host")):
            raise PydanticKnownError("missing")
        return value


def password_variable(password_key: ConfigurationKey) -> str:
    """The environment variable for a password's configuration key, such as `BGP_COEXIST_ROUTER_PASSWORD`."""
    return "BGP_COEXIST_" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", password_key).upper()
