"""The operator's manifest on a real API server: it is taken as it is, and has the rights of the program."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from apply.journal_file import FOLDER_VARIABLE
from cluster.kubeconfig import sections
from model.router import password_variable
from tests.monitoring.api_alone import ApiAlone, api_alone
from tests.parts import needs
from tests.seed import PROJECT

MANIFEST = PROJECT / "gitops" / "kubernetes.yaml"
RIGHTS = PROJECT / "docs" / "cluster-rights.yaml"
DOCUMENTS: list[dict[str, Any]] = list(yaml.safe_load_all(MANIFEST.read_text()))
ACCOUNT = "system:serviceaccount:bgp-coexist:bgp-coexist"

on_an_api_server = [needs("kube-apiserver"), needs("etcd")]


def of_kind(kind: str) -> dict[str, Any]:
    (found,) = [each for each in DOCUMENTS if each["kind"] == kind]
    return found


SPEC: dict[str, Any] = of_kind("Stack")["spec"]
WORKSPACE: dict[str, Any] = SPEC["workspaceTemplate"]["spec"]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiAlone]:
    with api_alone(tmp_path_factory.mktemp("api")) as made:
        made.kubectl("apply", "--validate=strict", "-f", str(RIGHTS))
        made.kubectl("apply", "-f", str(Path(__file__).with_name("stack_crd.yaml")))
        made.kubectl("wait", "--for=condition=Established", "crd/stacks.pulumi.com", "--timeout=30s")
        made.kubectl("apply", "--validate=strict", "-f", str(MANIFEST))
        yield made


class TestOnAnApiServer:
    pytestmark = on_an_api_server

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"resyncFrequencySecond": 60}, 'unknown field "spec.resyncFrequencySecond"'),
            ({"resyncFrequencySeconds": "1h"}, "spec.resyncFrequencySeconds: Invalid value"),
            ({"stack": None}, "spec.stack: Required value"),
        ],
    )
    def test_a_field_that_the_operator_does_not_have_is_refused(
        self, api: ApiAlone, change: dict[str, Any], said: str
    ) -> None:
        stack = {**of_kind("Stack"), "spec": {**SPEC, **change}}
        stack["metadata"] = {"name": "other", "namespace": "bgp-coexist"}
        words = ["create", "--validate=strict", "--dry-run=server", "-f", "-"]
        assert said in api.kubectl(*words, stdin=json.dumps(stack), check=False).stderr

    def test_its_pod_is_let_in_where_the_strictest_rules_for_pods_hold(self, api: ApiAlone) -> None:
        api.kubectl("label", "namespace", "bgp-coexist", "pod-security.kubernetes.io/enforce=restricted")
        metadata = {"name": "workspace", "namespace": "bgp-coexist"}
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": pod_of_the_workspace()}
        api.kubectl("create", "--validate=strict", "--dry-run=server", "-f", "-", stdin=json.dumps(pod))

    @pytest.mark.parametrize(
        ("asked", "answer"),
        [
            ("create tokenreviews.authentication.k8s.io", "yes"),
            ("create subjectaccessreviews.authorization.k8s.io", "yes"),
            ("patch nodes", "yes"),
            ("create pods --namespace=bgp-coexist", "no"),
            ("patch stacks.pulumi.com --namespace=bgp-coexist", "no"),
            ("escalate clusterroles.rbac.authorization.k8s.io", "no"),
            ("impersonate serviceaccounts", "no"),
        ],
    )
    def test_the_workspace_has_the_programs_rights_and_the_agents(self, api: ApiAlone, asked: str, answer: str) -> None:
        done = api.kubectl("auth", "can-i", *asked.split(), f"--as={ACCOUNT}", check=False)
        assert done.stdout.strip() == answer, done.stderr


def pod_of_the_workspace() -> dict[str, Any]:
    """The pod as the operator makes it with `securityProfile: restricted`, with what the manifest adds."""
    own = WORKSPACE["podTemplate"]["spec"]
    (added,) = own["containers"]
    confined = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}}
    share = [{"name": "share", "mountPath": "/share"}]
    container = {
        "name": "pulumi",
        "image": WORKSPACE["image"],
        "env": WORKSPACE["env"],
        "resources": WORKSPACE["resources"],
        "securityContext": confined,
        "volumeMounts": [*share, *added["volumeMounts"]],
    }
    user = {"runAsNonRoot": True, "runAsUser": 1000, "runAsGroup": 1000, "seccompProfile": {"type": "RuntimeDefault"}}
    return {
        **own,
        "serviceAccountName": SPEC["serviceAccountName"],
        "securityContext": {**user, **own["securityContext"]},
        "containers": [container],
        "volumes": [{"name": "share", "emptyDir": {}}, *own["volumes"]],
    }


def test_what_it_adds_to_the_rights_of_the_program_is_the_agents_role_alone() -> None:
    (binding,) = [each for each in DOCUMENTS if "rbac" in each["apiVersion"]]
    (account,) = [each for each in yaml.safe_load_all(RIGHTS.read_text()) if each["kind"] == "ServiceAccount"]
    assert binding["roleRef"]["name"] == "system:auth-delegator"
    assert binding["subjects"] == [{"kind": "ServiceAccount", **account["metadata"]}]
    assert SPEC["serviceAccountName"] == account["metadata"]["name"]


def test_its_environment_is_what_the_program_reads() -> None:
    assert password_variable("routerPassword") in SPEC["envRefs"]
    assert {each["type"] for each in SPEC["envRefs"].values()} == {"Secret"}
    assert [each["value"] for each in WORKSPACE["env"] if each["name"] == FOLDER_VARIABLE] == ["/journal"]
    mounted = {
        each["name"]: each["mountPath"] for each in WORKSPACE["podTemplate"]["spec"]["containers"][0]["volumeMounts"]
    }
    assert mounted == {"stack": "/stack", "journal": "/journal"}


def test_the_kubeconfig_is_one_for_the_program(tmp_path: Path) -> None:
    (tmp_path / "kubeconfig").write_text(of_kind("ConfigMap")["data"]["kubeconfig"])
    cluster, _ = sections(tmp_path / "kubeconfig", None)
    assert cluster.text("server") == "https://kubernetes.default.svc"


def test_the_image_has_the_engine_and_the_plugins_of_the_toolchain() -> None:
    recipe = (PROJECT / "gitops" / "Containerfile").read_text()
    versions = tomllib.loads((PROJECT / "toolchain" / "versions.toml").read_text())
    assert re.findall(r"^FROM \S+/pulumi:(\S+)-nonroot$", recipe, re.MULTILINE) == [versions["pulumi-cli"]["version"]]
    plugins = dict(re.findall(r"pulumi plugin install resource (\w+) (\S+)", recipe))
    assert plugins == {name: versions[f"pulumi-{name}"]["version"] for name in ("kubernetes", "command")}
