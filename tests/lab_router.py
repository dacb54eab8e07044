"""The lab's router, on a port it picks: what product code is tried against over real SSH."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from emulator.options import Options, options_of
from emulator.start import Router
from platforms.iosxe.cli.session import connect
from transport.endpoint import Endpoint

PROJECT = Path(__file__).parents[1]
PASSWORD = "lab"

# Things that are none of the stack's business, which must never change: how every router's file begins.
FOREIGN = """\
hostname csr1000v
!
ip vrf OFFICE
 rd 65000:99
 route-target export 65000:99
 route-target import 65000:99
!
archive
 path bootflash:
!
interface GigabitEthernet1
 ip address 192.0.2.1 255.255.255.0
!
"""

# What a fresh router has.
STARTUP = f"""\
{FOREIGN}interface GigabitEthernet2
 no shutdown
!
interface GigabitEthernet3
 no shutdown
!
ip prefix-list OFFICE seq 5 permit 198.51.100.0/24
!
end
"""

# The same, with BGP already in use for something else.
STARTUP_WITH_BGP = STARTUP.replace(
    "ip prefix-list OFFICE",
    """\
router bgp 65000
 bgp router-id 192.0.2.1
 bgp log-neighbor-changes
 neighbor 192.0.2.2 remote-as 65100
 !
 address-family ipv4 vrf OFFICE
  redistribute connected
 exit-address-family
!
ip prefix-list OFFICE""",
)


@dataclass(frozen=True)
class LabRouter:
    """One running lab router."""

    port: int
    host_key: str
    folder: Path
    name: str = "csr1000v"
    username: str = "admin"
    password: str = PASSWORD

    @property
    def known_hosts(self) -> Path:
        """A known_hosts file with its key."""
        path = self.folder / "known_hosts"
        path.write_text(f"[127.0.0.1]:{self.port} {self.host_key}\n")
        return path

    @property
    def endpoint(self) -> Endpoint:
        """How it is reached; its release, where no other was asked for, offers nothing but legacy SSH algorithms."""
        return Endpoint(
            self.name, "127.0.0.1", self.username, self.port, str(self.known_hosts), None, 10, 10, ssh_legacy=True
        )

    def show(self, command: str) -> str:
        """What it prints for an exec command, asked over a session of its own."""
        with connect(self.endpoint, self.password) as session:
            return session.show(command)

    def running(self) -> str:
        """Its running configuration, without the header that holds times and sizes."""
        return settled(self.show("show running-config"))


def settled(text: str) -> str:
    """A configuration without its header, which holds times and sizes: from `version` to `end`."""
    return text[text.index("\nversion ") + 1 :]


@contextmanager
def lab_router(
    folder: Path,
    *options: str,
    startup: str = STARTUP,
    name: str = "csr1000v",
    username: str = "admin",
    password: str = PASSWORD,
    within: Sequence[str] = (),
) -> Iterator[LabRouter]:
    """A lab router in a process of its own, without a data plane unless told, alive within the `with` block.

    Args:
        folder: Where its files may lie.
        options: Further command-line options of `emulator`.
        startup: The configuration it boots with.
        name: Its hostname.
        username: Its user.
        password: The user's password.
        within: What to run it with, such as `ip netns exec NAME`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "startup.cfg").write_text(startup)
    words = ["--listen", "127.0.0.1:0", "--username", username, "--startup-config", str(folder / "startup.cfg")]
    with (folder / "router.log").open("w") as log:
        process = subprocess.Popen(
            [*within, sys.executable, "-m", "emulator", *words, "--hostname", name, "--deletion-ms", "300", *options],
            cwd=PROJECT,
            env={**os.environ, "LAB_ROUTER_PASSWORD": password},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        assert process.stdout is not None
        ready = process.stdout.readline()
        assert ready, (folder / "router.log").read_text()
        told = json.loads(ready)
        yield LabRouter(told["port"], " ".join(told["host_key"].split()[:2]), folder, name, username, password)
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def lab_router_on_a_thread(folder: Path, *options: str, startup: str) -> Iterator[LabRouter]:
    """A lab router in this process, which starts in a tenth of the time of a process.

    Args:
        folder: Where its files may lie.
        options: Further command-line options of `emulator`.
        startup: The configuration it boots with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "startup.cfg").write_text(startup)
    words = ["--listen", "127.0.0.1:0", "--username", "admin", "--startup-config", str(folder / "startup.cfg")]
    words += ["--hostname", "csr1000v", "--deletion-ms", "300", *options]
    with router_on_a_thread(options_of(words, {"LAB_ROUTER_PASSWORD": PASSWORD})) as (router, _):
        yield LabRouter(router.port, " ".join(router.host_key.split()[:2]), folder)


@contextmanager
def router_on_a_thread(options: Options) -> Iterator[tuple[Router, asyncio.AbstractEventLoop]]:
    """A router in this process, and the event loop on whose thread it runs."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        router = asyncio.run_coroutine_threadsafe(Router.started(options), loop).result(20)
        try:
            yield router, loop
        finally:
            asyncio.run_coroutine_threadsafe(_stopped(router), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _stopped(router: Router) -> None:
    """Stop a router, and end its timers as the end of a process would."""
    await router.stop()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
