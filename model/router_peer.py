"""The routers that a speaker dials, and which nodes dial each."""

from typing import Annotated

from pydantic import Field

from model.addresses import Address
from model.base import Asn, Expected, Short, Value
from model.names import NodeName

_PEER = "an IPv4 address, such as 10.0.0.254, or {address: 10.0.0.254, nodes: [worker1]} for some nodes"
_PEERS = "a list of IPv4 addresses of the routers, such as [1.1.1.2]"


class RouterPeer(Value):
    """A router address that a speaker dials, and the nodes that dial it; an address alone: every node."""

    address: Address = Field(description="The router's address")
    nodes: Annotated[tuple[NodeName, ...], Field(min_length=1)] | None = Field(
        None, description="Names of the nodes that dial it; default: all"
    )
    asn: Asn | None = Field(None, description="AS of these nodes in these sessions; default: the speaker's")


Peers = Annotated[tuple[Annotated[RouterPeer, Short("address", Address), Expected(_PEER)], ...], Expected(_PEERS)]
