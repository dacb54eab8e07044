"""A cluster's facts come from its API; what it does not show is noted and stops nothing."""

from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any

import pytest

from cluster import objects
from cluster.calico import POOL_LABELS
from cluster.facts import AssignedAddress, Node, ServicePool
from cluster.reading import facts
from errors import ClusterError
from tests.api_server import api_server, kubeconfig
from tests.closed_port import closed_port

CALICO = "/apis/projectcalico.org/v3"
OLD_CALICO = "/apis/crd.projectcalico.org/v1"


def listed(*items: dict[str, Any]) -> dict[str, Any]:
    return {"items": list(items)}


def held(name: str, spec: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"metadata": {"name": name, **more.pop("metadata", {})}, "spec": spec, **more}


def addresses(address: str) -> dict[str, Any]:
    return {"status": {"addresses": [{"type": "Hostname", "address": "n"}, {"type": "InternalIP", "address": address}]}}


MODE = "CrossSubnet"


def test_everything_is_read(tmp_path: Path) -> None:
    with api_server() as api:
        ours = {"labels": {"app": "x", **POOL_LABELS}}
        notes = {"projectcalico.org/IPv4Address": "10.0.0.11/24", "projectcalico.org/ASNumber": "65012"}
        api.on(
            "/api/v1/nodes",
            listed(
                held("master1", {"unschedulable": True}, **addresses("10.0.0.1")),
                held("worker1", {}, metadata={"annotations": notes}, **addresses("172.16.0.11")),
            ),
        )
        api.on(
            f"{CALICO}/ippools",
            listed(
                held("v4", {"cidr": "192.168.0.0/16"}),
                held("v6", {"cidr": "fd00::/64"}),
                held("off", {"cidr": "10.0.0.0/8", "disabled": True}),
                held("ours", {"cidr": "10.100.0.0/24", "allowedUses": ["LoadBalancer"]}, metadata=ours),
                held("theirs", {"cidr": "10.101.0.0/24", "allowedUses": ["LoadBalancer"]}),
                held("tunnels", {"cidr": "192.168.0.0/20", "allowedUses": ["Workload", "Tunnel"], "vxlanMode": MODE}),
            ),
        )
        api.on(f"{CALICO}/bgppeers", listed(held("a", {"peerIP": "1.1.1.2:179"}), held("b", {"peerSelector": "all()"})))
        api.on(f"{CALICO}/bgpconfigurations", listed(held("default", {"asNumber": 65002})))
        api.on("/apis/networking.k8s.io/v1/servicecidrs", listed(held("kubernetes", {"cidrs": ["10.96.0.0/14"]})))
        peer = {"peerAddress": "10.0.0.254", "connectTime": "5s", "enableGracefulRestart": False, "keepaliveTime": "0s"}
        api.on("/apis/metallb.io/v1beta2/bgppeers", listed(held("csr1000v", peer)))
        api.on("/apis/metallb.io/v1beta1/bfdprofiles", listed(held("fast", {})))
        ranges = {"addresses": ["10.100.0.0/24", "10.101.0.5 - 10.101.0.9", "fd01::/64"]}
        api.on("/apis/metallb.io/v1beta1/ipaddresspools", listed(held("default", ranges)))
        service = {"namespace": "default", "annotations": {"metallb.io/ip-allocated-from-pool": "default"}}
        status = {"loadBalancer": {"ingress": [{"ip": "10.100.0.0"}]}}
        api.on("/api/v1/services", listed(held("nginx", {}, metadata=service, status=status)))
        seen = facts(kubeconfig(tmp_path, api.server))
    assert seen.nodes == {
        "master1": Node(IPv4Address("10.0.0.1"), cordoned=True),
        "worker1": Node(IPv4Address("10.0.0.11"), asn=65012),
    }
    assert seen.pod_ranges == {"v4": IPv4Network("192.168.0.0/16"), "tunnels": IPv4Network("192.168.0.0/20")}
    assert seen.cross_subnet == ("tunnels",)
    assert seen.service_pools == {
        "ours": ServicePool(IPv4Network("10.100.0.0/24"), foreign=False),
        "theirs": ServicePool(IPv4Network("10.101.0.0/24"), foreign=True),
    }
    assert seen.assign_ips is None
    assert seen.service_ranges == (IPv4Network("10.96.0.0/14"),)
    assert seen.node_asn == 65002
    assert (seen.calico_peers, seen.metallb_peers) == ({"a": "1.1.1.2"}, {"csr1000v": "10.0.0.254"})
    assert seen.frr_only == {"BFDProfile fast": "defined", "BGPPeer csr1000v": "connectTime"}
    assert seen.address_pools == {
        "default": (
            (IPv4Address("10.100.0.0"), IPv4Address("10.100.0.255")),
            (IPv4Address("10.101.0.5"), IPv4Address("10.101.0.9")),
        )
    }
    assert seen.assigned == (AssignedAddress("default/nginx", IPv4Address("10.100.0.0"), "default"),)
    assert seen.unread == []


RUNNING = {"status": {"runningConfig": {"controllers": {"node": {}, "loadBalancer": {"assignIPs": "AllServices"}}}}}


@pytest.mark.parametrize(
    ("object_of_calico", "found"),
    [
        (RUNNING, "AllServices"),
        # Installed before Calico had the controller, and upgraded: it runs and has no setting.
        ({"status": {"runningConfig": {"controllers": {"node": {}, "loadBalancer": {}}}}}, ""),
        ({"status": {"runningConfig": {"controllers": {"node": {}}}}}, ""),
        ({"spec": {"controllers": {"node": {}}}}, None),
    ],
)
def test_calicos_controllers_are_read_as_they_run(
    object_of_calico: dict[str, Any], found: str | None, tmp_path: Path
) -> None:
    with api_server() as api:
        configuration = {"metadata": {"name": "default"}, **object_of_calico}
        api.on(f"{CALICO}/kubecontrollersconfigurations", listed(configuration))
        assert facts(kubeconfig(tmp_path, api.server), assigner="calico").assign_ips == found
        asked = len(api.asked)
        assert facts(kubeconfig(tmp_path, api.server)).assign_ips is None
        assert len(api.asked) == 2 * asked - 1


def test_a_service_that_requests_its_address_of_calico_is_known() -> None:
    notes = {"metallb.io/ip-allocated-from-pool": "default", "projectcalico.org/loadBalancerIPs": '["10.100.0.7"]'}
    metadata = {"namespace": "shop", "annotations": notes}
    service = held("web", {}, metadata=metadata, status={"loadBalancer": {"ingress": [{"ip": "10.100.0.7"}]}})
    assert objects.assigned([service]) == (AssignedAddress("shop/web", IPv4Address("10.100.0.7"), "default", True),)


def test_what_a_pulumi_program_made_is_no_stranger() -> None:
    ours = {"managedFields": [{"manager": "calicoctl"}, {"manager": "pulumi-kubernetes-1a2b3c4d"}]}
    theirs = {"managedFields": [{"manager": "kubectl-client-side-apply"}]}
    peers = [held("a", {"peerIP": "1.1.1.2"}, metadata=ours), held("b", {"peerIP": "1.1.1.2"}, metadata=theirs)]
    assert objects.peers(peers) == {"b": "1.1.1.2"}


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("1.1.1.2", "1.1.1.2"),
        ("1.1.1.2:179", "1.1.1.2"),
        ("fd00::1", "fd00::1"),
        ("[fd00::1]:179", "fd00::1"),
        ("[fd00::1]", "fd00::1"),
    ],
)
def test_a_peers_address_is_read_without_its_port(written: str, address: str) -> None:
    assert objects.peers([held("a", {"peerIP": written})]) == {"a": address}


@pytest.mark.parametrize("written", ["1.2.3.4/99", "x", "fd00::1/64", ""])
def test_a_node_with_another_text_as_calicos_address_has_kubelets(written: str) -> None:
    notes = {"annotations": {"projectcalico.org/IPv4Address": written}}
    assert objects.nodes([held("a", {}, metadata=notes, **addresses("10.0.0.1"))])["a"].address == IPv4Address(
        "10.0.0.1"
    )


def test_calicos_older_api_is_read_where_there_is_no_newer_one(tmp_path: Path) -> None:
    with api_server() as api:
        api.on(f"{OLD_CALICO}/ippools", listed(held("v4", {"cidr": "192.168.0.0/16"})))
        assert facts(kubeconfig(tmp_path, api.server)).pod_ranges == {"v4": IPv4Network("192.168.0.0/16")}


def test_what_is_refused_is_noted_and_metallb_need_not_be_there(tmp_path: Path) -> None:
    with api_server() as api:
        api.on("/api/v1/nodes", {}, status=403)
        seen = facts(kubeconfig(tmp_path, api.server))
    assert (seen.nodes, seen.metallb_peers, seen.frr_only, seen.address_pools) == (None, {}, {}, {})
    assert seen.unread == [
        "nodes: 403 Forbidden",
        "Calico's pools: 404 Not Found",
        "service ranges: 404 Not Found",
        "Calico's BGP settings: 404 Not Found",
        "Calico's peers: 404 Not Found",
        "services: 404 Not Found",
    ]


def test_an_api_server_that_is_away_is_said_to_be_so(tmp_path: Path) -> None:
    server = f"http://127.0.0.1:{closed_port()}"
    with pytest.raises(ClusterError, match=f"^{server}: no answer: "):
        facts(kubeconfig(tmp_path, server))
