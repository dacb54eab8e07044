"""The node's label in the cluster is set and taken away, but never that of others; its pods are told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cluster.client import client_for
from drain.node import LABEL, MARK, ClusterNode
from errors import ClusterError
from tests.api_server import Api, api_server, kubeconfig

PATH = "/api/v1/nodes/worker3"


@pytest.fixture
def api() -> Iterator[Api]:
    with api_server() as server:
        server.on(PATH, {}, method="PATCH")
        yield server


def node(api: Api, tmp_path: Path) -> ClusterNode:
    return ClusterNode(client_for(kubeconfig(tmp_path, api.server), None), "worker3")


def labelled(api: Api, *labels: str, marked: bool = False) -> None:
    metadata = {"labels": dict.fromkeys(labels, ""), "annotations": {MARK: "true"} if marked else {}}
    api.on(PATH, {"metadata": metadata})


@pytest.mark.parametrize(("labels", "asked"), [((), ["GET", "PATCH"]), ((LABEL,), ["GET"])])
def test_a_label_that_is_there_is_not_made_its_own(
    api: Api, tmp_path: Path, labels: tuple[str, ...], asked: list[str]
) -> None:
    labelled(api, *labels)
    node(api, tmp_path).exclude()
    assert [line.split()[0] for line in api.asked] == asked


@pytest.mark.parametrize(
    ("labels", "marked", "included", "asked"),
    [
        ((LABEL,), True, True, ["GET", "PATCH"]),
        ((LABEL,), False, False, ["GET", "GET"]),
        ((), False, True, ["GET"] * 2),
    ],
)
def test_only_a_label_of_its_own_is_taken_away(
    api: Api, tmp_path: Path, labels: tuple[str, ...], marked: bool, included: bool, asked: list[str]
) -> None:
    labelled(api, *labels, marked=marked)
    assert node(api, tmp_path).include() is included
    assert [line.split()[0] for line in api.asked] == asked


def test_pods_that_would_be_cut_off_are_told(api: Api, tmp_path: Path) -> None:
    def pod(name: str, owner: str, phase: str = "Running", host: bool = False) -> dict[str, Any]:
        owners = [{"kind": owner}]
        metadata = {"name": name, "namespace": "default", "ownerReferences": owners}
        return {"metadata": metadata, "spec": {"hostNetwork": host}, "status": {"phase": phase}}

    pods = [
        pod("web", "ReplicaSet"),
        pod("log", "DaemonSet"),
        pod("job", "Job", "Succeeded"),
        pod("net", "X", host=True),
    ]
    api.on("/api/v1/pods", {"items": pods})
    assert node(api, tmp_path).pods() == ("default/web",)
    assert api.asked == ["GET /api/v1/pods?fieldSelector=spec.nodeName%3Dworker3"]


def test_a_refusal_names_what_was_asked(api: Api, tmp_path: Path) -> None:
    api.on(PATH, {"message": "no"}, status=403)
    with pytest.raises(ClusterError, match=r"node worker3: GET: 403 Forbidden"):
        node(api, tmp_path).exclude()
