"""Commit-confirm for FRR, which has none: a detached process on the router undoes a change that is not confirmed.

The process is started before the first line and has the undo of the change, see `platforms.frr.cli.one_shot`.
It goes on where the SSH connection is cut. Afterwards a new login ends it; where none works, it sends the undo.

A router that reboots loses the process, and starts FRR with its saved configuration, in which no unconfirmed change is:
the result is the same. A router whose systemd has `KillUserProcesses=yes` ends the process with the SSH connection.
"""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from errors import BusyError, RouterError, UnconfirmedError
from platforms.base import PATIENCE_SECONDS
from platforms.frr.cli.one_shot import ARM, CONFIRM, LIST, NONE_PENDING, REVERT, Pending, pending_in
from platforms.frr.cli.script import script_of
from platforms.frr.cli.session import Session
from platforms.frr.cli.shell import Shell, open_shell
from platforms.frr.configuration import in_order
from platforms.new_login import confirmed
from platforms.plan import Command
from platforms.running import Running
from printable import cut, note
from transport.endpoint import Endpoint

_PAUSE_SECONDS = 0.5


class CommitConfirm:
    """The revert timer of one router as this process uses it.

    Args:
        endpoint: How the router is reached, and whether and how long it waits for a confirmation.
        password: Its user's password, for the new login.
        patience_seconds: How long to wait for the new login, and for a pending change of another session.
    """

    def __init__(self, endpoint: Endpoint, password: str, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._endpoint = endpoint
        self._password = password
        self._patience_seconds = patience_seconds
        self._folder = ""
        self._before: tuple[str, ...] = ()
        self._until: datetime | None = None

    @property
    def armed(self) -> bool:
        """Whether the router waits for this process's confirmation."""
        return self._until is not None

    def enter(self, session: Session, running: Running, undo: Sequence[Command]) -> None:
        """Start the router's process for the undo, except where `commitConfirm` is off.

        Raises:
            RouterError: It cannot be started; nothing was changed.
        """
        if self._endpoint.commit_confirm == "off":
            return
        seconds = 60 * self._endpoint.commit_confirm_minutes
        until = datetime.now() + timedelta(seconds=seconds)
        outcome = session.shell.run(ARM, str(seconds), f"{until:%H:%M:%S}", text=script_of(undo).text)
        if outcome.exit_code:
            raise RouterError(
                self._endpoint.router,
                f"no revert timer can be started there: {cut(outcome.errors.strip()) or 'no reason'}; "
                "nothing was changed",
                "it needs mktemp, setsid and a writable /tmp; or set commitConfirm: off",
            )
        self._folder, self._until = outcome.output.strip(), until
        self._before = running.lines

    def check_archive(self, session: Session) -> None:
        """Nothing: FRR has no archive."""

    def wait_for_pending(self, session: Session) -> bool:
        """Wait until no change is pending; whether one was, so that what was read of the router is out of date.

        Raises:
            UnconfirmedError: A change of another user is pending.
            BusyError: A change of this user is pending, and the session that makes it is open.
        """
        waited, give_up = False, time.monotonic() + self._patience_seconds
        while pending := self._pending(session.shell):
            if not waited:
                note(self._endpoint.router, f"waiting: {_described(pending)} is not confirmed yet")
            waited = True
            if pending.own and not pending.connected:
                self._end(session, pending)
            elif time.monotonic() > give_up:
                raise self._still_pending(pending)
            else:
                time.sleep(_PAUSE_SECONDS)
        return waited

    def _pending(self, shell: Shell) -> Pending | None:
        """A pending change other than this process's own."""
        others = (each for each in pending_in(shell.run(LIST).output) if each.folder != self._folder)
        return next(others, None)

    def _end(self, session: Session, pending: Pending) -> None:
        """Revert an abandoned change of this stack's user at once: its undo is as exact as that of a plan."""
        session.shell.run(REVERT, pending.folder)
        note(self._endpoint.router, f"{_described(pending)} was abandoned: reverted now")

    def _still_pending(self, pending: Pending) -> RouterError:
        what = f"{_described(pending)} is not confirmed"
        if pending.own:
            return BusyError(self._endpoint.router, f"{what}, and its session is open", _ONE_AT_A_TIME)
        return UnconfirmedError(
            self._endpoint.router,
            f"{what}: its undo would also change what is configured now",
            pending.until,
            "run this again after that time",
        )

    def disarm(self, session: Session) -> None:
        """Stop the timer; only where the configuration is as before."""
        session.shell.run(CONFIRM, self._folder)
        self._forget()

    def revert(self, session: Session) -> bool:
        """Send the undo at once; False where the router has sent it already, or has restarted.

        Raises:
            RouterError: The undo does not restore the running configuration.
        """
        reverted = session.shell.run(REVERT, self._folder).exit_code != NONE_PENDING
        self._forget()
        if reverted and in_order(session.frr_configuration()) != self._before:
            raise RouterError(self._endpoint.router, "the undo does not restore the running configuration")
        return reverted

    def _forget(self) -> None:
        self._folder, self._until = "", None

    def fate(self) -> str:
        """What happens to the change while the router is unreachable, as a sentence."""
        until = self._until
        self._forget()
        if until is None:
            return "the running configuration may contain part of the change"
        return f"the router reverts the change by itself at {until:%H:%M:%S}"

    def confirm_anew(self) -> bool:
        """Confirm over a new login; False where the router had nothing to confirm.

        Raises:
            RouterError: A new login does not work.
        """
        patience_seconds = min(self._patience_seconds, 30.0 * self._endpoint.commit_confirm_minutes)
        kept = confirmed(self._confirmed, patience_seconds, self._until)
        self._forget()
        return kept

    def _confirmed(self) -> bool:
        with open_shell(self._endpoint, self._password) as shell:
            return shell.run(CONFIRM, self._folder).exit_code != NONE_PENDING


_ONE_AT_A_TIME = "one `pulumi up` at a time on one router: run this one again when the other has ended"


def _described(pending: Pending) -> str:
    return f"a change of user '{pending.user}' (reverted at {pending.until})"
