"""The node's label in the cluster is set and taken away, but never that of others; its pods are told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cluster.client import client_for
from cluster.metallb import DRAINED
from drain.node import EXCLUDED, ClusterNode
from errors import ClusterError
from tests.api_server import Api, api_server, kubeconfig

LABEL = EXCLUDED[0]
PATH = "/api/v1/nodes/worker3"


@pytest.fixture
def api() -> Iterator[Api]:
    with api_server() as server:
        server.on(PATH, {}, method="PATCH")
        yield server


def node(api: Api, tmp_path: Path) -> ClusterNode:
    return ClusterNode(client_for(kubeconfig(tmp_path, api.server), None), "worker3")


def patched(api: Api, metadata: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The metadata after the patches since (RFC 7386), which the server has from now on."""
    for patch in api.bodies:
        for field, values in patch["metadata"].items():
            kept = {**metadata[field], **values}
            metadata = {**metadata, field: {key: value for key, value in kept.items() if value is not None}}
    api.bodies.clear()
    api.on(PATH, {"metadata": metadata})
    return metadata


@pytest.mark.parametrize("former", [{}, {LABEL: ""}, {LABEL: "true"}])
def test_both_speakers_see_it_and_the_node_is_as_before_in_the_end(
    api: Api, tmp_path: Path, former: dict[str, str]
) -> None:
    before = patched(api, {"labels": {"other": "label", **former}, "annotations": {"other": "note"}})
    worker = node(api, tmp_path)
    worker.exclude()
    excluded = patched(api, before)
    assert excluded["labels"] == {"other": "label", LABEL: "true", DRAINED: ""}
    worker.exclude()
    assert api.bodies == []
    worker.include()
    assert patched(api, excluded) == before
    worker.include()
    assert api.bodies == []


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
