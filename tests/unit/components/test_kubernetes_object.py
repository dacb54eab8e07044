"""What is registered without the SDK's classes is what they register, and what the provider answers is there."""

import asyncio
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_kubernetes as k8s
import pytest
from google.protobuf.json_format import MessageToDict
from pulumi.runtime import mocks
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.stack import run_pulumi_func

from components.generation import generation
from components.kubernetes_object import HelmRelease, KubernetesObject, SecretObject

NAMED = {"name": "example", "namespace": "default", "labels": {"app": "nginx"}}
ENTRIES = {"password": "hidden-value"}
RULE = {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}
ROLE = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "example"}
READER = {"kind": "ServiceAccount", "name": "calico-node", "namespace": "default"}
CHART: dict[str, Any] = {
    "chart": "metallb",
    "version": "0.15.2",
    "name": "metallb",
    "namespace": "default",
    "values": {"frr": {}},
}
REPOSITORY = "https://metallb.github.io/metallb"
RIGHTS = "rbac.authorization.k8s.io/v1"
CALICO = "projectcalico.org/v3"
OPTS = pulumi.ResourceOptions()
# By the resource's name: ours, and the SDK's.
PAIRS: dict[str, tuple[Any, Any]] = {
    "namespace": (
        lambda name: KubernetesObject(name, "v1", "Namespace", {"metadata": NAMED}, OPTS),
        lambda name: k8s.core.v1.Namespace(name, metadata=NAMED),
    ),
    "node": (
        lambda name: KubernetesObject(name, "v1", "Node", {"metadata": NAMED}, OPTS, patch=True),
        lambda name: k8s.core.v1.NodePatch(name, metadata=NAMED),
    ),
    "deployment": (
        lambda name: KubernetesObject(name, "apps/v1", "Deployment", {"metadata": NAMED, "spec": {}}, OPTS),
        lambda name: k8s.apps.v1.Deployment(name, metadata=NAMED, spec={}),
    ),
    "secret": (
        lambda name: SecretObject(name, {"metadata": NAMED, "type": "Opaque"}, ENTRIES, OPTS),
        lambda name: k8s.core.v1.Secret(name, metadata=NAMED, type="Opaque", string_data=ENTRIES),
    ),
    "role": (
        lambda name: KubernetesObject(name, RIGHTS, "Role", {"metadata": NAMED, "rules": [RULE]}, OPTS),
        lambda name: k8s.rbac.v1.Role(name, metadata=NAMED, rules=[RULE]),
    ),
    "binding": (
        lambda name: KubernetesObject(
            name, RIGHTS, "RoleBinding", {"metadata": NAMED, "roleRef": ROLE, "subjects": [READER]}, OPTS
        ),
        lambda name: k8s.rbac.v1.RoleBinding(name, metadata=NAMED, role_ref=ROLE, subjects=[READER]),
    ),
    "peer": (
        lambda name: KubernetesObject(name, CALICO, "BGPPeer", {"metadata": NAMED, "spec": {"asNumber": 65000}}, OPTS),
        lambda name: k8s.apiextensions.CustomResource(name, CALICO, "BGPPeer", {"asNumber": 65000}, NAMED),
    ),
    "release": (
        lambda name: HelmRelease(
            name, {**CHART, "repositoryOpts": {"repo": REPOSITORY}, "atomic": True, "timeout": 300}, OPTS
        ),
        lambda name: k8s.helm.v3.Release(
            name, **CHART, repository_opts=k8s.helm.v3.RepositoryOptsArgs(repo=REPOSITORY), atomic=True, timeout=300
        ),
    ),
}
ANSWERED = {"metadata": {"uid": "u-1", "generation": 2.0}, "status": {"revision": 3.0}}


class Unasked(mocks.Mocks):
    """The engine below answers itself."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        raise NotImplementedError(args.typ)

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], None]:
        raise NotImplementedError(args.token)


class Engine(mocks.MockMonitor):
    """Keeps what is registered, and answers as after it was made."""

    def __init__(self) -> None:
        super().__init__(Unasked())
        self.seen: list[tuple[str, Any, list[str]]] = []

    def RegisterResource(self, request: Any) -> resource_pb2.RegisterResourceResponse:  # noqa: N802 - the engine's name
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.custom:
            self.seen.append((request.type, MessageToDict(request.object), sorted(request.additionalSecretOutputs)))
        request.object.update(ANSWERED)
        return resource_pb2.RegisterResourceResponse(urn=urn, id=request.name, object=request.object)


def registered(program: Callable[[], Any]) -> list[tuple[str, Any, list[str]]]:
    """What a program registers: types, inputs, and the outputs that are secret."""
    engine = Engine()

    async def run() -> None:
        # What Pulumi keeps of a program ends with this task.
        mocks.set_mocks(Unasked(), "project", "dev", preview=False, monitor=engine)

        async def whole() -> None:
            program()

        await run_pulumi_func(whole)

    asyncio.run(run())
    return engine.seen


@pytest.mark.parametrize("kind", PAIRS)
def test_an_object_is_registered_as_the_sdk_registers_it(kind: str) -> None:
    ours, theirs = PAIRS[kind]
    assert registered(lambda: ours(kind)) == registered(lambda: theirs(kind))


def test_the_program_has_what_the_provider_answers() -> None:
    found: list[Any] = []

    def program() -> None:
        namespace, release = PAIRS["namespace"][0]("namespace"), PAIRS["release"][0]("release")
        wanted = (generation(namespace), namespace.metadata["uid"], release.status["revision"])
        pulumi.Output.all(*wanted).apply(found.extend)

    registered(program)
    assert found == ["u-1 2", "u-1", 3]
