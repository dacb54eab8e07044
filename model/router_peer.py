"""The routers that a speaker dials, and which nodes dial each."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from model.addresses import Address
from model.base import Asn, Expected, Short, Value
from model.names import NodeName

_PEER = "an IPv4 address, such as 10.0.0.254, or {address: 10.0.0.254, nodes: [worker1]} for some nodes"
_LABELS = "labels and their values, such as {rack: r1}"
_PEERS = "a list of IPv4 addresses of the routers, such as [1.1.1.2]"


class RouterPeer(Value):
    """A router address that a speaker dials, and the nodes that dial it; an address alone: every node."""

    address: Address = Field(description="The router's address")
    nodes: Annotated[tuple[NodeName, ...], Field(min_length=1)] | None = Field(
        None, description="Names of the nodes that dial it; default: all"
    )
    node_selector: Annotated[dict[str, str], Field(min_length=1), Expected(_LABELS)] | None = Field(
        None, description="Labels of the nodes that dial it, in place of `nodes`; `cluster.nodes` says who has them"
    )
    asn: Asn | None = Field(None, description="AS of these nodes in these sessions; default: the speaker's")

    def selects(self, name: str, labels: Mapping[str, str]) -> bool:
        """Whether a node of this name with these labels dials."""
        if self.node_selector is not None:
            return self.node_selector.items() <= labels.items()
        return self.nodes is None or name in self.nodes


Peers = Annotated[tuple[Annotated[RouterPeer, Short("address", Address), Expected(_PEER)], ...], Expected(_PEERS)]
