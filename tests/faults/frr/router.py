"""A real FRR router with faults, as `tests.faults.stage` needs it."""

import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.eventually import eventually
from tests.faults.frr.openness import Neighbors, neighbors_in
from tests.faults.judge import difference
from tests.frr_router import FrrRouter, frr_router, removal
from toolchain.parts import part

_VTYSH = "/usr/lib/frr/vtysh"
_LEFT = "left in /tmp:"
# One command prints all that is judged.
_LOOK = f"{_VTYSH} -c 'show running-config'; echo {_LEFT}$(ls -A /tmp)"
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
    # Outside every VRF.
    _link("lo", "1.1.1.3/32") | {"linkinfo": {}},
    _link("eth3", "10.0.0.253/24") | {"linkinfo": {}},
)


@dataclass
class FrrFault:
    """What goes wrong, and every line that was sent to `vtysh -f` while it could.

    Attributes:
        name: Its name in `tests.faults.frr.cases.FAULTS`; "" for none.
        line: At which line, from 1; 0 for all.
        typed: The lines.
        groups: How many lines each call had.
    """

    name: str = ""
    line: int = 0
    typed: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Seen:
    """What a router has: its running configuration as printed, and the names of files in /tmp."""

    printed: str
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """A router's running configuration, and the saved one it would boot from."""

    running: str
    startup: str


class FaultyFrr:
    """One router for many cases."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="faulty-frr-")
        programs = {
            "usr/bin/vtysh": Path(__file__).with_name("vtysh.sh").read_bytes(),
            _VTYSH.removeprefix("/"): (part("frr-root") / "usr/bin/vtysh").read_bytes(),
        }
        self._context = frr_router(Path(self._folder) / "router", links=LINKS, programs=programs)
        self._router: FrrRouter = self._context.__enter__()
        self._fault = FrrFault()
        self._neighbors = Neighbors()
        self._is_watched: Callable[[tuple[str, str]], bool] = lambda _: False
        self._down, self._over = False, threading.Event()
        self._server: threading.Thread | None = None
        self._seen: Seen | None = None
        self.open_moments: dict[str, str] = {}
        self._started()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_serving()
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

    def _started(self) -> None:
        self._down, self._seen = False, None
        self._faults = self._router.root / "faults"
        self._faults.mkdir()
        self._faults.chmod(0o777)

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
        self._router.harmed = False
        self._started()

    @property
    def _saved(self) -> Path:
        return self._router.folder / "frr/frr.conf"

    def _save(self) -> None:
        said = self._router.run(_VTYSH, "-c", "write memory")
        assert "[OK]" in said, said

    def type(self, lines: Sequence[str]) -> None:
        """An administrator configured these lines."""
        if lines:
            self._seen = None
            self._router.configure("\n".join([*lines, ""]))

    def running(self) -> str:
        """Its running configuration, its blocks sorted: a restarted daemon prints them in another order."""
        return "\n!\n".join(sorted(self._look().printed.split("\n!\n")))

    def _look(self) -> Seen:
        """What it has, read once between two changes."""
        if self._seen is None:
            printed, _, left = self._router.run("sh", "-c", _LOOK).partition(_LEFT)
            self._seen = Seen(printed.partition("Current configuration:\n!\n")[2], tuple(left.split()))
        return self._seen

    def snapshot(self) -> Snapshot:
        """What it could be put back to."""
        self._seen = None
        return Snapshot(self._look().printed, self._saved.read_text())

    def restore(self, snapshot: Snapshot) -> None:
        """Put both configurations back, byte for byte; the router restarts where its lines alone do not do that."""
        self._disarm()
        start = Seen(snapshot.running)
        if self._look() != start and not self._has_again(start):
            self._boot(snapshot.running)
        self._saved.write_text(snapshot.startup)

    def _has_again(self, start: Seen) -> bool:
        """Whether it has the start again after all was removed and the start's lines were sent."""
        seen = self._look()
        if self._router.harmed or seen.left:
            return False
        self._router.run(_VTYSH, "-f", "/dev/stdin", stdin="\n".join([*removal(seen.printed), start.printed]))
        self._seen = None
        return self._look() == start

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
        if fault.name in ("daemon", "reboot"):
            self._over.clear()
            self._server = threading.Thread(target=self._serve, daemon=True)
            self._server.start()

    def _disarm(self) -> None:
        for each in self._faults.iterdir():
            each.unlink()

    def back(self) -> None:
        """The faults are over, no session is left, and a router that went down has booted from what was saved."""
        self._stop_serving()
        self._seen = None
        if self._down:
            self._start()
            return
        self._hang_up()
        self._judge()
        self._disarm()

    def _stop_serving(self) -> None:
        if self._server:
            self._over.set()
            self._server.join()
            self._server = None

    def _hang_up(self) -> None:
        """Wait until no lines are being sent."""
        assert eventually(lambda: self._router.runs("bgp-coexist-lines"), False, 60) is False

    def _judge(self) -> None:
        """Note the lines that were sent, and each moment in which a watched neighbor was open."""
        batches = sorted(self._faults.glob("batch.*"), key=lambda each: int(each.suffix[1:]))
        for batch in batches:
            lines = [line.strip() for line in batch.read_text().splitlines()]
            self._fault.typed += lines
            self._fault.groups.append(len(lines))
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
        """Do once what the wrapper of `vtysh` asks for: it has not the rights."""
        ask = self._faults / "ask"
        while not self._over.wait(0.02):
            if ask.exists():
                self._do(ask)
                return

    def _do(self, ask: Path) -> None:
        if self._fault.name == "reboot":
            self._judge()
            self._down = True
            self._router.stop()
        else:
            self._router.kill("bgpd")
            ask.unlink()
            time.sleep(_RESTART_SECONDS)
            self._restart_daemon()

    def _restart_daemon(self) -> None:
        """As watchfrr does, which needs more of a system than there is."""
        zebra = next(pid for pid, words in self._router.processes() if words[0] == "/usr/lib/frr/zebra")
        inside = ["nsenter", f"--target={zebra}", "--mount", "--pid", "--net"]
        subprocess.run([*inside, "sh", "-c", _LOADED], check=False, capture_output=True)

    def watch(self, is_ours: Callable[[dict[str, Any]], bool], filtered: Iterable[Any] = ()) -> None:
        """From now on every moment counts in which one of these is open without a filter."""
        kept = set(filtered)
        self._is_watched = lambda place: place in kept or is_ours({"vrf": place[0], "address": place[1]})
        self.open_moments = {}

    def filtered(self) -> dict[Any, Any]:
        """The neighbors that have an outbound filter."""
        return dict.fromkeys(neighbors_in(self.running()).filtered())

    def left_over(self) -> list[str]:
        """What should not outlive a run: files in /tmp, and a difference between what runs and what is saved."""
        seen = self._look()
        saved = difference(_statements(seen.printed), _statements(self._saved.read_text()))
        return [f"left in /tmp: {name}" for name in seen.left] + [f"saved: {line}" for line in saved]


def _statements(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line not in ("!", "end", ""))
