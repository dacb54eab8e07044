"""MetalLB's resources: the release, a wait until it accepts objects, and the objects."""

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_command as command

from cluster import metallb, session_secret
from components.calico_bgp import TAKE_FIELDS
from components.configuration import Configuration
from components.interpreter import module
from components.kubernetes_object import HelmRelease, KubernetesObject, SecretObject
from model.cluster import Cluster
from model.prefix_lists import limits_services
from model.stack import Stack

_RELEASE_SECONDS = 300


class MetalLb(pulumi.ComponentResource):
    """Namespace, Helm release, and MetalLB's objects: pools, advertisements, what those name, and, by `dial`, peers.

    Args:
        configuration: The configuration, with the sessions' passwords.
        reached: The resources that everything depends on.
        after: The families of the routers that are changed first; the pools depend on them only where a router accepts
            their addresses by a prefix list.
        opts: The component's options, with the cluster's provider.
        name: The component's name.
    """

    def __init__(
        self,
        configuration: Configuration,
        reached: Sequence[pulumi.Resource],
        after: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions,
        name: str = "metallb",
    ) -> None:
        super().__init__("bgp-coexist:components:MetalLb", name, None, opts)
        stack = configuration.stack
        self._intent = intent = stack.metallb
        labelled = {"metadata": {"name": intent.namespace, "labels": metallb.NAMESPACE_LABELS}}
        namespace = KubernetesObject("metallb-namespace", "v1", "Namespace", labelled, opts=self._after(*reached))
        self.release = self._release(namespace)
        self.revision: pulumi.Output[Any] = self.release.status.apply(lambda status: status.get("revision"))
        gate = self._gate(stack.cluster, namespace)
        accepted = after if limits_services(stack) else ()
        pools = self._objects("pool", metallb.pool_specs(intent), [gate, *accepted], metallb.pool_labels(intent))
        secrets = self._secrets(configuration.passwords, namespace)
        # Profiles before the peers that name them, and the communities' names before the advertisements.
        profiles = self._objects("bfd", metallb.bfd_profile_specs(intent), [gate, *secrets])
        self._before = [gate, *secrets, *profiles]
        self.resources: list[pulumi.Resource] = [*pools, *secrets, *profiles]
        # Where Calico announces the pools, MetalLB only assigns their addresses.
        if stack.announcer() == "metallb":
            names = self._objects("community", metallb.community_specs(intent), [gate])
            specs = metallb.advertisement_specs(intent)
            self.resources += [*names, *self._objects("advertisement", specs, [gate, *pools, *names])]
        self.register_outputs({"namespace": intent.namespace})

    def dial(self, stack: Stack, router: str, after: Sequence[pulumi.Resource]) -> None:
        """Make the peers for a router, after everything in `after`."""
        self.resources += self._objects("peer", metallb.router_peer_specs(stack, router), [*self._before, *after])

    def _release(self, namespace: pulumi.Resource) -> HelmRelease:
        source = metallb.chart_source(self._intent)
        repository = source.pop("repo", None)
        fields = {
            **source,
            **({"repositoryOpts": {"repo": repository}} if repository else {}),
            "name": metallb.RELEASE,
            "namespace": self._intent.namespace,
            "values": metallb.release_values(self._intent),
            # A failed install is rolled back instead of blocking the next one.
            "atomic": True,
            "timeout": _RELEASE_SECONDS,
        }
        return HelmRelease("metallb-release", fields, opts=self._after(namespace))

    def _gate(self, cluster: Cluster, namespace: KubernetesObject) -> command.local.Command:
        argv = [*module("verify.gate"), "--kubeconfig", str(cluster.kubeconfig)]
        argv += ["--context", cluster.context] if cluster.context else []
        return command.local.Command(
            "metallb-gate",
            create=shlex.join([*argv, "--namespace", self._intent.namespace]),
            # A new release begins with revision 1 again, in a new namespace.
            triggers=[
                self.revision,
                namespace.metadata.apply(lambda metadata: metadata.get("uid")),
            ],
            logging=command.local.Logging.STDERR,
            opts=self._after(self.release),
        )

    def _secrets(
        self, passwords: Mapping[str, pulumi.Output[str]], namespace: pulumi.Resource
    ) -> list[pulumi.Resource]:
        """The Secret with the sessions' password, of the type that MetalLB reads."""
        key = self._intent.session.password_key
        if not key:
            return []
        named = {"name": session_secret.SECRET, "namespace": self._intent.namespace}
        fields = {"metadata": named, "type": "kubernetes.io/basic-auth"}
        entries = {session_secret.ENTRY: passwords[key]}
        return [SecretObject("metallb-session", fields, entries, opts=self._after(namespace))]

    def _objects(
        self,
        word: str,
        specs: Mapping[str, Mapping[str, Any]],
        after: Sequence[pulumi.Resource],
        labels: Mapping[str, Mapping[str, str]] | None = None,
    ) -> list[pulumi.Resource]:
        """The objects of one kind, each with its labels, if it has some."""
        kind, version = metallb.KINDS[word]
        common = {"namespace": self._intent.namespace, "annotations": TAKE_FIELDS}
        own = {name: {"labels": of_one} for name, of_one in (labels or {}).items()}
        return [
            KubernetesObject(
                f"metallb-{word}-{name}",
                version,
                kind,
                {"metadata": {"name": name, **common, **own.get(name, {})}, "spec": spec},
                # Without pools MetalLB takes every address back, also those that Calico assigns from now on. With the
                # release its controller and the definitions of these objects go at once.
                opts=self._after(*after, gone_with=self.release if word == "pool" else None),
            )
            for name, spec in specs.items()
        ]

    def _after(self, *resources: pulumi.Resource, gone_with: pulumi.Resource | None = None) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, depends_on=list(resources), deleted_with=gone_with)
