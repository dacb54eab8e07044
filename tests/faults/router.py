"""The lab's router inside this process: put back to a start in a millisecond, and watched at every line."""

import asyncio
import pickle
import threading
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from emulator.faults import Faults, Session
from emulator.options import Options
from emulator.start import Router
from emulator.state_log import neighbors_of, ranges_of
from emulator.storage.flash import Flash
from emulator.transactions.archive import ArchiveFiles
from emulator.vty_lines import Line
from tests.lab_router import PASSWORD, settled

T = TypeVar("T")
# VRF, address family, and a neighbor's address or a range's prefix.
Place = tuple[str | None, str, str]
Filtered = dict[Place, int | None]
# Long enough that what needs an RD again so soon must wait, short enough to try it thousands of times.
_DELETION_SECONDS = 0.05
DOCUMENTATION_AS = range(64496, 64512)
_MINUTE_SECONDS = 30.0
_OPTIONS = Options(
    profile="17.15",  # its handshake costs a fifth of 16.12's
    username="admin",
    password=PASSWORD,
    hostname="csr1000v",
    deletion_seconds=_DELETION_SECONDS,
    minute_seconds=_MINUTE_SECONDS,
)


@dataclass
class Watched(Faults):
    """What goes wrong, and every line that was typed while it could."""

    typed: list[str] = field(default_factory=list)
    kill_at: int = 0
    kill: Callable[[], None] = lambda: None

    async def run_with_faults(self, session: Session, line: str) -> None:
        """Note the line, then run it with what goes wrong at it."""
        if line.strip():
            self.typed.append(line.strip())
            if len(self.typed) == self.kill_at:
                self.kill()
        await super().run_with_faults(session, line)


@dataclass(frozen=True)
class Snapshot:
    """A router's running configuration, and the startup configuration it would boot from.

    Attributes:
        config: The running configuration, pickled: it is put back thousands of times, three times as fast as a copy.
        startup: The startup configuration's text.
    """

    config: bytes
    startup: str | None


class FaultyRouter:
    """One router for many cases, on a loop and a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.open_moments: dict[str, str] = {}
        self._is_ours: Callable[[dict[str, Any]], bool] = lambda _: False
        self._filtered: Filtered = {}
        self._going_down: asyncio.Task[None] | None = None
        self._router = self._run(Router.started(_OPTIONS))
        self._port = self._router.port
        self._device = self._router.device
        self._device.reboot = self._reboot
        self._device.state_log.listeners.append(self._look)

    def begin(self, startup: str, accepts_foreign_lines: bool = False) -> None:
        """The router has booted with this configuration, nobody is logged in, and nothing goes wrong.

        Args:
            startup: The configuration.
            accepts_foreign_lines: Whether a line that the router does not model is taken at the prompt, too.
        """
        self._device.accepts_foreign_lines = accepts_foreign_lines
        self._run(self._begun(startup))

    async def _begun(self, startup: str) -> None:
        await self._returned()
        refused = self._device.boot(startup)
        assert not refused, refused

    def type(self, lines: Sequence[str]) -> None:
        """Somebody typed this on the router."""
        self._now(lambda: self._device.merge("\n".join(lines), Line(0, "somebody", "192.0.2.9")))

    def left_over(self) -> list[str]:
        """What should not outlive a run: a revert timer, something that a reload would undo."""
        pending = self._now(lambda: self._device.reverter.pending)
        timers = [f"a revert timer still runs, from {pending.since}"] if pending else []
        boots = (self._device.startup or "").strip().splitlines()
        runs = self._now(self._device.stored_text).splitlines()
        lost = [line for line in runs if line not in boots and not line.startswith("! ")]
        back = [line for line in boots if line not in runs and not line.startswith("! ")]
        return (
            timers
            + [f"a reload would bring back: {line}" for line in back]
            + [f"a reload would lose: {line}" for line in lost]
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._router.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._port

    @property
    def host_key(self) -> str:
        """Its key, type and base64."""
        return " ".join(self._router.host_key.split()[:2])

    def running(self) -> str:
        """Its running configuration from `version` to `end`."""
        return settled(self._now(self._device.running_text))

    def snapshot(self) -> Snapshot:
        """What it could be put back to."""
        return self._now(lambda: Snapshot(pickle.dumps(self._device.config), self._device.startup))

    def restore(self, snapshot: Snapshot) -> None:
        """Every session ends; both configurations are as they were then, and nothing is pending."""
        self._run(self._restored(snapshot))

    async def _restored(self, snapshot: Snapshot) -> None:
        await self._returned()
        device = self._device
        device.reverter.confirm()
        device.lock = None
        device.teardown.until.clear()
        device.flash, device.archive_files = Flash(), ArchiveFiles()
        device.config, device.startup = pickle.loads(snapshot.config), snapshot.startup
        device.changed = device.saved = None

    @staticmethod
    def no_fault() -> Watched:
        """Nothing goes wrong, and every line is noted."""
        return Watched()

    def arm(self, faults: Faults) -> None:
        """From now on this goes wrong; a router that reboots stays away until `back`."""
        self._device.faults = faults

    def back(self) -> None:
        """The faults are over: no session is left, and a router that went down has booted from what was saved."""
        self._run(self._returned())

    def _reboot(self) -> None:
        self._device.lines.count = 0  # nobody gets in any more
        self._router.listener.changed()
        self._going_down = self._loop.create_task(self._router.listener.close())

    async def _returned(self) -> None:
        self._device.faults = Faults()
        await self._router.listener.hang_up()
        if self._going_down:
            await self._going_down
            self._going_down = None
            self._device.lines.count = _OPTIONS.vty_lines
            self._device.boot(self._device.startup)
            await self._router.listener.open("127.0.0.1", self._port)

    def watch(self, is_ours: Callable[[dict[str, Any]], bool], filtered: Filtered | None = None) -> None:
        """From now on every moment counts in which one of these is open without a filter.

        Args:
            is_ours: Whether a neighbor is the stack's.
            filtered: The foreign neighbors and listen ranges that have a filter, each with its AS.
        """
        self._is_ours, self._filtered = is_ours, filtered or {}
        self.open_moments = {}

    def filtered(self) -> Filtered:
        """The AS of each neighbor and listen range that has an outbound filter of its own, or inherits one."""
        return self._now(lambda: {place(each): each["remote_as"] for each in self._entries() if is_filtered(each)})

    def _entries(self) -> list[dict[str, Any]]:
        config = self._device.config
        return [*neighbors_of(config), *ranges_of(config)]

    def _look(self, entry: dict[str, Any]) -> None:
        for neighbor in [*entry["neighbors"], *entry["ranges"]]:
            if open_unfiltered(neighbor, self._is_ours(neighbor), self._filtered):
                name = f"{neighbor['vrf']} {neighbor['address']}"
                self.open_moments.setdefault(name, f"{name} after '{entry['line']}'")

    def _now(self, look: Callable[[], T]) -> T:
        async def looked() -> T:
            return look()

        return self._run(looked())

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)


def is_open(neighbor: dict[str, Any]) -> bool:
    """Whether routes could pass to a neighbor of ours without a filter, by the router's own record.

    No session comes up without an AS, nor with one that is kept for documentation (RFC 5398), which is nobody's.
    """
    up = _is_up(neighbor) and neighbor["remote_as"] not in DOCUMENTATION_AS
    return bool(up and not (neighbor["filter_exists"] and neighbor["filter_entries"]))


def open_unfiltered(neighbor: dict[str, Any], ours: bool, filtered: Filtered) -> bool:
    """Whether a neighbor of ours is open, or a foreign neighbor or listen range that had a filter has none.

    With another AS than its own no session of a foreign neighbor comes up.
    """
    if ours:
        return is_open(neighbor)
    own_as = filtered.get(place(neighbor))
    return _is_up(neighbor) and neighbor["remote_as"] == own_as and not is_filtered(neighbor)


def is_filtered(neighbor: dict[str, Any]) -> bool:
    """Whether a prefix list or a route map counts for what is sent to a neighbor, and is there."""
    return bool((neighbor["filter_exists"] and neighbor["filter_entries"]) or neighbor["route_map_clauses"])


def place(neighbor: dict[str, Any]) -> Place:
    """Where the router's record has a neighbor or a range: VRF, family, address or prefix."""
    return neighbor["vrf"], neighbor["family"], neighbor["address"]


def _is_up(neighbor: dict[str, Any]) -> bool:
    return bool(neighbor["activate"] and not neighbor["shutdown"] and neighbor["remote_as"] is not None)
