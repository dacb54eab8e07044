"""A real FRR router with faults, as `tests.faults.stage` needs it."""

import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.eventually import eventually
from tests.faults.frr.openness import Neighbors, neighbors_in
from tests.faults.judge import difference
from tests.frr_router import FrrRouter, frr_router

_WRAPPER = Path(__file__).with_name("vtysh.sh").read_text()
_INSTALL = """mv /usr/bin/vtysh /usr/lib/frr/vtysh && cat >/usr/bin/vtysh && chmod 755 /usr/bin/vtysh
mkdir -p /faults && chmod 777 /faults"""
_RESTART_SECONDS = 1.0
_REFUSED = re.compile(r"^line (\d+):", re.MULTILINE)
_LOADED = "chroot /mnt /usr/lib/frr/bgpd -d && chroot /mnt /usr/lib/frr/vtysh -b -n -d bgpd"


def _link(name: str, address: str, vrf: str = "") -> dict[str, Any]:
    ip, _, length = address.partition("/")
    kind = (
        {"master": vrf, "linkinfo": {"info_slave_kind": "vrf"}}
        if vrf
        else {"linkinfo": {"info_kind": "vrf", "info_data": {"table": 10}}}
    )
    held = [{"family": "inet", "local": ip, "prefixlen": int(length)}]
    return {"ifname": name, "operstate": "UP", "flags": ["UP"], "addr_info": held, **kind}


LINKS = (
    _link("k8s-calico", "1.1.1.2/32"),
    _link("eth2", "10.0.1.254/24", "k8s-calico"),
    _link("k8s-metallb", "1.1.1.1/32"),
    _link("eth1", "10.0.0.254/24", "k8s-metallb"),
)


@dataclass
class FrrFault:
    """What goes wrong, and every line that was sent to `vtysh -f` while it could.

    Attributes:
        name: `refuse`, `cut`, `cut-after`, `cut-within`, `daemon`, `reboot` or `slow`; "" for none.
        line: At which line, from 1; 0 for all.
        typed: The lines.
    """

    name: str = ""
    line: int = 0
    typed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Snapshot:
    """A router's running configuration, and the saved one it would boot from."""

    running: str
    startup: str


class FaultyFrr:
    """One router for many cases."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="faulty-frr-")
        self._context = frr_router(Path(self._folder) / "router", links=LINKS)
        self._router: FrrRouter = self._context.__enter__()
        self._fault = FrrFault()
        self._neighbors = Neighbors()
        self._is_watched: Callable[[tuple[str, str]], bool] = lambda _: False
        self._ended, self._down, self._restarting = threading.Event(), False, False
        self.open_moments: dict[str, str] = {}
        self._install()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(5)
        self._context.__exit__(None, None, None)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._router.port

    @property
    def host_key(self) -> str:
        """Its key, type and base64."""
        return self._router.host_key

    def _install(self) -> None:
        assert self._router.run("sh", "-c", _INSTALL, stdin=_WRAPPER) == ""
        self._faults = Path(f"/proc/{self._router._first}/root/mnt/faults")

    def begin(self, startup: str, accepts_foreign_lines: bool = False) -> None:
        """The router has booted with this configuration, and nothing goes wrong."""
        self._boot(startup)
        self._save()
        self._boot(self._saved.read_text())

    def _boot(self, startup: str) -> None:
        self._router.stop()
        self._saved.write_text(startup)
        self._start()

    def _start(self) -> None:
        self._router.start()
        self._install()
        self._down = False

    @property
    def _saved(self) -> Path:
        return self._router.folder / "frr/frr.conf"

    def _save(self) -> None:
        said = self._router.run("/usr/lib/frr/vtysh", "-c", "write memory")
        assert "[OK]" in said, said

    def type(self, lines: Sequence[str]) -> None:
        """An administrator configured these lines."""
        if lines:
            self._router.configure("\n".join([*lines, ""]))

    def running(self) -> str:
        """Its running configuration, its blocks sorted: a restarted daemon prints them in another order."""
        return "\n!\n".join(sorted(self._printed().split("\n!\n")))

    def _printed(self) -> str:
        return self._router.run("/usr/lib/frr/vtysh", "-c", "show running-config").partition("!\n")[2]

    def snapshot(self) -> Snapshot:
        """What it could be put back to."""
        return Snapshot(self._printed(), self._saved.read_text())

    def restore(self, snapshot: Snapshot) -> None:
        """Put both configurations back; the router restarts with them where they are not what runs already."""
        self._disarm()
        if snapshot.running != self._printed() or self._left_in_tmp():
            self._boot(snapshot.running)
        self._saved.write_text(snapshot.startup)

    @staticmethod
    def no_fault() -> FrrFault:
        """Nothing goes wrong, and every line is noted."""
        return FrrFault()

    def arm(self, fault: FrrFault) -> None:
        """From now on this goes wrong, and the lines are counted."""
        self._disarm()
        self._fault = fault
        self._neighbors = neighbors_in(self.running())
        (self._faults / "count").write_text("1 0\n")
        (self._faults / "count").chmod(0o666)
        (self._faults / "fault").write_text(f"{fault.name or 'none'} {fault.line}\n")

    def _disarm(self) -> None:
        for each in self._faults.iterdir():
            each.unlink()

    def back(self) -> None:
        """The faults are over, no session is left, and a router that went down has booted from what was saved."""
        assert eventually(lambda: not self._restarting, True)
        if self._down:
            self._start()
            return
        self._hang_up()
        self._judge()
        self._disarm()

    def _hang_up(self) -> None:
        """Wait until no lines are being sent."""
        assert (
            eventually(lambda: any("bgp-coexist-lines" in words for _, words in self._router.processes()), False)
            is False
        )

    def _judge(self) -> None:
        """Note the lines that were sent, and each moment in which a watched neighbor was open."""
        batches = sorted(self._faults.glob("batch.*"), key=lambda each: int(each.suffix[1:]))
        for batch in batches:
            lines = [line.strip() for line in batch.read_text().splitlines()]
            self._fault.typed += lines
            errors = batch.with_name(f"errors{batch.suffix}")
            refused = set(_REFUSED.findall(errors.read_text())) if errors.exists() else set()
            self._follow(line for number, line in enumerate(lines, 1) if str(number) not in refused)

    def _follow(self, accepted: Iterable[str]) -> None:
        for line in accepted:
            self._neighbors.add(line)
            for place in filter(self._is_watched, self._neighbors.open()):
                name = " ".join(place)
                self.open_moments.setdefault(name, f"{name} after '{line}'")

    def _serve(self) -> None:
        """Do what the wrapper of `vtysh` asks for: it has not the rights."""
        while not self._ended.wait(0.01):
            with suppress(OSError):
                asked = (self._faults / "ask").read_text().strip()
                if asked == "reboot":
                    self._judge()
                    self._down = True
                    self._router.stop()
                elif asked == "daemon":
                    self._restarting = True
                    self._router.kill("bgpd", signal.SIGKILL)
                    (self._faults / "ask").unlink()
                    time.sleep(_RESTART_SECONDS)
                    self._restart_daemon()

    def _restart_daemon(self) -> None:
        """As watchfrr does, which needs more of a system than there is."""
        zebra = next(pid for pid, words in self._router.processes() if words[0] == "/usr/lib/frr/zebra")
        inside = ["nsenter", f"--target={zebra}", "--mount", "--pid", "--net"]
        subprocess.run([*inside, "sh", "-c", _LOADED], check=False, capture_output=True)
        self._restarting = False

    def watch(self, is_ours: Callable[[dict[str, Any]], bool], filtered: Iterable[Any] = ()) -> None:
        """From now on every moment counts in which one of these is open without a filter."""
        kept = set(filtered)
        self._is_watched = lambda place: place in kept or is_ours({"vrf": place[0], "address": place[1]})
        self.open_moments = {}

    def filtered(self) -> dict[Any, Any]:
        """The neighbors that have an outbound filter."""
        return dict.fromkeys(neighbors_in(self.running()).filtered())

    def _left_in_tmp(self) -> list[str]:
        return self._router.run("ls", "-A", "/tmp").split()

    def left_over(self) -> list[str]:
        """What should not outlive a run: files in /tmp, and a difference between what runs and what is saved."""
        saved = difference(_statements(self._printed()), _statements(self._saved.read_text()))
        return [f"left in /tmp: {name}" for name in self._left_in_tmp()] + [f"saved: {line}" for line in saved]


def _statements(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line not in ("!", "end", ""))
