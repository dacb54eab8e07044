"""Commit-confirm: the router reverts a change that is not confirmed in time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from emulator.clock import change_stamp
from emulator.transactions.replace import replace
from emulator.transactions.target import Target
from emulator.vty_lines import Line

NONE_PENDING = "%No Rollback Confirmed Change pending"
ARCHIVE_OFF = "%Turn config archive on before using Rollback Confirmed Change"


@dataclass
class Pending:
    """A change that waits for its confirmation."""

    backup: str
    text: str
    line: Line
    since: datetime
    minutes: int
    idle: bool
    timer: asyncio.TimerHandle | None = None
    warning: asyncio.TimerHandle | None = None


@dataclass
class Reverter:
    """The router's pending change, at most one; `print_message` prints to its session."""

    device: Target
    pending: Pending | None = None
    running: asyncio.Task[None] | None = None
    print_message: Callable[[str], None] = field(default=lambda text: None)

    def begin(self, line: Line, minutes: int, idle: bool) -> str:
        """Archive the running configuration and start the timer; return IOS's messages."""
        if not self.device.config.archive.path:
            return ARCHIVE_OFF
        backup, text = self.device.archive_now()
        self._forget()
        self.pending = Pending(backup, text, line, self.device.clock.now(), minutes, idle)
        self._arm()
        return f"Rollback Confirmed Change: Backing up current running config to {backup}\n"

    def _arm(self) -> None:
        pending = self.pending
        if not pending:
            return
        for handle in (pending.timer, pending.warning):
            if handle:
                handle.cancel()
        loop, minute = asyncio.get_running_loop(), self.device.minute_seconds
        pending.timer = loop.call_later(pending.minutes * minute, self._expire)
        pending.warning = loop.call_later((pending.minutes - 1) * minute, self._warn) if pending.minutes > 1 else None

    def note_typed_line(self, line: Line) -> None:
        """Restart an idle timer after a typed line."""
        if self.pending and self.pending.idle and self.pending.line is line:
            self._arm()

    def _warn(self) -> None:
        self.print_message(
            "Rollback Confirmed Change: Rollback will begin in one minute.\n"
            'Enter "configure confirm" if you wish to keep what you\'ve configured\n'
        )

    def _expire(self) -> None:
        self.running = asyncio.get_running_loop().create_task(self._expired())

    async def _expired(self) -> None:
        if self.pending:
            self.print_message(f"\nRollback Confirmed Change: rolling to:{self.pending.backup}\n")
            self.print_message(f"\n{await self.now()}\n")

    def confirm(self) -> str:
        """Confirm the change."""
        if not self.pending:
            return NONE_PENDING
        self._forget()
        return ""

    async def now(self) -> str:
        """Revert the change now."""
        pending = self.pending
        if not pending:
            return NONE_PENDING
        self._forget()
        outcome = await replace(self.device, pending.text, pending.line, "(revert)")
        return "Rollback:Acquired Configuration lock.\n" + outcome.text(listed=True)

    def change(self, minutes: int, idle: bool) -> str:
        """Change the timer of the pending change."""
        if not self.pending:
            return NONE_PENDING
        self.pending.minutes, self.pending.idle, self.pending.since = minutes, idle, self.device.clock.now()
        self._arm()
        return ""

    def describe(self) -> str:
        """Return the output of `show archive config rollback timer`. Source: Cisco's command reference."""
        pending = self.pending
        if not pending:
            return NONE_PENDING
        return (
            f"Time configured(or reconfigured): {change_stamp(pending.since)}\n"
            f"Timer type: {'idle' if pending.idle else 'absolute'} timer\n"
            f"Timer value: {pending.minutes} min\n"
            f"User: {pending.line.user}"
        )

    def _forget(self) -> None:
        if self.pending:
            for handle in (self.pending.timer, self.pending.warning):
                if handle:
                    handle.cancel()
        self.pending = None
