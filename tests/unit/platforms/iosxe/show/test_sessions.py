"""The neighbors of a summary, read from what a CSR1000v printed."""

from ipaddress import IPv4Address
from pathlib import Path

import pytest

from platforms.facts import BgpSession
from platforms.iosxe.show.sessions import sessions

CAPTURES = Path(__file__).parents[4] / "captures"
SUMMARY = CAPTURES / "seed" / "show_bgp_vpnv4_unicast_vrf_k8s-metallb_summary.txt"


def test_the_seeds_summary_has_four_established_neighbors() -> None:
    assert sessions(SUMMARY.read_text()) == (
        BgpSession(IPv4Address("10.0.0.1"), 65001, "Established", "1d21h", 0),
        BgpSession(IPv4Address("10.0.0.11"), 65001, "Established", "1d20h", 0),
        BgpSession(IPv4Address("10.0.0.12"), 65001, "Established", "1d20h", 0),
        BgpSession(IPv4Address("10.0.0.13"), 65001, "Established", "1d21h", 0),
    )


@pytest.mark.parametrize(("up_down", "state"), [("never", "Idle"), ("1y10w", "Idle (Admin)"), ("00:00:07", "OpenSent")])
def test_a_neighbor_that_is_not_up_keeps_ioss_word(up_down: str, state: str) -> None:
    line = f"10.10.14.4      4        65001       0       0        1    0    0 {up_down:8} {state}"
    assert sessions(line) == (BgpSession(IPv4Address("10.10.14.4"), 65001, state, up_down, None),)


def test_an_as_in_dot_notation_is_the_same_number() -> None:
    line = "10.0.0.1        4         1.10    5512    6058     3193    0    0 1d21h           0"
    assert sessions(line)[0].remote_as == 65546


def test_a_star_marks_a_neighbor_of_a_range() -> None:
    line = "*10.0.0.1       4        65001    5512    6058     3193    0    0 1d21h           0"
    assert sessions(line) == (BgpSession(IPv4Address("10.0.0.1"), 65001, "Established", "1d21h", 0, dynamic=True),)


def test_no_bgp_in_the_vrf_is_no_sessions() -> None:
    assert sessions("") == ()
    assert sessions("% BGP not active\n") == ()
