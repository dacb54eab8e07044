"""The values of each type of object: the inputs of its Pulumi resource."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from model.addresses import Address, InterfaceAddress
from model.base import Asn, Value, Whole
from model.community import RouteDistinguisher, RouteTarget
from model.interface_name import InterfaceName
from model.iosxe_router import VrfSyntax
from model.names import IosName
from model.neighbor import Neighbor, NeighborGroup
from model.router import PrefixListEntry
from platforms.iosxe.objects.normalize import address_key, community_key
from platforms.named_passwords import marked
from platforms.object_values import each_neighbor, neighbor_name


def _in_order(values: Any) -> Any:
    """A set as a tuple in one order, so that the same set always reads the same in state."""
    return tuple(sorted(set(values), key=community_key)) if _texts(values) else values


def _texts(values: Any) -> bool:
    return isinstance(values, Iterable) and all(isinstance(value, str) and ":" in value for value in values)


Targets = Annotated[tuple[RouteTarget, ...], BeforeValidator(_in_order)]


class VrfValues(Value):
    """One VRF."""

    name: IosName = Field(description="The VRF's name")
    syntax: VrfSyntax = Field("ip vrf", description="How the router writes it")
    rd: RouteDistinguisher = Field(description="Route distinguisher")
    export_targets: Targets = Field((), description="Route targets that it exports")
    import_targets: Targets = Field((), description="Route targets that it imports")


class InterfaceValues(Value):
    """One interface's VRF and address; nothing else of it is owned."""

    name: InterfaceName = Field(description="IOS's long name")
    vrf: IosName | None = Field(None, description="Its VRF; None for the global table")
    syntax: VrfSyntax = Field("ip vrf", description="How the router writes VRFs")
    address: InterfaceAddress = Field(description="Address and prefix length")
    bfd: Annotated[str, Field(pattern=r"^bfd interval \d+ min_rx \d+ multiplier \d+$")] | None = Field(
        None, description="Its BFD timers, where the stack sets them"
    )


class PrefixListValues(Value):
    """One prefix list, all of its entries."""

    name: IosName = Field(description="The list's name")
    entries: tuple[PrefixListEntry, ...] = Field(min_length=1, description="Entries with their sequence numbers")


class BgpProcessValues(Value):
    """The BGP process, of which only the router id is owned."""

    asn: Asn = Field(description="The router's AS")
    router_id: Address | None = Field(None, description="BGP router id")


def _in_the_routers_order(values: Any) -> Any:
    """Neighbors in the router's order, from a map by name or a list."""
    return tuple(sorted(each_neighbor(values), key=lambda each: address_key(neighbor_name(each))))


class BgpVrfValues(Value):
    """One VRF's BGP family and its neighbors."""

    asn: Asn = Field(description="The router's AS")
    vrf: IosName = Field(description="The VRF's name")
    syntax: VrfSyntax = Field("ip vrf", description="How the router writes the VRF; a change re-applies the family")
    rd: RouteDistinguisher | None = Field(None, description="The VRF's distinguisher; a change re-applies the family")
    router_id: Address | None = Field(None, description="BGP router id in this VRF")
    redistribute: tuple[Literal["connected", "static"], ...] = Field((), description="What else enters BGP")
    maximum_paths: Annotated[int, Whole, Field(ge=1, le=32)] | None = Field(None, description="eBGP multipath")
    neighbors: Annotated[tuple[Neighbor | NeighborGroup, ...], BeforeValidator(_in_the_routers_order)] = Field(
        (), description="The neighbors' settings by address or peer group; a list is accepted as well"
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
        """The same, each neighbor with the fingerprint of the password that it names; an old state has it there."""
        marks = values.get("password_marks") if isinstance(values, dict) else None
        if not marks:
            return values
        neighbors = each_neighbor(values.get("neighbors") or ())
        return {**values, "neighbors": [marked(neighbor, marks) for neighbor in neighbors]}
