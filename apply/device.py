"""One router, shared by all resources of a plugin process: one session, one lock, one reading of its configuration."""

import atexit
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from apply.config_lock import ConfigLock
from apply.journal import Journal, UnfinishedChange
from apply.properties import values_of, whole_object
from apply.reconnecting_session import ReconnectingSession
from apply.transaction import Transaction, compared
from errors import ConflictError, PlanError, RouterError, SessionLostError
from platforms.base import PATIENCE_SECONDS, CommitConfirm
from platforms.plan import Plan
from platforms.registry import platform_named
from platforms.running import Running, digest
from printable import cut, note
from transport.endpoint import Endpoint

# Of an interrupted change that was undone.
_ALONE = "it is as before, other parts of the running configuration are not: has the router restarted?"
_NOT_ASKED = "the change is applied, yet neighbors could not be asked for their routes again"


class Device:
    """One router; resources use it one at a time, by its lock.

    A change stays on the router once it was configured and then confirmed: until then the router may take it back.

    Args:
        endpoint: How the router is reached.
        password: Its user's password.
        config_lock: The router's lock, shared by all endpoints with the same address and port.
        patience_seconds: How long to wait for a router that has answered before, or that others configure.
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
        self.session = ReconnectingSession(endpoint, password, patience_seconds)
        self.platform = platform_named(endpoint.platform)
        self.commit_confirm: CommitConfirm[Any] = self.platform.commit_confirm(endpoint, password, patience_seconds)
        self._running: Running | None = None
        self._read_at = 0

    @property
    def lock(self) -> threading.RLock:
        """The lock between threads that use the router."""
        return self._config_lock.lock

    @contextmanager
    def config_lock(self) -> Iterator[None]:
        """Lock the router against other threads and processes of this machine.

        A change that a killed run left half-way is taken back first.
        """
        with self.lock:
            self._config_lock.take(self.endpoint.router)
            if not self.journal.changing and (change := self.journal.unfinished):
                self._take_back_interrupted(change)
            yield

    def running(self) -> Running:
        """The running configuration, cached until the next change; without a change that was abandoned."""
        with self.lock:
            if self._running is None:
                self.session.retry(self.commit_confirm.wait_for_pending)
                if not self.journal.changing and self.journal.unfinished:
                    with self.config_lock():
                        pass
            if self._running is None or self._read_at != self._config_lock.changes:
                changes = self._config_lock.changes
                self._running = self._read()
                self._read_at = changes  # only now: after a failed reading the old view is still out of date
            return self._running

    def _take_back_interrupted(self, change: UnfinishedChange) -> None:
        """Undo an unfinished change; what remains of it is recorded in the journal as this stack's.

        Raises:
            RouterError: The undo broke off, twice; it stays in the journal.
        """
        self.session.retry(self.commit_confirm.wait_for_pending)
        self._config_lock.changed()
        running = self._read()
        if running.digest == change.before:
            self.journal.close()
            return
        object_type = self.platform.object_types[change.partly.kind]
        foreign = object_type.foreign(running.tree, values_of(object_type, change.partly.properties))
        # The object's lines that others have configured after the change began: the undo could take them along.
        if others := [line for line in foreign if digest([line]) not in change.known]:
            done = f"left as it is, others have configured in it since: {'; '.join(others)}"
        else:
            done = self._undo_again(change)
            now = self._read()
            # A router that has restarted lacks what the run had made before this change, too: its object alone counts.
            whole = whole_object(object_type, now.tree, change.partly.properties)
            same = now.digest == change.before
            as_before = same or digest([whole]) in change.known
            done += f"; {compared(same) if same or not as_before else _ALONE}"
        note(self.endpoint.router, f"'{change.resource}' was left half-way by a run that broke off: {done}")
        if others or not as_before:
            self.journal.record(change.resource, change.partly)
        self.journal.close()

    def _undo_again(self, change: UnfinishedChange) -> str:
        """Send the undo, again over a new session where it breaks off; its result as a sentence."""
        try:
            done: str = self.session.retry(lambda session: session.take_back(change.undo))
        except SessionLostError as lost:
            raise SessionLostError(
                self.endpoint.router,
                f"'{change.resource}' was left half-way by a run that broke off: {lost.what}",
                "run `pulumi up` again once the router answers: it sends the whole undo again before anything else",
            ) from None
        return done

    def _read(self) -> Running:
        return self.parsed(self.session.retry(lambda session: session.running_configuration()))

    def parsed(self, text: str) -> Running:
        """A running configuration, read."""
        try:
            return self.platform.parse(text)
        except PlanError as error:
            raise RouterError(
                self.endpoint.router, f"its running configuration is not understood: {error.what}"
            ) from None

    def change(self, planned: Callable[[Any], Plan]) -> None:
        """Plan a change from the running configuration, apply and confirm it.

        Args:
            planned: Makes the plan from the running configuration's tree; one without commands touches nothing.

        Raises:
            ConflictError: There is no plan.
            RouterError: As of `Transaction.run`.
        """
        with self.config_lock():
            before = self.running()
            try:
                plan = planned(before.tree)
            except PlanError as error:
                raise ConflictError(self.endpoint.router, error.what, error.hint) from None
            for text in plan.notes:
                note(self.endpoint.router, text)
            if plan.commands:
                Transaction(self, plan, before).run()
            self._send_afterwards(plan.afterwards)

    def _send_afterwards(self, commands: Sequence[str]) -> None:
        """Send what follows a confirmed change; where the router does not take it, a note says what is left to type."""
        for place, command in enumerate(commands):
            if answer := self._answer(command):
                note(
                    self.endpoint.router, f"{_NOT_ASKED}: {cut(answer)}; type there: {cut('; '.join(commands[place:]))}"
                )
                return

    def _answer(self, command: str) -> str:
        """What the router says to a command, or why it was not sent; "" where it has done it."""
        try:
            answer: str = self.session.retry(lambda session: session.show(command))
        except RouterError as error:
            return error.what
        return answer

    def changed(self) -> None:
        """Mark what has been read of the router as out of date."""
        self._config_lock.changed()

    def save(self) -> None:
        """Save the running configuration as the startup configuration, once no unconfirmed change is in it."""
        with self.config_lock():
            self.session.retry(self.commit_confirm.wait_for_pending)
            self._config_lock.changed()
            self.session.retry(lambda session: session.save())

    def close(self) -> None:
        """Close the session."""
        self.session.close()

    def leave(self) -> None:
        """Close the session and release the lock."""
        self.close()
        self._config_lock.leave()


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
    """Close every session and forget every device."""
    with _DEVICES_LOCK:
        for device in _DEVICES.values():
            device.leave()
        _DEVICES.clear()
        _CONFIG_LOCKS.clear()


def abandon_devices(seconds: float) -> None:
    """Cut off every session; a change in progress is undone as after a lost connection, within `seconds` at most."""
    deadline = time.monotonic() + seconds
    with _DEVICES_LOCK:
        devices = list(_DEVICES.values())
    for device in devices:
        device.close()
    for device in devices:
        device.lock.acquire(timeout=max(0.0, deadline - time.monotonic()))
        device.close()
