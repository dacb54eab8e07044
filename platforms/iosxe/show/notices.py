"""Why sessions ended, from the messages in `show logging`.

Source: Cisco's system message guide for IOS-XE (BGP, TCP), and public notes with whole messages; RFC 4271, 4.5 and
RFC 4486 for the codes. The lab's router writes none of them but a session's end by `clear`.
"""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address

from platforms.facts import Noted, Notice

COMMAND = "show logging | include %BGP-|%TCP-6-BADAUTH"

_MESSAGE = re.compile(r"%(?:BGP|TCP)-\d-\w+: .*")
_UP = re.compile(r"%BGP-5-ADJCHANGE: neighbor (\S+) (?:vpn vrf \S+ )?Up\b")
_KINDS = (
    (Notice.WRONG_AS, re.compile(r"%BGP-3-NOTIFICATION: \w+ (?:to|from) neighbor (\S+) .*\b2/2\b")),
    (Notice.HOLD_TIME, re.compile(r"%BGP-3-NOTIFICATION: \w+ (?:to|from) neighbor (\S+) .*\b2/6\b")),
    (Notice.HOLD_EXPIRED, re.compile(r"%BGP-3-NOTIFICATION: \w+ (?:to|from) neighbor (\S+) .*\b4/0\b")),
    (Notice.TOO_MANY_PREFIXES, re.compile(r"%BGP-3-NOTIFICATION: sent to neighbor (\S+) .*\b6/1\b")),
    (Notice.TOO_MANY_PREFIXES, re.compile(r"%BGP-3-MAXPFXEXCEED: Number of prefixes received from (\S+) ")),
    (Notice.BFD, re.compile(r"%BGP-5-ADJCHANGE: neighbor (\S+) (?:vpn vrf \S+ )?Down BFD\b")),
    (Notice.PASSWORD, re.compile(r"%TCP-6-BADAUTH: (?:No|Invalid) MD5 digest from ([\d.]+)\(")),
)


def notices(text: str) -> dict[IPv4Address, Noted]:
    """The last notice about each neighbor; one that came up after it has none."""
    found: dict[IPv4Address, Noted] = {}
    for message in _messages(text):
        if up := _UP.match(message):
            found.pop(IPv4Address(up[1]), None)
        for notice, pattern in _KINDS:
            if about := pattern.match(message):
                found[IPv4Address(about[1])] = Noted(notice, message)
    return found


def _messages(text: str) -> Iterator[str]:
    return (found[0].rstrip() for line in text.splitlines() if (found := _MESSAGE.search(line)))
