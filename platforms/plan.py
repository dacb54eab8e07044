"""A plan: the lines of one change, each with its reason, and their undo."""

import re
from dataclasses import dataclass

_SECRET = re.compile(
    r"\b(password|secret|[\w-]*key(?:-string)?|(?:standby|vrrp|glbp|ip nhrp)\b.* authentication)( \d)? \S.*$"
)


@dataclass(frozen=True)
class Command:
    """One configuration line.

    Attributes:
        line: The line to send.
        mode: The lines of the modes it is typed in, outermost first; none for global configuration.
        why: Its reason, as plans print it.
        settled: Whether it is sent only after every line before it was accepted; the others are sent ahead.
    """

    line: str
    mode: tuple[str, ...] = ()
    why: str = ""
    settled: bool = False

    @property
    def shown(self) -> str:
        """The line without the secret in it: a password that others configured is not repeated."""
        return _SECRET.sub(r"\1 …", self.line)

    def __repr__(self) -> str:
        return f"Command({' / '.join((*self.mode, self.shown))!r})"


def path(*lines: str) -> str:
    """A line with the modes it stands in, without the secret in it."""
    return " / ".join(Command(line).shown for line in lines)


@dataclass(frozen=True)
class Plan:
    """The commands of one change, and their undo.

    Attributes:
        commands: In the order to send; none where nothing differs.
        undo: In the order to send; restores the running configuration from any point of `commands`. A line of it whose
            counterpart was never sent may be refused without harm.
        notes: Sentences for the user: what stays, and why.
        afterwards: Commands outside the configuration, for which there is no undo: sent once the change is confirmed,
            also where nothing else differs.
    """

    commands: tuple[Command, ...] = ()
    undo: tuple[Command, ...] = ()
    notes: tuple[str, ...] = ()
    afterwards: tuple[str, ...] = ()
