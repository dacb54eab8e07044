"""The BGP neighbors that a router has of a stack, in one VRF."""

from typing import Annotated

from pydantic import Field

from model.addresses import Address, Prefix
from model.base import Asn, Value
from model.names import IosName


class NeighborLines(Value):
    """What the router has of its BGP neighbors in one VRF, of a single one or of all of them."""

    remote_as: Asn
    ebgp_multihop: int | None = None
    update_source: str | None = None
    keepalive_seconds: int | None = None
    hold_seconds: int | None = None
    prefix_list_in: str | None = None
    prefix_list_out: str | None = None
    password_key: str | None = None
    password: str | None = None  # its fingerprint
    graceful_restart: bool | None = None
    bfd: bool | None = None
    maximum_prefix: int | None = None


class Neighbor(NeighborLines):
    """A node as a BGP neighbor of the router in one VRF."""

    address: Address

    @property
    def name(self) -> str:
        """What stands after `neighbor` in its lines."""
        return str(self.address)


class NeighborGroup(NeighborLines):
    """All nodes as BGP neighbors of the router in one VRF: a peer group, and the ranges of its members."""

    name: IosName
    ranges: Annotated[tuple[Prefix, ...], Field(min_length=1)]
