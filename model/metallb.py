"""What MetalLB's objects can say beyond an AS, the router addresses its speakers dial, and its pools.

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
    """Where MetalLB's Helm chart comes from: a directory or a file, or a repository and version."""

    path: Line | None = Field(None, description="Directory or .tgz of the chart, relative to the project; for air gaps")
    repository: Word = Field(
        "https://metallb.github.io/metallb",
        pattern=r"^(https?|oci)://\S+$",
        description="Helm repository, or the registry's folder that holds the chart: oci://registry.example/charts",
    )
    version: Word = Field("0.15.2", description="Chart version")


class MetalLbPeering(Value):
    """How MetalLB's speakers hold a session, as far as it is not MetalLB's default."""

    source_address: Address | None = Field(None, description="Address the sessions come from")
    port: Annotated[Port, Field(le=16384)] | None = Field(None, description="The router's TCP port where not 179")
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
    vrf: Word | None = Field(None, description="The nodes' VRF device the sessions belong to; FRR modes")
    password_secret: KubernetesName | None = Field(
        None, description="Secret of type kubernetes.io/basic-auth in MetalLB's namespace with the MD5 password"
    )


class BfdProfile(Value):
    """How fast a dead router is noticed (RFC 5880); FRR modes."""

    receive_milliseconds: Milliseconds | None = Field(None, description="Least time between packets taken in")
    transmit_milliseconds: Milliseconds | None = Field(None, description="Least time between packets sent")
    detect_multiplier: Annotated[int, Whole, Field(ge=2, le=255)] | None = Field(
        None, description="How many missing packets mean that the router is gone"
    )
    echo_mode: Switch | None = Field(None, description="Whether packets are sent that the router sends back")
    echo_milliseconds: Milliseconds | None = Field(None, description="Time between those")
    passive_mode: Switch | None = Field(None, description="Whether the router must begin")
    minimum_ttl: Annotated[int, Whole, Field(ge=1, le=254)] | None = Field(
        None, description="Least TTL of packets over several hops"
    )


class PoolSettings(Value):
    """What a pool says beside its addresses."""

    labels: dict[str, str] = Field(default_factory=dict, description="Labels by which advertisements choose it")
    auto_assign: Switch | None = Field(None, description="Whether Services get addresses of it that do not ask for it")
    avoid_buggy_ips: Switch | None = Field(None, description="Whether .0 and .255 are left out")
    priority: Annotated[int, Whole, Field(ge=0, le=1000)] | None = Field(
        None, description="Order among pools that fit a Service; a lower one comes first"
    )
    namespaces: tuple[KubernetesName, ...] = Field((), description="Whose Services may have addresses of it")
    service_labels: dict[str, str] = Field(
        default_factory=dict, description="Labels of the Services that may have addresses of it"
    )


class Advertisement(Value):
    """A BGPAdvertisement: which pools are told to which peers, and how."""

    pools: tuple[KubernetesName, ...] = Field((), description="Pools by name; default: all, unless `poolLabels` is set")
    pool_labels: dict[str, str] = Field(default_factory=dict, description="Pools by their labels")
    nodes: tuple[NodeName, ...] = Field((), description="Nodes that tell them; default: all")
    peers: tuple[KubernetesName, ...] = Field((), description="Names of the BGPPeers that are told; default: all")
    aggregation_length: Annotated[int, Whole, Field(ge=1, le=32)] | None = Field(
        None, description="Prefix length addresses are put together to; default: 32, each address for itself"
    )
    local_pref: Annotated[int, Whole, Field(ge=0, le=4294967295)] | None = Field(
        None, description="LOCAL_PREF; only iBGP peers look at it"
    )
    communities: tuple[CommunityOrName, ...] = Field((), description="Communities the routes carry")
