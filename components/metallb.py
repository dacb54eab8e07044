"""MetalLB's resources: the release, a wait until it accepts objects, and the objects."""

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_command as command
import pulumi_kubernetes as k8s

from cluster import metallb, session_secret
from components.calico_bgp import TAKE_FIELDS
from components.interpreter import interpreter
from model.cluster import Cluster
from model.cluster import MetalLb as MetalLbIntent
from model.stack import Stack

_RELEASE_SECONDS = 300
# MetalLB's speaker is on the host's network, which the restricted profile forbids.
_PRIVILEGED = {f"pod-security.kubernetes.io/{mode}": "privileged" for mode in ("enforce", "audit", "warn")}


class MetalLb(pulumi.ComponentResource):
    """Namespace, Helm release, and MetalLB's objects: pools, peers, advertisements and the objects that those name.

    Args:
        name: Prefix of the resources' names.
        stack: The stack.
        passwords: The sessions' passwords, as secrets, by configuration key.
        reached: The resources that everything depends on.
        after: The resources before the peers: the routers' families. The release does not depend on them.
        opts: The component's options, with the cluster's provider.
    """

    def __init__(
        self,
        name: str,
        stack: Stack,
        passwords: Mapping[str, pulumi.Output[str]],
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
        self.pools = self._pools(gate)
        secrets = self._secrets(passwords, namespace)
        peers = self._peers(stack, [gate, *secrets], after)
        # Where Calico announces the pools, MetalLB only assigns their addresses.
        advertisements = self._advertisements(gate) if stack.announcer() == "metallb" else []
        self.resources: list[pulumi.Resource] = [*self.pools, *secrets, *peers, *advertisements]
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
            name=metallb.RELEASE,
            namespace=self._intent.namespace,
            values=metallb.release_values(self._intent),
            # A failed install is rolled back instead of blocking the next one.
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
            # A new release begins with revision 1 again, in a new namespace.
            triggers=[
                self.release.status.apply(lambda status: status.revision),
                namespace.metadata.apply(lambda metadata: metadata.uid),
            ],
            logging=command.local.Logging.STDERR,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.release]),
        )

    def _secrets(
        self, passwords: Mapping[str, pulumi.Output[str]], namespace: pulumi.Resource
    ) -> list[pulumi.Resource]:
        """The Secret with the sessions' password, of the type that MetalLB reads."""
        key = self._intent.session.password_key
        if not key:
            return []
        secret = k8s.core.v1.Secret(
            f"{self._name}-session",
            metadata={"name": session_secret.SECRET, "namespace": self._intent.namespace},
            type="kubernetes.io/basic-auth",
            string_data={session_secret.ENTRY: passwords[key]},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[namespace]),
        )
        return [secret]

    def _pools(self, gate: pulumi.Resource) -> list[pulumi.Resource]:
        labels = metallb.pool_labels(self._intent)
        return [
            self._object("pool", pool, "IPAddressPool", metallb.POOL_VERSION, spec, [gate], labels.get(pool))
            for pool, spec in metallb.pool_specs(self._intent).items()
        ]

    def _peers(
        self, stack: Stack, before: Sequence[pulumi.Resource], after: Sequence[pulumi.Resource]
    ) -> Sequence[pulumi.Resource]:
        """The BGPPeers and, before them, the BFDProfiles that they name."""
        profiles = [
            self._object("bfd", profile, "BFDProfile", metallb.BFD_VERSION, spec, before)
            for profile, spec in metallb.bfd_profile_specs(self._intent).items()
        ]
        peers = [
            self._object("peer", peer, "BGPPeer", metallb.PEER_VERSION, spec, [*before, *profiles, *after])
            for peer, spec in metallb.bgp_peer_specs(stack).items()
        ]
        return [*profiles, *peers]

    def _advertisements(self, gate: pulumi.Resource) -> Sequence[pulumi.Resource]:
        """The BGPAdvertisements and, before them, the Community object with the names that they use."""
        names = []
        if self._intent.communities:
            spec = metallb.community_spec(self._intent)
            names = [self._object("community", "names", "Community", metallb.COMMUNITY_VERSION, spec, [gate])]
        version, before = metallb.ADVERTISEMENT_VERSION, [gate, *self.pools, *names]
        return [
            *names,
            *(
                self._object("advertisement", name, "BGPAdvertisement", version, spec, before)
                for name, spec in metallb.advertisement_specs(self._intent).items()
            ),
        ]

    def _object(
        self,
        role: str,
        name: str,
        kind: str,
        version: str,
        spec: Mapping[str, Any],
        after: Sequence[pulumi.Resource],
        labels: Mapping[str, str] | None = None,
    ) -> k8s.apiextensions.CustomResource:
        metadata = {"name": name, "namespace": self._intent.namespace, "annotations": TAKE_FIELDS}
        return k8s.apiextensions.CustomResource(
            f"{self._name}-{role}-{name}",
            api_version=version,
            kind=kind,
            metadata=metadata | ({"labels": dict(labels)} if labels else {}),
            spec=spec,
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
        )


def _chart(intent: MetalLbIntent) -> dict[str, Any]:
    source = dict(metallb.chart_source(intent))
    repository = source.pop("repo", None)
    return source | ({"repository_opts": k8s.helm.v3.RepositoryOptsArgs(repo=repository)} if repository else {})
