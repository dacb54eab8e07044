"""The values of BIRD's recorded answers."""

from datetime import datetime
from pathlib import Path

from emulator.dataplane.bird_answers import read_protocols, read_routes

CAPTURES = Path(__file__).parent / "captures"


def lines(name: str) -> list[str]:
    return (CAPTURES / name).read_text().splitlines()


def test_every_protocol_is_read_with_its_state_and_its_counts() -> None:
    found = list(read_protocols(lines("protocols-metallb.txt")))
    assert [(p.name, p.details["BGP state"], p.number("Routes", r"(\d+) imported")) for p in found] == [
        ("bgp1002_10_0_0_1", "Established", 1),
        ("bgp1002_10_0_0_11", "Established", 1),
        ("bgp1002_10_0_0_12", "Down", 0),
        ("bgp1002_10_0_0_13", "Established", 1),
    ]


def test_a_protocol_has_its_start_time() -> None:
    assert next(read_protocols(lines("protocols-metallb.txt"))).since == datetime(2026, 11, 23, 23, 47, 29, 803000)


def test_a_route_without_a_prefix_of_its_own_belongs_to_the_prefix_above() -> None:
    shared = [r for r in read_routes(lines("routes-calico.txt")) if r.prefix == "192.168.200.0/26"]
    assert [(r.best, r.hops, r.as_path) for r in shared] == [
        (True, [("10.0.0.1", "Gi2")], (65002,)),
        (False, [("10.0.0.12", "Gi2")], (65002,)),
        (False, [("10.0.0.11", "Gi2")], (65002,)),
        (False, [("10.0.0.13", "Gi2")], (65002,)),
    ]


def test_connected_routes_have_a_link_and_no_gateway() -> None:
    connected = {r.prefix: r.hops for r in read_routes(lines("routes-metallb.txt")) if r.is_connected}
    assert connected == {
        "1.1.1.1/32": [(None, "lo")],
        "1.1.1.2/32": [(None, "lo")],
        "10.0.0.0/24": [(None, "Gi2")],
        "10.0.1.0/24": [(None, "Gi3")],
    }


def test_a_route_has_its_origin_table() -> None:
    origins = {r.prefix: r.integer("origin_table") for r in read_routes(lines("routes-metallb.txt"))}
    assert (origins["10.100.0.0/32"], origins["192.168.116.0/26"]) == (1002, 1001)


def test_a_route_without_a_hop_is_unreachable() -> None:
    text = "10.9.0.0/24          unreachable [bgp1001_10_0_0_1 2026-11-23 23:19:28.353 from 10.0.0.1] * (100/-) [AS1i]"
    (route,) = read_routes([text])
    assert (route.prefix, route.best, route.reachable) == ("10.9.0.0/24", True, False)


def test_no_answer_is_no_route() -> None:
    assert list(read_routes([])) == []
    assert list(read_protocols(["Table t1001:"])) == []
