"""A line's answer is what lies between its echo and the next prompt, whatever is mixed in."""

import pytest

from errors import SessionLostError
from platforms.iosxe.cli.prompts import Prompt
from platforms.iosxe.cli.terminal import Terminal

LOG = "*Nov 23 22:10:11.123: %SYS-5-CONFIG_I: Configured from console by admin on vty0 (127.0.0.1)"


class Script:
    """A wire that plays back chunks; "silence" is an answer that never comes."""

    def __init__(self, *chunks: str) -> None:
        self.chunks = list(chunks)
        self.sent: list[str] = []

    def settimeout(self, seconds: float | None) -> None:
        self.seconds = seconds

    def sendall(self, data: bytes) -> None:
        self.sent.append(data.decode())

    def recv(self, size: int) -> bytes:
        if not self.chunks:
            return b""
        chunk = self.chunks.pop(0)
        if chunk == "silence":
            raise TimeoutError
        return chunk.encode()


def terminal(*chunks: str) -> Terminal:
    made = Terminal(Script(*chunks), "rt1", 30)
    made.host = "csr1000v"
    return made


@pytest.mark.parametrize(
    ("chunks", "answer"),
    [
        (["show clock\r\n*10:00:00 UTC\r\ncsr1000v#"], "*10:00:00 UTC"),
        (["sho", "w clock\r", "\n*10:00:00 UTC\r\ncsr", "1000v#"], "*10:00:00 UTC"),
        (["show clock\r\ncsr1000v#"], ""),
        (["show clock\r\n\r\none\r\n\r\ntwo\r\n\r\ncsr1000v#"], "one\n\ntwo"),
        ([f"\r\n{LOG}\r\nshow clock\r\n*10:00:00 UTC\r\ncsr1000v#"], "*10:00:00 UTC"),
        ([f"show clock\r\n{LOG}\r\n*10:00:00 UTC\r\ncsr1000v#"], "*10:00:00 UTC"),
        ([f"show clock\r\n*10:00:00 UTC\r\ncsr1000v#\r\n{LOG}\r\n"], "*10:00:00 UTC"),
        ([f"show cl\r\n{LOG}\r\nock\r\n*10:00:00 UTC\r\ncsr1000v#"], "*10:00:00 UTC"),
        (["\r\ncsr1000v#show clock\r\n*10:00:00 UTC\r\ncsr1000v#"], "*10:00:00 UTC"),
    ],
    ids=[
        "whole",
        "in pieces",
        "no answer",
        "blank lines",
        "log before",
        "log between",
        "log after",
        "log within",
        "stale",
    ],
)
def test_the_answer_is_between_echo_and_prompt(chunks: list[str], answer: str) -> None:
    assert terminal(*chunks).exchange("show clock").text == answer


def test_log_messages_stay_where_they_were_asked_for() -> None:
    assert terminal(f"show logging\r\n{LOG}\r\ncsr1000v#").exchange("show logging", keep_log=True).text == LOG


def test_another_prompt_in_the_output_does_not_end_it() -> None:
    made = terminal("show x\r\nother#", "\r\nmore\r\ncsr1000v#")
    assert made.exchange("show x").text == "other#\nmore"


def test_the_prompt_tells_the_mode() -> None:
    answer = terminal("router bgp 65000\r\ncsr1000v(config-router)#").exchange("router bgp 65000")
    assert answer.prompt == Prompt("csr1000v", "config-router", "#")


def test_a_question_is_reported_and_not_answered() -> None:
    answer = terminal("write memory\r\nOverwrite?[confirm]").exchange("write memory")
    assert (answer.prompt, answer.question) == (None, "Overwrite?[confirm]")


@pytest.mark.parametrize(
    ("chunks", "message"),
    [
        (["silence"], "rt1: no answer to 'show clock' within 30 s"),
        (["show clock\r\n", "silence"], "rt1: no answer to 'show clock' within 30 s"),
        ([], "rt1: the connection was lost after 'show clock'"),
    ],
)
def test_silence_and_loss_are_named(chunks: list[str], message: str) -> None:
    with pytest.raises(SessionLostError) as caught:
        terminal(*chunks).exchange("show clock")
    assert str(caught.value) == message


def test_a_character_cut_in_two_arrives_whole() -> None:
    parts = [b"show x\r\ncaf\xc3", b"\xa9\r\ncsr1000v#"]

    class Split(Script):
        def recv(self, size: int) -> bytes:
            return parts.pop(0)

    made = Terminal(Split(), "rt1", 30)
    assert made.exchange("show x").text == "café"
