"""A program of another project: the router first, then both speakers, which dial it."""

from pathlib import Path
from typing import Any

import pulumi
import yaml

NETWORK: dict[str, Any] = yaml.safe_load(Path("network.yaml").read_text())


class Component(pulumi.ComponentResource):
    """A component of the package; what `pulumi package add` generates has a class for each."""

    version: pulumi.Output[str]

    def __init__(self, kind: str, name: str, after: list[pulumi.Resource]) -> None:
        props = {"network": NETWORK, "version": None}
        opts = pulumi.ResourceOptions(depends_on=after)
        super().__init__(f"bgp-coexist:components:{kind}", name, props, opts, remote=True)


edge = Component("Router", "edge", after=[])  # as the router is named in the network
if "kubeconfig" in NETWORK["cluster"]:
    Component("CalicoBgp", "calico", after=[edge])
    Component("MetalLb", "metallb", after=[edge])
pulumi.export("routerVersion", edge.version)
