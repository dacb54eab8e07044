"""A thread that polls BIRD while the configuration needs decisions that BIRD does not make itself."""

import logging
import threading
from collections.abc import Callable

from emulator.dataplane.errors import DataplaneError

EVERY_SECONDS = 0.2
_log = logging.getLogger(__name__)


class Watch:
    """Calls `poll` every fifth of a second between `start` and `stop`."""

    def __init__(self, poll: Callable[[], None]) -> None:
        self._poll = poll
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start polling; does nothing while it runs."""
        if self._thread is None:
            self._over.clear()
            self._thread = threading.Thread(target=self._run, name="bird-watch", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop polling; not callable from within `poll`."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            try:
                self._poll()
            except DataplaneError as error:  # BIRD is starting or stopping
                _log.debug("BIRD could not be looked at: %s", error)
