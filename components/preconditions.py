"""The checks before anything is changed: secrets, the cluster, and the files that the configuration names."""

import os
from collections.abc import Iterator
from pathlib import Path

import pulumi

from cluster import helm_release, reading
from cluster.calico_api import AGGREGATED, STORED, served
from cluster.client import UnansweredError, shared_client
from cluster.kubeconfig import LAB, fault
from cluster.metallb import RELEASE
from components.known_hosts import host_key
from errors import ClusterError, IntentError, Problem, listed
from model.checks import hints_of
from model.cluster import Cluster
from model.lab_secrets import lab_secret_problems
from model.stack import Stack
from preflight import cluster_fit
from preflight.passphrase import passphrase_in
from printable import printable

_LAB = "is the lab up? `make lab-up`"
_READY_SECONDS = 3


def check(stack: Stack) -> None:
    """Check the secrets and, for a stack with a cluster, its API, its objects and the files; log the hints.

    Raises:
        ClusterError: The cluster cannot be reached.
        IntentError: The secrets would be public, a file is missing, or the cluster differs from the stack.
    """
    # A file with the salt of one of the lab's stacks can be opened only with the lab's passphrase.
    if problems := list(lab_secret_problems(stack, salt=None, passphrase=passphrase_in(os.environ))):
        raise IntentError(problems)
    for hint in listed(hints_of(stack)):
        pulumi.log.info(hint.strip())
    if not stack.cluster.kubeconfig:
        return
    api_answers(stack.cluster)
    cluster_is_ready(stack)
    if problems := [*_missing(stack), *_differences(stack)]:
        raise IntentError(problems)


def api_answers(cluster: Cluster) -> None:
    """Check that the kubeconfig is valid and its API server ready; the credentials are not checked.

    Raises:
        ClusterError: The kubeconfig cannot be used, or the API server does not answer.
    """
    path = Path(cluster.kubeconfig or "").expanduser()
    api = shared_client(str(path), cluster.context)
    try:
        status = api.status("/readyz", _READY_SECONDS)
    except UnansweredError as error:
        raise fault(path, f"no answer from {api.server}: {error}", LAB) from None
    if status >= 500:
        raise fault(path, f"{api.server} is not ready: it answers {status}", LAB)


def cluster_is_ready(stack: Stack) -> None:
    """Check that Calico's API answers and MetalLB's release is in no operation; log an API other than the usual one.

    Raises:
        ClusterError: The API does not answer, or an operation on the release is unfinished.
    """
    kubeconfig, context = str(stack.cluster.kubeconfig), stack.cluster.context
    found = served(kubeconfig, context)
    if found != AGGREGATED:
        log = pulumi.log.warn if found == STORED else pulumi.log.info
        log(printable(f"Calico's objects are written as {found.api_version}, {found.how}"))
    if stack.assigner() == "metallb":
        helm_release.check(kubeconfig, context, stack.metallb.namespace, RELEASE)


def _differences(stack: Stack) -> list[Problem]:
    """The problems of the stack with the running cluster; hints, and what could not be read, are logged."""
    path = str(Path(stack.cluster.kubeconfig or "").expanduser())
    try:
        facts = reading.facts(path, stack.cluster.context, stack.assigner())
    except ClusterError as error:
        pulumi.log.info(f"the cluster was not compared with the configuration: {error}")
        return []
    for unread in facts.unread:
        pulumi.log.info(printable(f"not compared with the configuration: {unread}"))
    for hint in cluster_fit.hints_of(stack, facts):
        pulumi.log.info(str(hint))
    return cluster_fit.problems_of(stack, facts)


def _missing(stack: Stack) -> Iterator[Problem]:
    chart = stack.metallb.chart.path
    if chart and stack.assigner() == "metallb" and not Path(chart).exists():
        yield Problem("metallb.chart.path", "there is no such chart", _LAB, code="FILE01", found=chart)
    client = stack.verification.client
    if client and stack.verification.enabled:
        where = "verification.client"
        if not Path(client.private_key_file).expanduser().is_file():
            found = client.private_key_file
            yield Problem(f"{where}.privateKeyFile", "there is no such file", _LAB, code="FILE02", found=found)
        try:
            host_key(client.known_hosts, client.host, client.port, f"{where}.knownHosts")
        except IntentError as error:
            yield from error.problems
