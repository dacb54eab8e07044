"""A node's configuration files."""

import ipaddress
import json
import tomllib
from pathlib import Path

from lab.fabric.places import Places
from lab.fabric.topology import NODES
from lab.kubernetes import node
from lab.kubernetes.identities import CLIENTS
from lab.kubernetes.places import API_SERVICE_IP, POD_RANGE, SERVICE_RANGE, kubeconfig

LAB = Places(Path("/lab"))
WORKER1 = NODES[1]


def test_containerd_keeps_everything_under_the_nodes_own_folders() -> None:
    config = tomllib.loads(node.containerd_toml(Path("/bin/runc"), "pause:1"))
    cri = config["plugins"]["io.containerd.grpc.v1.cri"]
    assert (config["version"], config["root"], config["state"]) == (2, "/var/lib/containerd", "/run/containerd")
    assert (cri["sandbox_image"], cri["netns_mounts_under_state_dir"]) == ("pause:1", True)
    assert cri["cni"] == {"bin_dir": "/opt/cni/bin", "conf_dir": "/etc/cni/net.d"}
    assert cri["containerd"]["runtimes"]["runc"]["options"] == {"BinaryName": "/bin/runc"}


def test_a_kubelet_answers_only_whom_the_api_server_vouches_for() -> None:
    config = node.kubelet_config(LAB, WORKER1, "/coexist/worker1")
    assert config["authentication"] == {
        "anonymous": {"enabled": False},
        "webhook": {"enabled": True},
        "x509": {"clientCAFile": "/lab/certificates/ca.crt"},
    }
    assert config["authorization"] == {"mode": "Webhook"}


def test_a_nodes_pods_live_in_its_own_control_group() -> None:
    config = node.kubelet_config(LAB, WORKER1, "/coexist/worker1")
    assert (config["cgroupRoot"], config["cgroupsPerQOS"]) == ("/coexist/worker1", True)


def test_a_kubelet_is_its_own_node() -> None:
    words = node.kubelet_argv(Path("/bin/kubelet"), LAB, WORKER1, Path("/lab/kubelet.json"))
    assert {"--hostname-override=worker1", "--node-ip=10.0.0.11"} < set(words)
    assert f"--kubeconfig={kubeconfig(LAB, 'kubelet-worker1')}" in words
    assert "kubelet-worker1" in CLIENTS


def test_kube_proxy_uses_nftables_and_leaves_the_machines_limits_alone() -> None:
    config = node.proxy_config(LAB, WORKER1)
    assert (config["mode"], config["hostnameOverride"]) == ("nftables", "worker1")
    assert set(config["conntrack"].values()) == {0, "0s"}


def test_a_configuration_is_written_as_json() -> None:
    config = node.proxy_config(LAB, WORKER1)
    assert json.loads(node.text(config)) == config


def test_pods_services_and_the_service_addresses_do_not_overlap() -> None:
    ranges = [ipaddress.ip_network(text) for text in (POD_RANGE, SERVICE_RANGE, "10.100.0.0/24", "10.0.0.0/23")]
    assert not [(a, b) for a in ranges for b in ranges if a != b and a.overlaps(b)]
    assert ipaddress.ip_address(API_SERVICE_IP) in ipaddress.ip_network(SERVICE_RANGE)
