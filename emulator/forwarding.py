"""Passes the configuration to the data plane without blocking the prompt."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from emulator.config.model import Config
from emulator.dataplane.state import Dataplane, Network
from emulator.network import network_of_config

log = logging.getLogger("emulator")
T = TypeVar("T")
PAUSE_SECONDS = 0.3


class Forwarding:
    """Applies the newest configuration at limited rate on its own thread.

    Attributes:
        last_error: The data plane's last error.
    """

    def __init__(self, dataplane: Dataplane) -> None:
        self.dataplane = dataplane
        self.last_error: str | None = None
        self._thread = ThreadPoolExecutor(1, "dataplane")
        self._config: Config | None = None
        self._applied: Network | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._running: asyncio.Task[None] | None = None

    def changed(self, config: Config) -> None:
        """Schedule a changed configuration for the data plane."""
        self._config = config
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        if self._timer is None:
            self._timer = loop.call_later(PAUSE_SECONDS, self._start)

    def _start(self) -> None:
        self._timer = None
        self._running = asyncio.ensure_future(self.flush())

    async def flush(self) -> None:
        """Apply the scheduled configuration now, before the data plane's state is read."""
        if self._config is None:
            return
        network = network_of_config(self._config)
        self._config = None
        if network != self._applied:
            self._applied = network
            await self._on_thread(lambda: self._apply(network))

    def _apply(self, network: Network) -> None:
        try:
            self.dataplane.apply(network)
            self.last_error = None
        except Exception as error:  # the prompt outlives whatever the data plane does
            self._applied = None
            if str(error) != self.last_error:
                log.error("the data plane refused: %s", error)
            self.last_error = str(error)

    async def ask(self, question: Callable[[Dataplane], T]) -> T:
        """Run a query once the data plane has the current configuration."""
        await self.flush()
        return await self._on_thread(lambda: question(self.dataplane))

    async def _on_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    async def close(self) -> None:
        """Stop the data plane."""
        if self._timer:
            self._timer.cancel()
        if self._running:
            await asyncio.gather(self._running, return_exceptions=True)
        await self._on_thread(self.dataplane.close)
        self._thread.shutdown()
