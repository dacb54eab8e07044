"""How far lines go ahead of their answers: never further than the router's input buffer holds."""

import pytest

from platforms.iosxe.cli.batch import Batch
from platforms.iosxe.cli.modes import Modes
from platforms.iosxe.cli.prompts import mode_after
from platforms.iosxe.cli.responses import verdict
from platforms.iosxe.cli.terminal import WINDOW_BYTES, Terminal
from tests.step import Step


class Device:
    """A wire to a router that reads slowly: what is typed waits in a buffer, and what does not fit there is lost."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.buffer = self.out = b""
        self.lines: list[str] = []
        self.mode = ""
        self.most = self.most_of_lines = 0
        self.log = b""

    def settimeout(self, seconds: float | None) -> None:
        pass

    def sendall(self, data: bytes) -> None:
        self.buffer = (self.buffer + data)[: self.size]
        self.most = max(self.most, len(self.buffer))
        if not data.startswith(b"!"):
            self.most_of_lines = max(self.most_of_lines, len(self.buffer))

    def recv(self, size: int) -> bytes:
        """Reads up to the next line end, echoes it, and answers with the prompt; silent without anything typed."""
        if not self.buffer:
            raise TimeoutError
        if log := self.log:
            self.log = b""
            return log
        typed, ended, self.buffer = self.buffer.partition(b"\n")
        self.out += typed
        if not ended:
            return self._said(typed)
        line = self.out.decode().rpartition("#")[2]
        self.lines.append(line)
        self.mode = mode_after(self.mode, line)
        prompt = f"rt({self.mode})#" if self.mode else "rt#"
        return self._said(typed + f"\r\n{prompt}".encode())

    def _said(self, data: bytes) -> bytes:
        self.out = data.rpartition(b"\n")[2] if b"\n" in data else self.out
        return data


@pytest.mark.parametrize("length", [5, 20, 31, 32, 40, 60, 63, 64, 70, 127, 128, 129, 250])
def test_a_small_input_buffer_never_overflows(length: int) -> None:
    device = Device(64)
    terminal = Terminal(device, "rt1", 30)
    terminal.host = "rt"
    lines = [str(number).ljust(length, "x") for number in range(10, 20)]
    Batch(Modes(terminal, "rt1"), verdict).run([Step(line) for line in lines], [])
    assert device.lines == ["configure terminal", *lines, "end"]


def test_as_many_lines_go_ahead_as_the_window_holds() -> None:
    device = Device(1000)
    terminal = Terminal(device, "rt1", 30)
    terminal.host = "rt"
    Batch(Modes(terminal, "rt1"), verdict).run([Step(str(number) * 15) for number in range(9)], [])
    assert device.most == WINDOW_BYTES


def long_batch(size: int) -> Device:
    """A router with such an input buffer, after a batch of 6,000 characters."""
    device = Device(size)
    terminal = Terminal(device, "rt1", 30)
    terminal.host = "rt"
    lines = [str(number).ljust(40, "x") for number in range(100, 250)]
    Batch(Modes(terminal, "rt1"), verdict).run([Step(line) for line in lines], [])
    assert [line for line in device.lines if line.strip("!")] == ["configure terminal", *lines, "end"]
    return device


def test_a_long_batch_goes_further_ahead_where_the_router_holds_twice_as_much() -> None:
    device = long_batch(2000)
    assert (device.most, device.most_of_lines) == (2000, 1000 - 1000 % 41)


@pytest.mark.parametrize("size", [64, 100, 500, 1000, 1999])
def test_where_comments_are_lost_a_long_batch_goes_no_further(size: int) -> None:
    device = long_batch(size)
    assert (device.most, device.most_of_lines) == (size, 41)
    assert all(set(line) <= {"!"} for line in device.lines if "!" in line)


def test_what_the_router_says_by_itself_in_the_comments_is_no_comment() -> None:
    device = Device(2000)
    device.log = b"\r\n*Nov 23 22:10:11.123: %SYS-5-CONFIG_I: Careful!\r\n"
    terminal = Terminal(device, "rt1", 30)
    terminal.host = "rt"
    terminal.widen()
    assert terminal.fits("x" * 100)
    terminal.send("x" * 60)
    assert not terminal.fits("x" * 60)
