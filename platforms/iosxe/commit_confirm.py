"""Commit-confirm: no change stays on a router that cannot be reached after it.

The router's own timer is started before the first line. A new login has to work afterwards and confirms; where none
does, the router takes the change back. Without an archive a router has no such timer.
"""

import re
import time
from datetime import datetime, timedelta

from errors import BusyError, RouterError, SessionLostError, UnconfirmedError, UnreachableError
from platforms.base import PATIENCE_SECONDS
from platforms.iosxe.cli.archive_files import ArchiveFiles
from platforms.iosxe.cli.revert_timer import LOCKING, PLAIN, Pending, arming, has_no_timer, locked
from platforms.iosxe.cli.session import Session, confirmed_anew
from platforms.running import Running
from printable import note, one_line
from transport.endpoint import Endpoint

_LOCKABLE = re.compile(r"configuration mode exclusive( manual)?")
_PAUSE_SECONDS = 0.5


class CommitConfirm:
    """The timer of one router as this process uses it.

    Args:
        endpoint: How the router is reached, and whether and how long it is to wait for a confirmation.
        password: Its user's password, for the new login.
        patience_seconds: How long it is waited for the configuration to be free and for the new login to work. An
            unconfirmed change that is there for half of it was abandoned; one under way takes seconds.
    """

    def __init__(self, endpoint: Endpoint, password: str, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._endpoint = endpoint
        self._password = password
        self._patience_seconds = patience_seconds
        self._without = False
        self._waits = False
        self._waited_in_vain = False
        self._until: datetime | None = None
        self._backups = 0  # files that this process put into the router's archive
        self._archive: ArchiveFiles | None = None
        self._archive_is_settled = False

    @property
    def armed(self) -> bool:
        """Whether the router waits for this process's confirmation."""
        return self._until is not None

    @property
    def _patience(self) -> float:
        """What twenty resources wait for in vain, they wait for once."""
        return 0.0 if self._waited_in_vain else self._patience_seconds

    def enter(self, session: Session, running: Running) -> None:
        """The session stands in configuration, with the timer started where the router has one.

        Args:
            session: The session.
            running: What the router runs: whether it locks its configuration on demand stands there.

        Raises:
            BusyError: Another session holds the configuration.
            RouterError: There is no timer, and the stack requires it.
        """
        self._waits = False
        lockable = any(_LOCKABLE.fullmatch(node.line) for node in running.tree)
        if self._endpoint.commit_confirm != "off" and not self._without:
            self._arm(session)
        try:
            if lockable or not self.armed:
                self._enter(session, LOCKING if lockable else PLAIN, self._patience)
        except BusyError:
            if self.armed:
                self.disarm(session)
            raise

    def _arm(self, session: Session) -> None:
        minutes = self._endpoint.commit_confirm_minutes
        deadline = time.monotonic() + self._patience
        while True:
            self._until = datetime.now() + timedelta(minutes=minutes)
            refusal = session.enter(arming(minutes))
            self._backups += not has_no_timer(refusal)
            if not refusal:
                return
            if not locked(refusal):
                self._until = None
                self._goes_without(arming(minutes), refusal)
                return
            # The timer may run although the configuration is locked: it must not take back what others do now.
            self.disarm(session)
            self._enter(session, PLAIN, max(0.0, deadline - time.monotonic()))

    def check_archive(self, session: Session) -> None:
        """The next change pushes no backup out of the router's archive, or one note of the process says that it does.

        The archive is listed before the second change, after which only this process's own files are counted. A run
        of a single change takes a single file and asks nothing.
        """
        if self._archive_is_settled or not self._backups:
            return
        if self._archive is None:
            self._archive = session.archive_files()
            self._backups = 1
        full = self._archive is None or self._archive.free < self._backups
        if self._archive and full:
            note(self._endpoint.router, _rotation(self._archive))
        self._archive_is_settled = full

    def _goes_without(self, line: str, refusal: str) -> None:
        """There is no timer, and it is known that there is none.

        Raises:
            RouterError: It is another obstacle, or the stack requires the timer.
        """
        if not has_no_timer(refusal):
            raise self._kept_out(line, refusal)
        if self._endpoint.commit_confirm == "required":
            raise RouterError(
                self._endpoint.router,
                f"commitConfirm is required, and the router has no revert timer: {refusal}; nothing was changed",
                "on the router: archive, path bootflash:backup; or set commitConfirm: preferred",
            )
        self._without = True
        note(self._endpoint.router, "goes without commit-confirm, the router keeps no archive")

    def _enter(self, session: Session, line: str, patience_seconds: float) -> None:
        if refusal := session.enter(line, self._busy, patience_seconds):
            raise self._kept_out(line, refusal)

    def _busy(self, text: str) -> bool:
        """Whether another session holds the configuration; says once that this one waits for it."""
        words = locked(text)
        if words and not self._waits:
            self._waits = True
            note(self._endpoint.router, f"waits, {words}")
        return bool(words)

    def _kept_out(self, line: str, refusal: str) -> RouterError:
        words = locked(refusal)
        if not words:
            return RouterError(self._endpoint.router, f"'{line}' does not lead into configuration: {refusal}")
        self._waited_in_vain = True
        return BusyError(
            self._endpoint.router,
            f"another session has held the configuration for {self._patience_seconds:g} s: {words}",
            "it ends when that session leaves configuration; `show configuration lock` on the router says more",
        )

    def wait_for_pending(self, session: Session) -> bool:
        """Nobody's change is pending; whether there was one, so that what had been read of the router is old.

        Raises:
            UnconfirmedError: Somebody else's is.
        """
        seen, since, waited = None, 0.0, False
        give_up = time.monotonic() + 3 * self._patience_seconds
        while (pending := session.pending_change()) is not None:
            if not waited:
                note(self._endpoint.router, f"waits, {_described(pending)} is not confirmed yet")
            if pending != seen:
                seen, since, waited = pending, time.monotonic(), True
            if time.monotonic() > give_up:
                raise BusyError(self._endpoint.router, "change after change is made by somebody else", _ONE_AT_A_TIME)
            abandoned = time.monotonic() > since + self._patience_seconds / 2
            if abandoned or (self._waited_in_vain and not self._own(pending)):
                self._end(session, pending)
            time.sleep(_PAUSE_SECONDS)
        return waited

    def _end(self, session: Session, pending: Pending) -> None:
        """An abandoned change of this stack's user stays: whoever can log in can put right what is wrong with it.

        The router's rollback would do it in its own order, and may open a neighbor or empty a filter on its way.

        Raises:
            UnconfirmedError: It is somebody else's.
        """
        if not self._own(pending):
            self._waited_in_vain = True
            raise UnconfirmedError(
                self._endpoint.router,
                f"{_described(pending)} is not confirmed: whatever is configured now goes with it",
                f"{pending.timer} after {pending.since}",
                "let them confirm (`configure confirm`) or take it back (`configure revert now`), then run this again",
            )
        session.confirm()
        note(self._endpoint.router, f"{_described(pending)} was abandoned: confirmed now, the router can be reached")

    def _own(self, pending: Pending) -> bool:
        return pending.user == self._endpoint.username

    def disarm(self, session: Session) -> None:
        """No timer runs any more; for where all is as it was before it started."""
        session.confirm()
        self._until = None

    def revert(self, session: Session) -> bool:
        """The router is back where it was when the timer started; False where it needed no command for that."""
        taken = session.revert()
        self._until = None
        return taken

    def fate(self) -> str:
        """What becomes of a change on a router that cannot be reached, as a sentence."""
        until, self._until = self._until, None
        if until is None:
            return "the running configuration may hold part of the change"
        return f"the router takes the change back by itself at {until:%H:%M:%S}"

    def confirm_anew(self) -> bool:
        """Whether the change stays, because a new login confirmed it; False where the router had nothing to confirm.

        Raises:
            RouterError: Nobody can log in.
        """
        deadline = time.monotonic() + min(self._patience_seconds, 30.0 * self._endpoint.commit_confirm_minutes)
        answer_lost = False
        while True:
            try:
                kept = confirmed_anew(self._endpoint, self._password)
            except (UnreachableError, SessionLostError) as error:
                answer_lost |= isinstance(error, SessionLostError)
                if time.monotonic() > deadline:
                    raise
                time.sleep(_PAUSE_SECONDS)
            else:
                in_time = self._until is not None and datetime.now() < self._until
                self._until = None
                # The router may have taken an earlier confirmation whose answer was lost.
                return kept or (answer_lost and in_time)


_ONE_AT_A_TIME = "one `pulumi up` at a time on one router: run this one again when the other has ended"


def _described(pending: Pending) -> str:
    return f"a change of user '{pending.user}' ({pending.since}, timer {pending.timer})"


def _rotation(archive: ArchiveFiles) -> str:
    return (
        f"its archive keeps {archive.maximum} files and is full: each further change of this run takes the place of "
        f"the oldest, {one_line(archive.oldest)} is next; copy those that are to stay, or raise `maximum` of `archive`"
    )
