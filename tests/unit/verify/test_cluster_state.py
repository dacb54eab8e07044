"""What is read from the cluster's API beside nodes, blocks and services."""

from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest

from cluster import calico_api
from tests.api_server import Api, api_server, kubeconfig
from tests.seed import seed_stack
from verify.cluster import ApiCluster
from verify.sources import NodeState, ObjectFault

METALLB = "/apis/metallb.io/{}/namespaces/metallb-system/{}"
SPEC = {"myASN": 65001, "peerASN": 65000, "peerAddress": "10.0.0.254", "peerPort": 179}


@pytest.fixture
def api() -> Iterator[Api]:
    with api_server() as server:
        yield server


@pytest.fixture
def cluster(api: Api, tmp_path: Path) -> ApiCluster:
    calico_api.served.cache_clear()
    return ApiCluster(kubeconfig(tmp_path, api.server))


def listed(*items: dict[str, Any]) -> dict[str, Any]:
    return {"items": list(items)}


def ready(status: str) -> dict[str, Any]:
    return {"conditions": [{"type": "Ready", "status": status}]}


def test_a_node_without_a_report_is_not_ready(api: Api, cluster: ApiCluster) -> None:
    nodes = [
        {"metadata": {"name": name, "labels": {"a": "b"}}, "status": ready(status)}
        for name, status in (("worker1", "True"), ("worker2", "Unknown"))
    ]
    api.on("/api/v1/nodes", listed(*nodes))
    assert cluster.node_states() == {"worker1": NodeState(True, {"a": "b"}), "worker2": NodeState(False, {"a": "b"})}


def test_pods_are_known_by_their_node(api: Api, cluster: ApiCluster) -> None:
    pods = [
        {"metadata": {"name": "a"}, "spec": {"nodeName": "worker1"}, "status": ready("True")},
        {"metadata": {"name": "b"}, "spec": {"nodeName": "worker2"}, "status": ready("False")},
        {
            "metadata": {"name": "c", "deletionTimestamp": "now"},
            "spec": {"nodeName": "worker3"},
            "status": ready("True"),
        },
        {"metadata": {"name": "d"}},
    ]
    api.on("/api/v1/namespaces/metallb-system/pods", listed(*pods))
    found = cluster.metallb_pods("metallb-system", "speaker")
    assert found == {"worker1": True, "worker2": False, "worker3": False, "d": False}


def test_the_addresses_of_services_of_all_namespaces_count(api: Api, cluster: ApiCluster) -> None:
    status = {"loadBalancer": {"ingress": [{"ip": "10.100.0.0"}]}}
    api.on("/api/v1/services", listed({"metadata": {"name": "a"}, "status": status}, {"metadata": {"name": "b"}}))
    assert cluster.service_addresses() == (IPv4Address("10.100.0.0"),)


def test_a_node_announces_a_service_to_a_peer(api: Api, cluster: ApiCluster) -> None:
    statuses = [
        {
            "metadata": {"name": str(number)},
            "status": {"node": node, "serviceName": name, "serviceNamespace": "default", "peers": peers},
        }
        for number, (node, name, peers) in enumerate(
            [("worker1", "nginx", ["csr1000v"]), ("worker2", "nginx", []), ("worker3", "other", ["csr1000v"])]
        )
    ]
    api.on(METALLB.format("v1beta1", "servicebgpstatuses"), listed(*statuses))
    assert cluster.announcing("metallb-system", ("default", "nginx")) == frozenset({"worker1"})


@pytest.mark.parametrize("status", [403, 404])
def test_what_is_not_there_or_may_not_be_read_is_not_known(api: Api, cluster: ApiCluster, status: int) -> None:
    for kind in ("servicebgpstatuses", "configurationstates"):
        api.on(METALLB.format("v1beta1", kind), {"message": "no"}, status)
    assert cluster.announcing("metallb-system", ("default", "nginx")) is None
    assert cluster.invalid_states("metallb-system") is None


def test_a_configuration_that_is_not_used_is_named(api: Api, cluster: ApiCluster) -> None:
    states = [
        {"metadata": {"name": "controller"}, "status": {"result": "Valid"}},
        {"metadata": {"name": "speaker-worker3"}, "status": {"result": "Invalid", "errorSummary": "reload failed"}},
    ]
    api.on(METALLB.format("v1beta1", "configurationstates"), listed(*states))
    assert cluster.invalid_states("metallb-system") == ("speaker-worker3: reload failed",)


def faults(api: Api, cluster: ApiCluster, peer: dict[str, Any]) -> list[ObjectFault]:
    api.on("/apis/projectcalico.org/v3", {})
    api.on(METALLB.format("v1beta2", "bgppeers"), listed({"metadata": {"name": "csr1000v"}, "spec": {**SPEC, **peer}}))
    return [fault for fault in cluster.object_faults(seed_stack()) if fault.kind == "BGPPeer"]


def test_an_object_as_the_stack_writes_it_has_no_fault(api: Api, cluster: ApiCluster) -> None:
    assert faults(api, cluster, {}) == []


def test_a_field_that_is_another_or_was_added_is_a_fault(api: Api, cluster: ApiCluster) -> None:
    title = "BGPPeer metallb-system/csr1000v"
    assert faults(api, cluster, {"myASN": 65003, "peerPort": 1790}) == [
        ObjectFault("BGPPeer", title, "spec.myASN", 65001, 65003),
        ObjectFault("BGPPeer", title, "spec.peerPort", None, 1790),
    ]


def test_a_password_in_clear_text_is_a_fault_and_not_shown(api: Api, cluster: ApiCluster) -> None:
    found = faults(api, cluster, {"password": "not-a-secret"})
    assert [(fault.field, fault.actual) for fault in found] == [("spec.password", "<hidden>")]


def test_an_object_that_is_not_there_is_a_fault(api: Api, cluster: ApiCluster) -> None:
    api.on("/apis/projectcalico.org/v3", {}).on(METALLB.format("v1beta1", "ipaddresspools"), listed())
    wanted = {"spec": {"addresses": ["10.100.0.0/24"]}}
    fault = ObjectFault("IPAddressPool", "IPAddressPool metallb-system/default", "", wanted, None)
    assert cluster.object_faults(seed_stack()) == (fault,)
