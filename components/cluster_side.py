"""The resources in the cluster, with their dependencies."""

from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi_kubernetes.provider import Provider

from components.calico_bgp import CalicoBgp
from components.configuration import Configuration
from components.demo_service import DemoService
from components.generation import generation
from components.metallb import MetalLb
from model.stack import Stack


def cluster_provider(name: str, stack: Stack) -> Provider:
    """The provider of the stack's cluster, which has a kubeconfig."""
    return Provider(
        name,
        # A path, never the contents: previews print a provider's inputs.
        kubeconfig=stack.cluster.kubeconfig,
        context=stack.cluster.context,
        # Otherwise a changed server address in the kubeconfig would replace the provider and every object.
        cluster_identifier=pulumi.get_stack(),
        # A new password updates its Secret; a replacement would leave the speakers without one for a moment.
        enable_secret_mutable=True,
    )


class ClusterSide:
    """Calico's peers, MetalLB where the topology has it, and the demonstration, through one explicit provider.

    Args:
        configuration: The whole configuration; its stack has a kubeconfig.
        reached: The routers' logins: with a wrong password nothing is changed in the cluster either.
        after: The families of the routers that are changed first: the nodes have another AS only after that.
    """

    def __init__(
        self, configuration: Configuration, reached: Sequence[pulumi.Resource], after: Sequence[pulumi.Resource]
    ) -> None:
        self._stack = stack = configuration.stack
        self._opts = pulumi.ResourceOptions(provider=cluster_provider("cluster", stack))
        self._reached = reached
        self._calico = CalicoBgp(configuration, reached, after, self._opts)
        self._metallb = MetalLb(configuration, reached, after, self._opts) if stack.assigner() == "metallb" else None
        self._demo: DemoService | None = None

    def dial(self, routers: Sequence[str], after: Sequence[pulumi.Resource]) -> None:
        """Make the peers for routers, after everything in `after`, their families; after the first ones the service.

        Speakers dial after the router's filters exist, and destroy ends their sessions before it removes the router's
        neighbors.
        """
        for router in routers:
            self._calico.dial(self._stack, router, after)
            if self._metallb:
                self._metallb.dial(self._stack, router, after)
        if self._stack.demo.enabled and not self._demo:
            pools = self._metallb.resources if self._metallb else self._calico.pools
            self._demo = DemoService(self._stack, self._reached, pools, self._opts)

    @property
    def address(self) -> pulumi.Output[str] | None:
        """The demonstration service's address."""
        return self._demo.address if self._demo else None

    @property
    def resources(self) -> list[pulumi.Resource]:
        """Everything that was made so far."""
        return [*self._calico.resources, *self._others]

    @property
    def changes(self) -> list[pulumi.Output[Any]]:
        """Values that change with every change of these."""
        changes = [*self._calico.changes, *map(generation, self._others)]
        return [*changes, self._metallb.revision] if self._metallb else changes

    @property
    def _others(self) -> list[pulumi.Resource]:
        """MetalLB's and the demonstration's resources."""
        return [each for part in (self._metallb, self._demo) if part for each in part.resources]
