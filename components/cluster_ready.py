"""What the cluster must be ready for before anything is touched: Calico's API answers, and Helm takes operations."""

import pulumi

from cluster import helm_release
from cluster.calico_api import AGGREGATED, STORED, served
from cluster.metallb import RELEASE
from model.stack import Stack
from printable import printable


def check(stack: Stack) -> None:
    """Calico's API and MetalLB's release can be worked on; which API it is is said where it is not the usual one.

    Raises:
        ClusterError: An API that does not answer, or a release left in the middle of an operation.
    """
    kubeconfig, context = str(stack.cluster.kubeconfig), stack.cluster.context
    found = served(kubeconfig, context)
    if found != AGGREGATED:
        say = pulumi.log.warn if found == STORED else pulumi.log.info
        say(printable(f"Calico's objects are written as {found.api_version}, {found.how}"))
    helm_release.check(kubeconfig, context, stack.metallb.namespace, RELEASE)
