"""Everything in the cluster, in the order the graph needs it."""

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
        reached: The routers have let us in: with a wrong password nothing is touched in the cluster either.
        after: The routers' families: both speakers dial only when the router's filters are in place, and on destroy
            both have hung up before the router forgets them.
    """

    def __init__(
        self, configuration: Configuration, reached: Sequence[pulumi.Resource], after: Sequence[pulumi.Resource]
    ) -> None:
        stack, passwords = configuration.stack, configuration.passwords
        provider = k8s.Provider(
            "cluster",
            # A path, never the contents: previews print a provider's inputs.
            kubeconfig=stack.cluster.kubeconfig,
            context=stack.cluster.context,
            # Otherwise a changed server address in the kubeconfig would replace the provider and every object.
            cluster_identifier=pulumi.get_stack(),
            # A new password is put into its Secret; replaced, the speakers would for a moment find none.
            enable_secret_mutable=True,
        )
        opts = pulumi.ResourceOptions(provider=provider)
        calico = CalicoBgp("calico", stack, passwords, reached, after, opts)
        metallb = MetalLb("metallb", stack, passwords, reached, after, opts)
        self.resources = [*calico.resources, *metallb.resources]
        counted: list[pulumi.Resource] = [*metallb.resources]
        self.address: pulumi.Output[str] | None = None
        if stack.demo.enabled:
            demo = DemoService("demo", stack.demo, reached, metallb.resources, opts)
            self.resources += demo.resources
            counted += demo.resources
            self.address = demo.address
        self.changes = [*calico.changes, *map(generation, counted)]
        self.changes.append(metallb.release.status.apply(lambda status: status.revision))
