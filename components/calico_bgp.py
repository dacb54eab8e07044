"""Calico's resources: the nodes' AS, pools of services' addresses, filters, route reflectors, and peers."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from cluster import calico, session_secret
from cluster.calico_api import served
from cluster.spec_fields import without_none
from components.configuration import Configuration
from components.generation import generation
from components.kubernetes_object import KubernetesObject, SecretObject
from model.stack import Stack
from providers.bgp_configuration import BgpConfiguration

# The stack takes over fields with another manager; without it a second `kubectl edit` would fail the next preview.
TAKE_FIELDS = {"pulumi.com/patchForce": "true"}
_RIGHTS = "rbac.authorization.k8s.io"


class CalicoBgp(pulumi.ComponentResource):
    """BGPConfiguration `default`, IPPools for services, BGPFilters, route reflectors, BGPPeers.

    The BGPPeers for a router are made by `dial`.

    Args:
        configuration: The configuration, with the sessions' passwords.
        reached: The resources that everything depends on.
        after: The resources before the nodes' AS: the families of the routers that are changed first.
        opts: The component's options, with the cluster's provider.
        name: The component's name.
    """

    def __init__(
        self,
        configuration: Configuration,
        reached: Sequence[pulumi.Resource],
        after: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions,
        name: str = "calico",
    ) -> None:
        super().__init__("bgp-coexist:components:CalicoBgp", name, None, opts)
        stack = configuration.stack
        # Without a context it is the file's current one.
        cluster = {"kubeconfig": stack.cluster.kubeconfig, "context": stack.cluster.context or None}
        self._api_version = served(str(stack.cluster.kubeconfig), stack.cluster.context).api_version
        first = pulumi.ResourceOptions(parent=self, depends_on=after)
        asn = BgpConfiguration(
            "calico-configuration",
            {**without_none(cluster), "name": "default", "spec": calico.bgp_configuration_spec(stack)},
            first,
        )
        # Addresses are assigned as soon as there are pools, so these wait for no router.
        self.pools = self._objects(
            "calico-pool", "IPPool", calico.pool_specs(stack), self._after(reached), calico.POOL_LABELS
        )
        filters = self._objects("calico-filter", "BGPFilter", calico.bgp_filter_specs(stack.calico), first)
        reflectors = self._reflectors(stack, first)
        secrets = self._secrets(stack, configuration.passwords, reached)
        # The AS first: a router refuses a node with Calico's default AS. Filters before the peers that name them.
        self._before: list[pulumi.Resource] = [*after, asn, *filters, *reflectors, *secrets]
        others = self._objects("calico", "BGPPeer", calico.other_peer_specs(stack), self._after(self._before))
        self.resources: list[pulumi.Resource] = [asn, *self.pools, *filters, *reflectors, *secrets, *others]
        counted = [*self.pools, *filters, *secrets, *others]
        self.changes: list[pulumi.Output[Any]] = [asn.changed_at, *map(generation, counted)]
        self.register_outputs({"peers": list(calico.bgp_peer_specs(stack))})

    def dial(self, stack: Stack, router: str, after: Sequence[pulumi.Resource]) -> None:
        """Make the peers for a router, after everything in `after`: its filters exist before a session."""
        specs = calico.router_peer_specs(stack, router)
        peers = self._objects("calico", "BGPPeer", specs, self._after([*self._before, *after]))
        self.resources += peers
        self.changes += map(generation, peers)

    def _after(self, resources: Sequence[pulumi.Resource]) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, depends_on=list(resources))

    def _secrets(
        self, stack: Stack, passwords: Mapping[str, pulumi.Output[str]], reached: Sequence[pulumi.Resource]
    ) -> list[pulumi.Resource]:
        """The Secret with the sessions' password, and the Role by which calico-node reads it."""
        key, namespace = stack.calico.session.password_key, stack.calico.namespace
        if not key:
            return []
        first = pulumi.ResourceOptions(parent=self, depends_on=list(reached))
        metadata = {"name": session_secret.SECRET, "namespace": namespace}
        secret = SecretObject(
            "calico-session", {"metadata": metadata}, {session_secret.ENTRY: passwords[key]}, opts=first
        )
        rules = {"metadata": metadata, "rules": [calico.SECRET_RULE]}
        role = KubernetesObject("calico-session-role", f"{_RIGHTS}/v1", "Role", rules, opts=first)
        reader = {
            "metadata": metadata,
            "roleRef": {"apiGroup": _RIGHTS, "kind": "Role", "name": session_secret.SECRET},
            "subjects": [{"kind": "ServiceAccount", "name": "calico-node", "namespace": namespace}],
        }
        binding = KubernetesObject("calico-session-binding", f"{_RIGHTS}/v1", "RoleBinding", reader, opts=first)
        return [secret, role, binding]

    def _reflectors(self, stack: Stack, opts: pulumi.ResourceOptions) -> list[pulumi.Resource]:
        """The annotations of the route reflectors' nodes; destroy removes the annotation, and the node stays."""
        return [
            KubernetesObject(
                f"calico-reflector-{node}",
                "v1",
                "Node",
                {"metadata": {"name": node, "annotations": {**TAKE_FIELDS, **annotations}}},
                opts=opts,
                patch=True,
            )
            for node, annotations in calico.reflector_annotations(stack.calico).items()
        ]

    def _objects(
        self,
        prefix: str,
        kind: str,
        specs: Mapping[str, dict[str, Any]],
        opts: pulumi.ResourceOptions,
        labels: Mapping[str, str] | None = None,
    ) -> list[pulumi.Resource]:
        return [
            KubernetesObject(
                f"{prefix}-{name}",
                self._api_version,
                kind,
                {
                    "metadata": {
                        "name": name,
                        "annotations": TAKE_FIELDS,
                        **({"labels": dict(labels)} if labels else {}),
                    },
                    "spec": spec,
                },
                opts=opts,
            )
            for name, spec in specs.items()
        ]
