"""The values of each type of object: the inputs of its Pulumi resource."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from model.addresses import Address, InterfaceAddress
from model.base import Asn, Value, Whole
from model.community import RouteDistinguisher, RouteTarget
from model.frr_router import VrfTable
from model.names import IosName, LinkName
from model.neighbor import Neighbor, NeighborGroup
from model.router import PrefixListEntry
from platforms.named_passwords import marked
from platforms.object_values import each_neighbor


class InterfaceValues(Value):
    """One interface's address; its VRF is the kernel's and only checked."""

    name: LinkName = Field(description="Linux's name of the interface; an address of a VRF itself is on its device")
    vrf: LinkName | None = Field(None, description="The VRF device it belongs to; None for the default VRF")
    address: InterfaceAddress = Field(description="Address and prefix length")


class VrfValues(Value):
    """One VRF's device with the interfaces in it."""

    name: LinkName = Field(description="The device's name, which is the VRF's")
    table: VrfTable | None = Field(None, description="The device's routing table; None for any")
    interfaces: tuple[LinkName, ...] = Field((), description="The interfaces in it, without the device itself")


class PrefixListValues(Value):
    """One prefix list, all of its entries."""

    name: IosName = Field(description="The list's name")
    entries: tuple[PrefixListEntry, ...] = Field(min_length=1, description="Entries with their sequence numbers")


class BgpProcessValues(Value):
    """The default BGP instance, of which only the router id is owned."""

    asn: Asn = Field(description="The router's AS")
    router_id: Address | None = Field(None, description="BGP router id")


class BgpVrfValues(Value):
    """One VRF's BGP instance: its neighbors, and the routes it exchanges with other VRFs."""

    asn: Asn = Field(description="The router's AS")
    vrf: LinkName = Field(description="The VRF's name")
    distinguisher: RouteDistinguisher | None = Field(
        None, description="Route distinguisher of the routes that it exports; None in the default table"
    )
    export_targets: frozenset[RouteTarget] = Field(frozenset(), description="Route targets that it exports")
    import_targets: frozenset[RouteTarget] = Field(frozenset(), description="Route targets that it imports")
    router_id: Address | None = Field(None, description="BGP router id of this VRF")
    redistribute: tuple[Literal["connected", "static"], ...] = Field((), description="What else enters BGP")
    maximum_paths: Annotated[int, Whole, Field(ge=1, le=32)] | None = Field(None, description="eBGP multipath")
    neighbors: Annotated[tuple[Neighbor | NeighborGroup, ...], BeforeValidator(each_neighbor)] = Field(
        (), description="The neighbors' settings by address or peer group"
    )
    inbound_lists: dict[str, tuple[PrefixListEntry, ...]] = Field(
        default_factory=dict,
        description="Entries of the lists that they name inbound: after a change they are asked for their routes again",
    )
    password_marks: dict[str, str] = Field(
        default_factory=dict, description="The neighbors' passwords as fingerprints, by the key that they name"
    )
    password_versions: dict[str, Annotated[int, Whole]] = Field(
        default_factory=dict, description="Which password of a key it is, counted from 2: a first one is not counted"
    )

    @model_validator(mode="before")
    @classmethod
    def _with_passwords(cls, values: Any) -> Any:
        """The same, each neighbor with the fingerprint of the password that it names."""
        marks = values.get("password_marks") if isinstance(values, dict) else None
        if not marks:
            return values
        neighbors = each_neighbor(values.get("neighbors") or ())
        return {**values, "neighbors": [marked(neighbor, marks) for neighbor in neighbors]}
