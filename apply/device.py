"""One router as all resources of one plugin process share it: one session, one lock, one view of its configuration."""

import atexit
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from apply.config_lock import ConfigLock
from apply.interrupted import others_since, told
from apply.journal import Journal, UnderWay
from apply.reconnecting_session import ReconnectingSession
from errors import PlanError, RouterError, UnconfirmedError
from platforms.base import PATIENCE_SECONDS, CommitConfirm, Session
from platforms.passwords import opened
from platforms.plan import Command, Plan
from platforms.registry import platform_named
from platforms.running import Running
from transport.endpoint import Endpoint


class Device:
    """The place where one router is worked on; resources take turns by its lock.

    A change stays on the router once it was configured and then confirmed: until then the router may take it back.

    Args:
        endpoint: How the router is reached.
        password: Its user's password.
        config_lock: The turns on this router, shared by everybody who reaches it in another way.
        patience_seconds: How long a router is waited for that has answered before, or is configured by others.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        password: str,
        config_lock: ConfigLock | None = None,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self.endpoint = endpoint
        self.journal = Journal(endpoint.router, endpoint.host, endpoint.port)
        self.passwords: dict[str, str] = {}  # of sessions with neighbors, by fingerprint
        self.found: list[str] = []  # objects that creates found on the router
        self._config_lock = config_lock or ConfigLock(endpoint.host, endpoint.port)
        self._reconnecting = ReconnectingSession(endpoint, password, patience_seconds)
        self.platform = platform_named(endpoint.platform)
        self._commit_confirm: CommitConfirm[Any] = self.platform.commit_confirm(endpoint, password, patience_seconds)
        self._running: Running | None = None
        self._before: Running | None = None
        self._sent = Plan()
        self._read_at = 0

    @property
    def lock(self) -> threading.RLock:
        """Held by whoever works on the router."""
        return self._config_lock.lock

    @contextmanager
    def config_lock(self) -> Iterator[None]:
        """Nobody else of this machine configures the router; what was read before somebody did is read again.

        A change that a killed run left half-way is taken back first. One of a process that lives was waited for.
        """
        with self.lock:
            self._config_lock.take(self.endpoint.router)
            if not self.journal.changing and (left := self.journal.under_way):
                self._take_back_interrupted(left)
            yield

    def running(self) -> Running:
        """The running configuration, read once and again after every change; no abandoned change is part of it."""
        with self.lock:
            if self._running is None:
                self._reconnecting.look(self._commit_confirm.settle)
                if not self.journal.changing and self.journal.under_way:
                    with self.config_lock():
                        pass
            if self._running is None or self._read_at != self._config_lock.changes:
                changes = self._config_lock.changes
                self._running = self._read()
                self._read_at = changes  # only now: after a failed reading the old view is still out of date
            return self._running

    def _take_back_interrupted(self, left: UnderWay) -> None:
        """The router is as before the change, or the journal says what of the object is this stack's."""
        self._reconnecting.look(self._commit_confirm.settle)
        self._config_lock.changed()
        running = self._read()
        if running.digest == left.before:
            self.journal.close()
            return
        if others := others_since(left, self.platform, running.tree):
            done = f"left as it is, others have configured in it since: {'; '.join(others)}"
        else:
            done = self._reconnecting.act(lambda session: session.take_back(left.undo))
            as_before = self._read().digest == left.before
            done += "; the running configuration " + ("is as before" if as_before else "is NOT as before, look at it")
        told(self.endpoint.router, left, done)
        if others or not as_before:
            self.journal.ended(left.resource, left.partly)
        self.journal.close()

    def _read(self) -> Running:
        return self._parsed(self._reconnecting.look(lambda session: session.running_configuration()))

    def _parsed(self, text: str) -> Running:
        try:
            return self.platform.parse(text)
        except PlanError as error:
            raise RouterError(
                self.endpoint.router, f"its running configuration is not understood: {error.what}"
            ) from None

    def configure(self, plan: Plan) -> None:
        """The plan's commands are in the running configuration, to be confirmed; none at all touches nothing."""
        if not plan.commands:
            return
        planned, plan = plan, self._with_passwords(plan)
        with self.config_lock():
            self._sent, self._before = plan, self.running()
            if self.endpoint.commit_confirm != "off":
                if self._reconnecting.look(self._commit_confirm.settle):
                    raise self._outdated()
                self._reconnecting.look(self._commit_confirm.check_archive)
            self.journal.sending(planned, self._before.digest)
            before = self._before
            self._reconnecting.act(lambda session: self._send(session, plan, before))

    def _with_passwords(self, plan: Plan) -> Plan:
        """The same plan, each password in place of its fingerprint."""
        return replace(plan, commands=tuple(self._with_password(command) for command in plan.commands))

    def _with_password(self, command: Command) -> Command:
        line = opened(command.line, self.passwords)
        if line is None:
            raise RouterError(
                self.endpoint.router,
                f"nothing was sent: the password for '{command.shown}' is not known any more",
                "run `pulumi up` again; the password must be the same during the whole run",
            )
        return replace(command, line=line)

    def _send(self, session: Session, plan: Plan, running: Running) -> None:
        self._config_lock.changed()
        self._commit_confirm.enter(session, running)
        session.configure(plan.commands, plan.undo)

    def _outdated(self) -> UnconfirmedError:
        self._config_lock.changed()
        return UnconfirmedError(
            self.endpoint.router,
            "an unconfirmed change that was not there before came in between; nothing was sent",
            hint="run `pulumi up` again: it plans with what the router runs by then",
        )

    def confirm(self) -> None:
        """What was configured stays: a new login worked, and told the router so.

        Raises:
            UnconfirmedError: It does not stay; says that it is gone, or when the router takes it back.
        """
        with self.lock:
            if not self._commit_confirm.armed:
                return
            try:
                kept = self._commit_confirm.prove()
            except RouterError as error:
                raise self._not_proven(error) from None
            if not kept:
                self._config_lock.changed()
                raise UnconfirmedError(
                    self.endpoint.router,
                    "nothing was left to confirm: the router has taken the change back already, or has restarted",
                    hint="`pulumi up` applies it again; commitConfirmMinutes must be longer than a change takes",
                )

    def _not_proven(self, error: RouterError) -> UnconfirmedError:
        """What to say where nobody can log in any more; a session that is still open takes the change back at once."""
        what = f"after the change nobody can log in: {error.what}"
        back = ""
        if session := self._reconnecting.alive:
            try:
                back = self._taken_back(session)
            except RouterError:
                self._reconnecting.close()
        if back:
            return UnconfirmedError(
                self.endpoint.router, f"{what}\n  undo: over the first session, {back}", hint=_CUT_OFF
            )
        return UnconfirmedError(self.endpoint.router, what, self.fate(), _CUT_OFF)

    def let_go(self) -> None:
        """No timer runs any more; for where the running configuration is as before the change."""
        with self.lock:
            if self._commit_confirm.armed:
                self._reconnecting.look(self._commit_confirm.let_go)

    def _taken_back(self, session: Session) -> str:
        """What became of the change over a session that still stands, as a sentence.

        By its undo where that will do: a router's own rollback may open a neighbor, or empty a filter, on its way.
        """
        self._config_lock.changed()
        done = session.take_back(self._sent.undo)
        running = self._parsed(session.running_configuration())
        if self._before is not None and running.same_as(self._before):
            self._commit_confirm.let_go(session)
            return f"{done}; the running configuration is as before"
        if self._commit_confirm.give_back(session):
            return f"{done}; what it left, `configure revert now` took back"
        return f"{done}; the revert timer was gone: the router has gone back already, or has restarted"

    def fate(self) -> str:
        """What becomes of a change on a router that cannot be reached, as a sentence."""
        with self.lock:
            return self._commit_confirm.left()

    def take_back(self, plan: Plan) -> str:
        """What became of the undo of a plan whose session was lost, as a sentence."""
        with self.lock:
            self._config_lock.changed()
            done: str = self._reconnecting.act(lambda session: session.take_back(plan.undo))
            return done

    def save(self) -> None:
        """The running configuration is the startup configuration; nothing that awaits its confirmation is in it."""
        with self.config_lock():
            self._reconnecting.look(self._commit_confirm.settle)
            self._config_lock.changed()
            self._reconnecting.look(lambda session: session.save())

    def close(self) -> None:
        """The session is gone."""
        self._reconnecting.close()

    def leave(self) -> None:
        """The session is gone, and other processes may configure the router."""
        self.close()
        self._config_lock.leave()


_CUT_OFF = "does the change cut the way to the router? does it let a second session in? `pulumi up` tries again"


_DEVICES: dict[Endpoint, Device] = {}
_CONFIG_LOCKS: dict[tuple[str, int], ConfigLock] = {}
_DEVICES_LOCK = threading.Lock()


def shared_device(endpoint: Endpoint, password: str) -> Device:
    """This process's one device for each endpoint; all endpoints with one address and port share a lock."""
    with _DEVICES_LOCK:
        place = (endpoint.host.lower(), endpoint.port)
        config_lock = _CONFIG_LOCKS.setdefault(place, ConfigLock(*place))
        return _DEVICES.setdefault(endpoint, Device(endpoint, password, config_lock))


@atexit.register
def close_devices() -> None:
    """Every session is closed and no device is left."""
    with _DEVICES_LOCK:
        for device in _DEVICES.values():
            device.leave()
        _DEVICES.clear()
        _CONFIG_LOCKS.clear()


def abandon_devices(seconds: float) -> None:
    """What is under way is cut off, and taken back like after a lost connection; waits for that, so long at most."""
    deadline = time.monotonic() + seconds
    with _DEVICES_LOCK:
        devices = list(_DEVICES.values())
    for device in devices:
        device.close()
    for device in devices:
        device.lock.acquire(timeout=max(0.0, deadline - time.monotonic()))
        device.close()
