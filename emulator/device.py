"""The router's state that all sessions share: configuration, files, accounts, vty lines, data plane."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

from emulator.accounts import Accounts
from emulator.clock import Clock, change_stamp
from emulator.config.model import Config
from emulator.configure.context import Context, Teardown
from emulator.configure.loading import load
from emulator.faults import Faults
from emulator.forwarding import Forwarding
from emulator.render.running import running_lines
from emulator.ssh.profiles import Profile
from emulator.state_log import StateLog
from emulator.storage.flash import File, Flash, flash_name
from emulator.syslog import LEVELS, Log
from emulator.transactions.archive import ArchiveFiles
from emulator.transactions.revert import Reverter
from emulator.typed_log import TypedLog
from emulator.vty_lines import REPLACEMENT_LINE, Line, Lines


class Device:
    """One router."""

    def __init__(self, profile: Profile, forwarding: Forwarding, faults: Faults, teardown: Teardown) -> None:
        self.profile = profile
        self.forwarding = forwarding
        self.faults = faults
        self.teardown = teardown
        self.clock = Clock()
        self.log = Log(self.clock)
        self.host_key = ""
        self.lines = Lines()
        self.config = Config.empty()
        self.accounts = Accounts(lambda: self.config)
        self.startup: str | None = None
        self.changed: tuple[datetime, str] | None = None
        self.saved: tuple[datetime, str] | None = None
        self.lock: Line | None = None
        self.replacement_running = False
        self.flash = Flash()
        self.archive_files = ArchiveFiles()
        self.reverter = Reverter(self)
        self.minute_seconds = 60.0
        self.boot_seconds = 2.0
        self.hostname: str | None = None
        self.accepts_foreign_lines = False
        self.reboot: Callable[[], None] = lambda: None
        self.reload_timer: asyncio.TimerHandle | None = None
        self.reload_message = ""
        self.startup_file: Path | None = None
        self.typed_log = TypedLog()
        self.state_log = StateLog()

    def boot(self, startup: str | None) -> list[tuple[str, str]]:
        """Boot with this configuration; return each line that got an answer, with the answer."""
        self.config, self.startup, self.changed, self.saved = Config.empty(), startup, None, None
        self.lock, self.reload_timer, self.reload_message = None, None, ""
        self.log = Log(self.clock)
        self.reverter.confirm()
        context = Context(self.config, Teardown(0.0), loading=True, foreign="all")
        answers = load(context, startup or "")
        if self.hostname:
            self.config.hostname = self.hostname
        self.forwarding.changed(self.config)
        self.log_state("", "(boot)")
        return answers

    # Configuration mode

    def enter_configuration(self, line: Line, lock: bool) -> tuple[Context | None, str]:
        """Return the session's context, or None and the message that refuses configuration mode."""
        if self.replacement_running or (self.lock and self.lock is not line):
            return None, (REPLACEMENT_LINE if self.replacement_running or not self.lock else self.lock).lock_message()
        if lock or self.locks_automatically():
            self.lock = line
        return self.context_for(line), ""

    def locks_automatically(self) -> bool:
        """Return whether configuration mode locks the configuration: `configuration mode exclusive auto`."""
        mode = "configuration mode exclusive"
        return self.config.inert.get("ssh", {}).get(mode) == f"{mode} auto"

    def context_for(self, line: Line) -> Context:
        """Return a context in which this session changes the running configuration."""
        foreign: Literal["none", "all"] = "all" if self.accepts_foreign_lines else "none"
        return Context(
            self.config, self.teardown, foreign=foreign, notify=lambda text, answer: self._note(line, text, answer)
        )

    def merge(self, text: str, line: Line) -> list[str]:
        """Apply a file's lines to the running configuration; return the messages."""
        context = self.context_for(line)
        context.foreign = "all" if self.accepts_foreign_lines else "known"
        return [answer for _, answer in load(context, text)]

    def end_configuration(self, line: Line) -> None:
        """Log the change and release the lock when a session leaves configuration mode."""
        self.log_message(f"%SYS-5-CONFIG_I: Configured from console by {line.user} on vty{line.number} ({line.host})")
        if self.lock is line:
            self.lock = None

    def _note(self, line: Line, text: str, answer: str) -> None:
        self.changed = (self.clock.now(), line.user)
        self.forwarding.changed(self.config)
        self.log_state(line.user, text, answer)

    def log_state(self, user: str, line: str, answer: str = "") -> None:
        """Write the configuration, and the line that changed it, to the state log."""
        self.state_log.note(self.config, user, line, answer)

    # The log

    def log_message(self, message: str) -> None:
        """Add a message to the log."""
        self.log.note(message, *self.log_buffer())

    def log_buffer(self) -> tuple[int, str]:
        """Return the log buffer's size in bytes and its level: `logging buffered [N] [LEVEL]`."""
        words = self.config.inert.get("ssh", {}).get("logging buffered", "").split()[2:]
        size = next((int(word) for word in words if word.isdigit() and len(word) > 1), 4096)
        numbers = [LEVELS[int(word)] for word in words if word in "01234567"]
        return size, next((word for word in words if word in LEVELS), [*numbers, "debugging"][0])

    # Saving

    def save(self, user: str) -> None:
        """Copy the running configuration to the startup configuration."""
        self.saved = (self.clock.now(), user)
        self.startup = self.stored_text() + "\n"
        if self.config.archive.write_memory and self.config.archive.path:
            self.archive_now()
        if self.startup_file:
            self.startup_file.write_text(self.startup)

    def archive_now(self) -> tuple[str, str]:
        """Archive the running configuration; return the file's name and the text."""
        archive, text = self.config.archive, self.stored_text() + "\n"
        name, removed = self.archive_files.add(archive.path or "bootflash:backup", self.clock.now(), archive.maximum)
        self.write_file(flash_name(name) or name, text.encode())
        for old in removed:
            self.flash.files.pop(flash_name(old) or old, None)
        return name, text

    def write_file(self, name: str, data: bytes) -> None:
        """Write a file to flash."""
        self.flash.files[name] = File(data, self.clock.now())

    def is_modified(self) -> bool:
        """Return whether the running configuration changed since the last save or boot."""
        return self.changed is not None and (self.saved is None or self.saved[0] < self.changed[0])

    def file_prompt_is_quiet(self) -> bool:
        """Return whether `file prompt quiet` is configured."""
        return self.config.inert.get("ssh", {}).get("file prompt") == "file prompt quiet"

    # Texts

    def running_text(self) -> str:
        """Return the output of `show running-config` without the empty line after it."""
        return "Building configuration...\n\n" + self.stored_text(header=True)

    def stored_text(self, header: bool = False) -> str:
        """Return the running configuration as files contain it; `header` adds the line with its size."""
        body = "\n".join([*self._stamps(), *running_lines(self.config, self.profile.name)])
        return (f"Current configuration : {len(body) + 1} bytes\n" if header else "") + body

    def _stamps(self) -> list[str]:
        lines = ["!"]
        if self.changed:
            lines += [f"! Last configuration change at {change_stamp(self.changed[0])} by {self.changed[1]}"]
        if self.saved:
            lines += [f"! NVRAM config last updated at {change_stamp(self.saved[0])} by {self.saved[1]}"]
        return [*lines, "!"] if len(lines) > 1 else lines

    def greeting(self) -> str:
        """Return the banners that are printed before the first prompt."""
        texts = [self.config.banners[kind] for kind in ("motd", "exec") if kind in self.config.banners]
        return "".join("\n" + text.strip("\n") for text in texts)

    def exec_timeout(self) -> float | None:
        """Return the seconds after which an idle session ends; None for no timeout."""
        text = self.config.inert.get("line vty 0 4", {}).get("exec-timeout", " exec-timeout 10 0").split()
        seconds = int(text[1]) * 60 + int(text[2] if len(text) > 2 else 0)
        return seconds or None

    def enable_is_set(self) -> bool:
        """Return whether an enable password exists."""
        return self.accounts.enable_is_set()

    def enable_fits(self, password: str) -> bool:
        """Return whether this is the enable password."""
        return self.accounts.enable_fits(password)
