"""Commit-confirm: the router reverts a change after which it cannot be reached.

The revert timer is started before the first line. Afterwards a new login confirms the change; where none works, the
router reverts it. A router without an archive has no such timer.
"""

import re
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from errors import BusyError, RouterError, UnconfirmedError
from platforms.base import PATIENCE_SECONDS
from platforms.iosxe.cli.archive_files import ArchiveFiles
from platforms.iosxe.cli.revert_timer import LOCKING, PLAIN, Pending, arming, has_no_timer, locked
from platforms.iosxe.cli.session import Session, confirmed_anew
from platforms.new_login import confirmed
from platforms.plan import Command
from platforms.running import Running
from printable import note, one_line
from transport.endpoint import Endpoint

_LOCKABLE = re.compile(r"configuration mode exclusive( manual)?")
_PAUSE_SECONDS = 0.5


class CommitConfirm:
    """The revert timer of one router as this process uses it.

    Args:
        endpoint: How the router is reached, and whether and how long it waits for a confirmation.
        password: Its user's password, for the new login.
        patience_seconds: How long to wait for the configuration lock and for the new login. An unconfirmed change that
            is pending for half of it was abandoned.
    """

    def __init__(self, endpoint: Endpoint, password: str, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._endpoint = endpoint
        self._password = password
        self._patience_seconds = patience_seconds
        self._has_no_timer = False
        self._noted_waiting = False
        self._timed_out = False
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
        """Seconds to wait for a lock: 0 after the first timeout."""
        return 0.0 if self._timed_out else self._patience_seconds

    def enter(self, session: Session, running: Running, undo: Sequence[Command] = ()) -> None:
        """As of the Protocol; `running` says whether the router locks its configuration; its timer has its own undo."""
        self._noted_waiting = False
        lockable = any(_LOCKABLE.fullmatch(node.line) for node in running.tree)
        if self._endpoint.commit_confirm != "off" and not self._has_no_timer:
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
                self._note_no_timer(arming(minutes), refusal)
                return
            # The timer may run although the configuration is locked: it must not revert changes of others.
            self.disarm(session)
            self._enter(session, PLAIN, max(0.0, deadline - time.monotonic()))

    def check_archive(self, session: Session) -> None:
        """Print one note where the next change deletes the oldest file of the router's archive.

        The archive is listed before the second change; after that only this process's own files are counted.
        """
        if self._archive_is_settled or not self._backups:
            return
        if self._archive is None:
            self._archive = session.archive_files()
            self._backups = 1
        full = self._archive is None or self._archive.free < self._backups
        if self._archive and full:
            note(
                self._endpoint.router,
                f"its archive keeps {self._archive.maximum} files and is full: each further change of this run "
                f"replaces the oldest, next {one_line(self._archive.oldest)}; copy those to keep, or raise `maximum` "
                "of `archive`",
            )
        self._archive_is_settled = full

    def _note_no_timer(self, line: str, refusal: str) -> None:
        """Note that the router has no timer.

        Raises:
            RouterError: The refusal has another reason, or the stack requires the timer.
        """
        if not has_no_timer(refusal):
            raise self._refused_entry(line, refusal)
        if self._endpoint.commit_confirm == "required":
            raise RouterError(
                self._endpoint.router,
                f"commitConfirm is required, and the router has no revert timer: {refusal}; nothing was changed",
                "on the router: archive, path bootflash:backup; or set commitConfirm: preferred",
            )
        self._has_no_timer = True
        note(self._endpoint.router, "no commit-confirm: the router has no configuration archive")

    def _enter(self, session: Session, line: str, patience_seconds: float) -> None:
        if refusal := session.enter(line, self._busy, patience_seconds):
            raise self._refused_entry(line, refusal)

    def _busy(self, text: str) -> bool:
        """Whether another session has locked the configuration; prints once that this one waits for it."""
        words = locked(text)
        if words and not self._noted_waiting:
            self._noted_waiting = True
            note(self._endpoint.router, f"waiting: {words}")
        return bool(words)

    def _refused_entry(self, line: str, refusal: str) -> RouterError:
        words = locked(refusal)
        if not words:
            return RouterError(self._endpoint.router, f"'{line}' does not enter configuration mode: {refusal}")
        self._timed_out = True
        return BusyError(
            self._endpoint.router,
            f"another session has locked the configuration for {self._patience_seconds:g} s: {words}",
            "the lock ends when that session leaves configuration; see `show configuration lock` on the router",
        )

    def wait_for_pending(self, session: Session) -> bool:
        """Wait until no change is pending; whether one was."""
        seen: Pending | None = None
        since, give_up = 0.0, time.monotonic() + 3 * self._patience_seconds
        while (pending := session.pending_change()) is not None:
            abandoned = pending == seen and time.monotonic() > since + self._patience_seconds / 2
            if seen is None:
                note(self._endpoint.router, f"waiting: {_described(pending)} is not confirmed yet")
            # Only a further change: where everything is slow, the looks at a single one may take as long.
            elif pending != seen and time.monotonic() > give_up:
                raise BusyError(self._endpoint.router, "another user makes change after change", _ONE_AT_A_TIME)
            if abandoned or (self._timed_out and not self._own(pending)):
                self._end(session, pending)
                return True
            if pending != seen:
                seen, since = pending, time.monotonic()
            time.sleep(_PAUSE_SECONDS)
        return seen is not None

    def _end(self, session: Session, pending: Pending) -> None:
        """Confirm an abandoned change of this stack's user: this session shows that the router can be reached with it.

        The router's rollback has an order of its own, and may open a neighbor or empty a filter on its way.

        Raises:
            UnconfirmedError: It is another user's.
        """
        if not self._own(pending):
            self._timed_out = True
            raise UnconfirmedError(
                self._endpoint.router,
                f"{_described(pending)} is not confirmed: its rollback would also remove what is configured now",
                f"{pending.timer} after {pending.since}",
                "confirm it (`configure confirm`) or revert it (`configure revert now`), then run this again",
            )
        session.confirm()
        note(self._endpoint.router, f"{_described(pending)} was abandoned: confirmed now, the router can be reached")

    def _own(self, pending: Pending) -> bool:
        return pending.user == self._endpoint.username

    def disarm(self, session: Session) -> None:
        """Stop the timer; only where the configuration is as before."""
        session.confirm()
        self._until = None

    def revert(self, session: Session) -> bool:
        """Revert to the configuration when the timer started; False where nothing was pending any more."""
        reverted = session.revert()
        self._until = None
        return reverted

    def fate(self) -> str:
        """What happens to the change while the router is unreachable, as a sentence."""
        until, self._until = self._until, None
        if until is None:
            return "the running configuration may contain part of the change"
        return f"the router reverts the change by itself at {until:%H:%M:%S}"

    def confirm_anew(self) -> bool:
        """Confirm over a new login; False where the router had nothing to confirm."""
        patience_seconds = min(self._patience_seconds, 30.0 * self._endpoint.commit_confirm_minutes)
        kept = confirmed(lambda: confirmed_anew(self._endpoint, self._password), patience_seconds, self._until)
        self._until = None
        return kept


_ONE_AT_A_TIME = "one `pulumi up` at a time on one router: run this one again when the other has ended"


def _described(pending: Pending) -> str:
    return f"a change of user '{pending.user}' ({pending.since}, timer {pending.timer})"
