"""Why sessions ended, as the router's log says; messages as in Cisco's guide and in public notes."""

from ipaddress import IPv4Address

import pytest

from platforms.facts import Noted, Notice
from platforms.iosxe.show.notices import notices

NODE = IPv4Address("10.0.0.13")
AS = "%BGP-3-NOTIFICATION: sent to neighbor 10.0.0.13 passive 2/2 (peer in wrong AS) 2 bytes FDEB"
MESSAGES = {
    AS: Notice.WRONG_AS,
    "%BGP-3-NOTIFICATION: sent to neighbor 10.0.0.13 active 2/6 (unacceptable hold time) 0 bytes": Notice.HOLD_TIME,
    "%BGP-3-NOTIFICATION: sent to neighbor 10.0.0.13 4/0 (hold time expired) 0 bytes": Notice.HOLD_EXPIRED,
    "%BGP-3-NOTIFICATION: sent to neighbor 10.0.0.13 6/1 (Maximum Number of Prefixes Reached) 7 bytes 00010100": (
        Notice.TOO_MANY_PREFIXES
    ),
    "%BGP-3-MAXPFXEXCEED: Number of prefixes received from 10.0.0.13 (afi 0): 11 exceeds limit 10": (
        Notice.TOO_MANY_PREFIXES
    ),
    "%BGP-5-ADJCHANGE: neighbor 10.0.0.13 vpn vrf k8s-metallb Down BFD adjacency down": Notice.BFD,
    "%TCP-6-BADAUTH: No MD5 digest from 10.0.0.13(179) to 10.0.0.254(11003) tableid - 0": Notice.PASSWORD,
    "%TCP-6-BADAUTH: Invalid MD5 digest from 10.0.0.13(179) to 10.0.0.254(11003) tableid - 0": Notice.PASSWORD,
}


def logged(*messages: str) -> str:
    return "\n".join(f"*Mar  1 00:0{number}:00.123: {message}" for number, message in enumerate(messages))


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_says_why_a_session_is_down(message: str) -> None:
    assert notices(logged(message)) == {NODE: Noted(MESSAGES[message], message)}


def test_the_last_message_counts() -> None:
    expired = "%BGP-3-NOTIFICATION: sent to neighbor 10.0.0.13 4/0 (hold time expired) 0 bytes"
    assert notices(logged(AS, expired)) == {NODE: Noted(Notice.HOLD_EXPIRED, expired)}


@pytest.mark.parametrize("place", ["", "vpn vrf k8s-metallb "])
def test_a_neighbor_that_came_up_since_has_none(place: str) -> None:
    assert notices(logged(AS, f"%BGP-5-ADJCHANGE: neighbor 10.0.0.13 {place}Up")) == {}


def test_what_ends_a_session_by_a_users_hand_is_none() -> None:
    assert notices(logged("%BGP-5-ADJCHANGE: neighbor 10.0.0.13 vpn vrf k8s-metallb Down User reset")) == {}
