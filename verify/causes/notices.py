"""Causes that the router itself has noted when it ended a session or refused one."""

import re
from collections.abc import Iterator

from model.neighbor import Neighbor
from platforms.facts import Noted, Notice, RunningNeighbor, Setting
from verify.causes.failure import Failure
from verify.check import Cause

# The state of a neighbor that has announced too much, on IOS.
_OVER_LIMIT = "PfxCt"
# The data of a NOTIFICATION about the AS: its bytes in hexadecimal, such as `2 bytes FDEB`.
_SAID_AS = re.compile(r"(?:2|4) bytes ([0-9A-F]{4,8})\b")


def noted(failure: Failure) -> Iterator[Cause]:
    """The router has said why a session is down."""
    if not failure.is_of_sessions:
        return
    states = {session.address: session.state for session in failure.router.sessions(failure.result.where)}
    notices = failure.router.notices()
    for neighbor in failure.down():
        running = failure.running(neighbor) or RunningNeighbor()
        found = notices.get(neighbor.address)
        if _OVER_LIMIT in states.get(neighbor.address, ""):
            found = Noted(Notice.TOO_MANY_PREFIXES, states[neighbor.address])
        if found:
            yield _cause(failure, neighbor, running, found)


def _cause(failure: Failure, neighbor: Neighbor, running: RunningNeighbor, found: Noted) -> Cause:
    who, router, speaker = failure.called(neighbor), failure.result.who, failure.speaker
    line = _line(running, Setting.TIMERS)
    if found.notice is Notice.WRONG_AS:
        said = _SAID_AS.search(found.text)
        asn = f"AS {int(said[1], 16)}" if said else "another AS"
        told = f"{router} has refused {asn} from {who}, and the stack's speaker there has AS {neighbor.remote_as}"
        return Cause(f"{told}: another BGP speaker on the node dials the router, or the node's own AS was changed")
    if found.notice is Notice.HOLD_TIME:
        return Cause(
            f"{router} does not accept the hold time that {who} offers{line}", f"{speaker}.session.holdSeconds"
        )
    if found.notice is Notice.HOLD_EXPIRED:
        told = f"nothing came from {who} within the hold time, so that the session ended{line}"
        return Cause(told, f"{speaker}.session.holdSeconds")
    if found.notice is Notice.PASSWORD:
        told = f"packets of {who} have not the password that {router} wants: '{found.text}'"
        return Cause(told, f"{speaker}.session.passwordKey")
    if found.notice is Notice.BFD:
        return Cause(f"BFD on {router} has no answer from {who}, so that the session ended", f"{speaker}.session.bfd")
    limit = _line(running, Setting.MAXIMUM_PREFIX)
    told = f"{who} has announced more routes than {router} takes from it, so that the session ended{limit}"
    return Cause(told, f"{speaker}.session.maximumPrefix")


def _line(running: RunningNeighbor, setting: Setting) -> str:
    line = running.lines.get(setting)
    return f": its line is '{line}'" if line else ""
