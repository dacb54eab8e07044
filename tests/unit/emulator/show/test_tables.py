"""The tables at the prompt, parsed by ntc-templates."""

from collections.abc import Callable
from typing import Any

import pytest
from ntc_templates.parse import parse_output  # type: ignore[import-untyped]


@pytest.fixture
def cli(start: Callable[..., Any], seed: str) -> Any:
    shell = start(startup="hostname csr1000v\n" + seed).login()
    yield shell
    shell.close()


def parsed(command: str, text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = parse_output("cisco_ios", command, text)
    return found


def test_show_ip_vrf(cli: Any) -> None:
    assert cli.run("show ip vrf").split("\n") == [
        "  Name                             Default RD            Interfaces",
        "  k8s-calico                       65000:2               Gi3",
        "                                                         Lo2",
        "  k8s-metallb                      65000:1               Gi2",
    ]


def test_a_vrf_without_rd_is_printed(cli: Any) -> None:
    cli.run("conf t", "ip vrf Mgmt-intf", "end")
    assert "  Mgmt-intf                        <not set>             " in cli.run("show ip vrf").split("\n")


def test_show_vrf(cli: Any) -> None:
    text = cli.run("show vrf")
    assert text.split("\n")[:2] == [
        "  Name                             Default RD            Protocols   Interfaces",
        "  k8s-calico                       65000:2               ipv4        Gi3",
    ]
    assert [row["name"] for row in parsed("show vrf", text)] == ["k8s-calico", "k8s-metallb"]


def test_show_ip_interface_brief(cli: Any) -> None:
    text = cli.run("show ip interface brief")
    assert text.split("\n")[:3] == [
        "Interface              IP-Address      OK? Method Status                Protocol",
        "GigabitEthernet1       unassigned      YES unset  administratively down down    ",
        "GigabitEthernet2       10.0.0.254      YES NVRAM  up                    up      ",
    ]
    rows = parsed("show ip interface brief", text)
    assert {row["interface"]: row["ip_address"] for row in rows}["Loopback2"] == "1.1.1.2"


def test_show_ip_prefix_list(cli: Any) -> None:
    text = cli.run("show ip prefix-list")
    assert text == "ip prefix-list deny-all-routes: 1 entries\n   seq 5 deny 0.0.0.0/0 le 32"
    assert parsed("show ip prefix-list", text)


def test_show_version_names_the_router(cli: Any) -> None:
    found = parsed("show version", cli.run("show version"))[0]
    assert (found["hostname"], found["version"], found["config_register"]) == ("csr1000v", "17.15.1", "0x2102")


def test_show_ip_route_is_read_by_ntc_templates(cli: Any) -> None:
    rows = parsed("show ip route", cli.run("show ip route vrf k8s-metallb"))
    assert [(row["protocol"], row["network"], row["prefix_length"]) for row in rows] == [
        ("C", "10.0.0.0", "24"),
        ("L", "10.0.0.254", "32"),
    ]


def test_static_routes_exist_without_a_data_plane(cli: Any) -> None:
    cli.run("conf t", "ip route vrf k8s-metallb 172.16.0.0 255.255.0.0 10.0.0.9")
    cli.run("ip route vrf k8s-metallb 172.17.0.0 255.255.0.0 Null0 200")
    cli.run("ip route vrf k8s-metallb 172.18.0.0 255.255.0.0 9.9.9.9", "end")
    text = cli.run("show ip route vrf k8s-metallb static")
    assert text.split("\n")[-2:] == [
        "S     172.16.0.0/16 [1/0] via 10.0.0.9",
        "S     172.17.0.0/16 is directly connected, Null0",
    ]


def test_show_users_and_clock_are_read_by_ntc_templates(cli: Any) -> None:
    assert parsed("show users", cli.run("show users"))[0]["user"] == "admin"
    assert parsed("show clock", cli.run("show clock"))[0]["timezone"] == "UTC"


def test_the_summary_lists_every_neighbor(cli: Any) -> None:
    text = cli.run("show bgp vpnv4 unicast vrf k8s-calico summary")
    assert text.startswith("BGP router identifier 1.0.0.2, local AS number 65000\n")
    rows = parsed("show ip bgp summary", text)
    assert [(row["bgp_neighbor"], row["state_or_prefixes_received"]) for row in rows] == [
        (f"10.0.0.{number}", "Idle") for number in (1, 11, 12, 13)
    ]


def test_a_summary_without_sessions_is_empty(cli: Any) -> None:
    cli.run("conf t", "ip vrf red", "rd 1:1", "router bgp 65000", "address-family ipv4 vrf red", "end")
    assert cli.run("show bgp vpnv4 unicast vrf red summary") == ""


def test_a_neighbor_in_full(cli: Any) -> None:
    text = cli.run("show bgp vpnv4 unicast vrf k8s-metallb neighbors 10.0.0.1")
    assert text.split("\n")[0] == "BGP neighbor is 10.0.0.1,  vrf k8s-metallb,  remote AS 65001, external link"
    assert "  Outgoing update prefix filter list is deny-all-routes" in text.split("\n")


def test_an_unknown_vrf(cli: Any) -> None:
    assert cli.run("show ip vrf nope") == "% No VRF named nope"
    assert cli.run("show ip route vrf nope") == "% IP  routing table nope does not exist"


def test_an_interface_is_shown_alone(cli: Any) -> None:
    assert cli.run("show running-config interface Gi2").split("\n")[:5] == [
        "Building configuration...",
        "",
        "Current configuration : 150 bytes",
        "!",
        "interface GigabitEthernet2",
    ]


def test_the_running_configurations_size_is_its_own(cli: Any) -> None:
    text = cli.run("show running-config").removesuffix("\n")
    size, body = text.split("\n", 3)[2], text.split("\n", 3)[3]
    assert size == f"Current configuration : {len(body) + 1} bytes"
    assert body.endswith("\nend")


def test_section_prints_a_match_with_what_is_below(cli: Any) -> None:
    text = cli.run("show running-config | section ip vrf k8s-calico")
    assert text.split("\n")[:2] == ["ip vrf k8s-calico", " rd 65000:2"]
    assert cli.run("show running-config | count ^ip vrf") == "Number of lines which match regexp = 2"
    assert cli.run("show running-config | begin ^line vty").split("\n")[0] == "line vty 0 4"
