"""The files of FRR's machine: its network as an administrator writes it, and its login."""

import io
import tarfile

from lab.fabric import router
from lab.frr_machine import settings
from lab.frr_machine.settings import VRFS, Vrf

WITH_VRFS = """\
auto lo
iface lo inet loopback

auto eth0
iface eth0 inet static
    address 169.254.10.2/30

auto k8s-calico
iface k8s-calico inet manual
    pre-up ip link add $IFACE type vrf table 102
    up ip link set $IFACE up
    up ip route add unreachable default metric 4278198272 table 102
    down ip link delete $IFACE

auto k8s-metallb
iface k8s-metallb inet manual
    pre-up ip link add $IFACE type vrf table 101
    up ip link set $IFACE up
    up ip route add unreachable default metric 4278198272 table 101
    down ip link delete $IFACE

auto eth1
iface eth1 inet manual
    pre-up ip link set $IFACE master k8s-metallb
    up ip link set $IFACE up
    down ip link set $IFACE down

auto eth2
iface eth2 inet manual
    pre-up ip link set $IFACE master k8s-calico
    up ip link set $IFACE up
    down ip link set $IFACE down

source /etc/network/interfaces.d/*
"""

WITHOUT_VRFS = """\
auto lo
iface lo inet loopback

auto eth0
iface eth0 inet static
    address 169.254.10.2/30

auto eth1
iface eth1 inet manual
    up ip link set $IFACE up
    down ip link set $IFACE down

auto eth2
iface eth2 inet manual
    up ip link set $IFACE up
    down ip link set $IFACE down

source /etc/network/interfaces.d/*
"""


def test_vrf_devices_come_before_their_ports() -> None:
    assert settings.interfaces(VRFS) == WITH_VRFS


def test_without_vrf_devices_the_ports_are_alone() -> None:
    assert settings.interfaces(()) == WITHOUT_VRFS


def test_a_vrf_device_can_have_an_address_of_its_own() -> None:
    text = settings.interfaces((Vrf("blue", 7, address="1.1.1.1/32"),))
    assert "    up ip address add 1.1.1.1/32 dev $IFACE\n" in text


def test_names_of_vrf_devices_fit_the_kernel() -> None:
    assert all(len(vrf.name) <= 15 for vrf in VRFS)


def test_only_root_reads_the_key_and_the_hashes() -> None:
    packed = settings.archive(settings.files(VRFS, "the key", sudo=True))
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        modes = {entry.name: oct(entry.mode) for entry in tar}
    assert modes == {
        "etc/sudoers.d/admin": "0o644",
        "etc/hostname": "0o644",
        "etc/hosts": "0o644",
        "etc/network/interfaces": "0o644",
        "etc/shadow": "0o600",
        "etc/ssh/ssh_host_ed25519_key": "0o600",
        "etc/frr/frr.conf": "0o644",
    }


def test_admin_becomes_root_only_where_it_is_asked_for() -> None:
    assert "etc/sudoers.d/admin" not in settings.files(VRFS, "the key", sudo=False)


def test_the_password_is_in_no_file() -> None:
    assert router.PASSWORD not in "".join(settings.files(VRFS, "the key", sudo=False).values())


def test_nothing_of_the_stack_is_in_the_configuration() -> None:
    assert settings.files(VRFS, "", sudo=False)["etc/frr/frr.conf"] == (
        "frr defaults traditional\n"
        "hostname frr\n"
        "log file /var/log/frr/frr.log informational\n"
        "service integrated-vtysh-config\n"
        "!\n"
        "end\n"
    )
