"""The router's cost: start, memory, and a prompt with many neighbors."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest

from emulator.configure.context import Teardown
from emulator.device import Device
from emulator.exec.catalogue import exec_tree
from emulator.faults import Faults
from emulator.forwarding import Forwarding
from emulator.null_dataplane import NullDataplane
from emulator.ssh.profiles import PROFILES
from emulator.ssh.shell import Shell
from emulator.ssh.terminal import HangupError, Terminal
from emulator.vty_lines import Line

PROJECT = Path(__file__).parents[3]
START_SECONDS = 1.0
IDLE_MEGABYTES = 60
TICKS = os.sysconf("SC_CLK_TCK")


class Sink:
    """A channel that discards its output."""

    def write(self, data: bytes) -> None:
        """Drop it."""


def processor_seconds(pid: int) -> float:
    """Return a process's processor time, which a busy machine does not change."""
    words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / TICKS


def resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs")


@pytest.fixture
def anybodys_key() -> Iterator[Path]:
    """Return a shared host key, because its creation is slow."""
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "host_key"
        key.write_bytes(asyncssh.generate_private_key("ssh-rsa").export_private_key())
        Path(folder).chmod(0o755)
        key.chmod(0o644)
        yield key


def test_without_root_it_starts_in_less_than_a_second_and_idles_in_less_than_60_megabytes(anybodys_key: Path) -> None:
    within = NOBODY if os.geteuid() == 0 else ()
    argv = [*within, sys.executable, "-m", "emulator", "--listen", "127.0.0.1:0", "--dataplane", "none"]
    argv += ["--host-key", str(anybodys_key)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as process:
        assert process.stdout
        port = json.loads(process.stdout.readline())["port"]
        used, owner = processor_seconds(process.pid), Path(f"/proc/{process.pid}").stat().st_uid
        with socket.create_connection(("127.0.0.1", port)) as plain:
            assert plain.recv(64) == b"SSH-2.0-Cisco-1.25\r\n"
        held = resident_megabytes(process.pid)
        process.terminate()
    print(f"{used:.2f} s of processor time until it listens, {held:.0f} MB with a client waiting")
    assert owner != 0
    assert used < START_SECONDS
    assert held < IDLE_MEGABYTES


async def seconds_for(neighbors: int) -> float:
    """Return the processor time for typing this many neighbors and showing them."""
    device = Device(PROFILES["16.12"], Forwarding(NullDataplane()), Faults(), Teardown(0.0))
    device.boot("ip vrf red\n rd 1:1\n")
    terminal = Terminal(Sink())
    shell = Shell(device, terminal, Line(0, "admin", "127.0.0.1"), exec_tree, 15, length=0)
    typed = ["configure terminal", "router bgp 65000", "address-family ipv4 vrf red"]
    for number in range(neighbors):
        address = f"10.{number // 250}.{number % 250}.1"
        attributes = ("remote-as 65001", "update-source Lo1", "activate", "prefix-list deny-all out")
        typed += [f"neighbor {address} {words}" for words in attributes]
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
    # In turn, so that both meet the machine as it is.
    taken = [(asyncio.run(seconds_for(250)), asyncio.run(seconds_for(1000))) for _ in range(3)]
    few, many = (min(each) for each in zip(*taken, strict=True))
    print(f"{few:.2f} s for 250 neighbors, {many:.2f} s for 1,000")
    assert many / few < 4 * 1.6
