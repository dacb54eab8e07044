"""A cluster that cannot be reached is one clear error, before anything is touched."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from components.preconditions import _differences, api_answers, cluster_is_ready
from errors import ClusterError
from model.cluster import Cluster
from tests.api_server import Api, api_server, kubeconfig
from tests.closed_port import closed_port
from tests.seed import seed_stack

LAB = "\n  hint: is the lab up? `make lab-up`; for a cluster of your own give its kubeconfig's path"


@pytest.fixture
def api() -> Iterator[Api]:
    with api_server() as server:
        yield server


def cluster(path: object, **more: Any) -> Cluster:
    values = {"kubeconfig": str(path), "nodes": {"a": "10.0.0.1"}, "podCidr": "192.168.0.0/16"}
    return Cluster.model_validate({**values, "serviceCidr": "10.96.0.0/14", **more})


def refusal(described: Cluster) -> str:
    with pytest.raises(ClusterError) as caught:
        api_answers(described)
    return str(caught.value)


def test_a_server_that_answers_will_do(api: Api, tmp_path: Path) -> None:
    api_answers(cluster(kubeconfig(tmp_path, api.on("/readyz", "ok").server)))
    assert api.asked == ["GET /readyz"]


def test_a_server_that_lets_nobody_in_answers_too(api: Api, tmp_path: Path) -> None:
    api_answers(cluster(kubeconfig(tmp_path, api.on("/readyz", {}, status=401).server)))


def test_a_server_behind_a_path_is_asked_there(api: Api, tmp_path: Path) -> None:
    api_answers(cluster(kubeconfig(tmp_path, api.server + "/k8s/clusters/c-1/")))
    assert api.asked == ["GET /k8s/clusters/c-1/readyz"]


def test_a_server_that_is_not_ready_is_named(api: Api, tmp_path: Path) -> None:
    path = kubeconfig(tmp_path, api.on("/readyz", {}, status=500).server)
    assert refusal(cluster(path)) == f"cluster.kubeconfig: '{path}': {api.server} is not ready: it answers 500{LAB}"


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none"
    assert refusal(cluster(path)) == f"cluster.kubeconfig: '{path}': there is no such file{LAB}"


def test_a_server_that_is_away_is_named(tmp_path: Path) -> None:
    server = f"https://127.0.0.1:{closed_port()}"
    path = kubeconfig(tmp_path, server)
    assert refusal(cluster(path)) == f"cluster.kubeconfig: '{path}': no answer from {server}: connection refused{LAB}"


def test_a_server_without_tls_where_tls_is_expected_is_named(api: Api, tmp_path: Path) -> None:
    path = kubeconfig(tmp_path, api.server.replace("http:", "https:"))
    assert refusal(cluster(path)).startswith(
        f"cluster.kubeconfig: '{path}': no answer from {api.server.replace('http:', 'https:')}: [ssl"
    )


def test_a_context_that_is_not_there_is_named_with_those_that_are(api: Api, tmp_path: Path) -> None:
    path = kubeconfig(tmp_path, api.server)
    assert refusal(cluster(path, context="prod")) == (
        f"cluster.context: 'prod': '{path}' has no such context\n  hint: it has here"
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "the file is empty"),
        ("- a list", "it is a list, not an object"),
        ("{unbalanced", "line 2, column 1: did not find expected ',' or '}'"),
        ("contexts: []", "it has no contexts"),
    ],
)
def test_a_file_that_is_something_else_is_named(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "kubeconfig"
    path.write_text(content)
    assert refusal(cluster(path)) == f"cluster.kubeconfig: '{path}': is not a kubeconfig: {why}"


def test_a_cluster_without_a_server_is_named(api: Api, tmp_path: Path) -> None:
    path = Path(kubeconfig(tmp_path, api.server))
    content = yaml.safe_load(path.read_text())
    content["clusters"][0]["name"] = "elsewhere"
    path.write_text(yaml.safe_dump(content))
    assert refusal(cluster(path)) == (f"cluster.kubeconfig: '{path}': cluster 'here' of context 'here' has no server")


def test_a_server_is_asked_through_the_kubeconfigs_proxy(api: Api, tmp_path: Path) -> None:
    path = Path(kubeconfig(tmp_path, "http://192.0.2.1:6443"))
    content = yaml.safe_load(path.read_text())
    content["clusters"][0]["cluster"]["proxy-url"] = api.server
    path.write_text(yaml.safe_dump(content))
    api_answers(cluster(path))
    assert api.asked == ["GET http://192.0.2.1:6443/readyz"]


def test_all_that_is_asked_beforehand_takes_one_run_of_an_exec_program(api: Api, tmp_path: Path) -> None:
    file, runs = Path(kubeconfig(tmp_path, api.on("/readyz", "ok").server)), tmp_path / "runs"
    kind = {"apiVersion": "client.authentication.k8s.io/v1"}
    token = json.dumps({**kind, "kind": "ExecCredential", "status": {"token": "t"}})
    content = yaml.safe_load(file.read_text())
    script = f"echo run >> {runs}; echo '{token}'"
    content["users"][0]["user"] = {"exec": {**kind, "command": "sh", "args": ["-c", script]}}
    file.write_text(yaml.safe_dump(content))
    stack = seed_stack().model_copy(update={"cluster": cluster(file)})
    api_answers(stack.cluster)
    cluster_is_ready(stack)
    _differences(stack)
    assert len(api.asked) > 10
    assert runs.read_text().split() == ["run"]
