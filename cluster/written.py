"""The objects that a stack writes into its cluster, each with the fields that it writes, to compare with what is there.

Left out: what Helm makes of MetalLB's release, and the contents of the sessions' Secrets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cluster import calico, demo_service, metallb, session_secret
from model.stack import Stack

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """One object.

    Attributes:
        api_version, kind, name: Which it is.
        fields: Those of its fields that the stack writes.
        namespace: Its namespace; "": it is in none.
    """

    api_version: str
    kind: str
    name: str
    fields: Fields = field(default_factory=dict)
    namespace: str = ""

    @property
    def title(self) -> str:
        """`BGPPeer bgppeer-csr1000v`, with the namespace where it has one."""
        return f"{self.kind} {self.namespace + '/' if self.namespace else ''}{self.name}"

    @property
    def path(self) -> str:
        """Its path below the API server's URL."""
        root = "/apis" if "/" in self.api_version else "/api"
        place = f"namespaces/{self.namespace}/" if self.namespace else ""
        return f"{root}/{self.api_version}/{place}{_plural(self.kind)}/{self.name}"


def _plural(kind: str) -> str:
    lower = kind.lower()
    return f"{lower[:-1]}ies" if lower.endswith("y") else f"{lower}s"


def written(stack: Stack, calico_version: str) -> list[Written]:
    """The objects of a stack that has a cluster, in the order in which they are made.

    Args:
        stack: The stack.
        calico_version: The `apiVersion` of Calico's objects in this cluster.
    """
    objects = [*_calico(stack, calico_version)]
    if stack.assigner() == "metallb":
        objects += _metallb(stack)
    return objects + ([*_demo(stack)] if stack.demo.enabled else [])


def _calico(stack: Stack, version: str) -> Iterator[Written]:
    yield Written(version, "BGPConfiguration", "default", {"spec": calico.bgp_configuration_spec(stack)})
    labels = {"metadata": {"labels": calico.POOL_LABELS}}
    yield from (
        Written(version, "IPPool", name, {**labels, **fields}) for name, fields in _specs(calico.pool_specs(stack))
    )
    yield from (Written(version, "BGPFilter", *each) for each in _specs(calico.bgp_filter_specs(stack.calico)))
    for node, annotations in calico.reflector_annotations(stack.calico).items():
        yield Written("v1", "Node", node, {"metadata": {"annotations": annotations}})
    if stack.calico.session.password_key:
        namespace = stack.calico.namespace
        yield Written("v1", "Secret", session_secret.SECRET, {}, namespace)
        role = {"rules": [calico.SECRET_RULE]}
        yield Written("rbac.authorization.k8s.io/v1", "Role", session_secret.SECRET, role, namespace)
        yield Written("rbac.authorization.k8s.io/v1", "RoleBinding", session_secret.SECRET, {}, namespace)
    yield from (Written(version, "BGPPeer", *each) for each in _specs(calico.bgp_peer_specs(stack)))


def _metallb(stack: Stack) -> Iterator[Written]:
    described = stack.metallb
    namespace = described.namespace
    yield Written("v1", "Namespace", namespace, {"metadata": {"labels": metallb.NAMESPACE_LABELS}})
    if described.session.password_key:
        yield Written("v1", "Secret", session_secret.SECRET, {"type": "kubernetes.io/basic-auth"}, namespace)
    for word, specs in _metallb_specs(stack).items():
        kind, version = metallb.KINDS[word]
        labels = metallb.pool_labels(described) if word == "pool" else {}
        for name, fields in _specs(specs):
            own = {"metadata": {"labels": labels[name]}} if name in labels else {}
            yield Written(version, kind, name, {**own, **fields}, namespace)


def _metallb_specs(stack: Stack) -> dict[str, dict[str, dict[str, Any]]]:
    """The specs by the word of their kind and by name; where Calico announces the pools, nothing that announces."""
    described = stack.metallb
    announcing = {
        "community": metallb.community_specs(described),
        "advertisement": metallb.advertisement_specs(described),
    }
    return {
        "pool": metallb.pool_specs(described),
        "bfd": metallb.bfd_profile_specs(described),
        **(announcing if stack.announcer() == "metallb" else {}),
        "peer": metallb.bgp_peer_specs(stack),
    }


def _demo(stack: Stack) -> Iterator[Written]:
    demo = stack.demo
    metadata = {"labels": demo_service.labels(demo)}
    deployment = {"metadata": metadata, "spec": demo_service.deployment_spec(demo)}
    yield Written("apps/v1", "Deployment", demo.name, deployment, demo.namespace)
    service = metadata | {"annotations": demo_service.service_annotations(stack)}
    yield Written(
        "v1", "Service", demo.name, {"metadata": service, "spec": demo_service.service_spec(demo)}, demo.namespace
    )


def _specs(specs: Mapping[str, Fields]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each object's name, and its spec as a field."""
    return ((name, {"spec": spec}) for name, spec in specs.items())
