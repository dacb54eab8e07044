"""One command to run, what came of it, and the register of those that run now."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


class CommandError(Exception):
    """The command failed or could not be run; the text may hold secrets and is masked before it is shown."""


@dataclass(frozen=True)
class Outcome:
    """What a command wrote, each without its last newline."""

    stdout: str
    stderr: str


class Register:
    """Ways to end what runs now, for the engine's Cancel."""

    def __init__(self) -> None:
        self._ends: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self.ended = False

    @contextmanager
    def entry(self, end: Callable[[], None]) -> Iterator[None]:
        """Have `end` called when all is to end, as long as this lasts."""
        with self._lock:
            self._ends.append(end)
        try:
            if self.ended:
                end()
            yield
        finally:
            with self._lock:
                self._ends.remove(end)

    def end(self) -> None:
        """End everything that runs, and what is entered later at once."""
        self.ended = True
        with self._lock:
            ends = list(self._ends)
        for end in ends:
            end()


@dataclass(frozen=True)
class Job:
    """A command and what it runs with.

    Args:
        inputs: The resource's inputs, secrets unwrapped.
        command: The command line.
        old: The outputs of the run before, secrets unwrapped.
        seconds: Time limit; 0 for none.
        register: Where to enter how it can be ended.
        say: Called with `stdout` or `stderr` and each line.
    """

    inputs: Mapping[str, Any]
    command: str
    old: Mapping[str, Any]
    seconds: float
    register: Register
    say: Callable[[str, str], None]

    @property
    def environment(self) -> dict[str, str]:
        """The variables asked for, with the run before's output unless that is not wanted."""
        added = {name: str(value) for name, value in (self.inputs.get("environment") or {}).items()}
        if self.inputs.get("addPreviousOutputInEnv", True) and "stdout" in self.old:
            added = {
                "PULUMI_COMMAND_STDOUT": str(self.old["stdout"]),
                "PULUMI_COMMAND_STDERR": str(self.old.get("stderr", "")),
                **added,
            }
        return added

    def outcome(self, streams: Mapping[str, Iterable[bytes]], wait: Callable[[], int]) -> Outcome:
        """Read both streams to their end and judge the exit code.

        Raises:
            CommandError: the exit code is not 0, or the time was up.
        """
        output = Output(self.say)
        readers = [threading.Thread(target=output.read, args=item, daemon=True) for item in streams.items()]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(self.seconds or None)
        if any(reader.is_alive() for reader in readers):
            raise CommandError(f'no end after {self.seconds:.0f} s: running "{self.command}":\n{output.text()}')
        code = wait()
        if self.register.ended:
            raise CommandError(f'cancelled: running "{self.command}"')
        if code:
            raise CommandError(f'exit status {code}: running "{self.command}":\n{output.text()}')
        return Outcome(output.text("stdout"), output.text("stderr"))


class Output:
    """Lines of both streams, in the order they came."""

    def __init__(self, say: Callable[[str, str], None]) -> None:
        self._say = say
        self._lines: list[tuple[str, str]] = []

    def read(self, name: str, stream: Iterable[bytes]) -> None:
        """Take every line of a stream."""
        for raw in stream:
            line = raw.decode(errors="replace")
            self._lines.append((name, line))
            self._say(name, line.rstrip("\n"))

    def text(self, wanted: str | None = None) -> str:
        """What one stream, or both, said, without the last newline."""
        return "".join(line for name, line in self._lines if wanted in (None, name)).removesuffix("\n")
