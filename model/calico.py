"""Optional settings of Calico's BGP objects: peerings, further peers, filters and route reflectors.

Source: the CRDs of Calico 3.31, https://docs.tigera.io/calico/latest/reference/resources/bgppeer and bgpfilter.
"""

from typing import Annotated, Literal

from pydantic import Field

from model.addresses import Address, Prefix
from model.base import Asn, Port, Value, Whole
from model.names import KubernetesName, Line, NodeName, SecretEntry

# The BGPFilter of `announce: own`; no filter of `calico.filters` has this name.
OWN_ROUTES = "bgp-coexist-own-routes"


class SecretKey(Value):
    """One entry of a Kubernetes Secret that the stack does not manage."""

    name: KubernetesName = Field(description="Name of the Secret, in the namespace that calico-node runs in")
    key: SecretEntry = Field("password", description="The Secret's entry")


class CalicoPeering(Value):
    """Settings of a Calico session; an unset one is Calico's default."""

    source_address: Literal["UseNodeIP", "None"] | None = Field(
        None, description="Source address of sessions: the node's own, or the one that its routing table selects"
    )
    next_hop_mode: Literal["Auto", "Self", "Keep"] | None = Field(
        None, description="Next hop in the routes that the nodes pass on"
    )
    reachable_by: Address | None = Field(None, description="Gateway to the peer, for nodes without a route to it")
    filters: tuple[KubernetesName, ...] = Field((), description="Names from `calico.filters`, in the order they apply")
    max_restart_seconds: Annotated[int, Whole, Field(ge=1, le=4095)] | None = Field(
        None, description="Longest graceful restart of the peer; Calico's default is 120"
    )
    ttl_security: Annotated[int, Whole, Field(ge=1, le=255)] | None = Field(
        None, description="Maximum hops of the session's packets (RFC 5082); the router needs the same setting"
    )
    allowed_local_as: Annotated[int, Whole, Field(ge=1, le=10)] | None = Field(
        None, description="How often the nodes' own AS may occur in the AS path of an accepted route"
    )
    password_secret: SecretKey | None = Field(None, description="Secret with the session's MD5 password (RFC 2385)")


class CalicoPeer(CalicoPeering):
    """A further BGPPeer: to a router that is not in the stack, or to other nodes.

    Its far end is `peerIp` with `asn`, or the nodes that `peerSelector` selects.
    """

    node: NodeName | None = Field(
        None, description="The only node with this peer; default: `nodeSelector`, or all nodes"
    )
    node_selector: Line | None = Field(None, description="Selector of the nodes with this peer, such as rack == 'r1'")
    peer_ip: Address | None = Field(None, description="The far end's address")
    port: Port | None = Field(None, description="The far end's TCP port; default: 179")
    peer_selector: Line | None = Field(
        None, description="Selector of the far end's nodes, such as has(route-reflector)"
    )
    asn: Asn | None = Field(None, description="AS of `peerIp`")
    local_asn: Asn | None = Field(None, description="The nodes' AS in this session; default: `calico.asn`")
    reverse_peering: Literal["Auto", "Manual"] | None = Field(
        None, description="Whether the nodes at the far end peer back automatically"
    )


class PrefixLengths(Value):
    """A range of prefix lengths."""

    least: Annotated[int, Whole, Field(ge=0, le=32)] | None = Field(None, alias="min", description="The shortest")
    most: Annotated[int, Whole, Field(ge=0, le=32)] | None = Field(None, alias="max", description="The longest")


class FilterRule(Value):
    """A rule of a filter: an action for the routes that match; a rule without conditions matches every route."""

    action: Literal["Accept", "Reject"] = Field(description="What happens to the routes that match")
    cidr: Prefix | None = Field(None, description="The prefix that routes are compared with")
    match_operator: Literal["Equal", "NotEqual", "In", "NotIn"] | None = Field(
        None, description="How routes are compared with `cidr`; required with it"
    )
    prefix_length: PrefixLengths | None = Field(None, description="Prefix lengths that match; only with `cidr`")
    source: Literal["RemotePeers"] | None = Field(None, description="Where routes come from")
    interface: Line | None = Field(None, description="The routes' outgoing interface; * matches any text")


class Filter(Value):
    """A BGPFilter: the first rule that matches decides; a route that matches none is accepted."""

    import_rules: tuple[FilterRule, ...] = Field((), alias="import", description="For routes that the nodes receive")
    export_rules: tuple[FilterRule, ...] = Field((), alias="export", description="For routes that the nodes advertise")


class RouteReflectors(Value):
    """Nodes that reflect routes between the other nodes, in place of the mesh (RFC 4456)."""

    nodes: tuple[NodeName, ...] = Field(min_length=1, description="The reflectors' node names")
    cluster_id: Address = Field(description="The reflectors' cluster id, an unused address, such as 244.0.0.1")
