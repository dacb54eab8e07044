"""Why sessions ended, by the fields of FRR's JSON."""

import json
from ipaddress import IPv4Address
from typing import Any

import pytest

from platforms.facts import Noted, Notice
from platforms.frr.show.notices import notices

NODE = IPv4Address("10.0.0.13")


def shown(**fields: Any) -> str:
    return json.dumps({"vrfId": 0, "vrfName": "default", "10.0.0.13": {"bgpState": "Idle", **fields}})


@pytest.mark.parametrize(
    ("code", "notice"),
    [
        ("0202", Notice.WRONG_AS),
        ("0206", Notice.HOLD_TIME),
        ("0400", Notice.HOLD_EXPIRED),
        ("0601", Notice.TOO_MANY_PREFIXES),
    ],
)
def test_the_code_of_the_last_notification_says_why(code: str, notice: Notice) -> None:
    text = shown(lastResetDueTo="BGP Notification send", lastErrorCodeSubcode=code, lastNotificationReason="Reason")
    assert notices(text) == {NODE: Noted(notice, "Reason")}


def test_bfd_has_no_code() -> None:
    assert notices(shown(lastResetDueTo="BFD down received")) == {NODE: Noted(Notice.BFD, "BFD down received")}


def test_a_neighbor_that_is_up_has_none() -> None:
    assert notices(shown(bgpState="Established", lastErrorCodeSubcode="0202")) == {}
