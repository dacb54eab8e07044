"""The exporter's manifest: its rights are what the checks ask and nothing more, and its parts fit the program."""

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

from cluster.kubeconfig import sections
from model.router import password_variable
from tests.api_server import api_server, kubeconfig
from tests.closed_port import closed_port
from tests.exporter_process import exporter_of, project_file
from tests.seed import PROJECT, seed_stack, seed_values
from tests.unit.verify.sources import PlainClient, PlainRouter
from verify.catalog import checks_of
from verify.cluster import ApiCluster
from verify.runner import run
from verify.sources import Sources

MANIFEST = PROJECT / "monitoring" / "kubernetes.yaml"
DOCUMENTS: list[dict[str, Any]] = list(yaml.safe_load_all(MANIFEST.read_text()))
ACCOUNT = {"kind": "ServiceAccount", "name": "bgp-coexist-exporter", "namespace": "bgp-coexist"}
CLUSTER_WIDE = "*"
# What Calico serves, with its API server and without. Everybody may ask for that, and who may not know how it is
# registered does without.
V3, STORED = "/apis/projectcalico.org/v3", "/apis/crd.projectcalico.org/v1"
WITHOUT_RIGHT = (V3, STORED, "/apis/apiregistration.k8s.io/v1/apiservices/v3.projectcalico.org")
# Asked for only with `session.bfd`.
BFD = ("metallb-system", "metallb.io", "bfdprofiles", "list")


def of_kind(*kinds: str) -> list[dict[str, Any]]:
    return [each for each in DOCUMENTS if each["kind"] in kinds]


def rights() -> set[tuple[str, str, str, str]]:
    """Everything that its roles allow: namespace, group, resource, verb."""
    return {
        (role["metadata"].get("namespace", CLUSTER_WIDE), group, resource, verb)
        for role in of_kind("ClusterRole", "Role")
        for rule in role["rules"]
        for group in rule["apiGroups"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }


def right_of(request: str) -> tuple[str, str, str, str]:
    """The right that a request to list something needs."""
    found = re.fullmatch(r"GET /(?:api|apis/([^/]+))/v\w+(?:/namespaces/([^/]+))?/(\w+)(?:\?.*)?", request)
    assert found, request
    return (found[2] or CLUSTER_WIDE, found[1] or "", found[3], "list")


def asked_with(folder: Path, served: str) -> set[tuple[str, str, str, str]]:
    """The rights that the checks of a stack need where Calico serves this."""
    stack = seed_stack()
    assert stack.demo.enabled
    folder.mkdir()
    with api_server() as api:
        cluster = ApiCluster(kubeconfig(folder, api.on(served, {}).server))
        run(checks_of(stack), Sources({"csr1000v": PlainRouter()}, cluster, PlainClient()))
        return {right_of(request) for request in api.asked if request.removeprefix("GET ") not in WITHOUT_RIGHT}


def test_the_rights_are_what_the_checks_of_a_stack_ask_for_and_no_others(tmp_path: Path) -> None:
    assert asked_with(tmp_path / "v3", V3) | asked_with(tmp_path / "stored", STORED) | {BFD} == rights()


def test_nothing_can_be_written_and_no_secret_read() -> None:
    assert {verb for _, _, _, verb in rights()} == {"list"}
    assert "secrets" not in {resource for _, _, resource, _ in rights()}


def test_every_right_is_one_of_the_documented_role_for_checks() -> None:
    documents = yaml.safe_load_all((PROJECT / "docs" / "cluster-rights.yaml").read_text())
    (role,) = [each for each in documents if each["kind"] == "ClusterRole" and "checks" in each["metadata"]["name"]]
    allowed = {
        (group, resource, verb)
        for rule in role["rules"]
        for group in rule["apiGroups"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }
    assert {right[1:] for right in rights()} <= allowed


def test_each_role_is_bound_to_the_exporter_alone_and_the_pod_is_it() -> None:
    roles = {(each["kind"], each["metadata"]["name"]) for each in of_kind("ClusterRole", "Role")}
    bindings = of_kind("ClusterRoleBinding", "RoleBinding")
    assert {(each["roleRef"]["kind"], each["roleRef"]["name"]) for each in bindings} == roles
    assert [each["subjects"] for each in bindings] == [[ACCOUNT]] * 3
    (deployment,) = of_kind("Deployment")
    assert deployment["spec"]["template"]["spec"]["serviceAccountName"] == ACCOUNT["name"]


def copied(image: Path) -> None:
    """Copy what the image has of the repository."""
    for line in re.findall(r"^COPY (.*)$", (PROJECT / "monitoring" / "Containerfile").read_text(), re.MULTILINE):
        *names, _ = line.split()
        for name in names:
            source = PROJECT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, image / name)


def test_the_image_has_all_that_the_containers_command_needs(tmp_path: Path) -> None:
    copied(tmp_path)
    (tmp_path / "stack").mkdir()
    values = seed_values()
    values["cluster"]["kubeconfig"] = kubeconfig(tmp_path / "stack", f"http://127.0.0.1:{closed_port()}")
    values["routers"]["csr1000v"]["port"] = closed_port()
    del values["verification"]["client"]
    project_file(tmp_path / "stack", values, "prod")
    (deployment,) = of_kind("Deployment")
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    told = {"/stack": str(tmp_path / "stack"), "0.0.0.0:9180": "127.0.0.1:0"}
    words = [told.get(word, word) for word in container["args"]]
    with exporter_of([sys.executable, "-m", "cli", *words], tmp_path, {"PYTHONPATH": str(tmp_path)}) as running:
        assert set(running.values("check_could_not_look", "who", "where", "what").values()) == {1}
        assert running.answers() == 0
    assert [entry["name"] for entry in container["env"]] == [password_variable("routerPassword")]


def test_the_kubeconfig_is_one_for_the_program_and_its_token_is_read_anew(tmp_path: Path) -> None:
    (config,) = of_kind("ConfigMap")
    (tmp_path / "kubeconfig").write_text(config["data"]["kubeconfig"])
    cluster, user = sections(tmp_path / "kubeconfig", None)
    assert cluster.text("server") == "https://kubernetes.default.svc"
    assert user.text("tokenFile").startswith("/var/run/secrets/kubernetes.io/serviceaccount/")
