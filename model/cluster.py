"""The cluster's side of the intent: its nodes, Calico, MetalLB and the demonstration service."""

from typing import Annotated, Any, Literal

from pydantic import Field

from model.base import Address, Asn, KubernetesName, Port, Prefix, Value, Whole


class Cluster(Value):
    """The Kubernetes cluster that peers with the router."""

    kubeconfig: str | None = Field(
        None, description="Path of the kubeconfig; without one the stack runs the router's side alone"
    )
    context: str | None = Field(None, description="Context in the kubeconfig; default: its current one")
    nodes: dict[str, Address] = Field(min_length=1, description="Every node's name and the address it peers from")
    pod_cidr: Prefix = Field(description="Calico's IP pool")
    service_cidr: Prefix = Field(description="The ClusterIP range")


class Calico(Value):
    """Calico's BGP: one AS for the nodes, and the router addresses they dial."""

    asn: Asn = Field(description="AS of the nodes' Calico speakers")
    peers: tuple[Address, ...] = Field(min_length=1, description="Router addresses Calico dials, one per router")
    log_severity_screen: Literal["Debug", "Info", "Warning", "Error", "Fatal"] = Field(
        "Info", description="BIRD's log level"
    )
    node_to_node_mesh_enabled: bool = Field(True, description="Whether the nodes peer with each other")


class Chart(Value):
    """Where MetalLB's Helm chart comes from: a directory, or a repository and version."""

    path: str | None = Field(None, description="Directory or .tgz of the chart, relative to the project; for air gaps")
    repository: str = Field("https://metallb.github.io/metallb", description="Helm repository")
    version: str = Field("0.15.2", description="Chart version")


class MetalLb(Value):
    """MetalLB: its AS, the router addresses its speakers dial, and the addresses it hands out."""

    asn: Asn = Field(description="AS of the nodes' MetalLB speakers")
    peers: tuple[Address, ...] = Field(min_length=1, description="Router addresses MetalLB dials, one per router")
    pools: dict[KubernetesName, tuple[Prefix, ...]] = Field(min_length=1, description="Address pools, by name")
    namespace: KubernetesName = Field("metallb-system", description="Namespace of the release")
    chart: Chart = Field(default_factory=Chart, description="Where the Helm chart comes from")
    values: dict[str, Any] = Field(default_factory=dict, description="Helm values, passed through over our own")


class Demo(Value):
    """The demonstration: a web server behind a LoadBalancer address."""

    enabled: bool = Field(True, description="Whether it is part of the stack")
    name: KubernetesName = Field("nginx", description="Name of the Deployment and the Service")
    namespace: KubernetesName = Field("default", description="Namespace of both")
    image: str = Field("nginx", description="Container image")
    replicas: Annotated[int, Whole, Field(ge=1, le=100)] = Field(3, description="Number of pods")


class Client(Value):
    """A host beyond the router that can be reached over SSH and has curl; verification asks the service from there."""

    host: str = Field(min_length=1, description="Name or address of its SSH server")
    port: Port = Field(22, description="TCP port of its SSH server")
    username: str = Field("root", description="User")
    private_key_file: str = Field(description="Path of the private key")
    known_hosts: str = Field(description="OpenSSH known_hosts file that holds its host key")


class Verification(Value):
    """What is measured after every apply."""

    enabled: bool = Field(True, description="Whether `pulumi up` ends with the checks")
    client: Client | None = Field(None, description="Where the curl checks run from; without it they are not made")
    requests: Annotated[int, Whole, Field(ge=1, le=1000)] = Field(30, description="Requests to the service address")
    wait_seconds: Annotated[int, Whole, Field(ge=0, le=900)] = Field(
        120, description="How long sessions and routes may take to come up before a check counts as failed"
    )
