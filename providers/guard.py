"""Commit-confirm: no change stays on a router that cannot be reached after it.

The router's own timer is started before the first line. A new login has to work afterwards and confirms; where none
does, the router takes the change back. Without an archive a router has no such timer.
"""

import sys
import time
from datetime import datetime, timedelta

from errors import BusyError, RouterError, SessionLostError, UnconfirmedError, UnreachableError
from transport.reach import Reach
from transport.revert_timer import LOCKING, PLAIN, Pending, arming, has_no_timer, locked
from transport.session import Session, confirmed_anew

# Time for another session to leave configuration.
_LOCK_SECONDS = 30.0
# Time for routes and tables to settle before the new login; never more than half of the timer's.
_PROVE_SECONDS = 20.0
_PROVE_PAUSE_SECONDS = 0.5
# A change that is under way elsewhere is confirmed within seconds; one that is pending for longer was abandoned.
_GRACE_SECONDS = 10.0
_GRACE_PAUSE_SECONDS = 0.5
_BUSY_SECONDS = 60.0


class Guard:
    """The timer of one router as this process uses it.

    Args:
        reach: How the router is reached, and whether and how long it is to wait for a confirmation.
        password: Its user's password, for the new login.
        grace_seconds: How long somebody's unconfirmed change may be one that is under way.
    """

    def __init__(self, reach: Reach, password: str, grace_seconds: float = _GRACE_SECONDS) -> None:
        self._reach = reach
        self._password = password
        self._grace_seconds = grace_seconds
        self._without = False
        self._waits = False
        self._until: datetime | None = None

    @property
    def armed(self) -> bool:
        """Whether the router waits for this process's confirmation."""
        return self._until is not None

    def enter(self, session: Session, lockable: bool) -> None:
        """The session stands in configuration, with the timer started where the router has one.

        Args:
            session: The session.
            lockable: Whether the router locks its configuration when told (`configuration mode exclusive manual`).

        Raises:
            BusyError: Another session holds the configuration.
            RouterError: There is no timer, and the stack requires it.
        """
        self._waits = False
        if self._reach.commit_confirm != "off" and not self._without:
            self._arm(session)
        try:
            if lockable or not self.armed:
                self._enter(session, LOCKING if lockable else PLAIN)
        except BusyError:
            if self.armed:
                self.let_go(session)
            raise

    def _arm(self, session: Session) -> None:
        minutes = self._reach.commit_confirm_minutes
        self._until = datetime.now() + timedelta(minutes=minutes)
        refusal = session.enter(arming(minutes), self._busy, _LOCK_SECONDS)
        self._until = datetime.now() + timedelta(minutes=minutes) if not refusal else None
        if not refusal:
            return
        if not has_no_timer(refusal):
            raise self._kept_out(arming(minutes), refusal)
        if self._reach.commit_confirm == "required":
            raise RouterError(
                self._reach.router,
                f"commitConfirm is required, and the router has no revert timer: {refusal}; nothing was changed",
                "on the router: archive, path bootflash:backup; or set commitConfirm: preferred",
            )
        self._without = True
        _say(self._reach.router, "goes without commit-confirm, the router keeps no archive")

    def _enter(self, session: Session, line: str) -> None:
        if refusal := session.enter(line, self._busy, _LOCK_SECONDS):
            raise self._kept_out(line, refusal)

    def _busy(self, text: str) -> bool:
        """Whether another session holds the configuration; says once that this one waits for it."""
        if not locked(text):
            return False
        if not self._waits:
            self._waits = True
            _say(self._reach.router, f"waits, {text.strip().splitlines()[0]}")
        return True

    def _kept_out(self, line: str, refusal: str) -> RouterError:
        if not locked(refusal):
            return RouterError(self._reach.router, f"'{line}' does not lead into configuration: {refusal}")
        return BusyError(
            self._reach.router,
            f"another session has held the configuration for {_LOCK_SECONDS:g} s: {refusal}",
            "it ends when that session leaves configuration; `show configuration lock` on the router says more",
        )

    def settle(self, session: Session) -> bool:
        """Nobody's change is pending; whether there was one, so that what had been read of the router is old.

        Raises:
            UnconfirmedError: Somebody else's is.
        """
        first, seen, since = None, None, time.monotonic()
        give_up = since + _BUSY_SECONDS
        while (pending := session.pending_change()) is not None:
            if first is None:
                _say(self._reach.router, f"waits, {_described(pending)} is not confirmed yet")
            if pending != seen:
                first, seen, since = first or pending, pending, time.monotonic()
            if time.monotonic() - since >= self._grace_seconds or time.monotonic() > give_up:
                self._take_back(session, pending)
            time.sleep(_GRACE_PAUSE_SECONDS)
        return first is not None

    def _take_back(self, session: Session, pending: Pending) -> None:
        """An abandoned change of this stack's user is gone; anybody else's stays."""
        if pending.user != self._reach.username:
            raise UnconfirmedError(
                self._reach.router,
                f"{_described(pending)} is not confirmed: whatever is configured now goes with it",
                f"{pending.timer} after {pending.since}",
                "let them confirm (`configure confirm`) or take it back (`configure revert now`), then run this again",
            )
        session.revert()
        _say(self._reach.router, f"{_described(pending)} was never confirmed: taken back now")

    def let_go(self, session: Session) -> None:
        """No timer runs any more; for where all is as it was before it started."""
        session.confirm()
        self._until = None

    def give_back(self, session: Session) -> bool:
        """The router is back where it was when the timer started; False where it needed no command for that."""
        taken = session.revert()
        self._until = None
        return taken

    def left(self) -> str:
        """What becomes of a change on a router that cannot be reached, as a sentence."""
        until, self._until = self._until, None
        if until is None:
            return "the running configuration may hold part of the change"
        return f"the router takes the change back by itself at {until:%H:%M:%S}"

    def prove(self) -> bool:
        """Whether the change stays, because a new login confirmed it; False where the router had nothing to confirm.

        Raises:
            RouterError: Nobody can log in.
        """
        deadline = time.monotonic() + min(_PROVE_SECONDS, 30.0 * self._reach.commit_confirm_minutes)
        answer_lost = False
        while True:
            try:
                kept = confirmed_anew(self._reach, self._password)
            except (UnreachableError, SessionLostError) as error:
                answer_lost |= isinstance(error, SessionLostError)
                if time.monotonic() > deadline:
                    raise
                time.sleep(_PROVE_PAUSE_SECONDS)
            else:
                in_time = self._until is not None and datetime.now() < self._until
                self._until = None
                # The router may have taken an earlier confirmation whose answer was lost.
                return kept or (answer_lost and in_time)


def _described(pending: Pending) -> str:
    return f"a change of user '{pending.user}' ({pending.since}, timer {pending.timer})"


def _say(router: str, what: str) -> None:
    print(f"{router}: {what}", file=sys.stderr, flush=True)
