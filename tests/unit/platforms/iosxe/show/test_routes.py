"""A VRF's table, read from what a CSR1000v printed."""

from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from platforms.facts import Hop, Route
from platforms.iosxe.show.routes import routes

CAPTURES = Path(__file__).parents[4] / "captures"
TABLE = CAPTURES / "seed" / "show_ip_route_vrf_k8s-metallb.txt"

LEGEND = """
Routing Table: k8s-metallb
Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area
       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
       E1 - OSPF external type 1, E2 - OSPF external type 2
       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2
       ia - IS-IS inter area, * - candidate default, U - per-user static route
       o - ODR, P - periodic downloaded static route, H - NHRP, l - LISP
       a - application route
       + - replicated route, % - next hop override, p - overrides from PfR

Gateway of last resort is not set

"""


def via(address: str, vrf: str | None = None) -> Hop:
    return Hop(next_hop=IPv4Address(address), vrf=vrf)


def test_the_seeds_table_is_read_whole() -> None:
    assert routes(TABLE.read_text()) == (
        Route(IPv4Network("1.1.1.1/32"), "C", (Hop(interface="Loopback1"),)),
        Route(IPv4Network("1.1.1.2/32"), "B", (Hop(interface="Loopback2"),)),
        Route(IPv4Network("10.0.0.0/24"), "C", (Hop(interface="GigabitEthernet2"),)),
        Route(IPv4Network("10.0.0.254/32"), "L", (Hop(interface="GigabitEthernet2"),)),
        Route(IPv4Network("10.0.1.0/24"), "B", (Hop(interface="GigabitEthernet3"),)),
        Route(IPv4Network("10.0.1.254/32"), "L", (Hop(interface="GigabitEthernet3"),)),
        Route(
            IPv4Network("10.100.0.0/32"), "B", (via("10.0.0.13"), via("10.0.0.12"), via("10.0.0.11"), via("10.0.0.1"))
        ),
        Route(IPv4Network("192.168.116.0/26"), "B", (via("10.0.0.1", "k8s-calico"),)),
        Route(IPv4Network("192.168.160.0/26"), "B", (via("10.0.0.11", "k8s-calico"),)),
        Route(IPv4Network("192.168.165.192/26"), "B", (via("10.0.0.13", "k8s-calico"),)),
        Route(IPv4Network("192.168.195.128/26"), "B", (via("10.0.0.12", "k8s-calico"),)),
    )


def test_the_legend_is_not_a_route() -> None:
    assert routes(LEGEND) == ()
    assert routes(LEGEND + TABLE.read_text()) == routes(TABLE.read_text())


def test_two_letter_codes_and_marks_are_passed_over() -> None:
    text = """      10.0.0.0/8 is variably subnetted, 2 subnets
O IA     10.2.0.0/16 [110/2] via 10.0.0.1, 00:01:00, Gi2
S*    0.0.0.0/0 [1/0] via 10.0.0.9
"""
    assert routes(text) == (
        Route(IPv4Network("10.2.0.0/16"), "O", (via("10.0.0.1"),)),
        Route(IPv4Network("0.0.0.0/0"), "S", (via("10.0.0.9"),)),
    )


def test_an_unknown_vrf_has_no_routes() -> None:
    assert routes("% IP routing table vrf nope does not exist\n") == ()
