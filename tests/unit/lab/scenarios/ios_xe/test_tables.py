"""How sessions are read from what the router prints."""

from lab.scenarios.ios_xe.tables import established

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
