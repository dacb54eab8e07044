"""What a hostile router says, and what an honest one does that is easily taken for the end of an answer."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

from platforms.iosxe.cli.batch import Verdict
from platforms.iosxe.cli.session import Session
from tests.hostile_router import PROMPT, Behaviour, Shell
from tests.step import Step

PASSWORD = "s3cret-word"
# Silences last this long, twice that where a login must come first.
SECONDS = 2
MEGABYTE = 1_000_000

CONFIGURATION = """\
Building configuration...
hostname csr1000v
banner motd ^C
end
csr1000v#
csr1000v#
Password: ^C
csr1000v#
router bgp 65000
 neighbor 192.0.2.1 remote-as 65001
end"""


def judge(answer: str) -> Verdict:
    return "refused" if answer.startswith("%") else "fine"


def running(session: Session) -> str:
    return session.running_configuration()


def change(session: Session) -> str:
    session.configure([Step("bogus")], judge=judge)
    return "taken"


@dataclass(frozen=True)
class Case:
    """A behaviour, what is done meanwhile, and what comes of it."""

    expected: str
    behaviour: Behaviour
    action: Callable[[Session], str] = running
    answer_seconds: int = SECONDS


def raw(*parts: bytes, then: str = "silence") -> Behaviour:
    """Bytes instead of SSH, a moment between two."""

    def play(near: socket.socket, over: threading.Event) -> None:
        for part in parts:
            near.sendall(part)
            over.wait(0.05)
        if then == "silence":
            over.wait()
        while then == "again" and not over.is_set():
            near.sendall(parts[-1])
            over.wait(0.05 if len(parts[-1]) < 100 else 0)

    return Behaviour(raw=play)


def answers(answer: Callable[[Shell], None] | str, line: str = "show running-config") -> Behaviour:
    """Honest but for one line."""
    return Behaviour(talk=lambda shell: shell.serve({line: answer}))


def greets(*parts: str, pause: float = 0.1) -> Behaviour:
    """A message of the day in pieces, then an honest router with a configuration."""

    def talk(shell: Shell) -> None:
        for part in parts:
            shell.say(part)
            shell.pause(pause)
        shell.serve({"show running-config": CONFIGURATION.replace("\n", "\r\n")})

    return Behaviour(talk=talk)


def says(*parts: str | bytes, then: Callable[[Shell], None] = Shell.silence) -> Callable[[Shell], None]:
    """The parts with a moment between them, then what follows."""

    def answer(shell: Shell) -> None:
        for part in parts:
            shell.say(part)
            shell.pause()
        then(shell)

    return answer


def whole(*cuts: str, pause: float = 0.2) -> Callable[[Shell], None]:
    """The configuration, with a pause after each of the cuts; then the prompt, and empty lines are answered."""

    def answer(shell: Shell) -> None:
        rest = CONFIGURATION.replace("\n", "\r\n")
        for place in cuts:
            head, found, rest = rest.partition(place)
            shell.say(head + found)
            shell.pause(pause)
        shell.say(rest + "\r\n" + PROMPT)
        while True:
            shell.say(f"{shell.line()}\r\n{PROMPT}")

    return answer


def slowly(shell: Shell) -> None:
    """A hundred lines that take longer than the silences that an answer may have at first."""
    for number in range(45):
        shell.say(f"interface Loopback{number}\r\n description {'x' * 60}\r\n" * 4)
        shell.pause(0.3)
    shell.say(f"end\r\n{PROMPT}")
    shell.say(f"{shell.line()}\r\n{PROMPT}")
    shell.silence()


def closes(shell: Shell) -> None:
    shell.close()


def floods(text: str, characters: int) -> Callable[[Shell], None]:
    return lambda shell: shell.flood(text, characters)


def drips(text: str) -> Callable[[Shell], None]:
    return lambda shell: shell.drip(text, 0.2)


def refuses(words: str) -> Behaviour:
    def answer(shell: Shell) -> None:
        shell.say(f"{words}\r\ncsr1000v(config)#")
        while True:
            line = shell.line()
            shell.say(f"{line}\r\n" + (PROMPT if line == "end" else "csr1000v(config)#"))

    return Behaviour(talk=lambda shell: shell.serve({"bogus": answer}))


def prints(*parts: str | bytes, then: Callable[[Shell], None] = Shell.silence) -> Behaviour:
    """A host whose command prints the parts."""
    return Behaviour(talk=says(*parts, then=then))
