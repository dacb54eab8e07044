"""What a router costs: its start, its memory, and a prompt with many neighbors."""

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lab.router.configure.context import Teardown
from lab.router.device import Device
from lab.router.faults import Faults
from lab.router.forwarding import Forwarding
from lab.router.lines import Line
from lab.router.nothing import NoDataplane
from lab.router.ssh.profiles import PROFILES
from lab.router.ssh.shell import Shell
from lab.router.ssh.terminal import HangupError, Terminal

START_SECONDS = 1.0
IDLE_MEGABYTES = 60
TICKS = os.sysconf("SC_CLK_TCK")


class Sink:
    """A channel nobody reads."""

    def write(self, data: bytes) -> None:
        """Drop it."""


def processor_seconds(pid: int) -> float:
    """What a process has used so far: its share of a busy machine's time says nothing about it."""
    words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / TICKS


def resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def test_it_starts_in_less_than_a_second_and_idles_in_less_than_60_megabytes(host_key: Path) -> None:
    argv = [sys.executable, "-m", "lab.router", "--listen", "127.0.0.1:0", "--host-key", str(host_key)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert json.loads(process.stdout.readline())["port"]
        used, held = processor_seconds(process.pid), resident_megabytes(process.pid)
        process.terminate()
    assert used < START_SECONDS
    assert held < IDLE_MEGABYTES


async def seconds_for(neighbors: int) -> float:
    """Processor time for typing so many neighbors and showing them."""
    device = Device(PROFILES["16.12"], Forwarding(NoDataplane()), Faults(), Teardown(0.0))
    device.boot("ip vrf red\n rd 1:1\n")
    terminal = Terminal(Sink())
    shell = Shell(device, terminal, Line(0, "admin", "127.0.0.1"), 15, length=0)
    typed = ["configure terminal", "router bgp 65000", "address-family ipv4 vrf red"]
    for number in range(neighbors):
        address = f"10.{number // 250}.{number % 250}.1"
        said = ("remote-as 65001", "update-source Lo1", "activate", "prefix-list deny-all out")
        typed += [f"neighbor {address} {words}" for words in said]
    terminal.feed("".join(f"{line}\r" for line in [*typed, "end", "show running-config"]).encode())
    terminal.hang_up()
    before = time.process_time()
    with pytest.raises(HangupError):
        await shell.run()
    used = time.process_time() - before
    assert device.config.bgp
    assert len(device.config.bgp.families["ipv4", "red"].neighbors) == neighbors
    await device.forwarding.close()
    return used


def test_a_thousand_neighbors_slow_the_prompt_no_more_than_linearly() -> None:
    few, many = (min(asyncio.run(seconds_for(count)) for _ in range(2)) for count in (250, 1000))
    print(f"{few:.2f} s for 250 neighbors, {many:.2f} s for 1,000")
    assert many / few < 4 * 1.6
