"""The router as a whole: the reference configuration at the prompt, packets beneath it, and what `show` says."""

import json
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import paramiko
import pytest

from apply.device import Device
from apply.reconcile import reconcile
from platforms.iosxe.object_types import BY_NAME
from tests.eventually import eventually, stays
from tests.lab.dataplane_fabric import BLOCKS, SERVICE, SHARED_BLOCK, Fabric, Namespace, fabric, pod
from tests.lab.dataplane_seed import NODES
from toolchain import part
from transport.endpoint import Endpoint

pytestmark = pytest.mark.root
PORT = 2222
NEIGHBORS = {
    "k8s-calico": ("65002", ["ebgp-multihop 32", "update-source Loopback2"]),
    "k8s-metallb": ("65001", ["update-source GigabitEthernet2"]),
}
LAST = (
    "ip route vrf k8s-calico 172.16.0.0 255.255.0.0 10.0.1.100",
    "ip prefix-list deny-all-routes seq 5 deny 0.0.0.0/0 le 32",
)
STARTUP = """\
ip vrf k8s-calico
 rd 65000:2
 route-target export 65000:2
 route-target import 65000:2
 route-target import 65000:1
!
ip vrf k8s-metallb
 rd 65000:1
 route-target export 65000:1
 route-target import 65000:2
 route-target import 65000:1
!
interface Loopback1
 ip vrf forwarding k8s-metallb
 ip address 1.1.1.1 255.255.255.255
!
interface Loopback2
 ip vrf forwarding k8s-calico
 ip address 1.1.1.2 255.255.255.255
!
interface GigabitEthernet2
 ip vrf forwarding k8s-metallb
 ip address 10.0.0.254 255.255.255.0
 no shutdown
!
interface GigabitEthernet3
 ip vrf forwarding k8s-calico
 ip address 10.0.1.254 255.255.255.0
 no shutdown
!
"""


def startup() -> str:
    """The reference configuration."""
    lines = ["router bgp 65000", " bgp router-id 1.0.0.0"]
    for vrf, (asn, options) in NEIGHBORS.items():
        lines += [f" address-family ipv4 vrf {vrf}", "  redistribute connected"]
        for address in NODES.values():
            said = [f"remote-as {asn}", *options, "activate", "prefix-list deny-all-routes out"]
            lines += [f"  neighbor {address} {line}" for line in said]
        lines += ["  maximum-paths 4"] if vrf == "k8s-metallb" else []
        lines += [" exit-address-family"]
    return STARTUP + "\n".join([*lines, "!", *LAST, "end", ""])


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fabric]:
    directory = tmp_path_factory.mktemp("prompt")
    (directory / "startup-config").write_text(startup())
    with fabric(part("bird"), directory) as built:
        space = built.spaces["router"]
        options = [
            "--listen",
            f"127.0.0.1:{PORT}",
            "--hostname",
            "csr1000v",
            "--profile",
            "16.12",
            "--username",
            "admin",
        ]
        options += [
            "--startup-config",
            str(directory / "startup-config"),
            "--dataplane",
            "bird",
            "--bird",
            str(part("bird")),
        ]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LAB_ROUTER_PASSWORD", "lab")
            patch.setenv("PYTHONPATH", os.getcwd())
            router = space.start(sys.executable, "-m", "emulator", *options, log=directory / "router.log")
        assert eventually(lambda: '"port"' in (directory / "router.log").read_text(), True)
        yield built
        router.terminate()
        router.wait(20)
        assert "bird" not in space.run("ip", "route", "show", "table", "all").stdout


def show(space: Namespace, command: str) -> str:
    """What the router answers to one command."""
    return space.call(_over_ssh, command)


def test_the_forwarding_table_is_shown_as_in_the_recorded_one(net: Fabric) -> None:
    wanted = [
        "      1.0.0.0/32 is subnetted, 2 subnets",
        "C        1.1.1.1 is directly connected, Loopback1",
        "B        1.1.1.2 is directly connected, AGE, Loopback2",
        "      10.0.0.0/8 is variably subnetted, 5 subnets, 2 masks",
        "C        10.0.0.0/24 is directly connected, GigabitEthernet2",
        "L        10.0.0.254/32 is directly connected, GigabitEthernet2",
        "B        10.0.1.0/24 is directly connected, AGE, GigabitEthernet3",
        "L        10.0.1.254/32 is directly connected, GigabitEthernet3",
        "B        10.100.0.0/32 [20/0] via 10.0.0.1, AGE",
        "                       [20/0] via 10.0.0.11, AGE",
        "                       [20/0] via 10.0.0.12, AGE",
        "                       [20/0] via 10.0.0.13, AGE",
        "      192.168.116.0/26 is subnetted, 1 subnets",
        "B        192.168.116.0 [20/0] via 10.0.0.12 (k8s-calico), AGE",
        "      192.168.160.0/26 is subnetted, 1 subnets",
        "B        192.168.160.0 [20/0] via 10.0.0.11 (k8s-calico), AGE",
        "      192.168.165.0/26 is subnetted, 1 subnets",
        "B        192.168.165.192 [20/0] via 10.0.0.13 (k8s-calico), AGE",
        "      192.168.195.0/26 is subnetted, 1 subnets",
        "B        192.168.195.128 [20/0] via 10.0.0.1 (k8s-calico), AGE",
    ]
    assert eventually(lambda: _entries(show(net.spaces["router"], "show ip route vrf k8s-metallb")), wanted) == wanted


def test_a_configured_static_route_is_in_the_forwarding_table(net: Fabric) -> None:
    shown = show(net.spaces["router"], "show ip route vrf k8s-calico static")
    assert _entries(shown) == ["S     172.16.0.0/16 [1/0] via 10.0.1.100"]


@pytest.mark.parametrize(("vrf", "prefixes"), [("k8s-calico", "2"), ("k8s-metallb", "1")])
def test_the_summary_shows_four_sessions_and_what_they_brought(net: Fabric, vrf: str, prefixes: str) -> None:
    def received() -> list[str]:
        answer = show(net.spaces["router"], f"show bgp vpnv4 unicast vrf {vrf} summary")
        return [line.split()[-1] for line in answer.splitlines() if line.startswith("10.0.0.")]

    assert eventually(received, [prefixes] * 4) == [prefixes] * 4


@pytest.mark.parametrize("node", list(NODES))
def test_the_client_reaches_pods_through_the_configured_router(net: Fabric, node: str) -> None:
    assert eventually(lambda: net.answers("client", pod(node)), True)
    assert eventually(lambda: net.answers("client", SERVICE), True)


def test_a_session_with_too_many_prefixes_is_idle_until_it_is_shut_down_and_begun_again(net: Fabric) -> None:
    space, neighbor = net.spaces["router"], "neighbor 10.0.0.13"

    def shown() -> str:
        answer = show(space, "show bgp vpnv4 unicast vrf k8s-calico summary")
        return next(line[74:].strip() for line in answer.splitlines() if line.startswith("10.0.0.13"))

    def configured(*lines: str) -> None:
        space.call(_type_over_ssh, ("router bgp 65000", "address-family ipv4 vrf k8s-calico", *lines))

    assert eventually(shown, "2") == "2"
    configured(f"{neighbor} maximum-prefix 1")
    assert eventually(shown, "Idle (PfxCt)", seconds=2) == "Idle (PfxCt)"
    configured(f"no {neighbor} maximum-prefix 1")
    assert stays(shown, "Idle (PfxCt)", seconds=2) == "Idle (PfxCt)"
    configured(f"{neighbor} shutdown", f"no {neighbor} shutdown")
    assert eventually(shown, "2") == "2"


def test_bfd_typed_at_the_prompt_is_up_and_ends_the_session_of_a_frozen_neighbor(net: Fabric) -> None:
    space = net.spaces["router"]
    family = ("router bgp 65000", "address-family ipv4 vrf k8s-metallb")
    bfd = ("interface GigabitEthernet2", "bfd interval 100 min_rx 100 multiplier 3")
    space.call(_type_over_ssh, (*bfd, *family, "neighbor 10.0.0.13 fall-over bfd"))

    def is_up() -> bool:
        answer = show(space, "show bgp vpnv4 unicast vrf k8s-metallb summary")
        row = next(line for line in answer.splitlines() if line.startswith("10.0.0.13"))
        return row.split()[-1] == "1" and " Up " in net.said("worker3", "metallb", "show bfd sessions")

    peers = 'protocol bfd { interface "eth0" { interval 100 ms; multiplier 3; }; }'
    with net.other_metallb("worker3", "bfd on;", peers) as speaker:
        assert eventually(is_up, True)
        speaker.send_signal(signal.SIGSTOP)
        summary = "show bgp vpnv4 unicast vrf k8s-metallb summary"
        ended = eventually(lambda: re.search(r"10\.0\.0\.13 .* \d+\s*$", show(space, summary), re.M), None, seconds=2)
        speaker.send_signal(signal.SIGCONT)
        assert ended is None


def test_a_refused_block_arrives_after_the_program_has_made_the_list_wider(net: Fabric) -> None:
    space, block = net.spaces["router"], BLOCKS["worker3"]
    narrow, wide = (_accepting(*each) for each in ([SHARED_BLOCK], [SHARED_BLOCK, block]))

    def is_there() -> bool:
        return block.partition("/")[0] in show(space, "show ip route vrf k8s-calico")

    assert eventually(is_there, True)
    space.call(_reconcile, net.directory, narrow)
    assert eventually(is_there, False) is False
    space.call(_reconcile, net.directory, wide, narrow)
    assert eventually(is_there, True)


def _accepting(*prefixes: str) -> dict[str, dict[str, Any]]:
    """Calico's family and the list of what worker3 may announce, by type."""
    entries = [f"seq {5 * place} permit {prefix}" for place, prefix in enumerate(prefixes, 1)]
    common = {"remote_as": 65002, "ebgp_multihop": 32, "update_source": "Loopback2"}
    neighbors = {address: {**common, "prefix_list_out": "deny-all-routes"} for address in NODES.values()}
    neighbors[NODES["worker3"]]["prefix_list_in"] = "worker3"
    family = {"asn": 65000, "vrf": "k8s-calico", "rd": "65000:2", "redistribute": ["connected"]}
    return {
        "prefix list": {"name": "worker3", "entries": entries},
        "bgp vrf": {**family, "neighbors": neighbors, "inbound_lists": {"worker3": entries}},
    }


def _reconcile(directory: Path, wanted: dict[str, Any], previous: dict[str, Any] | None = None) -> None:
    """Bring the objects to the wanted values, as the program does."""
    key = json.loads((directory / "router.log").read_text().splitlines()[0])["host_key"]
    endpoint = Endpoint("csr1000v", "127.0.0.1", "admin", PORT, host_key=key, ssh_legacy=True, commit_confirm="off")
    device = Device(endpoint, "lab")
    for name, values in wanted.items():
        kind = BY_NAME[name]
        old = kind.values.model_validate(previous[name]) if previous else None
        reconcile("csr1000v", device, kind, kind.values.model_validate(values), old, adopt=True)
    device.leave()


def _entries(answer: str) -> list[str]:
    """The lines below the legend, without ages and without the block that any node may have announced first."""
    lines = answer.replace("\r", "").split("Gateway of last resort is not set\n\n")[-1].splitlines()
    return [re.sub(r"\d\d:\d\d:\d\d", "AGE", line) for line in lines if line.strip() and "192.168.200.0" not in line]


def _type_over_ssh(lines: Sequence[str]) -> None:
    with paramiko.SSHClient() as client:
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        client.connect("127.0.0.1", PORT, "admin", "lab", look_for_keys=False, allow_agent=False)
        shell = client.invoke_shell()
        for line in ("", "configure terminal\r", *(f"{line}\r" for line in lines)):
            shell.sendall(line.encode())
            said = b""
            while not said.endswith(b"#"):
                said += shell.recv(65536)
            assert b"% " not in said


def _over_ssh(command: str) -> str:
    with paramiko.SSHClient() as client:
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        client.connect("127.0.0.1", PORT, "admin", "lab", look_for_keys=False, allow_agent=False)
        _, stdout, _ = client.exec_command(command)
        return stdout.read().decode()
