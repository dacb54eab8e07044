"""One session at the prompt: reads lines, runs them in exec or configuration mode, pages the answers."""

import asyncio
import inspect
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from emulator.configure.banners import set_banner
from emulator.configure.context import Context
from emulator.configure.editor import Refused, refusal, run_line
from emulator.configure.foreign import keep
from emulator.configure.modes import tree
from emulator.console import ExecAction
from emulator.device import Device
from emulator.exec.filters import Filter, split_filter
from emulator.grammar.help import completion, help_text
from emulator.grammar.match import Ambiguous, Incomplete, Invalid, Matched, match
from emulator.grammar.statements import closing, delimited, with_ios_delimiter
from emulator.grammar.tree import Node
from emulator.ssh.editor import LineEditor, Typed
from emulator.ssh.pager import page
from emulator.ssh.tcl import CONTINUED, Tcl
from emulator.ssh.terminal import HangupError, Terminal
from emulator.vty_lines import REPLACEMENT_LINE, Line

log = logging.getLogger("emulator")
UNKNOWN = "% Bad IP address or host name% Unknown command or computer name, or unable to find computer address"
"""IOS's answer to a single unknown word: two messages without a separator. Source: recorded on CSR1000v 16.12.3."""


@dataclass
class Shell:
    """A session's state; `context` is set in configuration mode.

    Attributes:
        commands: The exec commands of a privilege level.
        quiet: On an exec channel: no echo, no prompts, no paging.
    """

    device: Device
    terminal: Terminal
    line: Line
    commands: Callable[[int], Node[ExecAction]]
    privilege: int = 1
    width: int = 80
    length: int = 24
    quiet: bool = False
    cut: Callable[[], None] = lambda: None
    tcl: Tcl | None = None
    context: Context | None = None
    editor: LineEditor = field(init=False)
    open: bool = True

    def __post_init__(self) -> None:
        self.editor = LineEditor(self.terminal)

    @property
    def prompt(self) -> str:
        """The mode's prompt; in configuration mode the hostname is cut at 20 characters."""
        name = self.device.config.hostname
        if self.tcl:
            return CONTINUED if self.tcl.continued else f"{name[:20]}(tcl)#"
        if self.context:
            return f"{name[:20]}({self.context.current.mode})#"
        return name + ("#" if self.privilege == 15 else ">")

    async def run(self) -> None:
        """Run the session from the first prompt until `exit` or a disconnect."""
        self.terminal.write(self.device.greeting() + "\n")
        text = ""
        while self.open:
            typed = await self._read(text)
            if typed is None:
                self.terminal.write("\n")
                return
            text = ""
            if typed.ended_by in "?\t":
                text = self._answer_help_key(typed.text, typed.ended_by)
            elif typed.ended_by == "\x03":
                self.leave_configuration()
            else:
                self.device.typed_log.note(
                    self.line.number, self.context.current.mode if self.context else "exec", typed.text
                )
                await self.device.faults.run_with_faults(self, typed.text)
                if typed.ended_by == "\x1a":
                    self.leave_configuration()
            self.terminal.flush()

    async def _read(self, text: str) -> Typed | None:
        """Return a line; None after exec-timeout."""
        try:
            line = self.editor.line(self.prompt, text, help_key=self.tcl is None)
            return await asyncio.wait_for(line, self.device.exec_timeout())
        except TimeoutError:
            return None

    async def execute(self, line: str) -> None:
        """Run one line in the session's mode."""
        self.line.note_typed_line()
        self.device.reverter.note_typed_line(self.line)
        if self.tcl:
            line = self._tcl_line(line)
        if not line.strip():
            return
        try:
            await (self._configure(line) if self.context else self.command(line, 0))
        except HangupError:
            raise
        except Exception:
            # The words after the first one can be a password.
            log.exception("at a line that starts with %r", line.split()[0])
            self.say("%Error: the router could not do this; see its log\n")

    def _tcl_line(self, line: str) -> str:
        """Return the part of a Tcl line for exec; IOS's Tcl shell passes on unknown commands."""
        assert self.tcl
        if line.strip() in ("tclquit", "exit") and not self.tcl.continued:
            self.tcl = None
            return ""
        return self.tcl.add_line(line) or ""

    async def _configure(self, line: str) -> None:
        assert self.context
        word, _, rest = line.strip().partition(" ")
        if self.device.replacement_running:
            self.say(REPLACEMENT_LINE.eviction_message())
            self.leave_configuration()
        elif word == "do" and rest:
            await self.command(rest, line.index(rest))
        elif self._leaves_configuration(word, rest.strip()):
            self.leave_configuration()
        elif self._opens_text_block(line):
            await self._text(line)
        else:
            answer = run_line(self.context, line)
            self._refuse(answer.fault, line, 0) if isinstance(answer, Refused) else self.say(answer)

    def _leaves_configuration(self, word: str, rest: str) -> bool:
        """Return whether the line is `end`, or `exit` in the global mode."""
        assert self.context
        leaving = self.context.current.mode == "config" and len(word) > 2 and "exit".startswith(word)
        return not rest and (word == "end" or leaving)

    def _opens_text_block(self, line: str) -> bool:
        """Return whether a text block begins: a banner's, or that of an unmodelled line."""
        assert self.context
        is_banner = line.lstrip().startswith("banner ") and not self.context.path and delimited(line) is not None
        return is_banner or (
            self.device.accepts_foreign_lines and (delimited(line) is not None or closing(line) is not None)
        )

    async def _text(self, line: str) -> None:
        """Read a text block up to its end, and run it."""
        assert self.context
        ends, text = closing(line), line
        if ends:
            opened = delimited(line)
            prompt = f"Enter TEXT message.  End with the character '{opened[1]}'.\n" if opened else ""
            while True:
                typed = await self.editor.line(prompt, help_key=False)
                prompt, text = "", f"{text}\n{typed.text}"
                if ends(typed.text):
                    break
        if not set_banner(self.context, text):
            keep(self.context, with_ios_delimiter(text))
            self.context.notify(line, "")

    async def command(self, line: str, offset: int) -> None:
        """Run one exec line, filtered and paged; `offset` is its column in the typed text."""
        plain, chosen = split_filter(line)
        found = match(self.commands(self.privilege), plain)
        if not isinstance(found, Matched):
            lone = isinstance(found, Invalid) and len(plain.split()) == 1 and offset == 0
            self.say(UNKNOWN) if lone else self._refuse(found, line, offset)
        elif isinstance(chosen, int):
            self._refuse(Invalid(chosen, 1), line, offset)
        else:
            await self._run(found.action, found, chosen)

    async def _run(self, action: ExecAction, found: Matched[ExecAction], chosen: Filter | None) -> None:
        answer = action(self, found.args)
        text = await answer if inspect.isawaitable(answer) else answer
        if not text:
            return
        lines = text.split("\n")
        await self._show(chosen(lines) if chosen else lines)

    async def _show(self, lines: list[str]) -> None:
        if self.quiet or self.length == 0:
            self.terminal.write("".join(f"{line}\n" for line in lines))
        else:
            await page(self.terminal, lines, self.length)

    def say(self, text: str) -> None:
        """Print an answer and end its line; nothing for an empty one."""
        if text:
            self.terminal.write(text + "\n")

    def _refuse(self, fault: Invalid | Incomplete | Ambiguous, line: str, offset: int) -> None:
        self.say(refusal(Refused(fault), line, len(self.prompt) + offset))

    def reboot(self) -> None:
        """Reboot the router."""
        self.device.reboot()

    def interrupt(self, text: str) -> None:
        """Print text while the session waits for a line."""
        self.terminal.write(text)
        self.terminal.flush()

    def _answer_help_key(self, typed: str, key: str) -> str:
        """Answer `?` or Tab; return the text that stays typed."""
        word, _, rest = typed.lstrip().partition(" ")
        inner = self.context is not None and word == "do"
        node: Node[Any] = (
            tree(self.context.current.mode) if self.context and not inner else self.commands(self.privilege)
        )
        line = rest if inner else typed
        if key == "\t":
            self.terminal.write("\n")
            return typed + completion(node, line)
        self.terminal.write(help_text(node, line))
        return typed

    def start_configuration(self, context: Context) -> None:
        """Enter global configuration."""
        self.context = context

    def start_tcl(self) -> None:
        """Enter the Tcl shell."""
        self.tcl = Tcl(self.device)

    def leave_configuration(self) -> None:
        """Return to privileged exec."""
        if self.context:
            self.context = None
            self.device.end_configuration(self.line)

    async def ask(self, question: str, hidden: bool = False) -> str | None:
        """Return the answer to a question; None after an abort."""
        typed = await self.editor.line(question, hidden=hidden, help_key=False)
        return None if typed.ended_by in "\x03\x1a" else typed.text

    async def confirm(self, question: str) -> bool:
        """Ask `[confirm]`; return whether the answer is Return or `y`."""
        self.terminal.write(question + "[confirm]")
        key = await self.terminal.key()
        self.terminal.write("\n" if key in "\ryY" else f"{key}\n")
        return key in "\ryY"
