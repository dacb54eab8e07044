"""IOS's output for recorded answers of BIRD and the kernel."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from emulator.dataplane import report
from emulator.dataplane.bird_answers import BirdProtocol, read_protocols, read_routes
from emulator.dataplane.names import assign_tables
from emulator.dataplane.report import View
from emulator.dataplane.state import Network, Route, Session
from emulator.dataplane.state import Path as BgpPath
from tests.lab.dataplane_seed import CALICO, METALLB, SEED, with_family, with_neighbor

CAPTURES = Path(__file__).parent / "captures"
NOW = datetime(2026, 11, 23, 23, 48, 30)
RECORDED = with_neighbor(SEED, METALLB, "10.0.0.12", shutdown=True)
# As BIRD answers `show route all import table …`, whose routes are in no order.
RECEIVED = """\
Table import:
10.7.0.0/24          unicast [bgp1002_10_0_0_13 2026-11-23 23:48:07.839] * (100) [AS65001i]
	via 10.0.0.13 on Gi2
	Type: BGP univ
	BGP.origin: IGP
	BGP.as_path: 65001
	BGP.next_hop: 10.0.0.13
	BGP.local_pref: 100
10.6.0.0/24          unicast [bgp1002_10_0_0_13 2026-11-23 23:48:07.839] * (100) [AS65001i]
	via 10.0.0.13 on Gi2
	Type: BGP univ
	BGP.origin: IGP
	BGP.as_path: 65001
	BGP.next_hop: 10.0.0.13
	BGP.local_pref: 100
	BGP.community: (65001,7) (65001,8)
"""
FILES = {CALICO: "calico", METALLB: "metallb"}


def view(vrf: str, network: Network = RECORDED) -> View:
    return View(network, assign_tables({}, [CALICO, METALLB]), vrf, NOW)


def sessions_of(network: Network = RECORDED) -> tuple[Session, ...]:
    lines = (CAPTURES / "protocols-metallb.txt").read_text().splitlines()
    return report.sessions(view(METALLB, network), read_protocols(lines))


def paths_of(vrf: str, network: Network = RECORDED) -> tuple[BgpPath, ...]:
    lines = (CAPTURES / f"routes-{FILES[vrf]}.txt").read_text().splitlines()
    kernel = json.loads((CAPTURES / f"kernel-{FILES[vrf]}.json").read_text())
    return report.paths(view(vrf, network), read_routes(lines), kernel)


def routes_of(vrf: str) -> tuple[Route, ...]:
    lines = (CAPTURES / f"routes-{FILES[vrf]}.txt").read_text().splitlines()
    kernel = json.loads((CAPTURES / f"kernel-{FILES[vrf]}.json").read_text())
    return report.routes(view(vrf), read_routes(lines), kernel)


def test_sessions_are_in_address_order_with_their_counts() -> None:
    assert [(s.address, s.state, s.prefixes_received, s.prefixes_advertised) for s in sessions_of()] == [
        ("10.0.0.1", "Established", 1, 0),
        ("10.0.0.11", "Established", 1, 0),
        ("10.0.0.12", "Idle (Admin)", 0, 0),
        ("10.0.0.13", "Established", 1, 9),
    ]


def test_an_established_session_has_the_neighbors_router_id() -> None:
    assert [s.router_id for s in sessions_of()] == ["10.0.0.1", "10.0.0.11", "0.0.0.0", "10.0.0.13"]


def test_a_path_has_its_neighbor_and_age() -> None:
    found = {path.prefix: path for path in paths_of(CALICO)}
    learned, own = found["192.168.116.0/26"], found["1.1.1.2/32"]
    assert (learned.neighbor, learned.local_preference, learned.seconds) == ("10.0.0.12", 100, 59)
    assert (own.neighbor, own.local_preference, own.communities) == (None, None, ())
    leaked = {path.prefix: path for path in paths_of(METALLB)}["192.168.116.0/26"]
    assert (leaked.origin_vrf, leaked.neighbor) == (CALICO, None)


def test_received_paths_are_in_prefix_order_and_not_best() -> None:
    told = report.received(view(METALLB), read_routes(RECEIVED.splitlines()))
    assert [(path.prefix, path.neighbor, path.best, path.communities) for path in told] == [
        ("10.6.0.0/24", "10.0.0.13", False, ("65001:7", "65001:8")),
        ("10.7.0.0/24", "10.0.0.13", False, ()),
    ]


def test_messages_are_the_opening_the_keepalives_and_the_updates() -> None:
    session = sessions_of()[3]
    assert (session.seconds, session.messages_received, session.messages_sent) == (
        60,
        2 + 60 // 3 + 1,
        2 + 60 // 3 + 9,
    )


def test_what_the_inbound_policy_refused_is_counted() -> None:
    text = (CAPTURES / "protocols-metallb.txt").read_text()
    none, some = (
        f"Import updates:              {numbers}" for numbers in ("1          0          0", "3          0          2")
    )
    lines = text.replace(none, some, 1).splitlines()
    assert [s.prefixes_refused for s in report.sessions(view(METALLB), read_protocols(lines))].count(2) == 1
    assert {s.prefixes_refused for s in sessions_of()} == {0}


def test_a_neighbor_without_a_session_in_bird_is_idle() -> None:
    unknown = with_neighbor(SEED, METALLB, "*", update_source="Loopback9")
    assert {s.state for s in report.sessions(view(METALLB, unknown), ())} == {"Idle"}


def test_a_neighbor_that_is_not_activated_is_not_shown() -> None:
    assert len(sessions_of(with_neighbor(SEED, METALLB, "10.0.0.1", activated=False))) == 3


def test_an_unknown_state_of_bird_is_idle() -> None:
    closing = BirdProtocol("bgp1002_10_0_0_1", NOW + timedelta(seconds=1), {"BGP state": "Close"})
    session = report.sessions(view(METALLB), [closing])[0]
    assert (session.state, session.seconds, session.messages_sent) == ("Idle", 0, 0)


def test_without_router_bgp_there_are_no_sessions() -> None:
    assert sessions_of(replace(SEED, asn=None)) == ()


def test_the_bgp_table_of_metallbs_vrf() -> None:
    table = [(p.prefix, p.next_hop, p.as_path, p.best, p.multipath, p.origin_vrf) for p in paths_of(METALLB)]
    assert table == [
        ("1.1.1.1/32", "0.0.0.0", (), True, False, None),
        ("1.1.1.2/32", "0.0.0.0", (), True, False, CALICO),
        ("10.0.0.0/24", "0.0.0.0", (), True, False, None),
        ("10.0.1.0/24", "0.0.0.0", (), True, False, CALICO),
        ("10.100.0.0/32", "10.0.0.11", (65001,), False, True, None),
        ("10.100.0.0/32", "10.0.0.1", (65001,), False, True, None),
        ("10.100.0.0/32", "10.0.0.13", (65001,), True, False, None),
        ("192.168.116.0/26", "10.0.0.12", (65002,), True, False, CALICO),
        ("192.168.160.0/26", "10.0.0.11", (65002,), True, False, CALICO),
        ("192.168.165.192/26", "10.0.0.13", (65002,), True, False, CALICO),
        ("192.168.195.128/26", "10.0.0.1", (65002,), True, False, CALICO),
        ("192.168.200.0/26", "10.0.0.1", (65002,), True, False, CALICO),
    ]


def test_redistributed_routes_have_origin_incomplete_and_metric_0_learned_ones_their_own() -> None:
    marks = {p.prefix: (p.origin, p.metric) for p in paths_of(METALLB)}
    assert (marks["10.0.0.0/24"], marks["192.168.116.0/26"]) == (("?", 0), ("i", None))


def test_all_paths_of_the_vrfs_own_are_shown_and_one_is_best() -> None:
    shared = [(p.best, p.multipath) for p in paths_of(CALICO) if p.prefix == "192.168.200.0/26"]
    assert sorted(shared) == [(False, False)] * 3 + [(True, False)]


def test_connected_prefixes_that_are_not_redistributed_are_not_in_the_bgp_table() -> None:
    plain = with_family(RECORDED, METALLB, redistribute=frozenset(), networks=frozenset({"1.1.1.1/32"}))
    own = [(p.prefix, p.origin) for p in paths_of(METALLB, plain) if p.origin_vrf is None and not p.as_path]
    assert own == [("1.1.1.1/32", "i")]


def test_the_forwarding_table_of_metallbs_vrf() -> None:
    gi2, gi3 = "GigabitEthernet2", "GigabitEthernet3"
    assert [(r.prefix, r.code, r.hops, r.origin_vrf) for r in routes_of(METALLB)] == [
        ("1.1.1.1/32", "C", ((None, "Loopback1"),), None),
        ("1.1.1.2/32", "B", ((None, "Loopback2"),), CALICO),
        ("10.0.0.0/24", "C", ((None, gi2),), None),
        ("10.0.0.254/32", "L", ((None, gi2),), None),
        ("10.0.1.0/24", "B", ((None, gi3),), CALICO),
        ("10.0.1.254/32", "L", ((None, gi3),), CALICO),
        ("10.100.0.0/32", "B", (("10.0.0.1", gi2), ("10.0.0.11", gi2), ("10.0.0.13", gi2)), None),
        ("192.168.116.0/26", "B", (("10.0.0.12", gi2),), CALICO),
        ("192.168.160.0/26", "B", (("10.0.0.11", gi2),), CALICO),
        ("192.168.165.192/26", "B", (("10.0.0.13", gi2),), CALICO),
        ("192.168.195.128/26", "B", (("10.0.0.1", gi2),), CALICO),
        ("192.168.200.0/26", "B", (("10.0.0.1", gi2),), CALICO),
    ]


def test_a_route_is_as_old_as_bird_says() -> None:
    assert next(r.seconds for r in routes_of(CALICO) if r.prefix == "10.0.1.0/24") == 60


def test_a_clock_that_was_set_back_makes_nothing_negative() -> None:
    lines = (CAPTURES / "protocols-metallb.txt").read_text().splitlines()
    early = replace(view(METALLB), now=NOW - timedelta(hours=1))
    assert {s.seconds for s in report.sessions(early, read_protocols(lines))} == {0}


def test_what_the_kernel_does_not_have_is_not_in_the_forwarding_table() -> None:
    lines = (CAPTURES / "routes-calico.txt").read_text().splitlines()
    assert report.routes(view(CALICO), read_routes(lines), []) == ()


def test_the_kernels_default_is_written_in_full() -> None:
    (known,) = read_routes(["0.0.0.0/0   unicast [bgp1001_10_0_0_1 2026-11-23 23:19:28.353] * (100) [AS1i]"])
    found = report.routes(view(CALICO), [known], [{"dst": "default", "gateway": "10.0.0.1", "dev": "Gi2"}])
    assert [(r.prefix, r.hops) for r in found] == [("0.0.0.0/0", (("10.0.0.1", "GigabitEthernet2"),))]
