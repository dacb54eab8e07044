"""One SSH session with one router: log in, show, configure, save."""

import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from errors import LoginError, RouterError
from platforms.iosxe.cli.archive_files import SHOW_ARCHIVE, ArchiveFiles, archive_files_in
from platforms.iosxe.cli.batch import RETRY_SECONDS, Batch, Judge, Step
from platforms.iosxe.cli.modes import Modes, in_one_line
from platforms.iosxe.cli.responses import verdict
from platforms.iosxe.cli.revert_timer import CONFIRM, REVERT, SHOW, Pending, none_pending, pending_in, revert_done
from platforms.iosxe.cli.terminal import Answer, Terminal
from printable import cut
from transport.connection import open_shell
from transport.endpoint import Endpoint

_PRIVILEGE = 15
SHOW_RUNNING = "show running-config"
# The pauses between retries of a busy router.
_PAUSES_SECONDS = (0.25, 1.0, 2.0, 4.0)
_FIRST_PAUSE_SECONDS = 0.25
_LONGEST_PAUSE_SECONDS = 2.0


def connect(endpoint: Endpoint, password: str) -> "Session":
    """A session ready for commands: host key checked, logged in with privilege 15, paging off.

    Raises:
        UnreachableError: No SSH server answers there.
        HostKeyError: Its key is not the recorded one.
        LoginError: User, password or privilege are insufficient.
        SessionLostError: It does not answer.
    """
    session = Session(endpoint, password)
    try:
        session.arrive()
        session.prepare()
    except BaseException:
        session.close()
        raise
    return session


def confirmed_anew(endpoint: Endpoint, password: str) -> bool:
    """Confirm the pending change over a new login; False where there was none any more.

    Raises:
        RouterError: The login does not work, or its privilege is too low.
    """
    with Session(endpoint, password) as session:
        session.arrive()
        return session.confirm()


class Session:
    """A live session; made by `connect`, closed by `close` or by leaving its `with` block."""

    def __init__(self, endpoint: Endpoint, password: str) -> None:
        self.endpoint = endpoint
        self._transport, self._channel = open_shell(endpoint, password)
        self._terminal = Terminal(self._channel, endpoint.router, endpoint.answer_seconds)
        self._modes = Modes(self._terminal, endpoint.router)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether the connection is open, as far as can be known without sending anything."""
        return self._transport.is_active() and not self._channel.closed

    @property
    def hostname(self) -> str:
        """The router's own name, from its prompt."""
        return self._terminal.host

    def arrive(self) -> None:
        """Wait until the router accepts a line."""
        self._terminal.greeting()

    def prepare(self) -> None:
        """Turn paging and folding off, and check for privilege 15."""
        if prompt := self._terminal.exchange("terminal length 0").prompt:
            self._terminal.host = prompt.host
        if prompt and prompt.mark == ">":
            raise self._too_little("1")
        self._terminal.exchange("terminal width 511")
        level = self._terminal.exchange("show privilege").text.rpartition(" ")[2]
        if level != str(_PRIVILEGE):
            raise self._too_little(level)

    def _too_little(self, level: str) -> LoginError:
        return LoginError(
            self.endpoint.router,
            f"user '{self.endpoint.username}' has privilege level '{level}': configuring needs {_PRIVILEGE}",
            f"on the router: username {self.endpoint.username} privilege {_PRIVILEGE}",
        )

    def nudge(self) -> None:
        """An empty line brings back the prompt, unless for example `exec-timeout` closed an idle session."""
        self._terminal.exchange("")

    def show(self, command: str) -> str:
        """What the router prints for an exec command, without echo and prompt; lines separated by newlines."""
        return self.running_configuration() if command == SHOW_RUNNING else self._shown(command)

    def _shown(self, command: str) -> str:
        self._modes.leave_configuration()
        if command == SHOW_RUNNING:
            answer = self._terminal.configuration(command)
        else:
            answer = self._terminal.exchange(command, keep_log=command.startswith("show logging"))
        refused = "% Invalid input" in answer.text or "% Incomplete command" in answer.text
        # A banner may contain such a text; a configuration with its `end` was not refused.
        if refused and not (command == SHOW_RUNNING and answer.text.endswith("\nend")):
            raise RouterError(self.endpoint.router, f"'{command}' is not a command of this router: {_last(answer)}")
        return answer.text

    def enter(self, line: str, busy: Callable[[str], bool] = lambda _: False, patience_seconds: float = 0.0) -> str:
        """Enter configuration by `line`; "" where it worked, else the router's answer.

        Args:
            line: `configure terminal`, or a form of it.
            busy: Whether an answer means that the line may be accepted later.
            patience_seconds: How long it is retried.
        """
        self._modes.leave_configuration()
        deadline = time.monotonic() + patience_seconds
        pause = _FIRST_PAUSE_SECONDS
        while True:
            answer, arrived = self._modes.send(line)
            if arrived:
                return ""
            if not busy(answer.text) or time.monotonic() + pause > deadline:
                return in_one_line(answer)
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def pending_change(self) -> Pending | None:
        """The change that waits for its confirmation; None where there is none or no such command."""
        return pending_in(self._exec(SHOW))

    def archive_files(self) -> ArchiveFiles | None:
        """The files of the router's archive; None where it has none or no such command."""
        return archive_files_in(self._exec(SHOW_ARCHIVE))

    def confirm(self) -> bool:
        """Confirm the pending change; False where there was none any more.

        Raises:
            RouterError: The router did not take it.
        """
        text = self._exec(CONFIRM)
        if text and not none_pending(text):
            raise RouterError(self.endpoint.router, f"'{CONFIRM}' was refused: {cut(text.splitlines()[-1].strip())}")
        return not text

    def revert(self) -> bool:
        """Revert the pending change; False where there was none any more.

        Raises:
            RouterError: The router did not take it.
        """
        text = self._exec(REVERT)
        if not none_pending(text) and not revert_done(text):
            last = (text.splitlines() or ["no answer"])[-1]
            raise RouterError(self.endpoint.router, f"'{REVERT}' was refused: {cut(last)}")
        return not none_pending(text)

    def _exec(self, command: str) -> str:
        self._modes.leave_configuration()
        answer = self._terminal.exchange(command)
        if answer.prompt and answer.prompt.mark == ">":
            raise self._too_little("1")
        return answer.text

    def configure(
        self,
        steps: Sequence[Step],
        undo: Sequence[Step] = (),
        judge: Judge = verdict,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        """Send every step; after a refusal undo the accepted ones.

        Args:
            steps: The lines, each with its mode.
            undo: The lines that undo the whole batch; each does no harm where its counterpart was never sent.
            judge: Classifies the answer to a configuration line.
            retry_seconds: How long a line is retried.
        """
        Batch(self._modes, judge, retry_seconds).run(steps, undo)

    def take_back(self, undo: Sequence[Step]) -> str:
        """Send the undo of a batch of an earlier session; its result as a sentence.

        Raises:
            SessionLostError: The undo broke off.
        """
        return Batch(self._modes, verdict).take_back(undo)

    def running_configuration(self) -> str:
        """The whole running configuration, up to its `end`."""
        for pause in (*_PAUSES_SECONDS, None):
            text = self._shown(SHOW_RUNNING)
            last = text.rpartition("\n")[2]
            if last == "end":
                break
            if pause is None:
                raise RouterError(
                    self.endpoint.router, f"'{SHOW_RUNNING}' does not end with 'end': {cut(last) or 'nothing'}"
                )
            time.sleep(pause)
        return text

    def save(self) -> None:
        """Save the running configuration, again where the answer does not contain [OK]: the NVRAM may be busy."""
        self._modes.leave_configuration()
        for pause in (*_PAUSES_SECONDS, None):
            answer = self._terminal.exchange("write memory")
            if "confirm" in answer.question:
                answer = self._terminal.exchange("")
            if "[OK]" in answer.text:
                return
            if pause is None:
                raise RouterError(self.endpoint.router, f"'write memory' did not end with [OK]: {_last(answer)}")
            time.sleep(pause)

    def close(self) -> None:
        """Close the connection; safe to call again."""
        self._transport.close()


def _last(answer: Answer) -> str:
    return cut((answer.text.splitlines() or [answer.question or "no answer"])[-1])
