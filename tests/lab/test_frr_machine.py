"""FRR's machine: it boots in namespaces of its own, is configured over SSH, and survives what machines go through."""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from apply.device import Device
from apply.reconcile import reconcile
from errors import RefusalError
from lab.fabric import memory, processes, sweep
from lab.fabric.router import PASSWORD, USER
from lab.frr_machine import FrrMachine
from lab.frr_machine.kernel import MEMORY_MEGABYTES
from lab.frr_machine.machine import NAME
from platforms.frr.objects.values import VrfValues
from platforms.frr.objects.vrf import VRF
from platforms.history import History
from tests.eventually import eventually
from tests.frr_machine import ask, frr_machine, vtysh
from toolchain.machine import is_debian_12
from transport.endpoint import Endpoint

pytestmark = [
    pytest.mark.root,
    pytest.mark.skipif(not is_debian_12(), reason="only Debian 12 has the packages of FRR's machine"),
]

# `service integrated-vtysh-config` is shown only to those who may read /etc/frr.
RUNNING = {
    "frr version 8.4.4",
    "frr defaults traditional",
    "hostname frr",
    "log file /var/log/frr/frr.log informational",
    "no ipv6 forwarding",
}
BYTES = 2_000_000
GREEN = VrfValues(name="green", table=8, interfaces=("eth2",))
UNREACHABLE = ["unreachable", "default", "metric", "4278198272"]


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrrMachine]:
    with frr_machine(tmp_path_factory.mktemp("frr"), "fm") as machine:
        yield machine


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrrMachine]:
    """A machine without VRF devices, on which `admin` may use sudo."""
    with frr_machine(tmp_path_factory.mktemp("plain"), "fp", vrfs=(), sudo=True) as machine:
        yield machine


def running(machine: FrrMachine) -> set[str]:
    """The lines of the running configuration; the order of those at the top differs from boot to boot."""
    shown = vtysh(machine, "show running-config no-header")
    return set(shown.splitlines()) - {"!", "end"}


def links(machine: FrrMachine) -> dict[str, str]:
    """The machine's interfaces with the VRF device that each is in, from its kernel."""
    found = json.loads(ask(machine, "ip -json link show")[1])
    return {each["ifname"]: each.get("master", "") for each in found}


def routes(machine: FrrMachine) -> list[str]:
    """The words of the routes in the table of `GREEN`."""
    return ask(machine, "ip route show table 8 2>/dev/null")[1].split()


def kept(machine: FrrMachine) -> list[str]:
    """The files that keep VRF devices of stacks, and what was left of writing one."""
    return [name for name in ask(machine, "ls -A /etc/network/interfaces.d")[1].split() if "coexist" in name]


@contextmanager
def device_of(machine: FrrMachine) -> Iterator[Device]:
    """The machine as the program reaches it."""
    known_hosts = str(machine.fabric.places.known_hosts)
    endpoint = Endpoint("frr", "127.0.0.1", USER, machine.port, known_hosts, answer_seconds=60, platform="frr")
    device = Device(endpoint, PASSWORD)
    try:
        yield device
    finally:
        device.leave()


def restarted(machine: FrrMachine, device: Device) -> None:
    """Cut the machine's power and start it again."""
    device.close()
    machine.fabric.process(NAME).send(signal.SIGKILL)
    machine.prepare()
    machine.start()
    device.changed()


def test_a_new_machine_has_no_lines_of_a_stack(machine: FrrMachine) -> None:
    assert running(machine) == RUNNING


def test_vrf_devices_and_their_ports_are_there(machine: FrrMachine) -> None:
    shown = json.loads(vtysh(machine, "show interface brief json"))
    vrfs = {name: link["vrfName"] for name, link in shown.items()}
    assert vrfs == {
        "lo": "default",
        "eth0": "default",
        "eth1": "k8s-metallb",
        "eth2": "k8s-calico",
        "k8s-calico": "k8s-calico",
        "k8s-metallb": "k8s-metallb",
    }


def test_admin_may_use_vtysh_and_nothing_of_root(machine: FrrMachine) -> None:
    assert ask(machine, "id -Gn") == (0, "admin frrvty\n")
    assert ask(machine, "cat /etc/frr/frr.conf 2>&1") == (1, "cat: /etc/frr/frr.conf: Permission denied\n")
    assert ask(machine, "sudo -n true 2>&1") == (1, "sudo: a password is required\n")


def test_a_user_without_sudo_makes_no_vrf_device(machine: FrrMachine) -> None:
    with device_of(machine) as device, pytest.raises(RefusalError) as raised:
        reconcile("frr", device, VRF, VrfValues(name="green", table=8))
    assert raised.value.answer == "it needs root: sudo: a password is required"
    assert "green" not in links(machine)


def test_its_memory_is_counted_once(machine: FrrMachine) -> None:
    members = sweep.members(machine.fabric)
    assert 60 < memory.megabytes(members) < MEMORY_MEGABYTES


def test_a_machine_that_runs_is_not_started_again(machine: FrrMachine) -> None:
    before = machine.fabric.process(NAME)
    machine.start()
    assert machine.fabric.process(NAME) == before


def test_what_was_saved_outlives_a_killed_machine_and_the_rest_does_not(machine: FrrMachine) -> None:
    vtysh(machine, "configure terminal", "ip prefix-list kept seq 5 permit any", "end", "write memory")
    vtysh(machine, "configure terminal", "ip prefix-list lost seq 5 permit any")
    machine.fabric.process(NAME).send(signal.SIGKILL)
    machine.prepare()
    machine.start()
    assert running(machine) == {*RUNNING, "ip prefix-list kept seq 5 permit any"}


def test_stopping_leaves_no_process(machine: FrrMachine) -> None:
    machine.stop()
    assert sweep.members(machine.fabric) == set()
    assert processes.recorded(machine.fabric.places) == []


def test_without_vrf_devices_every_port_is_in_the_default_vrf(plain: FrrMachine) -> None:
    shown = json.loads(vtysh(plain, "show interface brief json"))
    assert {name: link["vrfName"] for name, link in shown.items()} == dict.fromkeys(
        ["lo", "eth0", "eth1", "eth2"], "default"
    )


def test_an_administrator_adds_a_vrf_device_as_debian_does(plain: FrrMachine) -> None:
    stanza = "iface blue inet manual\\n    pre-up ip link add blue type vrf table 7\\n    down ip link delete blue\\n"
    write = f"printf '{stanza}' | sudo tee /etc/network/interfaces.d/blue > /dev/null"
    assert ask(plain, f"{write} && sudo ifup blue && ip -br link show type vrf | cut -c 1-4") == (0, "blue\n")
    assert ask(plain, "sudo ifdown blue && ip -br link show type vrf") == (0, "")


def test_the_client_downloads_from_a_node_through_the_router(plain: FrrMachine, tmp_path: Path) -> None:
    for port, address in (("eth1", "10.0.0.254/24"), ("eth2", "10.0.1.254/24")):
        vtysh(plain, "configure terminal", f"interface {port}", f"ip address {address}")
    (tmp_path / "file").write_bytes(bytes(BYTES))
    web = [sys.executable, "-m", "http.server", "--bind", "10.0.0.11", "--directory", str(tmp_path), "8000"]
    plain.fabric.start("worker1.web", "worker1", web)
    retry = ["--retry", "20", "--retry-delay", "1", "--retry-connrefused", "--max-time", "20"]
    url = "http://10.0.0.11:8000/file"
    size = plain.fabric.run_in(
        "client", ["curl", "--silent", *retry, "--output", "/dev/null", "--write-out", "%{size_download}", url]
    )
    assert size == str(BYTES)


def test_a_reboot_ends_the_process_and_a_start_boots_it(plain: FrrMachine) -> None:
    process = plain.fabric.process(NAME)
    ask(plain, "sudo reboot")
    assert not eventually(process.alive, False, seconds=60)
    plain.prepare()
    plain.start()
    assert running(plain) >= RUNNING


def test_a_stack_makes_a_vrf_device_that_outlives_a_power_cut_once_it_is_saved(plain: FrrMachine) -> None:
    with device_of(plain) as device:
        before, found = device.running().lines, links(plain)
        made = {**found, "eth2": "green", "green": ""}
        reconcile("frr", device, VRF, GREEN)
        assert (links(plain), routes(plain), kept(plain)) == (made, UNREACHABLE, [])
        restarted(plain, device)
        assert (links(plain), device.running().lines) == (found, before)
        reconcile("frr", device, VRF, GREEN)
        device.save()
        assert kept(plain) == ["bgp-coexist-green"]
        restarted(plain, device)
        assert (links(plain), routes(plain)) == (made, UNREACHABLE)
        reconcile("frr", device, VRF, GREEN)
        device.change(lambda tree: VRF.removal(tree, GREEN, History()))
        device.save()
        assert (links(plain), routes(plain), kept(plain), device.running().lines) == (found, [], [], before)


def test_an_interface_that_ifupdown_makes_after_the_device_is_in_it_after_a_restart(plain: FrrMachine) -> None:
    write = "printf 'auto eth1.9\\niface eth1.9 inet manual\\n' | sudo tee /etc/network/interfaces.d/vlan > /dev/null"
    assert ask(plain, f"{write} && sudo ifup eth1.9") == (0, "")
    values = VrfValues(name="green", table=8, interfaces=("eth1.9",))
    with device_of(plain) as device:
        reconcile("frr", device, VRF, values)
        device.save()
        restarted(plain, device)
        assert links(plain)["eth1.9"] == "green"
        device.change(lambda tree: VRF.removal(tree, values, History()))
        device.save()
    assert ask(plain, "sudo ip link delete eth1.9 && sudo rm /etc/network/interfaces.d/vlan") == (0, "")
