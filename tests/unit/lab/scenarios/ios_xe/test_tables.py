"""How sessions and paths are read from what the router prints."""

from lab.scenarios.ios_xe.tables import established, next_hops

SUMMARY = """BGP router identifier 1.0.0.1, local AS number 65000
BGP table version is 13, main routing table version 13

Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd
10.0.0.1        4        65001       4       3       13    0    0 00:00:57        1
10.0.0.11       4        65001       4       3       13    0    0 never    Active
10.0.0.12       4        65001       4       3       13    0    0 00:00:57        0
10.0.0.13       4        65001       4       3       13    0    0 00:00:57 Idle (Admin)
"""


def test_a_number_of_prefixes_means_established() -> None:
    assert established(SUMMARY) == ["10.0.0.1", "10.0.0.12"]


PATHS = """BGP table version is 9, local router ID is 1.0.0.2
Status codes: s suppressed, d damped, h history, * valid, > best, i - internal, 
              r RIB-failure, S Stale, m multipath, b backup-path, f RT-Filter, 
Origin codes: i - IGP, e - EGP, ? - incomplete

     Network          Next Hop            Metric LocPrf Weight Path
Route Distinguisher: 65000:2 (default for vrf k8s-calico) VRF Router ID 1.0.0.2
 *>   1.1.1.2/32       0.0.0.0                  0         32768 ?
 *    192.168.0.0/26   10.0.0.11                              0 65002 i
 *                     10.0.0.12                              0 65002 i
 *>                    10.0.0.1                               0 65002 i
 *    192.168.165.192/26
                      10.0.0.1                               0 65002 i
 *>                    10.0.0.13                              0 65002 i
"""  # noqa: W291


def test_a_prefix_has_the_next_hop_of_each_of_its_paths() -> None:
    assert next_hops(PATHS) == {
        "1.1.1.2/32": ["0.0.0.0"],
        "192.168.0.0/26": ["10.0.0.11", "10.0.0.12", "10.0.0.1"],
        "192.168.165.192/26": ["10.0.0.1", "10.0.0.13"],
    }


def test_an_empty_table_has_no_prefix() -> None:
    assert next_hops("") == {}
