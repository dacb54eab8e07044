"""Prefix counters per neighbor, in the layout ntc-templates recorded; the addresses are ours."""

from ipaddress import IPv4Address

from platforms.facts import PrefixCounts
from platforms.iosxe.show.advertised import prefix_counts, refused

UP = """BGP neighbor is 10.0.0.1,  vrf k8s-calico,  remote AS 65002, external link
  BGP version 4, remote router ID 10.0.0.1
  BGP state = Established, up for 2w6d
  Message statistics:
                         Sent       Rcvd
    Opens:                  1          1
    Updates:                1          2

 For address family: VPNv4 Unicast
  Translates address family IPv4 Unicast for VRF k8s-calico
                                 Sent       Rcvd
  Prefix activity:               ----       ----
    Prefixes Current:               0          4 (Consumes 544 bytes)
    Prefixes Total:                 3          4
"""
LEAKING = UP.replace("10.0.0.1,", "10.0.0.11,").replace("Current:               0", "Current:               7")
DOWN = """BGP neighbor is 10.0.0.12,  vrf k8s-calico,  remote AS 65002, external link
  BGP version 4, remote router ID 0.0.0.0
  BGP state = Idle
"""


def test_each_neighbors_current_counts_are_read() -> None:
    assert prefix_counts(UP + "\n" + LEAKING) == (
        PrefixCounts(IPv4Address("10.0.0.1"), sent=0, received=4),
        PrefixCounts(IPv4Address("10.0.0.11"), sent=7, received=4),
    )


def test_a_neighbor_that_is_down_has_no_counts_and_takes_no_others() -> None:
    assert prefix_counts(DOWN + UP) == (PrefixCounts(IPv4Address("10.0.0.1"), sent=0, received=4),)


def test_no_neighbors_is_no_counts() -> None:
    assert prefix_counts("") == ()


DENIED = """
                                   Outbound    Inbound
  Local Policy Denied Prefixes:    --------    -------
    prefix-list                           0          3
    Total:                                0          3
"""


def test_refused_prefixes_are_read_where_a_list_refused_some() -> None:
    none = DENIED.replace("    prefix-list                           0          3\n", "")
    assert refused(LEAKING + none + UP + DENIED) == {IPv4Address("10.0.0.1"): 3}
