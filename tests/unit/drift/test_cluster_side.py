"""The cluster's drift: only fields that the stack writes are compared, on an API server of canned answers."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cluster.calico_api import served
from cluster.differing import differing
from cluster.written import Written, written
from drift import report
from drift.cluster_side import cluster_found
from drift.found import Found
from tests.api_server import Api, api_server, kubeconfig
from tests.seed import seed_stack

Body = dict[str, Any]
VERSION = "projectcalico.org/v3"
WANTED = {each.title: each for each in written(seed_stack(), VERSION)}


def answered(wanted: Written) -> Body:
    """An object as an API server returns it: with what it and others add."""
    body: Body = copy.deepcopy(dict(wanted.fields))
    metadata = body.setdefault("metadata", {})
    metadata |= {"name": wanted.name, "uid": "x", "generation": 7, "managedFields": [{"manager": "kubectl-edit"}]}
    metadata["annotations"] = {**metadata.get("annotations", {}), "else": "where"}
    if "spec" in body:
        body["spec"]["somebodys"] = {"field": 1}
    return body | {"kind": wanted.kind, "status": {"conditions": []}}


@pytest.fixture
def api() -> Iterator[Api]:
    """A cluster that has everything as the stack wants it."""
    with api_server() as server:
        server.on(f"/apis/{VERSION}", {}).on("/apis/apiregistration.k8s.io/v1/apiservices/v3.projectcalico.org", {})
        for each in WANTED.values():
            server.on(each.path, answered(each))
        yield server


def look(api: Api, folder: Path) -> Found:
    served.cache_clear()
    return cluster_found(seed_stack(), kubeconfig(folder, api.server))


def change(api: Api, title: str, spoil: Callable[[Body], object]) -> None:
    body = answered(WANTED[title])
    spoil(body)
    api.on(WANTED[title].path, body)


def test_the_objects_of_a_stack_have_their_paths() -> None:
    assert {title: each.path for title, each in WANTED.items()} == {
        "BGPConfiguration default": "/apis/projectcalico.org/v3/bgpconfigurations/default",
        "BGPPeer bgppeer-csr1000v": "/apis/projectcalico.org/v3/bgppeers/bgppeer-csr1000v",
        "Namespace metallb-system": "/api/v1/namespaces/metallb-system",
        "IPAddressPool metallb-system/default": "/apis/metallb.io/v1beta1/namespaces/metallb-system/ipaddresspools/"
        "default",
        "BGPAdvertisement metallb-system/default": "/apis/metallb.io/v1beta1/namespaces/metallb-system/"
        "bgpadvertisements/default",
        "BGPPeer metallb-system/csr1000v": "/apis/metallb.io/v1beta2/namespaces/metallb-system/bgppeers/csr1000v",
        "Deployment default/nginx": "/apis/apps/v1/namespaces/default/deployments/nginx",
        "Service default/nginx": "/api/v1/namespaces/default/services/nginx",
    }


def test_what_others_add_is_no_drift_and_nothing_is_written(api: Api, tmp_path: Path) -> None:
    found = look(api, tmp_path)
    assert report.text(found) == "no drift; looked at cluster (8 objects)"
    assert found.exit_code == 0
    assert {line.split()[0] for line in api.asked} == {"GET"}


def test_each_field_that_differs_is_said_with_both_values(api: Api, tmp_path: Path) -> None:
    change(api, "BGPPeer bgppeer-csr1000v", lambda body: body["spec"].update(asNumber=65009))
    change(api, "BGPConfiguration default", lambda body: body["spec"].pop("nodeToNodeMeshEnabled"))
    change(api, "IPAddressPool metallb-system/default", lambda body: body["spec"].update(addresses=["10.1.0.0/24"]))
    change(api, "Service default/nginx", lambda body: body["spec"]["ports"].append({"port": 443}))
    api.on(WANTED["BGPAdvertisement metallb-system/default"].path, {"reason": "NotFound"}, 404)
    found = look(api, tmp_path)
    assert found.exit_code == 1
    assert report.text(found).splitlines() == [
        "cluster: BGPConfiguration default",
        "  spec.nodeToNodeMeshEnabled: wanted true, is not there",
        "cluster: BGPPeer bgppeer-csr1000v",
        "  spec.asNumber: wanted 65000, is 65009",
        "cluster: IPAddressPool metallb-system/default",
        '  spec.addresses[0]: wanted "10.100.0.0/24", is "10.1.0.0/24"',
        "cluster: BGPAdvertisement metallb-system/default",
        "  is not there",
        "cluster: Service default/nginx",
        '  spec.ports: wanted [{"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}], is '
        '[{"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}, {"port": 443}]',
        "drift in 5 objects; looked at cluster (8 objects)",
    ]


def test_a_refused_object_is_not_looked_at_and_the_others_are(api: Api, tmp_path: Path) -> None:
    api.on(WANTED["Service default/nginx"].path, {"message": "no"}, 403)
    found = look(api, tmp_path)
    assert found.exit_code == 2
    assert report.text(found).splitlines() == [
        "not looked at: cluster, Service default/nginx: 403 Forbidden",
        "no drift; looked at cluster (7 objects)",
    ]


def test_a_cluster_that_does_not_answer_is_no_drift(tmp_path: Path) -> None:
    with api_server() as gone:
        pass
    found = look(gone, tmp_path)
    assert (found.exit_code, found.looked_at) == (2, {})
    assert report.text(found).startswith("not looked at: cluster: Calico: no answer from http://127.0.0.1:")


def test_a_key_with_dots_is_told_from_a_path() -> None:
    (each,) = differing({"metadata": {"labels": {"a.b/c": "1"}}}, {"metadata": {"labels": {}}})
    assert each.field == "metadata.labels[a.b/c]"
