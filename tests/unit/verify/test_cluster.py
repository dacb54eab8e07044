"""What is read from the cluster's API."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any

import pytest

from errors import ClusterError
from tests.api_server import Api, api_server, kubeconfig
from verify.cluster import ApiCluster
from verify.sources import Pod

AFFINITIES = "/apis/crd.projectcalico.org/v1/blockaffinities"


@pytest.fixture
def api() -> Iterator[Api]:
    with api_server() as server:
        yield server


@pytest.fixture
def cluster(api: Api, tmp_path: Path) -> ApiCluster:
    return ApiCluster(kubeconfig(tmp_path, api.server))


def listed(*items: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "List", "apiVersion": "v1", "metadata": {}, "items": list(items)}


def node(name: str, internal: str, annotations: dict[str, str] | None = None) -> dict[str, Any]:
    addresses = [{"type": "Hostname", "address": name}, {"type": "InternalIP", "address": internal}]
    return {"metadata": {"name": name, "annotations": annotations}, "status": {"addresses": addresses}}


def test_calicos_own_address_of_a_node_comes_before_kubelets(api: Api, cluster: ApiCluster) -> None:
    calico = {"projectcalico.org/IPv4Address": "10.0.0.11/24"}
    api.on("/api/v1/nodes", listed(node("master1", "10.0.0.1"), node("worker1", "172.16.0.1", calico)))
    assert cluster.nodes() == {"master1": IPv4Address("10.0.0.1"), "worker1": IPv4Address("10.0.0.11")}


def test_a_token_that_has_expired_is_read_again(api: Api, tmp_path: Path) -> None:
    path = Path(kubeconfig(tmp_path, api.server))
    path.write_text(path.read_text().replace("user: {}", f"user: {{tokenFile: {tmp_path}/token}}"))
    (tmp_path / "token").write_text("first")
    cluster = ApiCluster(str(path))
    api.on("/api/v1/nodes", listed(node("worker1", "10.0.0.11")))
    assert list(cluster.nodes()) == ["worker1"]
    cluster.forget()
    (tmp_path / "token").write_text("second")
    api.token = "second"
    assert list(cluster.nodes()) == ["worker1"]
    cluster.forget()
    api.token = "third"
    asked = len(api.asked)
    for ask in (cluster.nodes, cluster.blocks):
        with pytest.raises(ClusterError, match="nodes: 401 Unauthorized"):
            ask()
    assert len(api.asked) == asked + 2  # with the token in use, and once with that of the file


def test_only_confirmed_blocks_count(api: Api, cluster: ApiCluster) -> None:
    specs = [
        {"cidr": "192.168.1.0/26", "node": "worker1", "state": "confirmed", "deleted": "false"},
        {"cidr": "192.168.2.0/26", "node": "worker2", "state": "pending", "deleted": "false"},
        {"cidr": "192.168.3.0/26", "node": "worker3", "state": "confirmed", "deleted": "true"},
        {"cidr": "192.168.4.0/26", "node": "worker4", "state": "confirmed", "type": "host", "deleted": "false"},
        # The addresses of services, which are no node's.
        {"cidr": "10.100.0.0/24", "node": "load-balancer", "state": "confirmed", "type": "virtual", "deleted": "false"},
        {"cidr": "fd00::/122", "node": "worker3", "state": "confirmed", "deleted": "false"},
    ]
    api.on(AFFINITIES, listed(*({"spec": spec} for spec in specs)))
    assert cluster.blocks() == {
        IPv4Network("192.168.1.0/26"): "worker1",
        IPv4Network("192.168.4.0/26"): "worker4",
    }


def test_a_service_has_the_address_its_status_says(api: Api, cluster: ApiCluster) -> None:
    given = {"loadBalancer": {"ingress": [{"ip": "10.100.0.0"}]}}
    services: list[dict[str, Any]] = [
        {"metadata": {"name": "nginx"}, "status": given},
        {"metadata": {"name": "new"}, "status": {"loadBalancer": {}}},
    ]
    api.on("/api/v1/namespaces/default/services", listed(*services))
    assert cluster.service_address("default", "nginx") == IPv4Address("10.100.0.0")
    assert cluster.service_address("default", "new") is None
    assert cluster.service_address("default", "nobody") is None


def pod(name: str, ready: str, **metadata: str) -> dict[str, Any]:
    conditions = [{"type": "Ready", "status": ready}]
    return {
        "metadata": {"name": name, **metadata},
        "spec": {"nodeName": "worker1", "containers": []},
        "status": {"podIP": "192.168.1.9", "conditions": conditions},
    }


def test_pods_that_are_not_ready_or_on_their_way_out_are_left_out(api: Api, cluster: ApiCluster) -> None:
    leaving = pod("c", "True", deletionTimestamp="2026-11-24T00:00:00Z")
    api.on("/api/v1/namespaces/default/pods", listed(pod("b", "True"), pod("a", "False"), leaving))
    assert cluster.pods("default", "nginx") == (Pod("b", IPv4Address("192.168.1.9"), "worker1"),)
    assert api.asked == ["GET /api/v1/namespaces/default/pods?labelSelector=app%3Dnginx"]


def test_an_answer_is_kept_until_it_is_forgotten(api: Api, cluster: ApiCluster) -> None:
    api.on("/api/v1/nodes", listed())
    cluster.nodes()
    cluster.nodes()
    assert len(api.asked) == 1
    cluster.forget()
    cluster.nodes()
    assert len(api.asked) == 2


def test_a_refusal_names_the_server_and_what_was_asked(api: Api, cluster: ApiCluster) -> None:
    api.on("/api/v1/nodes", {"reason": "Forbidden"}, status=403)
    with pytest.raises(ClusterError) as caught:
        cluster.nodes()
    assert str(caught.value) == f"{api.server}: nodes: 403 Forbidden"


def test_a_server_that_is_away_is_named(tmp_path: Path) -> None:
    cluster = ApiCluster(kubeconfig(tmp_path, "http://127.0.0.1:9"))
    with pytest.raises(ClusterError, match=r"^http://127\.0\.0\.1:9: nodes: no answer: connection refused$"):
        cluster.nodes()
