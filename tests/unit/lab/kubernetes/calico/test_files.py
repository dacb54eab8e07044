"""A node's files say what Calico's manifest says."""

import json
from pathlib import Path

from lab.fabric.places import Places
from lab.fabric.topology import node
from lab.kubernetes.calico import files

PLACES = Places(Path("/lab"))


def test_the_network_is_the_manifests_without_portmap() -> None:
    assert files.cni_configuration(PLACES, node("worker1", "10.0.0.11")) == {
        "name": "k8s-pod-network",
        "cniVersion": "0.3.1",
        "plugins": [
            {
                "type": "calico",
                "log_level": "info",
                "log_file_path": "/var/log/calico/cni/cni.log",
                "datastore_type": "kubernetes",
                "nodename": "worker1",
                "mtu": 1500,
                "ipam": {"type": "calico-ipam"},
                "policy": {"type": "k8s"},
                "kubernetes": {"kubeconfig": "/lab/kubeconfig.inside"},
            }
        ],
    }


def test_calicoctl_reads_the_clusters_datastore() -> None:
    assert files.calicoctl_configuration(PLACES) == {
        "apiVersion": "projectcalico.org/v3",
        "kind": "CalicoAPIConfig",
        "metadata": {},
        "spec": {"datastoreType": "kubernetes", "kubeconfig": "/lab/kubeconfig.inside"},
    }


def test_a_written_file_leaves_nothing_beside_it(tmp_path: Path) -> None:
    files.write_json(tmp_path / "net.d" / "10-calico.conflist", {"name": "pods"})
    assert [path.name for path in (tmp_path / "net.d").iterdir()] == ["10-calico.conflist"]
    assert json.loads((tmp_path / "net.d" / "10-calico.conflist").read_text()) == {"name": "pods"}


def test_a_link_follows_a_part_that_was_built_anew(tmp_path: Path) -> None:
    files.link(tmp_path / "bin" / "calico", tmp_path / "old")
    files.link(tmp_path / "bin" / "calico", tmp_path / "new")
    assert (tmp_path / "bin" / "calico").readlink() == tmp_path / "new"
