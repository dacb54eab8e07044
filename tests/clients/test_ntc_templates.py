"""ntc-templates, unmodified, reads what the lab's router shows: every output it has a template for, all its values."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from emulator.exec import catalogue
from tests.clients.client import Client, ClientError, client
from tests.clients.conftest import BASE, SEED, Where

Row = dict[str, Any]

MORE = """\
ip vrf red
 description not of the stack
 rd 65000:9
 route-target both 65000:9
file prompt quiet
interface GigabitEthernet4
 description to red
 ip vrf forwarding red
 ip address 192.0.2.1 255.255.255.0
 no shutdown
route-map NODES permit 10
 match ip address prefix-list deny-all-routes
 set metric 5
 set as-path prepend 65000 65000
route-map NODES deny 20
router bgp 65000
 neighbor 198.51.100.1 remote-as 65100
 neighbor 198.51.100.2 remote-as 65000
 neighbor 198.51.100.2 shutdown
 network 1.1.1.0 mask 255.255.255.255
end
"""
NODES = ["10.0.0.1", "10.0.0.11", "10.0.0.12", "10.0.0.13"]
PORTS = {
    "GigabitEthernet1": ("administratively down", "", ""),
    "GigabitEthernet2": ("up", "10.0.0.254", "24"),
    "GigabitEthernet3": ("up", "10.0.1.254", "24"),
    "GigabitEthernet4": ("up", "192.0.2.1", "24"),
    "Loopback0": ("up", "1.1.1.0", "32"),
    "Loopback2": ("up", "1.1.1.2", "32"),
}
VRFS = {"GigabitEthernet2": "k8s-metallb", "GigabitEthernet3": "k8s-calico", "GigabitEthernet4": "red"}
VRFS["Loopback2"] = "k8s-calico"


def protocol(status: str) -> str:
    return "up" if status == "up" else "down"


def interface(name: str) -> Row:
    """A row of `show interfaces`."""
    status, address, bits = PORTS[name]
    port = name.startswith("Gigabit")
    mac = f"5254.0000.000{name[-1]}" if port else ""
    return {
        "interface": name,
        "link_status": status,
        "protocol_status": protocol(status),
        "hardware_type": "CSR vNIC" if port else "Loopback",
        "mac_address": mac,
        "bia": mac,
        "description": "to red" if name == "GigabitEthernet4" else "",
        "ip_address": address,
        "prefix_length": bits,
        "mtu": "1500" if port else "1514",
        "bandwidth": "1000000 Kbit" if port else "8000000 Kbit",
        "delay": "10 usec" if port else "5000 usec",
        "encapsulation": "ARPA" if port else "LOOPBACK",
        "last_input": "never",
        "last_output": "never",
        "last_output_hang": "never",
        "input_packets": "0",
        "output_packets": "0",
    }


def ip_interface(name: str) -> Row:
    """A row of `show ip interface`."""
    status, address, bits = PORTS[name]
    row: Row = {"interface": name, "link_status": status, "protocol_status": protocol(status)}
    if address:
        row |= {"ip_address": [address], "prefix_length": [bits], "vrf": VRFS.get(name, ""), "mtu": "1500"}
    return row


def brief(name: str) -> Row:
    status, address, _ = PORTS[name]
    return {
        "interface": name,
        "ip_address": address or "unassigned",
        "status": status,
        "proto": protocol(status),
    }


def described(name: str) -> Row:
    short = name.replace("GigabitEthernet", "Gi").replace("Loopback", "Lo")
    status = PORTS[name][0].replace("administratively", "admin")
    text = "to red" if name == "GigabitEthernet4" else ""
    return {"port": short, "status": status, "protocol": protocol(status), "description": text}


def idle(address: str, remote_as: str, vrf: str = "") -> Row:
    """A row of `show ip bgp … neighbors`."""
    row = {"neighbor": address, "vrf": vrf, "remote_as": remote_as}
    return row | {"remote_router_id": "0.0.0.0", "bgp_state": "Idle"}


def session(address: str, remote_as: str, state: str) -> Row:
    """A row of `show ip bgp summary`."""
    return {
        "router_id": "1.0.0.0",
        "local_as": "65000",
        "bgp_neighbor": address,
        "bgp_version": "4",
        "neighbor_as": remote_as,
        "messages_received": "0",
        "messages_sent": "0",
        "table_version": "1",
        "input_queue": "0",
        "output_queue": "0",
        "up_down": "never",
        "state_or_prefixes_received": state,
    }


def own(prefix: str, origin: str) -> Row:
    """A row of `show ip bgp`: a route of the router itself."""
    row = {"status": "*", "path_selection": ">", "route_source": " ", "network": prefix, "next_hop": "0.0.0.0"}
    return row | {"metric": "0", "weight": "32768", "origin": origin}


def connected(code: str, prefix: str, port: str, vrf: str = "") -> Row:
    """A row of `show ip route`."""
    network, bits = prefix.split("/")
    return {"vrf": vrf, "protocol": code, "network": network, "prefix_length": bits, "nexthop_if": port}


CASES: dict[str, list[Row]] = {
    "show version": [
        {
            "software_image": "X86_64_LINUX_IOSD-UNIVERSALK9-M",
            "version": "17.15.1",
            "release": "fc5",
            "rommon": "IOS-XE",
            "hostname": "csr1000v",
            "uptime": "0 minutes",
            "uptime_minutes": "0",
            "reload_reason": "reload",
            "running_image": "packages.conf",
            "hardware": ["CSR1000V"],
            "serial": ["9LABROUTER0"],
            "config_register": "0x2102",
        }
    ],
    "show inventory": [
        {"name": "Chassis", "descr": "Cisco CSR1000V Chassis", "pid": "CSR1000V", "vid": "V00  ", "sn": "9LABROUTER0"}
    ],
    "show vrf": [
        {"name": "k8s-calico", "default_rd": "65000:2", "protocols": "ipv4", "interfaces": ["Gi3", "Lo2"]},
        {"name": "k8s-metallb", "default_rd": "65000:1", "protocols": "ipv4", "interfaces": ["Gi2"]},
        {"name": "red", "default_rd": "65000:9", "protocols": "ipv4", "interfaces": ["Gi4"]},
    ],
    "show vrf detail red": [
        {
            "vrf": "red",
            "rd": "65000:9",
            "rt_import": ["65000:9"],
            "rt_export": ["65000:9"],
            "vpn_id": "<not set>",
            "description": "not of the stack",
            "interfaces": ["Gi4"],
        }
    ],
    "show ip vrf interfaces": [
        {"interface": "Gi3", "ip_address": "10.0.1.254", "vrf": "k8s-calico", "proto_state": "up"},
        {"interface": "Lo2", "ip_address": "1.1.1.2", "vrf": "k8s-calico", "proto_state": "up"},
        {"interface": "Gi2", "ip_address": "10.0.0.254", "vrf": "k8s-metallb", "proto_state": "up"},
        {"interface": "Gi4", "ip_address": "192.0.2.1", "vrf": "red", "proto_state": "up"},
    ],
    "show route-map": [
        {
            "name": "NODES",
            "action": "permit",
            "seq": "10",
            "match_clauses": ["ip address prefix-lists: deny-all-routes"],
            "set_clauses": ["metric 5", "as-path prepend 65000 65000"],
        },
        {"name": "NODES", "action": "deny", "seq": "20"},
    ],
    "show ip interface brief": [brief(name) for name in PORTS],
    "show ipv6 interface brief": [],
    "show ip prefix-list": [
        {
            "name": "deny-all-routes",
            "seq": "5",
            "action": "deny",
            "network": "0.0.0.0",
            "netmask": "0",
            "le": "32",
        }
    ],
    "show interfaces": [interface(name) for name in PORTS],
    "show interfaces GigabitEthernet2": [interface("GigabitEthernet2")],
    "show interfaces description": [described(name) for name in PORTS],
    "show ip interface": [ip_interface(name) for name in PORTS],
    "show ip interface Loopback2": [ip_interface("Loopback2")],
    "show ip bgp": [own("1.1.1.0/32", "i")],
    "show ip bgp vpnv4 vrf k8s-calico": [own("1.1.1.2/32", "?"), own("10.0.1.0/24", "?")],
    "show ip bgp summary": [session("198.51.100.1", "65100", "Idle"), session("198.51.100.2", "65000", "Idle (Admin)")],
    "show ip bgp neighbors": [idle("198.51.100.1", "65100"), idle("198.51.100.2", "65000")],
    "show ip bgp neighbors 198.51.100.1 advertised-routes": [],
    "show ip bgp vpnv4 all neighbors": [
        idle(address, remote_as, vrf)
        for vrf, remote_as in (("k8s-calico", "65002"), ("k8s-metallb", "65001"))
        for address in NODES
    ],
    "show ip route": [connected("C", "1.1.1.0/32", "Loopback0")],
    "show ip route vrf k8s-calico": [
        connected("C", "1.1.1.2/32", "Loopback2", "k8s-calico"),
        connected("C", "10.0.1.0/24", "GigabitEthernet3", "k8s-calico"),
        connected("L", "10.0.1.254/32", "GigabitEthernet3", "k8s-calico"),
    ],
}
MOVING = {"show clock", "show users", "show vrf detail", "dir", "show archive", "show logging"}
"""These have tests of their own below: what they show has times in it, or is for one VRF above."""


@pytest.fixture(scope="module")
def ntc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with client("ntc_calls", "netmiko", tmp_path_factory.mktemp("ntc")) as made:
        yield made


@pytest.fixture
def startup() -> str:
    return f"{BASE}{SEED}{MORE}"


def filled(rows: list[Row]) -> list[Row]:
    """Rows without the columns that hold nothing."""
    return [{name: value for name, value in row.items() if value} for row in rows]


def shortest(pattern: str) -> str:
    """A command of the router's catalogue, without its optional words."""
    while (shorter := re.sub(r" ?\[[^\[\]]*\]", "", pattern)) != pattern:
        pattern = shorter
    return pattern


def test_every_command_with_a_template_is_tried_here(ntc: Client) -> None:
    patterns = [command.pattern for command in (*catalogue.USER, *catalogue.PRIVILEGED)]
    commands = {shortest(pattern) for pattern in patterns if pattern.startswith(("show", "dir"))}
    commands |= {"show ipv6 interface brief"}
    assert set(ntc("templated", commands=sorted(commands))) <= {*CASES, *MOVING}


def test_it_reads_the_values_that_the_router_has(ntc: Client, where: Where) -> None:
    found = dict(zip(CASES, ntc("parsed", where=where, commands=list(CASES)), strict=True))
    assert {command: filled(rows) for command, rows in found.items()} == {
        command: filled(rows) for command, rows in CASES.items()
    }


def test_its_template_of_one_interface_does_not_know_the_end_that_ios_xe_prints(ntc: Client, where: Where) -> None:
    with pytest.raises(ClientError, match=r"TextFSMError: State Error raised. Rule Line: \d+. Input Line: end"):
        ntc("parsed", where=where, commands=["show running-config interface Loopback2"])


def test_it_reads_the_clock(ntc: Client, where: Where) -> None:
    [[row]] = ntc("parsed", where=where, commands=["show clock"])
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d\d\d", row.pop("time"))
    assert list(row) == ["timezone", "dayweek", "month", "day", "year"]
    assert row["timezone"] == "UTC"


def test_it_reads_who_is_logged_in(ntc: Client, where: Where) -> None:
    [[row]] = ntc("parsed", where=where, commands=["show users"])
    assert row == {
        "line": "*  1 vty 0",
        "user": "admin",
        "hosts": "idle",
        "idle": "00:00:00",
        "location": "127.0.0.1",
    }


def test_it_reads_the_files_and_the_archive(ntc: Client, where: Where) -> None:
    commands = ["copy running-config flash:kept.cfg", "archive config"]
    ntc("typed", where=where, commands=commands)
    files, [archive] = ntc("parsed", where=where, commands=["dir", "show archive"])
    archived, kept = files
    assert (kept["name"], kept["permissions"], kept["file_system"]) == ("kept.cfg", "-rw-", "bootflash:/")
    assert kept["size"] == archived["size"]
    assert archive["filenames"] == [f"bootflash:{archived['name']}"]
    assert archive["current_index"] == "1"


def test_it_reads_the_log(ntc: Client, where: Where) -> None:
    ntc("configured", where=where, lines=["interface Loopback9"])
    [rows] = ntc("parsed", where=where, commands=["show logging"])
    row = rows[-1]
    assert (row["facility"], row["severity"], row["mnemonic"]) == ("SYS", "5", "CONFIG_I")
    assert row["message"] == ["Configured from console by admin on vty0 (127.0.0.1)"]
