"""A node's files say what Calico's manifest says."""

import json
from pathlib import Path

from lab.fabric.places import Places
from lab.fabric.topology import node
from lab.kubernetes.calico import files


def test_the_network_has_one_plugin_that_knows_the_node_by_its_name() -> None:
    (plugin,) = files.cni_configuration(Places(Path("/lab")), node("worker1", "10.0.0.11"))["plugins"]
    assert (plugin["type"], plugin["nodename"]) == ("calico", "worker1")


def test_a_written_file_leaves_nothing_beside_it(tmp_path: Path) -> None:
    files.write_json(tmp_path / "net.d" / "10-calico.conflist", {"name": "pods"})
    assert [path.name for path in (tmp_path / "net.d").iterdir()] == ["10-calico.conflist"]
    assert json.loads((tmp_path / "net.d" / "10-calico.conflist").read_text()) == {"name": "pods"}


def test_a_link_follows_a_part_that_was_built_anew(tmp_path: Path) -> None:
    files.link(tmp_path / "bin" / "calico", tmp_path / "old")
    files.link(tmp_path / "bin" / "calico", tmp_path / "new")
    assert (tmp_path / "bin" / "calico").readlink() == tmp_path / "new"
