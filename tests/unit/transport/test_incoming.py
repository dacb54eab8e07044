"""What comes in ends within bounds, and a long answer costs its length once."""

import time

import pytest

from transport.incoming import LINE_CHARACTERS, Incoming, OutOfBoundsError, Received


class Source:
    """A wire that has the same to say for ever."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.limits: list[float | None] = []

    def settimeout(self, seconds: float | None) -> None:
        self.limits.append(seconds)

    def sendall(self, data: bytes) -> None: ...

    def recv(self, size: int) -> bytes:
        return self.data


def bound(source: Source, characters: int = 1_000_000) -> str:
    reading = Incoming(source, 30, characters)
    try:
        while reading.read():
            pass
    except OutOfBoundsError as error:
        return str(error)
    return "ended"


def test_an_answer_has_a_length() -> None:
    assert bound(Source(b"line\n" * 1_000)) == "is longer than 1000000 characters"


@pytest.mark.parametrize("data", [b"x" * 1_000, b"\xc3\xa9" * 1_000, b"\r" * 7])
def test_a_line_has_a_length(data: bytes) -> None:
    assert bound(Source(data)) == f"has a line of more than {LINE_CHARACTERS} characters"


def test_lines_of_the_greatest_length_pass() -> None:
    assert bound(Source(b"x" * (LINE_CHARACTERS - 1) + b"\n")) == "is longer than 1000000 characters"


def test_an_answer_has_a_pace_and_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1_000_000, 10))
    monkeypatch.setattr("transport.incoming.time.monotonic", lambda: next(clock))
    assert bound(Source(b"x\n")) == "comes more slowly than 100 characters a second"
    assert bound(Source(b"x" * 2_000 + b"\n")) == "does not end within 1800 s"


def test_one_wait_may_be_shorter_than_the_others() -> None:
    source = Source(b"x")
    Incoming(source, 30).read(5)
    assert source.limits == [30, 5, 30]


def test_what_is_split_off_is_all_that_came() -> None:
    received = Received()
    for part in ("a" * 5_000, "b" * 10, "#next\r\n", "rest"):
        received.add(part)
    at = received.window.index("#next")
    before, after = received.split(at, at + len("#next\r\n"))
    assert (before, after.whole, after.window) == ("a" * 5_000 + "b" * 10, "rest", "rest")


def test_a_long_answer_is_not_copied_for_each_packet() -> None:
    received, started = Received(), time.process_time()
    for _ in range(20_000):
        received.add("x" * 1_000)
    assert len(received.whole) == 20_000_000
    assert time.process_time() - started < 5
