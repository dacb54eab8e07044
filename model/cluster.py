"""The cluster's side of the intent: its nodes, Calico, MetalLB and the demonstration service."""

from typing import Annotated, Any, Literal

from pydantic import Field

from model.addresses import Address, Host, Prefix
from model.base import Asn, Expected, Port, Switch, Value, Whole
from model.calico import CalicoPeer, CalicoPeering, Filter, RouteReflectors
from model.community import Community
from model.metallb import Advertisement, BfdProfile, Chart, MetalLbPeering, PoolSettings
from model.names import Image, KubernetesName, Line, NodeName, Word, rule
from model.session import Session

_MOST_LEVELS = 48


def _is_flat(value: Any, levels: int = _MOST_LEVELS) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels > 0 and all(_is_flat(each, levels - 1) for each in inner)


HelmValues = Annotated[dict[str, Any], rule(_is_flat, f"has more than {_MOST_LEVELS} levels")]
_NODES = "nodes' names and the IPv4 addresses they peer from, such as worker1: 10.0.0.11"
_POOL = "a list of IPv4 prefixes without host bits, such as [10.100.0.0/24]"
_PEERS = "a list of IPv4 addresses of the routers, such as [1.1.1.2]"


class Cluster(Value):
    """The Kubernetes cluster that peers with the router."""

    kubeconfig: Line | None = Field(
        None, description="Path of the kubeconfig; without one the stack runs the router's side alone"
    )
    context: Line | None = Field(None, description="Context in the kubeconfig; default: its current one")
    nodes: Annotated[dict[NodeName, Address], Expected(_NODES)] = Field(
        min_length=1, description="Every node's name and the address it peers from"
    )
    pod_cidr: Prefix = Field(description="Calico's IP pool")
    service_cidr: Prefix = Field(description="The ClusterIP range")


class Calico(Value):
    """Calico's BGP: one AS for the nodes, and the router addresses they dial."""

    asn: Asn = Field(description="AS of the nodes' Calico speakers")
    peers: Annotated[tuple[Address, ...], Expected(_PEERS)] = Field(
        min_length=1, description="Router addresses Calico dials, one per router"
    )
    session: Session = Field(default_factory=Session, description="What both ends of its sessions are told")
    namespace: KubernetesName = Field(
        "kube-system",
        description="Namespace that calico-node runs in and reads passwords from; the operator's is calico-system",
    )
    log_severity_screen: Literal["Debug", "Info", "Warning", "Error", "Fatal"] = Field(
        "Info", description="BIRD's log level"
    )
    node_to_node_mesh_enabled: Switch = Field(True, description="Whether the nodes peer with each other")
    peering: CalicoPeering = Field(
        default_factory=CalicoPeering, description="How the sessions with the stack's routers are held"
    )
    filters: dict[KubernetesName, Filter] = Field(
        default_factory=dict, description="BGPFilters, by name, for `peering` and `morePeers`"
    )
    more_peers: dict[KubernetesName, CalicoPeer] = Field(
        default_factory=dict, description="Further BGPPeers, by name, to others than the stack's routers"
    )
    route_reflectors: RouteReflectors | None = Field(
        None, description="Nodes that reflect routes to all others, where the mesh is off"
    )


class MetalLb(Value):
    """MetalLB: its AS, the router addresses its speakers dial, and the addresses it hands out."""

    asn: Asn = Field(description="AS of the nodes' MetalLB speakers")
    peers: Annotated[tuple[Address, ...], Expected(_PEERS)] = Field(
        min_length=1, description="Router addresses MetalLB dials, one per router"
    )
    session: Session = Field(default_factory=Session, description="What both ends of its sessions are told")
    pools: dict[KubernetesName, Annotated[tuple[Prefix, ...], Expected(_POOL)]] = Field(
        min_length=1, description="Address pools, by name"
    )
    pool_settings: dict[KubernetesName, PoolSettings] = Field(
        default_factory=dict, description="What pools say beside their addresses, by the pool's name"
    )
    advertisements: dict[KubernetesName, Advertisement] = Field(
        default_factory=dict, description="BGPAdvertisements, by name; default: one that tells every pool to every peer"
    )
    peering: MetalLbPeering = Field(
        default_factory=MetalLbPeering, description="How the sessions with the stack's routers are held"
    )
    bfd_profiles: dict[KubernetesName, BfdProfile] = Field(default_factory=dict, description="BFDProfiles, by name")
    communities: dict[KubernetesName, Community] = Field(
        default_factory=dict, description="Names for communities, for use in advertisements"
    )
    mode: Literal["native", "frr", "frr-k8s"] = Field(
        "native", description="Who speaks BGP: the speaker itself, FRR beside it, or FRR in a DaemonSet of its own"
    )
    namespace: KubernetesName = Field("metallb-system", description="Namespace of the release")
    chart: Chart = Field(default_factory=Chart, description="Where the Helm chart comes from")
    values: HelmValues = Field(default_factory=dict, description="Helm values, passed through over our own")

    def addresses(self) -> int:
        """How many addresses the pools have in all."""
        return sum(prefix.num_addresses for prefixes in self.pools.values() for prefix in prefixes)


class Demo(Value):
    """The demonstration: a web server behind a LoadBalancer address."""

    enabled: Switch = Field(True, description="Whether it is part of the stack")
    name: KubernetesName = Field("nginx", description="Name of the Deployment and the Service")
    namespace: KubernetesName = Field("default", description="Namespace of both")
    image: Image = Field(
        "nginx",
        description="Container image; with `@sha256:` and a digest it is that very image, whatever its tag becomes",
    )
    replicas: Annotated[int, Whole, Field(ge=1, le=100)] = Field(3, description="Number of pods")


class Client(Value):
    """A host beyond the router that can be reached over SSH and has curl; verification asks the service from there."""

    host: Host = Field(description="Name or address of its SSH server")
    port: Port = Field(22, description="TCP port of its SSH server")
    username: Word = Field("root", description="User")
    private_key_file: Line = Field(description="Path of the private key")
    known_hosts: Line = Field(description="OpenSSH known_hosts file that holds its host key")


class Verification(Value):
    """What is measured after every apply."""

    enabled: Switch = Field(True, description="Whether `pulumi up` ends with the checks")
    client: Client | None = Field(None, description="Where the curl checks run from; without it they are not made")
    requests: Annotated[int, Whole, Field(ge=1, le=1000)] = Field(30, description="Requests to the service address")
    wait_seconds: Annotated[int, Whole, Field(ge=0, le=900)] = Field(
        120, description="How long sessions and routes may take to come up before a check counts as failed"
    )
