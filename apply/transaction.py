"""One change on one router, from the plan to its outcome.

| what happens | the running configuration then | what is done | what becomes of the change |
|---|---|---|---|
| every line is accepted, a new login confirms | | | confirmed |
| a line is refused, the undo was sent | as before | the timer is disarmed | undone |
| | not as before | confirmed over a new login: the router can be reached with it | partly there |
| the session is lost | as before, over a new session | the timer is disarmed | undone |
| | not as before | the undo is sent, the timer is disarmed | undone, or partly there |
| a new login does not work | as before, after the undo over the first session | the timer is disarmed | undone |
| | not as before | the router reverts at once | undone |
| the router cannot be reached at all | | | left to the timer |
| the router has nothing to confirm | | | the timer had run out, or it has restarted |

Not by the router's timer where the undo will do: its rollback may open a neighbor, or empty a filter, on its way.
"""

from dataclasses import replace
from typing import Any, Protocol

from apply.journal import Journal
from apply.reconnecting_session import ReconnectingSession
from errors import RefusalError, RouterError, SessionLostError, UnconfirmedError
from platforms.base import CommitConfirm, Platform, Session
from platforms.passwords import opened
from platforms.plan import Command, Plan
from platforms.running import Running
from transport.endpoint import Endpoint

_CUT_OFF = "does the change cut off the router? does the router accept a second session? `pulumi up` tries again"


def compared(as_before: bool) -> str:
    """Whether an undo restored the running configuration, as a clause."""
    return "the running configuration is " + ("as before" if as_before else "NOT as before, look at it")


class Router(Protocol):
    """The part of `apply.device.Device` that a change uses.

    Attributes:
        endpoint: Its endpoint.
        platform: Its platform.
        session: Its session.
        commit_confirm: Its revert timer.
        journal: Contains the undo of the unfinished change.
        passwords: The passwords of its sessions with neighbors, by fingerprint.
    """

    endpoint: Endpoint
    platform: Platform[Any]
    session: ReconnectingSession
    commit_confirm: CommitConfirm[Any]
    journal: Journal
    passwords: dict[str, str]

    def running(self) -> Running:
        """The running configuration as it is now."""

    def changed(self) -> None:
        """Mark what has been read of the router as out of date."""

    def parsed(self, text: str) -> Running:
        """A running configuration, read."""


class Transaction:
    """One change on one router; within the router's lock.

    Args:
        device: The router.
        plan: The commands to send, at least one, and their undo.
        before: The running configuration for which it was planned.
    """

    def __init__(self, device: Router, plan: Plan, before: Running) -> None:
        self._device = device
        self._router = device.endpoint.router
        self._plan = plan
        self._before = before

    def run(self) -> None:
        """Send the plan's commands and confirm them.

        Raises:
            RefusalError: A line was refused; says whether the running configuration is as before.
            SessionLostError: The session was lost; says the same.
            UnconfirmedError: The change was not confirmed; says that it was undone, or when the router reverts it.
            RouterError: Nothing was sent.
        """
        try:
            self._send()
        except RefusalError as refusal:
            undone = f"{refusal.undone}; {self._after_refusal()}"
            raise RefusalError(self._router, refusal.line, refusal.answer, undone, refusal.hint) from None
        except SessionLostError as lost:
            what = f"{lost.what}\n  undo: {self._after_loss()}"
            raise SessionLostError(self._router, what, lost.hint) from None
        self._confirm()

    def _send(self) -> None:
        """Start the timer and send the commands; the undo is on disk before the first of them."""
        device, commands = self._device, tuple(map(self._with_password, self._plan.commands))
        if device.endpoint.commit_confirm != "off":
            if device.session.retry(device.commit_confirm.wait_for_pending):
                raise self._outdated()
            device.session.retry(device.commit_confirm.check_archive)
        device.journal.sending(self._plan, self._before.digest)
        device.session.once(lambda session: self._type(session, replace(self._plan, commands=commands)))

    def _type(self, session: Session, plan: Plan) -> None:
        self._device.changed()
        self._device.commit_confirm.enter(session, self._before, plan.undo)
        session.configure(plan.commands, plan.undo)

    def _with_password(self, command: Command) -> Command:
        """The same command, the password in place of its fingerprint."""
        line = opened(command.line, self._device.passwords)
        if line is None:
            raise RouterError(
                self._router,
                f"nothing was sent: the password for '{command.shown}' is not known any more",
                "run `pulumi up` again; the password must be the same during the whole run",
            )
        return replace(command, line=line)

    def _outdated(self) -> UnconfirmedError:
        self._device.changed()
        return UnconfirmedError(
            self._router,
            "another unconfirmed change was started in the meantime; nothing was sent",
            hint="run `pulumi up` again: it plans with the new running configuration",
        )

    def _confirm(self) -> None:
        """Confirm over a new login.

        Raises:
            UnconfirmedError: The change was not confirmed.
        """
        if self._device.commit_confirm.armed:
            try:
                kept = self._device.commit_confirm.confirm_anew()
            except RouterError as error:
                raise self._unconfirmed(error) from None
            if not kept:
                self._device.changed()
                raise UnconfirmedError(
                    self._router,
                    "nothing was left to confirm: the router has reverted the change already, or has restarted",
                    hint="`pulumi up` applies it again; commitConfirmMinutes must be longer than a change takes",
                )

    def _unconfirmed(self, error: RouterError) -> UnconfirmedError:
        """The error where a new login does not work; the change is undone over the first session where that is open."""
        what = f"after the change a new login does not work: {error.what}"
        if session := self._device.session.alive:
            try:
                back = self._take_back_over(session)
                return UnconfirmedError(self._router, f"{what}\n  undo: over the first session, {back}", hint=_CUT_OFF)
            except RouterError:
                self._device.journal.undo_broke_off()
                self._device.session.close()
        return UnconfirmedError(self._router, what, self._device.commit_confirm.fate(), _CUT_OFF)

    def _take_back_over(self, session: Any) -> str:
        """Undo the change over the open session; the result as a sentence."""
        self._device.changed()
        done: str = session.take_back(self._plan.undo)
        running = self._device.parsed(session.running_configuration())
        if running.same_as(self._before):
            self._device.commit_confirm.disarm(session)
            return f"{done}; {compared(True)}"
        if self._device.commit_confirm.revert(session):
            return f"{done}; {self._device.platform.revert_command} removed the rest"
        return f"{done}; the revert timer was gone: the router has gone back already, or has restarted"

    def _after_refusal(self) -> str:
        """Whether the running configuration is as before; a rest is confirmed over a new login, else reverted."""
        try:
            if self._device.running().same_as(self._before):
                self._disarm()
            else:
                self._confirm()
            return self._compared()
        except RouterError as error:
            return f"{error.what}; {self._device.commit_confirm.fate()}"

    def _after_loss(self) -> str:
        """The result of the undo over a second session, as a sentence."""
        try:
            if self._device.running().same_as(self._before):
                self._disarm()
                return f"not needed, over a new session {compared(True)}"
            self._device.changed()
            done: str = self._device.session.once(lambda session: session.take_back(self._plan.undo))
            self._disarm()
            return f"over a new session, {done}; {self._compared()}"
        except RouterError as error:
            self._device.journal.undo_broke_off()
            return f"not possible, {error.what}; {self._device.commit_confirm.fate()}"

    def _disarm(self) -> None:
        if self._device.commit_confirm.armed:
            self._device.session.retry(self._device.commit_confirm.disarm)

    def _compared(self) -> str:
        """Whether the running configuration is as before, as a sentence."""
        return compared(self._device.running().same_as(self._before))
