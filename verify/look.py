"""One look at the running network: the results of all checks, and the state of each session, at one time."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address

from errors import CoexistError
from model.stack import Stack, vrf_speakers
from platforms.facts import ESTABLISHED, SHUT_DOWN, BgpSession
from verify.check import Check, NotCheckedError, Result
from verify.sessions import SessionsEstablished
from verify.sources import Sources

NO_NEIGHBOR = "no neighbor"


@dataclass(frozen=True)
class SeenSession:
    """A session that the stack wants, as its router has it.

    Attributes:
        router, vrf: Where it is.
        neighbor: The node's address.
        node: The node's name.
        speaker: Who speaks BGP on the node.
        state: The state as the router prints it; `no neighbor`: the router has no such neighbor.
        prefixes_received: How many prefixes it brings; None where it is not Established.
        up_down: For how long it has had its state, as the router prints it; "" where there is no such neighbor.
    """

    router: str
    vrf: str
    neighbor: str
    node: str
    speaker: str
    state: str
    prefixes_received: int | None
    up_down: str = ""

    @property
    def is_up(self) -> bool:
        """Whether it is Established."""
        return self.state == ESTABLISHED

    @property
    def is_shut_down(self) -> bool:
        """Whether somebody has shut it down on the router on purpose."""
        return self.state == SHUT_DOWN


@dataclass(frozen=True)
class Look:
    """What was seen.

    Attributes:
        stack: The stack's name.
        results: The results of the checks.
        sessions: The sessions of the routers that answered.
        answering: Whether each router answered; routers that the stack gives no access to are left out.
        at: The time at its end, in seconds since 1970.
        seconds: How long it took.
        file_is_sound: Whether the stack's file could be used; otherwise the last one that could was.
        drift: How many objects of `router NAME` are not as the file says; where that was looked at.
    """

    stack: str
    results: Sequence[Result]
    sessions: Sequence[SeenSession]
    answering: Mapping[str, bool]
    at: float
    seconds: float
    file_is_sound: bool = True
    drift: Mapping[str, int] = field(default_factory=dict)


def look_at(
    name: str,
    stack: Stack,
    checks: Sequence[Check],
    sources: Sources,
    results: Sequence[Result],
    begun: float,
    file_is_sound: bool = True,
) -> Look:
    """The look that belongs to results; the routers' answers to the checks are read again and not asked for again.

    Args:
        name: The stack's name.
        stack: The stack.
        checks: The checks that were made.
        sources: The sources they were made with.
        results: Their results.
        begun: When they were begun, of `time.monotonic()`.
        file_is_sound: Whether the stack's file could be used.
    """
    seen: list[SeenSession] = []
    answering: dict[str, bool] = {}
    for check in (each for each in checks if isinstance(each, SessionsEstablished)):
        try:
            seen += _seen(stack, check, check.seen(sources))
            answering.setdefault(check.who, True)
        except NotCheckedError:
            continue
        except CoexistError:
            answering[check.who] = False
    return Look(name, results, seen, answering, time.time(), time.monotonic() - begun, file_is_sound)


def _seen(stack: Stack, check: SessionsEstablished, found: Mapping[IPv4Address, BgpSession]) -> list[SeenSession]:
    """The sessions that a check is about."""
    nodes = {address: node for node, address in stack.cluster.nodes.items()}
    speaker = vrf_speakers(stack, check.who, check.where)[0][0]
    return [
        SeenSession(
            check.who,
            check.where,
            str(address := neighbor.address),
            nodes[address],
            speaker,
            found[address].state if address in found else NO_NEIGHBOR,
            found[address].prefixes_received if address in found else None,
            found[address].up_down if address in found else "",
        )
        for neighbor in check.neighbors
    ]
