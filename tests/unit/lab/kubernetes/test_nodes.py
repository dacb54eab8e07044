"""Control groups for a node's pods, in both of the kernel's layouts."""

from pathlib import Path

import pytest

from lab.fabric import sweep
from lab.kubernetes import nodes


@pytest.fixture
def cgroups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(nodes, "CGROUPS", tmp_path)
    monkeypatch.setattr(sweep, "CGROUPS", tmp_path)
    return tmp_path


def group(path: Path, **files: str) -> None:
    """A folder with the files the kernel would put there."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (path / name.replace("_", ".", 1)).write_text(text)


def test_version_1_has_a_group_in_every_hierarchy(cgroups: Path) -> None:
    for controller in ("cpu", "memory"):
        group(cgroups / controller, tasks="")
    (cgroups / "not-a-hierarchy").mkdir()
    nodes.make_cgroup("coexist", "worker1")
    made = [str(path.relative_to(cgroups)) for path in sweep.cgroups("coexist")]
    assert sorted(made) == ["cpu/coexist", "cpu/coexist/worker1", "memory/coexist", "memory/coexist/worker1"]


def test_a_new_cpuset_group_gets_its_parents_processors_and_memory(cgroups: Path) -> None:
    group(cgroups / "cpuset", tasks="", cpuset_cpus="0-3\n", cpuset_mems="0\n")
    for name in ("coexist", "coexist/worker1"):
        group(cgroups / "cpuset" / name, cpuset_cpus="\n", cpuset_mems="\n")
    nodes.make_cgroup("coexist", "worker1")
    assert (cgroups / "cpuset/coexist/worker1/cpuset.cpus").read_text() == "0-3\n"
    assert (cgroups / "cpuset/coexist/worker1/cpuset.mems").read_text() == "0\n"


def test_version_2_hands_the_controllers_down_at_every_level(cgroups: Path) -> None:
    levels = (cgroups, cgroups / "coexist", cgroups / "coexist" / "worker1")
    for level in levels:
        group(level, cgroup_controllers="memory\n", cgroup_subtree_control="")
    nodes.make_cgroup("coexist", "worker1")
    assert [(level / "cgroup.subtree_control").read_text() for level in levels] == ["+memory"] * 3


def test_the_deepest_groups_come_first_for_only_empty_ones_can_go(cgroups: Path) -> None:
    (cgroups / "memory" / "coexist" / "worker1" / "kubepods").mkdir(parents=True)
    names = [path.name for path in sweep.cgroups("coexist")]
    assert names == ["kubepods", "worker1", "coexist"]
