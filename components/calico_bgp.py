"""Calico's side: the nodes' AS, and the router addresses they dial."""

from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_kubernetes as k8s

from components.generation import generation
from model.cluster import Cluster
from model.stack import Stack
from providers.bgp_configuration import BgpConfiguration
from render import calico

# Fields somebody else has set are ours from now on; without it a second `kubectl edit` would fail the next preview.
TAKE_FIELDS = {"pulumi.com/patchForce": "true"}


class CalicoBgp(pulumi.ComponentResource):
    """BGPConfiguration `default` and one BGPPeer for each router.

    Args:
        name: Prefix of the resources' names.
        stack: The whole intent.
        after: What is there first: the routers' families, so that a session finds its filter in place.
        opts: The component's options, with the cluster's provider.
    """

    def __init__(self, name: str, stack: Stack, after: Sequence[pulumi.Resource], opts: pulumi.ResourceOptions) -> None:
        super().__init__("bgp-coexist:components:CalicoBgp", name, None, opts)
        configuration = BgpConfiguration(
            f"{name}-configuration",
            {**_cluster(stack.cluster), "name": "default", "spec": calico.bgp_configuration_spec(stack.calico)},
            pulumi.ResourceOptions(parent=self, depends_on=after),
        )
        peers = [
            k8s.apiextensions.CustomResource(
                f"{name}-{peer}",
                api_version=calico.API_VERSION,
                kind="BGPPeer",
                metadata={"name": peer, "annotations": TAKE_FIELDS},
                spec=spec,
                # The AS first: a router refuses a node that opens with Calico's default one.
                opts=pulumi.ResourceOptions(parent=self, depends_on=[*after, configuration]),
            )
            for peer, spec in calico.bgp_peer_specs(stack).items()
        ]
        self.resources: list[pulumi.Resource] = [configuration, *peers]
        self.changes: list[pulumi.Output[Any]] = [configuration.changed_at, *map(generation, peers)]
        self.register_outputs({"peers": list(calico.bgp_peer_specs(stack))})


def _cluster(cluster: Cluster) -> dict[str, Any]:
    """Which cluster, as far as it is said."""
    return {"kubeconfig": cluster.kubeconfig} | ({"context": cluster.context} if cluster.context else {})
