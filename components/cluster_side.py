"""The resources in the cluster, with their dependencies."""

from collections.abc import Sequence

import pulumi
import pulumi_kubernetes as k8s

from components.calico_bgp import CalicoBgp
from components.configuration import Configuration
from components.demo_service import DemoService
from components.generation import generation
from components.metallb import MetalLb


class ClusterSide:
    """Calico's peers, MetalLB and the demonstration, through one explicit provider.

    Args:
        configuration: The whole configuration; its stack has a kubeconfig.
        reached: The routers' logins: with a wrong password nothing is changed in the cluster either.
        after: The routers' families: speakers dial after the router's filters exist, and destroy ends their sessions
            before it removes the router's neighbors.
    """

    def __init__(
        self, configuration: Configuration, reached: Sequence[pulumi.Resource], after: Sequence[pulumi.Resource]
    ) -> None:
        stack = configuration.stack
        provider = k8s.Provider(
            "cluster",
            # A path, never the contents: previews print a provider's inputs.
            kubeconfig=stack.cluster.kubeconfig,
            context=stack.cluster.context,
            # Otherwise a changed server address in the kubeconfig would replace the provider and every object.
            cluster_identifier=pulumi.get_stack(),
            # A new password updates its Secret; a replacement would leave the speakers without one for a moment.
            enable_secret_mutable=True,
        )
        opts = pulumi.ResourceOptions(provider=provider)
        calico = CalicoBgp(configuration, reached, after, opts)
        metallb = MetalLb(configuration, reached, after, opts)
        self.resources = [*calico.resources, *metallb.resources]
        counted: list[pulumi.Resource] = [*metallb.resources]
        self.address: pulumi.Output[str] | None = None
        if stack.demo.enabled:
            demo = DemoService(stack.demo, reached, metallb.resources, opts)
            self.resources += demo.resources
            counted += demo.resources
            self.address = demo.address
        self.changes = [*calico.changes, *map(generation, counted)]
        self.changes.append(metallb.release.status.apply(lambda status: status.revision))
