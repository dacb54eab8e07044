"""What one round saw, and what of it is other than in the round before."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from verify.look import Look, SeenSession

# A time below a day, on every platform: only two of these can be compared.
_CLOCK = re.compile(r"\d\d:\d\d:\d\d")


@dataclass(frozen=True)
class Round:
    """One round.

    Attributes:
        number: The first is 1.
        look: What was seen.
        changes: What of a session is other than when it was seen last, in words; others are left out.
        silent_since: When each router that does not answer was first found so, as a time of day.
        note: What is wrong with the stack's file; "": nothing.
    """

    number: int
    look: Look
    changes: Mapping[SeenSession, str]
    silent_since: Mapping[str, str]
    note: str = ""

    @property
    def clock(self) -> str:
        """When it ended, as a time of day."""
        return time.strftime("%H:%M:%S", time.localtime(self.look.at))


class Memory:
    """What was seen last of each session, also of those of a router that is silent now."""

    def __init__(self) -> None:
        self._number = 0
        self._seen: dict[tuple[str, str, str], SeenSession] = {}
        self._silent_since: dict[str, str] = {}

    def round_of(self, look: Look, note: str = "") -> Round:
        """The round that a look makes, compared with those before."""
        self._number += 1
        changes = {each: change for each in look.sessions if (change := self._change(each))}
        self._seen |= {_place(each): each for each in look.sessions}
        made = Round(self._number, look, changes, self._silent_since, note)
        silent = [router for router, answers in look.answering.items() if not answers]
        self._silent_since = {router: self._silent_since.get(router, made.clock) for router in silent}
        return Round(self._number, look, changes, self._silent_since, note)

    def _change(self, session: SeenSession) -> str:
        before = self._seen.get(_place(session))
        if before is None:
            return ""
        if before.state != session.state:
            return f"was {before.state}"
        if _began_anew(before.up_down, session.up_down):
            return "came up again" if session.is_up else "was up between"
        if before.prefixes_received != session.prefixes_received:
            return f"had {before.prefixes_received}"
        return ""


def _place(session: SeenSession) -> tuple[str, str, str]:
    return session.router, session.vrf, session.neighbor


def _began_anew(before: str, now: str) -> bool:
    """Whether the time in a state began anew between two rounds: it is less than before."""
    return bool(_CLOCK.fullmatch(now)) and (not _CLOCK.fullmatch(before) or now < before)
