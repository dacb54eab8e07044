"""The gateway of the nodes and the client, which moves to the other router where the present one does not answer.

It stands for VRRP or HSRP, which a pair of routers has beside the stack. It does not move back by itself.
"""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lab.fabric import Fabric
from lab.fabric.topology import CLIENT, NODES

EVERY_SECONDS = 0.25
MISSES = 3
WATCHER = NODES[0].name
# TCP's discard: nothing listens there, so that a router refuses at once.
_PORT = 9


@dataclass(frozen=True)
class Gateway:
    """A router as the gateway: its addresses at the nodes and at the client."""

    name: str
    nodes: str
    client: str


class Gateways:
    """The present gateway of two."""

    def __init__(self, fabric: Fabric, one: Gateway, other: Gateway) -> None:
        self._fabric = fabric
        self._both = (one, other)
        self.present = one
        self.moves: list[str] = []

    def use(self, gateway: Gateway) -> None:
        """Make a router the gateway of every node and of the client."""
        self.present = gateway
        for host in NODES:
            self._fabric.run_in(host.name, ["ip", "route", "replace", "default", "via", gateway.nodes])
        self._fabric.run_in(CLIENT, ["ip", "route", "replace", "default", "via", gateway.client])

    def other(self) -> Gateway:
        """The one that is not the present gateway."""
        return self._both[self.present == self._both[0]]

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Move the gateway where it does not answer, during the `with` block."""
        done = threading.Event()
        thread = threading.Thread(target=self._watch, args=(done.wait, self._answers))
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _watch(self, pause: Callable[[float], bool], answers: Callable[[Gateway], bool]) -> None:
        missed = 0
        while not pause(EVERY_SECONDS):
            missed = 0 if answers(self.present) else missed + 1
            if missed >= MISSES and answers(self.other()):
                self.use(self.other())
                self.moves.append(self.present.name)
                missed = 0

    def _answers(self, gateway: Gateway) -> bool:
        """Whether the router answers a connection, be it by refusing it."""
        connect = ["timeout", str(EVERY_SECONDS), "bash", "-c", f"exec 3<>/dev/tcp/{gateway.nodes}/{_PORT}"]
        words = [*self._fabric.enter(WATCHER), *connect]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return done.returncode == 0 or "refused" in done.stderr
