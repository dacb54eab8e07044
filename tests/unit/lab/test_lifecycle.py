"""The lab's state as it is said, without a lab."""

import json
from pathlib import Path

import pytest

from lab import lifecycle, report, root
from lab.errors import LabError
from lab.fabric import Fabric, owner
from lab.fabric.places import Places
from lab.routers import ROUTERS, LabRouter
from lab.steps import Step, steps


@pytest.fixture
def fabric(tmp_path: Path) -> Fabric:
    return Fabric(Places(tmp_path / "clone" / ".lab"), "coexist-unit")


def test_without_anything_the_lab_is_down(fabric: Fabric) -> None:
    assert lifecycle.state(fabric) == "down"
    assert report.text(report.status(fabric)) == "the lab is down\n  hint: make lab-up"


def test_a_lab_with_a_dead_process_is_broken(fabric: Fabric) -> None:
    fabric.places.make()
    fabric.places.status.write_text(json.dumps({"state": "up"}))
    dead = {"name": "worker1.kubelet", "pid": 0, "started": 0, "boot": "", "order": 0, "argv": []}
    (fabric.places.pids / "worker1.kubelet.json").write_text(json.dumps(dead))
    assert report.text(report.status(fabric)).splitlines() == [
        f"{'worker1.kubelet':28} has ended",
        "the lab is broken",
        "  hint: make lab-up mends it",
    ]


def test_who_is_not_root_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(LabError) as caught:
        root.check()
    assert str(caught.value) == (
        "lab: not root but user id 1000: namespaces and mounts need root\n  hint: run the same command with sudo"
    )


@pytest.fixture
def other(fabric: Fabric, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another clone's folder, whose lab is up."""
    folder = tmp_path / "other" / ".lab"
    folder.mkdir(parents=True)
    note = tmp_path / "note.json"
    note.write_text(json.dumps({"directory": str(folder)}))
    monkeypatch.setattr(owner, "record", lambda fabric: note)
    monkeypatch.setattr("lab.fabric.namespaces.names", lambda prefix: [f"{prefix}-router"])
    return folder


def test_another_clones_lab_is_named_and_left_alone(fabric: Fabric, other: Path) -> None:
    with pytest.raises(LabError) as caught:
        owner.check(fabric)
    assert str(caught.value) == (
        f"lab: another clone's lab is up: '{other.parent}' owns the namespaces\n  hint: make -C {other.parent} lab-down"
    )


def test_a_lab_whose_folder_is_gone_may_be_removed_but_not_taken_over(fabric: Fabric, other: Path) -> None:
    other.rmdir()
    owner.check(fabric)
    with pytest.raises(LabError) as caught:
        owner.check_orphan(fabric)
    assert str(caught.value) == f"lab: a lab is up whose folder '{other}' is gone\n  hint: make lab-down removes it"


def test_a_lab_from_before_there_was_a_choice_has_the_emulator(fabric: Fabric) -> None:
    fabric.places.make()
    fabric.places.status.write_text(json.dumps({"state": "up"}))
    assert lifecycle.router(fabric) == "ios-xe"


def test_without_a_lab_there_is_no_router(fabric: Fabric) -> None:
    assert lifecycle.router(fabric) is None


def test_another_router_than_the_labs_is_refused(fabric: Fabric, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.preflight.check", lambda fabric: None)
    fabric.places.make()
    fabric.places.status.write_text(json.dumps({"state": "up", "router": "ios-xe"}))
    with pytest.raises(LabError) as caught:
        lifecycle.up(fabric, print, "frr")
    assert str(caught.value) == "lab: its router is 'ios-xe', and not 'frr'\n  hint: make lab-down, then up again"


def test_a_lab_with_a_dead_process_keeps_its_router(fabric: Fabric, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.preflight.check", lambda fabric: None)
    monkeypatch.setattr(owner, "claim", lambda fabric: None)
    monkeypatch.setitem(ROUTERS, "frr", LabRouter("FRR", lambda fabric: None, lambda fabric: None))
    monkeypatch.setattr(lifecycle, "steps", lambda router: (Step("router", router.brings, router.start),))
    fabric.places.make()
    fabric.places.status.write_text(json.dumps({"state": "up", "router": "frr"}))
    dead = {"name": "router.frr", "pid": 0, "started": 0, "boot": "", "order": 0, "argv": []}
    (fabric.places.pids / "router.frr.json").write_text(json.dumps(dead))
    printed: list[str] = []
    lifecycle.up(fabric, printed.append)
    assert printed[0] == "router.frr has ended: it will be started again"
    assert printed[1].startswith("[1/1] router: FRR … ready in ")
    assert lifecycle.router(fabric) == "frr"


@pytest.mark.parametrize("name", ROUTERS)
def test_only_the_step_of_the_router_depends_on_it(name: str) -> None:
    brings = {step.name: step.brings for step in steps(ROUTERS[name])}
    assert brings.pop("router") == ROUTERS[name].brings
    assert brings == {step.name: step.brings for step in steps(ROUTERS["ios-xe"]) if step.name != "router"}
