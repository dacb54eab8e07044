"""A node in `cluster.nodes`: its address, or a mapping with the address and what else is known of it."""

from typing import Annotated

from pydantic import Field

from model.addresses import Address, Prefix
from model.base import Expected, Short, Switch, Value

_RANGES = "a list of IPv4 prefixes without host bits, such as [192.168.1.0/24]"


class Node(Value):
    """A node of the cluster; an address alone: nothing else is known of it."""

    address: Address = Field(description="The address of the node's BGP sessions")
    pod_ranges: Annotated[tuple[Prefix, ...], Expected(_RANGES)] | None = Field(
        None,
        min_length=1,
        description="The ranges of this node's pods, within `podCidr`: all that the router accepts of pods from it "
        "with `accept: expected`; default: any part of `podCidr`",
    )
    labels: dict[str, str] = Field({}, description="The node's labels in the cluster that a `nodeSelector` asks for")
    drained: Switch = Field(
        False,
        description="Whether the routers have no neighbor for the node, as while `bgp-coexist drain` keeps it out",
    )


NodeEntry = Annotated[Node, Short("address", Address), Expected("an IPv4 address, such as 10.0.0.254")]
