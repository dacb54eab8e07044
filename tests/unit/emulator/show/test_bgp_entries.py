"""One entry of the BGP table, and a neighbor's routes, as text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from emulator.config.bgp import Neighbor
from emulator.config.model import Config
from emulator.dataplane.state import Path, Session
from emulator.show.bgp_neighbor_routes import listing
from emulator.show.bgp_neighbors import neighbor_lines
from emulator.show.bgp_prefix import Entries, entry_lines

VRF = "k8s-calico"
NOW = datetime(2026, 9, 13, 7, 27, 57, tzinfo=UTC)
BLOCK, SERVICE, OWN = "192.168.116.0/26", "10.100.0.0/32", "10.0.1.0/24"
OTHER = Path(BLOCK, "10.0.0.13", (65002,), "i", False, True, None, None, "10.0.0.13", 100, ("65000:7",), 2)
BEST = Path(BLOCK, "10.0.0.1", (65002,), "i", True, False, None, None, "10.0.0.1", 100, (), 60)
LOCAL = Path(OWN, "0.0.0.0", (), "?", True, False, None, 0, seconds=3600)
LEAKED = Path(SERVICE, "10.0.0.1", (65001,), "i", True, False, "k8s-metallb", None, None, 100, (), 60)


@pytest.fixture
def config(editor: Callable[..., Any], seed: str) -> Config:
    family = ("router bgp 65000", f" address-family ipv4 vrf {VRF}", "  maximum-paths 4")
    made: Config = editor(*seed.splitlines(), *family).context.config
    return made


def session(address: str) -> Session:
    return Session(address, 65002, "Established", 1, 2, 60, 5, 5, f"9.9.9.{address.rpartition('.')[2]}")


@pytest.fixture
def table(config: Config) -> Entries:
    sessions = {address: session(address) for address in ("10.0.0.1", "10.0.0.13")}
    announced = {"10.0.0.1": frozenset({OWN}), "10.0.0.13": frozenset({OWN, SERVICE})}
    return Entries(config, VRF, (LOCAL, LEAKED, OTHER, BEST), sessions, announced)


def test_a_prefix_learned_twice(table: Entries) -> None:
    assert list(entry_lines(table, BLOCK, frozenset({"10.0.0.1"}), NOW)) == [
        "BGP routing table entry for 65000:2:192.168.116.0/26, version 4",
        "Paths: (2 available, best #2, table k8s-calico)",
        "Multipath: eBGP",
        "  Not advertised to any peer",
        "  Refresh Epoch 1",
        "  65002",
        "    10.0.0.13 (via vrf k8s-calico) from 10.0.0.13 (9.9.9.13)",
        "      Origin IGP, localpref 100, valid, external, multipath",
        "      Community: 4259840007",
        "      Extended Community: RT:65000:2",
        "      rx pathid: 0, tx pathid: 0",
        "      Updated on Sep 13 2026 07:27:55 UTC",
        "  Refresh Epoch 1",
        "  65002, (received & used)",
        "    10.0.0.1 (via vrf k8s-calico) from 10.0.0.1 (9.9.9.1)",
        "      Origin IGP, localpref 100, valid, external, best",
        "      Extended Community: RT:65000:2",
        "      rx pathid: 0, tx pathid: 0x0",
        "      Updated on Sep 13 2026 07:26:57 UTC",
    ]


def test_the_routers_own_prefix_is_announced_to_both_neighbors(table: Entries) -> None:
    assert list(entry_lines(table, OWN, frozenset(), None)) == [
        "BGP routing table entry for 65000:2:10.0.1.0/24, version 2",
        "Paths: (1 available, best #1, table k8s-calico)",
        "Multipath: eBGP",
        "  Advertised to update-groups:",
        "     1          2         ",
        "  Refresh Epoch 1",
        "  Local",
        "    0.0.0.0 (via vrf k8s-calico) from 0.0.0.0 (1.0.0.2)",
        "      Origin incomplete, metric 0, localpref 100, weight 32768, valid, sourced, best",
        "      Extended Community: RT:65000:2",
        "      rx pathid: 0, tx pathid: 0x0",
    ]


def test_a_leaked_path_names_the_vrf_it_comes_from(table: Entries) -> None:
    assert list(entry_lines(table, SERVICE, frozenset(), None))[5:] == [
        "  Refresh Epoch 1",
        "  65001, imported path from 65000:1:10.100.0.0/32 (k8s-metallb)",
        "    10.0.0.1 (via vrf k8s-metallb) from 10.0.0.1 (10.0.0.1)",
        "      Origin IGP, localpref 100, valid, external, best",
        "      Extended Community: RT:65000:1",
        "      rx pathid: 0, tx pathid: 0x0",
    ]


def test_a_network_of_the_global_table_has_no_distinguisher(start: Callable[..., Any]) -> None:
    lines = ["interface Loopback0", " ip address 1.1.1.1 255.255.255.255", "router bgp 65000"]
    shell = start(startup="\n".join([*lines, " network 1.1.1.1 mask 255.255.255.255"]), profile="16.12").login()
    shown = shell.run("show ip bgp 1.1.1.1/32")
    assert shown.split("\n") == [
        "BGP routing table entry for 1.1.1.1/32, version 2",
        "Paths: (1 available, best #1, table default)",
        "  Not advertised to any peer",
        "  Refresh Epoch 1",
        "  Local",
        "    0.0.0.0 from 0.0.0.0 (1.1.1.1)",
        "      Origin IGP, metric 0, localpref 100, weight 32768, valid, sourced, local, best",
        "      rx pathid: 0, tx pathid: 0x0",
    ]
    for command in ("show bgp 1.1.1.1", "show bgp ipv4 unicast 1.1.1.1 255.255.255.255"):
        assert shell.run(command) == shown
    assert shell.run("show bgp 1.1.1.0/24") == "% Network not in table"
    shell.close()


def test_every_vrf_that_has_the_prefix_shows_it(start: Callable[..., Any], seed: str) -> None:
    shell = start(startup=seed).login()
    one = shell.run("show bgp vpnv4 unicast vrf k8s-calico 1.1.1.2")
    assert shell.run("show bgp vpnv4 unicast all 1.1.1.2") == one
    assert one.startswith("BGP routing table entry for 65000:2:1.1.1.2/32, version 2\n")
    assert shell.run("show bgp vpnv4 unicast vrf k8s-metallb 1.1.1.2") == "% Network not in table"
    shell.close()


def test_a_neighbors_routes_are_a_table_and_their_number(config: Config) -> None:
    shown = listing(config, VRF, [BEST]).split("\n")
    assert shown[0] == "BGP table version is 2, local router ID is 1.0.0.2"
    assert shown[shown.index("") + 1 :] == [
        "     Network          Next Hop            Metric LocPrf Weight Path",
        "Route Distinguisher: 65000:2 (default for vrf k8s-calico) VRF Router ID 1.0.0.2",
        " *>   192.168.116.0/26 10.0.0.1                               0 65002 i",
        "",
        "Total number of prefixes 1 ",
    ]


@pytest.mark.parametrize("what", ["advertised-routes", "routes", "received-routes"])
def test_without_a_session_a_neighbor_has_no_routes(start: Callable[..., Any], seed: str, what: str) -> None:
    lines = " address-family ipv4 vrf k8s-calico\n  neighbor 10.0.0.1 soft-reconfiguration inbound\n"
    shell = start(startup=f"{seed}\nrouter bgp 65000\n{lines}").login()
    for current in ("vrf k8s-calico", "all"):
        shown = shell.run(f"show bgp vpnv4 unicast {current} neighbors 10.0.0.1 {what}")
        assert shown == "\nTotal number of prefixes 0 "
    shell.close()


def test_a_neighbors_refused_prefixes_are_counted_where_it_has_a_list(config: Config) -> None:
    refused = replace(session("10.0.0.1"), prefixes_refused=3)
    head = "  Local Policy Denied Prefixes:    --------    -------"
    row = "    prefix-list                           0          3"
    plain, filtered = Neighbor("10.0.0.1"), Neighbor("10.0.0.1", {"prefix-list in": "prefix-list PODS in"})
    assert row not in neighbor_lines(config, VRF, plain, refused)
    lines = list(neighbor_lines(config, VRF, filtered, refused))
    assert lines.index(row) == lines.index(head) + 1
    assert lines[lines.index(row) + 1] == "    Total:                                0          3"
