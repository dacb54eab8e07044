"""What Calico's BGP objects can say beyond the nodes' AS and the router addresses they dial.

Source: the CRDs of Calico 3.31, https://docs.tigera.io/calico/latest/reference/resources/bgppeer and bgpfilter.
"""

from typing import Annotated, Literal

from pydantic import Field

from model.addresses import Address, Prefix
from model.base import Asn, Port, Value, Whole
from model.names import KubernetesName, Line, NodeName, SecretEntry


class SecretKey(Value):
    """One entry of a Kubernetes Secret that somebody else keeps."""

    name: KubernetesName = Field(description="Name of the Secret, in the namespace that calico-node runs in")
    key: SecretEntry = Field("password", description="Its entry")


class CalicoPeering(Value):
    """How Calico holds a session, as far as it is not Calico's default."""

    source_address: Literal["UseNodeIP", "None"] | None = Field(
        None, description="Whether sessions come from the node's own address or from the one its routing table picks"
    )
    next_hop_mode: Literal["Auto", "Self", "Keep"] | None = Field(
        None, description="What the nodes tell as next hop of what they pass on"
    )
    reachable_by: Address | None = Field(
        None, description="Gateway through which the peer is reached where the nodes have no route to it"
    )
    filters: tuple[KubernetesName, ...] = Field((), description="Names of `calico.filters`, in the order they apply")
    max_restart_seconds: Annotated[int, Whole, Field(ge=1, le=4095)] | None = Field(
        None, description="How long a peer that restarts gracefully may take; Calico's own default is 120"
    )
    ttl_security: Annotated[int, Whole, Field(ge=1, le=255)] | None = Field(
        None, description="Most hops a packet of the session may have crossed (RFC 5082); the router must do the same"
    )
    allowed_local_as: Annotated[int, Whole, Field(ge=1, le=10)] | None = Field(
        None, description="How often the nodes' own AS may stand in a path that is taken in"
    )
    password_secret: SecretKey | None = Field(None, description="Where the session's MD5 password (RFC 2385) is kept")


class CalicoPeer(CalicoPeering):
    """A further BGPPeer: to somebody else's router, or from nodes to nodes.

    It names its far end by `peerIp` and `asn`, or by `peerSelector` where that is other nodes.
    """

    node: NodeName | None = Field(
        None, description="The one node it is for; without this and `nodeSelector` it is for all"
    )
    node_selector: Line | None = Field(None, description="The nodes it is for, such as rack == 'r1'")
    peer_ip: Address | None = Field(None, description="The far end's address")
    port: Port | None = Field(None, description="The far end's TCP port where it is not 179")
    peer_selector: Line | None = Field(None, description="The nodes that are the far end, such as has(route-reflector)")
    asn: Asn | None = Field(None, description="AS of `peerIp`")
    local_asn: Asn | None = Field(None, description="The nodes' own AS towards it, where it is another one")
    reverse_peering: Literal["Auto", "Manual"] | None = Field(
        None, description="Whether nodes that are the far end dial back by themselves"
    )


class PrefixLengths(Value):
    """A range of prefix lengths."""

    least: Annotated[int, Whole, Field(ge=0, le=32)] | None = Field(None, alias="min", description="The shortest")
    most: Annotated[int, Whole, Field(ge=0, le=32)] | None = Field(None, alias="max", description="The longest")


class FilterRule(Value):
    """What happens to the routes it fits; one without conditions fits all."""

    action: Literal["Accept", "Reject"] = Field(description="What happens to them")
    cidr: Prefix | None = Field(None, description="The prefix they are compared with")
    match_operator: Literal["Equal", "NotEqual", "In", "NotIn"] | None = Field(
        None, description="How they are compared with `cidr`, which needs it"
    )
    prefix_length: PrefixLengths | None = Field(None, description="How long they may be, beside `cidr`")
    source: Literal["RemotePeers"] | None = Field(None, description="Where they come from")
    interface: Line | None = Field(None, description="The interface they lead to; * stands for any text")


class Filter(Value):
    """A BGPFilter: the first rule that fits decides, and what fits none is accepted."""

    import_rules: tuple[FilterRule, ...] = Field((), alias="import", description="For routes the nodes are told")
    export_rules: tuple[FilterRule, ...] = Field((), alias="export", description="For routes the nodes tell")


class RouteReflectors(Value):
    """Nodes that pass routes on between the others, in place of the mesh (RFC 4456)."""

    nodes: tuple[NodeName, ...] = Field(min_length=1, description="Their names")
    cluster_id: Address = Field(description="Their cluster id, an address nobody has, such as 244.0.0.1")
