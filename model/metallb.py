"""Optional settings of MetalLB's objects: chart, peerings, BFD profiles, pools and advertisements.

Source: the CRDs of MetalLB 0.15.2, https://metallb.universe.tf/apis/
"""

from typing import Annotated

from pydantic import Field

from model.addresses import Address
from model.base import Port, Switch, Value, Whole
from model.names import KubernetesName, Line, NodeName, Word

Milliseconds = Annotated[int, Whole, Field(ge=10, le=60000)]
CommunityOrName = Annotated[Word, Field(description="A community, or a name from `metallb.communities`")]


class Chart(Value):
    """The source of MetalLB's Helm chart: a directory or a file, or a repository and version."""

    path: Line | None = Field(None, description="Directory or .tgz of the chart, relative to the project; for air gaps")
    repository: Word = Field(
        "https://metallb.github.io/metallb",
        pattern=r"^(https?|oci)://\S+$",
        description="Helm repository, or the registry's folder with the chart: oci://registry.example/charts",
    )
    version: Word = Field("0.15.2", description="Chart version")


class MetalLbPeering(Value):
    """Settings of the sessions of MetalLB's speakers; an unset one is MetalLB's default."""

    source_address: Address | None = Field(None, description="Source address of the sessions")
    port: Annotated[Port, Field(le=16384)] | None = Field(None, description="The router's TCP port; default: 179")
    router_id: Address | None = Field(None, description="The speakers' router id; default: the node's address")
    connect_seconds: Annotated[int, Whole, Field(ge=1, le=65535)] | None = Field(
        None, description="Pause between two attempts to connect; FRR modes"
    )
    ebgp_multihop: Switch | None = Field(
        None, description="Whether the router may be more than one hop away; FRR modes"
    )
    bfd_profile: KubernetesName | None = Field(None, description="A name from `metallb.bfdProfiles`; FRR modes")
    graceful_restart: Switch | None = Field(
        None, description="Whether routes survive a restart of the speaker; set at creation only; FRR modes"
    )
    vrf: Word | None = Field(None, description="The nodes' VRF device for the sessions; FRR modes")
    password_secret: KubernetesName | None = Field(
        None, description="Secret of type kubernetes.io/basic-auth in MetalLB's namespace with the MD5 password"
    )


class BfdProfile(Value):
    """BFD timers of the speakers' sessions (RFC 5880); FRR modes."""

    receive_milliseconds: Milliseconds | None = Field(None, description="Minimum interval between received packets")
    transmit_milliseconds: Milliseconds | None = Field(None, description="Minimum interval between sent packets")
    detect_multiplier: Annotated[int, Whole, Field(ge=2, le=255)] | None = Field(
        None, description="Number of missing packets after which the router is down"
    )
    echo_mode: Switch | None = Field(None, description="Whether to use echo packets")
    echo_milliseconds: Milliseconds | None = Field(None, description="Minimum interval between echo packets")
    passive_mode: Switch | None = Field(None, description="Whether to wait for the router's first packet")
    minimum_ttl: Annotated[int, Whole, Field(ge=1, le=254)] | None = Field(
        None, description="Minimum TTL of received packets over several hops"
    )


class PoolSettings(Value):
    """Settings of a pool besides its addresses."""

    labels: dict[str, str] = Field({}, description="Labels of the pool, for `poolLabels`")
    auto_assign: Switch | None = Field(None, description="Whether Services that do not name the pool get its addresses")
    avoid_buggy_ips: Switch | None = Field(None, description="Whether to leave out .0 and .255")
    priority: Annotated[int, Whole, Field(ge=0, le=1000)] | None = Field(
        None, description="Order of the pools that a Service may use; the lowest comes first"
    )
    namespaces: tuple[KubernetesName, ...] = Field((), description="Namespaces whose Services may use the pool")
    service_labels: dict[str, str] = Field({}, description="Labels of the Services that may use the pool")


class Advertisement(Value):
    """A BGPAdvertisement: which pools are advertised to which peers, and how."""

    pools: tuple[KubernetesName, ...] = Field((), description="Pools by name; default: all, unless `poolLabels` is set")
    pool_labels: dict[str, str] = Field({}, description="Pools by their labels")
    nodes: tuple[NodeName, ...] = Field((), description="Nodes that advertise the pools; default: all")
    peers: tuple[KubernetesName, ...] = Field((), description="Names of the BGPPeers to advertise to; default: all")
    aggregation_length: Annotated[int, Whole, Field(ge=1, le=32)] | None = Field(
        None, description="Prefix length of the advertised routes; default: 32, a route for each address"
    )
    local_pref: Annotated[int, Whole, Field(ge=0, le=4294967295)] | None = Field(
        None, description="LOCAL_PREF; only iBGP peers receive it"
    )
    communities: tuple[CommunityOrName, ...] = Field((), description="Communities of the routes")
