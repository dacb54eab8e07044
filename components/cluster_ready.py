"""The cluster's readiness before anything is changed: Calico's API answers, and Helm accepts operations."""

import pulumi

from cluster import helm_release
from cluster.calico_api import AGGREGATED, STORED, served
from cluster.metallb import RELEASE
from model.stack import Stack
from printable import printable


def check(stack: Stack) -> None:
    """Check that Calico's API answers and MetalLB's release is in no operation; log an API other than the usual one.

    Raises:
        ClusterError: The API does not answer, or an operation on the release is unfinished.
    """
    kubeconfig, context = str(stack.cluster.kubeconfig), stack.cluster.context
    found = served(kubeconfig, context)
    if found != AGGREGATED:
        log = pulumi.log.warn if found == STORED else pulumi.log.info
        log(printable(f"Calico's objects are written as {found.api_version}, {found.how}"))
    helm_release.check(kubeconfig, context, stack.metallb.namespace, RELEASE)
