"""The seed's outputs, from the seed's network."""

from collections.abc import Callable
from typing import Any

from emulator.config.model import Config
from emulator.dataplane.state import Path, Route, Session
from emulator.show.bgp_summary import HEAD, dynamic_lines, session_row
from emulator.show.bgp_table import table as bgp_table
from emulator.show.ip_route import table as route_table

HOUR = 3600


def ebgp(prefix: str, asn: int, origin: Any, *hops: str) -> list[Path]:
    """Return multipath routes; the last hop is best."""
    return [Path(prefix, hop, (asn,), origin, hop == hops[-1], hop != hops[-1], None, None) for hop in hops]


def local(prefix: str) -> Path:
    return Path(prefix, "0.0.0.0", (), "?", True, False, None, 0)


def configured(editor: Callable[..., Any], seed: str) -> Config:
    config: Config = editor(*seed.splitlines()).context.config
    return config


CALICO = """\
     Network          Next Hop            Metric LocPrf Weight Path
Route Distinguisher: 65000:2 (default for vrf k8s-calico) VRF Router ID 1.0.0.2
 *>   1.1.1.2/32       0.0.0.0                  0         32768 ?
 *>   10.0.0.0/24      0.0.0.0                  0         32768 ?
 *>   10.0.1.0/24      0.0.0.0                  0         32768 ?
 *m   192.168.116.0/26 10.0.0.13                              0 65002 i
 *m                    10.0.0.11                              0 65002 i
 *m                    10.0.0.12                              0 65002 i
 *>                    10.0.0.1                               0 65002 i
 *m   192.168.165.192/26
                      10.0.0.13                              0 65002 i
 *m                    10.0.0.11                              0 65002 i
 *m                    10.0.0.1                               0 65002 i
 *>                    10.0.0.12                              0 65002 i"""


def test_the_bgp_table_of_the_seed(editor: Callable[..., Any], seed: str) -> None:
    paths = [local("1.1.1.2/32"), local("10.0.0.0/24"), local("10.0.1.0/24")]
    paths += ebgp("192.168.116.0/26", 65002, "i", "10.0.0.13", "10.0.0.11", "10.0.0.12", "10.0.0.1")
    paths += ebgp("192.168.165.192/26", 65002, "i", "10.0.0.13", "10.0.0.11", "10.0.0.1", "10.0.0.12")
    shown = bgp_table(configured(editor, seed), "k8s-calico", paths)
    assert "\n".join(shown[shown.index("") + 1 :]) == CALICO


METALLB = """\
      1.0.0.0/32 is subnetted, 2 subnets
C        1.1.1.1 is directly connected, Loopback1
B        1.1.1.2 is directly connected, 01:20:31, Loopback2
      10.0.0.0/8 is variably subnetted, 5 subnets, 2 masks
C        10.0.0.0/24 is directly connected, GigabitEthernet2
L        10.0.0.254/32 is directly connected, GigabitEthernet2
B        10.0.1.0/24 is directly connected, 01:20:31, GigabitEthernet3
L        10.0.1.254/32 is directly connected, GigabitEthernet3
B        10.100.0.0/32 [20/0] via 10.0.0.13, 00:09:14
                       [20/0] via 10.0.0.12, 00:09:14
                       [20/0] via 10.0.0.11, 00:09:14
                       [20/0] via 10.0.0.1, 00:09:14
      192.168.116.0/26 is subnetted, 1 subnets
B        192.168.116.0 [20/0] via 10.0.0.1 (k8s-calico), 00:45:42
      192.168.165.0/26 is subnetted, 1 subnets
B        192.168.165.192 [20/0] via 10.0.0.13 (k8s-calico), 00:42:16"""


def test_the_routing_table_of_the_seed() -> None:
    leaked = HOUR + 20 * 60 + 31
    hops = tuple((f"10.0.0.{number}", "GigabitEthernet2") for number in (13, 12, 11, 1))
    routes = [
        Route("1.1.1.1/32", "C", ((None, "Loopback1"),), None, 0),
        Route("1.1.1.2/32", "B", ((None, "Loopback2"),), "k8s-calico", leaked),
        Route("10.0.0.0/24", "C", ((None, "GigabitEthernet2"),), None, 0),
        Route("10.0.0.254/32", "L", ((None, "GigabitEthernet2"),), None, 0),
        Route("10.0.1.0/24", "B", ((None, "GigabitEthernet3"),), "k8s-calico", leaked),
        Route("10.0.1.254/32", "L", ((None, "GigabitEthernet3"),), "k8s-calico", 0),
        Route("10.100.0.0/32", "B", hops, None, 9 * 60 + 14),
        Route("192.168.116.0/26", "B", (("10.0.0.1", None),), "k8s-calico", 45 * 60 + 42),
        Route("192.168.165.192/26", "B", (("10.0.0.13", None),), "k8s-calico", 42 * 60 + 16),
    ]
    assert "\n".join(route_table(routes)) == METALLB


def test_the_session_rows_of_the_seed() -> None:
    day = 86400
    rows = [
        Session("10.0.0.1", 65001, "Established", 0, 0, day + 21 * HOUR, 5512, 6058),
        Session("10.0.0.11", 65001, "Established", 0, 0, day + 20 * HOUR, 5344, 5839),
    ]
    assert [HEAD, *(session_row(row, 3193) for row in rows)] == [
        "Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd",
        "10.0.0.1        4        65001    5512    6058     3193    0    0 1d21h           0",
        "10.0.0.11       4        65001    5344    5839     3193    0    0 1d20h           0",
    ]


# Recorded on a CSR1000v whose neighbors are Calico's nodes.
DYNAMIC = """\
*10.1.1.201     4        63400      27      25        4    0    0 00:16:34        1
*10.1.1.202     4        63400      26      28        4    0    0 00:16:33        1
* Dynamically created based on a listen range command
Dynamically created neighbors: 2, Subnet ranges: 1

BGP peergroup calico listen range group members: 
  10.1.1.0/24 

Total dynamically created neighbors: 2/(100 max), Subnet ranges: 1"""  # noqa: W291


def test_dynamic_neighbors_have_a_star(editor: Callable[..., Any]) -> None:
    lines = ["router bgp 64500", "neighbor calico peer-group", "neighbor calico remote-as 63400"]
    config = editor(*lines, "bgp listen range 10.1.1.0/24 peer-group calico").context.config
    rows = [
        Session("10.1.1.201", 63400, "Established", 1, 0, 994, 27, 25, dynamic=True),
        Session("10.1.1.202", 63400, "Established", 1, 0, 993, 26, 28, dynamic=True),
    ]
    shown = [*(session_row(row, 4) for row in rows), *dynamic_lines(config, [None], 2)]
    assert "\n".join(shown) == DYNAMIC
    assert list(dynamic_lines(config, [None], 0)) == []


def test_sessions_that_are_down_print_their_state() -> None:
    idle = Session("10.10.14.4", 65001, "Idle", 0, 0, 0, 0, 0)
    admin = Session("10.10.14.4", 65001, "Idle (Admin)", 0, 0, 374 * 86400 + 60 * 86400, 0, 0)
    assert session_row(idle, 9) == "10.10.14.4      4        65001       0       0        1    0    0 never    Idle"
    assert session_row(admin, 9).endswith(" 1y9w     Idle (Admin)")
