"""MetalLB: the release, a gate until it takes objects, and its objects."""

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_command as command
import pulumi_kubernetes as k8s

from components.calico_bgp import TAKE_FIELDS
from components.interpreter import interpreter
from model.cluster import Cluster
from model.cluster import MetalLb as MetalLbIntent
from model.stack import Stack
from render import metallb

_RELEASE_SECONDS = 300
# MetalLB's speaker is on the host's network, which the restricted profile forbids.
_PRIVILEGED = {f"pod-security.kubernetes.io/{mode}": "privileged" for mode in ("enforce", "audit", "warn")}


class MetalLb(pulumi.ComponentResource):
    """Namespace, Helm release, IPAddressPool, BGPPeer and BGPAdvertisement.

    Args:
        name: Prefix of the resources' names.
        stack: The whole intent.
        reached: What is there before anything else.
        after: What is there before a speaker dials: the routers' families. The release itself does not wait for them.
        opts: The component's options, with the cluster's provider.
    """

    def __init__(
        self,
        name: str,
        stack: Stack,
        reached: Sequence[pulumi.Resource],
        after: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions,
    ) -> None:
        super().__init__("bgp-coexist:components:MetalLb", name, None, opts)
        self._name = name
        self._intent = stack.metallb
        namespace = self._namespace(reached)
        self.release = self._release(namespace)
        gate = self._gate(stack.cluster, namespace)
        self.pools = [
            self._object("pool", pool, "IPAddressPool", metallb.POOL_VERSION, spec, [gate])
            for pool, spec in metallb.pool_specs(self._intent).items()
        ]
        peers = [
            self._object("peer", peer, "BGPPeer", metallb.PEER_VERSION, spec, [gate, *after])
            for peer, spec in metallb.bgp_peer_specs(stack).items()
        ]
        spec = metallb.advertisement_spec(self._intent)
        advertisement = self._object(
            "advertisement", "default", "BGPAdvertisement", metallb.ADVERTISEMENT_VERSION, spec, [gate, *self.pools]
        )
        self.resources: list[pulumi.Resource] = [*self.pools, *peers, advertisement]
        self.register_outputs({"namespace": self._intent.namespace})

    def _namespace(self, reached: Sequence[pulumi.Resource]) -> k8s.core.v1.Namespace:
        return k8s.core.v1.Namespace(
            f"{self._name}-namespace",
            metadata={"name": self._intent.namespace, "labels": _PRIVILEGED},
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(reached)),
        )

    def _release(self, namespace: k8s.core.v1.Namespace) -> k8s.helm.v3.Release:
        return k8s.helm.v3.Release(
            f"{self._name}-release",
            **_chart(self._intent),
            name="metallb",
            namespace=self._intent.namespace,
            values=metallb.release_values(self._intent),
            # A failed install takes itself back instead of blocking the next one.
            atomic=True,
            timeout=_RELEASE_SECONDS,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[namespace]),
        )

    def _gate(self, cluster: Cluster, namespace: k8s.core.v1.Namespace) -> command.local.Command:
        argv = [interpreter(), "-m", "verify.gate", "--kubeconfig", str(cluster.kubeconfig)]
        argv += ["--context", cluster.context] if cluster.context else []
        return command.local.Command(
            f"{self._name}-gate",
            create=shlex.join([*argv, "--namespace", self._intent.namespace]),
            # A release made anew begins with revision 1 again, in a namespace made anew.
            triggers=[
                self.release.status.apply(lambda status: status.revision),
                namespace.metadata.apply(lambda metadata: metadata.uid),
            ],
            logging=command.local.Logging.STDERR,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.release]),
        )

    def _object(
        self,
        role: str,
        name: str,
        kind: str,
        version: str,
        spec: Mapping[str, Any],
        after: Sequence[pulumi.Resource],
    ) -> k8s.apiextensions.CustomResource:
        return k8s.apiextensions.CustomResource(
            f"{self._name}-{role}-{name}",
            api_version=version,
            kind=kind,
            metadata={"name": name, "namespace": self._intent.namespace, "annotations": TAKE_FIELDS},
            spec=spec,
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
        )


def _chart(intent: MetalLbIntent) -> dict[str, Any]:
    if intent.chart.path:
        return {"chart": intent.chart.path}
    options = k8s.helm.v3.RepositoryOptsArgs(repo=intent.chart.repository)
    return {"chart": "metallb", "version": intent.chart.version, "repository_opts": options}
