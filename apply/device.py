"""One router as all resources of one plugin process share it: one session, one lock, one view of its configuration."""

import atexit
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from apply.config_lock import ConfigLock
from apply.interrupted import others_since, told
from apply.journal import Journal, UnderWay
from apply.reconnecting_session import ReconnectingSession
from apply.transaction import Transaction
from errors import ConflictError, PlanError, RouterError
from platforms.base import PATIENCE_SECONDS, CommitConfirm
from platforms.plan import Plan
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
        self.session = ReconnectingSession(endpoint, password, patience_seconds)
        self.platform = platform_named(endpoint.platform)
        self.commit_confirm: CommitConfirm[Any] = self.platform.commit_confirm(endpoint, password, patience_seconds)
        self._running: Running | None = None
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
                self.session.retry(self.commit_confirm.wait_for_pending)
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
        self.session.retry(self.commit_confirm.wait_for_pending)
        self._config_lock.changed()
        running = self._read()
        if running.digest == left.before:
            self.journal.close()
            return
        if others := others_since(left, self.platform, running.tree):
            done = f"left as it is, others have configured in it since: {'; '.join(others)}"
        else:
            done = self.session.once(lambda session: session.take_back(left.undo))
            as_before = self._read().digest == left.before
            done += "; the running configuration " + ("is as before" if as_before else "is NOT as before, look at it")
        told(self.endpoint.router, left, done)
        if others or not as_before:
            self.journal.ended(left.resource, left.partly)
        self.journal.close()

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
        """What is planned is in the running configuration and stays there, or the error says what is.

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
                print(f"{self.endpoint.router}: {text}", file=sys.stderr)
            if plan.commands:
                Transaction(self, plan, before).run()

    def changed(self) -> None:
        """Whatever was read of the router so far is out of date."""
        self._config_lock.changed()

    def save(self) -> None:
        """The running configuration is the startup configuration; nothing that awaits its confirmation is in it."""
        with self.config_lock():
            self.session.retry(self.commit_confirm.wait_for_pending)
            self._config_lock.changed()
            self.session.retry(lambda session: session.save())

    def close(self) -> None:
        """The session is gone."""
        self.session.close()

    def leave(self) -> None:
        """The session is gone, and other processes may configure the router."""
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
