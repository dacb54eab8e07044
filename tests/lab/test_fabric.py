"""Machines of namespaces: they reach each other, keep to their own folders, and go without a trace."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.errors import LabError
from lab.fabric import Fabric, mounts, namespaces, processes, sweep
from lab.fabric.places import Places
from lab.fabric.topology import CABLES, HOSTS
from lab.kubernetes.nodes import make_cgroup
from tests.eventually import eventually

pytestmark = pytest.mark.root


def sweep_all(fabric: Fabric) -> None:
    sweep.stop_processes(fabric)
    for name in namespaces.names(fabric.prefix):
        namespaces.remove(name)
    sweep.remove_groups(fabric)
    sweep.remove_mounts(fabric)
    sweep.remove_folder(fabric)


@pytest.fixture
def fabric(tmp_path: Path) -> Iterator[Fabric]:
    found = Fabric(Places(tmp_path / ".lab"), f"cf{os.getpid()}")
    found.places.make()
    namespaces.build(found.prefix, HOSTS, CABLES)
    yield found
    sweep_all(found)


def ping(fabric: Fabric, host: str, address: str) -> bool:
    try:
        # BFD echo would need a daemon; the kernel answers a connection to a closed port with a reset at once.
        fabric.run_in(host, ["curl", "--silent", "--max-time", "2", f"http://{address}:1/"])
    except LabError as error:
        # curl: 7 is a refused connection, 28 a timeout, 7 also no route: told apart by what it says.
        return "ended with 7" in error.what and "No route" not in error.what
    return True


def test_nodes_reach_each_other_over_the_switch(fabric: Fabric) -> None:
    assert ping(fabric, "worker3", "10.0.0.1")


def test_building_twice_changes_nothing(fabric: Fabric) -> None:
    # The kernel gives IPv6 addresses in its own time.
    asked = (["ip", "-4", "-o", "address"], ["ip", "route"])
    before = [fabric.run_in("worker1", words) for words in asked]
    namespaces.build(fabric.prefix, HOSTS, CABLES)
    assert [fabric.run_in("worker1", words) for words in asked] == before


def test_the_routers_links_are_up_and_bare(fabric: Fabric) -> None:
    shown = fabric.run_in("router", ["ip", "-4", "-brief", "address"]).split("\n")
    assert [line.split()[0].split("@")[0] for line in shown if line] == ["lo"]
    assert "state UP" in fabric.run_in("router", ["ip", "link", "show", "Gi2"])


def test_a_node_sees_its_own_folders_and_the_machine_does_not(fabric: Fabric) -> None:
    for host in ("worker1", "worker2"):
        fabric.own_folders(host)
        fabric.run_in(host, ["sh", "-c", f"echo {host} > /etc/calico/name"])
    assert fabric.run_in("worker1", ["cat", "/etc/calico/name"]) == "worker1\n"
    assert fabric.own("worker2", "/etc/calico/name").read_text() == "worker2\n"
    assert not Path("/etc/calico/name").exists()


def test_a_mount_made_on_a_node_stays_there(fabric: Fabric) -> None:
    fabric.own_folders("worker1")
    fabric.run_in("worker1", ["mount", "-t", "tmpfs", "tmpfs", "/var/lib/kubelet"])
    assert "/var/lib/kubelet tmpfs" not in Path("/proc/self/mounts").read_text()
    assert " /var/lib/kubelet tmpfs" in fabric.run_in("worker1", ["cat", "/proc/self/mounts"])


def test_starting_a_running_process_again_returns_it(fabric: Fabric) -> None:
    first = fabric.start("worker1.sleep", "worker1", ["/bin/sleep", "60"])
    assert fabric.start("worker1.sleep", "worker1", ["/bin/sleep", "60"]) == first


@pytest.fixture
def port() -> Iterator[int]:
    """A port that is bound here, so that no other process gets it, and that a server may still listen on."""
    with socket.socket() as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def test_a_forwarded_port_reaches_a_server_inside(fabric: Fabric, port: int) -> None:
    web = [sys.executable, "-m", "http.server", "--bind", "10.0.0.11", "8000"]
    fabric.start("worker1.web", "worker1", web)
    fabric.forward("worker1.port", port, "worker1", "10.0.0.11:8000")
    answer = subprocess.run(
        ["curl", "--silent", "--retry", "20", "--retry-delay", "1", "--retry-all-errors", f"http://127.0.0.1:{port}/"],
        capture_output=True,
        timeout=30,
    )
    assert b"Directory listing" in answer.stdout


def test_a_forwarder_on_a_taken_port_says_so(fabric: Fabric) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(LabError, match="Address already in use"):
        fabric.forward("worker1.port", taken.getsockname()[1], "worker1", "10.0.0.11:8000")


def orphan_with_lost_record(fabric: Fabric) -> int:
    """A process on a node whose record is gone, as after a crash between starting and writing."""
    process = fabric.start("worker1.lost", "worker1", ["/bin/sleep", "600"])
    assert eventually(lambda: process.pid in sweep.members(fabric), True)
    processes.forget(fabric.places, "worker1.lost")
    return process.pid


def test_down_finds_a_process_without_a_record_by_its_namespace(fabric: Fabric) -> None:
    pid = orphan_with_lost_record(fabric)
    sweep_all(fabric)
    assert processes.start_time(pid) is None


def test_down_finds_a_pods_process_by_its_control_group(fabric: Fabric) -> None:
    make_cgroup(fabric.prefix, "worker1")
    group = next(group for group in sweep.cgroups(fabric.prefix) if group.name == "worker1")
    pod = subprocess.Popen(["/bin/sleep", "600"])
    (group / "cgroup.procs").write_text(str(pod.pid))
    sweep_all(fabric)
    assert pod.wait(timeout=5) == -signal.SIGKILL
    assert sweep.cgroups(fabric.prefix) == []


def test_down_leaves_a_stranger_alone_who_has_a_recorded_process_id(fabric: Fabric) -> None:
    stranger = subprocess.Popen(["/bin/sleep", "600"])
    # A process is known by its start time, in clock ticks since boot: ours starts in a later one.
    born = processes.start_time(stranger.pid) or 0
    assert eventually(lambda: time.clock_gettime(time.CLOCK_BOOTTIME) * os.sysconf("SC_CLK_TCK") > born + 1, True)
    ours = fabric.start("worker1.sleep", "worker1", ["/bin/sleep", "600"])
    record = fabric.places.pids / "worker1.sleep.json"
    record.write_text(record.read_text().replace(f'"pid": {ours.pid},', f'"pid": {stranger.pid},'))
    sweep_all(fabric)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_down_works_when_the_labs_folder_is_gone_already(fabric: Fabric) -> None:
    process = fabric.start("worker1.sleep", "worker1", ["/bin/sleep", "600"])
    assert eventually(lambda: process.pid in sweep.members(fabric), True)
    subprocess.run(["rm", "-rf", str(fabric.places.root)], check=True)
    sweep_all(fabric)
    assert (processes.start_time(process.pid), sweep.remains(fabric)) == (None, [])


def test_down_takes_a_mount_left_under_the_labs_folder(fabric: Fabric) -> None:
    left = fabric.places.root / "left"
    left.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(left)], check=True)
    sweep_all(fabric)
    assert sweep.remains(fabric) == []


def test_a_namespaces_torn_file_is_replaced(fabric: Fabric) -> None:
    torn = namespaces.PINS / f"{fabric.prefix}-torn"
    torn.touch()
    sweep_all(fabric)
    assert not torn.exists()


def test_the_mount_points_of_another_running_lab_stay(fabric: Fabric, tmp_path: Path) -> None:
    other = Fabric(Places(tmp_path / "other"), f"co{os.getpid()}")
    other.places.make()
    namespaces.build(other.prefix, HOSTS, CABLES)
    for lab in (fabric, other):
        lab.own_folders("worker1")
    sweep_all(fabric)
    mounted = other.run_in("worker1", ["cat", "/proc/self/mounts"])
    sweep_all(other)
    assert all(f" {folder} " in mounted for folder in mounts.NODE_FOLDERS)


def test_everything_is_gone_within_seconds(fabric: Fabric) -> None:
    fabric.own_folders("worker1")
    fabric.start("worker1.sleep", "worker1", ["/bin/sleep", "600"])
    begun = time.monotonic()
    sweep_all(fabric)
    assert sweep.remains(fabric) == []
    assert time.monotonic() - begun < 5


def test_mount_points_made_before_a_reboot_are_still_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounts, "NOTE", tmp_path / "note")
    places = Places(tmp_path / ".lab")
    places.make()
    mounts.prepare(places, "worker1", [str(tmp_path / "etc" / "calico")])
    (tmp_path / "note").unlink()
    mounts.remove_mountpoints(places)
    assert not (tmp_path / "etc").exists()
