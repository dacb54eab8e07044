"""The cluster's part of the stack: nodes, Calico, MetalLB, the demonstration service and the verification."""

from functools import cached_property
from ipaddress import IPv4Address, IPv4Network
from typing import Annotated, Any, Literal

from pydantic import Field

from model.addresses import Host, Prefix
from model.base import Asn, Expected, Port, Switch, Value, Whole
from model.calico import CalicoPeer, CalicoPeering, Filter, RouteReflectors
from model.community import Community
from model.metallb import Advertisement, BfdProfile, Chart, MetalLbPeering, PoolSettings
from model.names import Image, KubernetesName, Line, NodeName, Word, rule
from model.node import NodeEntry
from model.router_peer import Peers
from model.session import Session

_MOST_LEVELS = 48


def _is_flat(value: Any, levels: int = _MOST_LEVELS) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels > 0 and all(_is_flat(each, levels - 1) for each in inner)


HelmValues = Annotated[dict[str, Any], rule(_is_flat, f"has more than {_MOST_LEVELS} levels")]
_NODES = "nodes' names and the IPv4 addresses they peer from, such as worker1: 10.0.0.11"
_POOL = "a list of IPv4 prefixes without host bits, such as [10.100.0.0/24]"
Pools = dict[KubernetesName, Annotated[tuple[Prefix, ...], Expected(_POOL)]]


class Cluster(Value):
    """The Kubernetes cluster that peers with the router."""

    kubeconfig: Line | None = Field(
        None, description="Path of the kubeconfig; default: none, and the stack configures only the routers"
    )
    context: Line | None = Field(None, description="Context in the kubeconfig; default: the file's current context")
    node_entries: Annotated[dict[NodeName, NodeEntry], Expected(_NODES)] = Field(
        alias="nodes",
        min_length=1,
        description="Every node's name and the address of its BGP sessions; a mapping with the address also limits "
        "what is accepted from the node: `{address: 10.0.0.11, podRanges: [192.168.1.0/24]}`",
    )
    pod_cidr: Prefix = Field(description="Calico's IP pool")
    service_cidr: Prefix = Field(description="The ClusterIP range")

    @cached_property
    def nodes(self) -> dict[str, IPv4Address]:
        """The address of every node's BGP sessions, by name."""
        return {name: entry.address for name, entry in self.node_entries.items()}

    @cached_property
    def pod_ranges(self) -> dict[str, tuple[IPv4Network, ...]]:
        """The pods' ranges of the nodes that have some, by name."""
        return {name: entry.pod_ranges for name, entry in self.node_entries.items() if entry.pod_ranges}

    @cached_property
    def drained(self) -> tuple[str, ...]:
        """The names of the nodes that the routers have no neighbor for."""
        return tuple(name for name, entry in self.node_entries.items() if entry.drained)


class Calico(Value):
    """Calico's BGP: the nodes' AS, the router addresses they dial, and the sessions' settings."""

    asn: Asn = Field(description="AS of the nodes' Calico speakers")
    peers: Peers = Field(min_length=1, description="Router addresses Calico dials, and which nodes dial each")
    session: Session = Field(default_factory=Session, description="Settings written to both ends of the sessions")
    pools: Pools = Field(
        {}, description="Address pools of services, by name; for `topology: calico-only`, in place of `metallb.pools`"
    )
    namespace: KubernetesName = Field(
        "kube-system",
        description="Namespace that calico-node runs in and reads passwords from; the operator's is calico-system",
    )
    log_severity_screen: Literal["Debug", "Info", "Warning", "Error", "Fatal"] = Field(
        "Info", description="BIRD's log level"
    )
    node_to_node_mesh_enabled: Switch = Field(True, description="Whether the nodes peer with each other")
    announce: Literal["own", "all"] = Field(
        "own",
        description="Routes that each node announces to the stack's routers: own: its own blocks, pods and services; "
        "all: also those that it learned from other nodes",
    )
    peering: CalicoPeering = Field(
        default_factory=CalicoPeering, description="Settings of the cluster's end of sessions with the stack's routers"
    )
    filters: dict[KubernetesName, Filter] = Field(
        {}, description="BGPFilters, by name, for use in `peering` and `morePeers`"
    )
    more_peers: dict[KubernetesName, CalicoPeer] = Field(
        {}, description="Further BGPPeers, by name; the stack's routers need none"
    )
    route_reflectors: RouteReflectors | None = Field(
        None, description="Nodes that reflect routes to all others, in place of the mesh"
    )

    def passes_on(self) -> bool:
        """Whether a node also announces the blocks of other nodes to the routers."""
        return self.announce == "all" and (self.node_to_node_mesh_enabled or self.route_reflectors is not None)


class MetalLb(Value):
    """MetalLB: its AS, the router addresses its speakers dial, its address pools, and its release."""

    asn: Asn = Field(description="AS of the nodes' MetalLB speakers")
    peers: Peers = Field(min_length=1, description="Router addresses MetalLB dials, and which nodes dial each")
    session: Session = Field(default_factory=Session, description="Settings written to both ends of the sessions")
    pools: Pools = Field(min_length=1, description="Address pools, by name")
    pool_settings: dict[KubernetesName, PoolSettings] = Field(
        {}, description="Further settings of pools, by the pool's name"
    )
    advertisements: dict[KubernetesName, Advertisement] = Field(
        {}, description="BGPAdvertisements, by name; default: one, of every pool to every peer"
    )
    peering: MetalLbPeering = Field(
        default_factory=MetalLbPeering, description="Settings of the cluster's end of sessions with the stack's routers"
    )
    bfd_profiles: dict[KubernetesName, BfdProfile] = Field({}, description="BFDProfiles, by name")
    communities: dict[KubernetesName, Community] = Field(
        {}, description="Names for communities, for use in advertisements"
    )
    mode: Literal["native", "frr", "frr-k8s"] = Field(
        "native", description="MetalLB's BGP: its own, FRR beside the speaker, or FRR in a DaemonSet of its own"
    )
    namespace: KubernetesName = Field("metallb-system", description="Namespace of the release")
    chart: Chart = Field(default_factory=Chart, description="Where the Helm chart comes from")
    values: HelmValues = Field({}, description="Helm values; they override those of the stack")

    @classmethod
    def absent(cls) -> "MetalLb":
        """MetalLB in a stack without it: it dials nothing and has no pool."""
        return cls.model_construct(asn=0, peers=(), pools={})


class Demo(Value):
    """The demonstration service: a web server behind a LoadBalancer address."""

    enabled: Switch = Field(True, description="Whether the demonstration service is part of the stack")
    name: KubernetesName = Field("nginx", description="Name of the Deployment and the Service")
    namespace: KubernetesName = Field("default", description="Namespace of both")
    image: Image = Field("nginx", description="Container image; `@sha256:` and a digest pin it")
    replicas: Annotated[int, Whole, Field(ge=1, le=100)] = Field(3, description="Number of pods")
    external_traffic_policy: Literal["Cluster", "Local"] = Field(
        "Cluster", description="Nodes that announce the Service: Cluster: every node; Local: those with a ready pod"
    )


class Client(Value):
    """A host behind the router with an SSH server and curl, from which the verification requests the service."""

    host: Host = Field(description="Name or address of its SSH server")
    port: Port = Field(22, description="TCP port of its SSH server")
    username: Word = Field("root", description="User")
    private_key_file: Line = Field(description="Path of the private key")
    known_hosts: Line = Field(description="OpenSSH known_hosts file with its host key")


class Verification(Value):
    """The checks of the running network after every `pulumi up`."""

    enabled: Switch = Field(True, description="Whether `pulumi up` ends with the checks")
    client: Client | None = Field(None, description="Host that runs the curl checks; default: none, without them")
    requests: Annotated[int, Whole, Field(ge=1, le=1000)] = Field(30, description="Requests to the service address")
    wait_seconds: Annotated[int, Whole, Field(ge=0, le=900)] = Field(
        120, description="How long a check waits for sessions and routes before it fails"
    )
