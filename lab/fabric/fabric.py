"""The lab's machines: run a command on one, start a process on one, forward a port to one."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lab.errors import LabError
from lab.fabric import mounts, namespaces, processes
from lab.fabric.command import run
from lab.fabric.places import REPOSITORY, Places, here
from lab.fabric.processes import Process
from lab.fabric.wait import wait_for


@dataclass(frozen=True)
class Fabric:
    """One lab: its folder and the prefix of its namespaces' names (tests use another prefix)."""

    places: Places = field(default_factory=here)
    prefix: str = "coexist"

    def pin(self, host: str) -> Path:
        """The file of a machine's network namespace."""
        return namespaces.PINS / f"{self.prefix}-{host}"

    def own(self, host: str, path: str) -> Path:
        """The folder with a node's own version of an absolute path, such as /etc/calico."""
        return mounts.own(self.places, host, path)

    def enter(self, host: str) -> list[str]:
        """The prefix of a command that runs on the machine, with the machine's own folders if it has any."""
        words = ["nsenter", f"--net={self.pin(host)}"]
        holder = processes.find(self.places, f"{host}.mounts")
        if holder and holder.alive():
            words.append(f"--mount=/proc/{holder.pid}/ns/mnt")
        return [*words, "--"]

    def run_in(
        self,
        host: str,
        argv: Sequence[str],
        *,
        stdin: str | None = None,
        env: Mapping[str, str] | None = None,
        seconds: float = 60,
    ) -> str:
        """The output of a command on the machine; `env` is added to this process's environment."""
        whole = {**os.environ, **env} if env else None
        program = Path(argv[0]).name
        return run([*self.enter(host), *argv], stdin=stdin, env=whole, seconds=seconds, who=f"{host}.{program}")

    def start(
        self, name: str, host: str | None, argv: Sequence[str], *, env: Mapping[str, str] | None = None
    ) -> Process:
        """The process with this name: the recorded one if it is alive, else a new one.

        Args:
            name: `HOST.WHAT`, such as `worker1.kubelet`; names the record and the log.
            host: The lab's machine; None: this machine.
            argv: An absolute program path and its arguments; no passwords, because `ps` shows them.
            env: Added to this process's environment.
        """
        running = processes.find(self.places, name)
        if running and running.alive():
            return running
        words = self.enter(host) if host else []
        return processes.spawn(self.places, name, [*words, *argv], {**os.environ, **(env or {})})

    def process(self, name: str) -> Process:
        """The recorded process with this name.

        Raises:
            LabError: It was never started.
        """
        found = processes.find(self.places, name)
        if found is None:
            raise LabError(name, "was never started", "make lab-up")
        return found

    def stop(self, name: str, seconds: float = 5) -> None:
        """End the process and delete its record."""
        process = processes.find(self.places, name)
        if process:
            processes.stop([process], seconds)
        processes.forget(self.places, name)

    def own_folders(self, host: str, folders: Iterable[str] = mounts.NODE_FOLDERS) -> None:
        """Mount the machine's own version of the folders, for processes that start afterwards."""
        folders = tuple(folders)
        mounts.prepare(self.places, host, folders)
        self.own_binds(host, [(self.own(host, folder), folder) for folder in folders])

    def own_binds(self, host: str, binds: Iterable[tuple[Path, str]]) -> None:
        """Mount each first path over the second, for processes on the machine that start afterwards."""
        name = f"{host}.mounts"
        holder = self.start(name, host, mounts.holder_argv(self.places, host, binds))

        def unmounted() -> str | None:
            try:
                seen = Path(f"/proc/{holder.pid}/comm").read_text().strip()
            except OSError:
                seen = "nothing"
            return None if seen == "sleep" else f"'{seen}'"

        log = self.places.log(name)
        wait_for("its own folders to be mounted", unmounted, seconds=10, who=host, process=holder, log=log, every=0.02)

    def forward(self, name: str, port: int, host: str, address: str) -> Process:
        """Forward 127.0.0.1:`port` of this machine to `address` (`IP:PORT`), connected from `host`."""
        argv = [sys.executable, "-m", "lab.fabric.forwarder", f"127.0.0.1:{port}", str(self.pin(host)), address]
        process = self.start(name, None, argv, env={"PYTHONPATH": str(REPOSITORY)})
        log = self.places.log(name)

        def listening() -> str | None:
            return None if self.pin(host).stat().st_ino == _network_of(process.pid) else "no listener yet"

        what = f"127.0.0.1:{port} to listen"
        wait_for(what, listening, seconds=10, who=name, process=process, log=log, every=0.05)
        return process

    def require(self, host: str) -> None:
        """Check that the machine exists.

        Raises:
            LabError: It does not exist; the lab is not up.
        """
        if not self.pin(host).exists():
            raise LabError(host, f"namespace '{self.prefix}-{host}' is not there", "make lab-up")


def _network_of(pid: int) -> int | None:
    try:
        return os.stat(f"/proc/{pid}/ns/net").st_ino
    except OSError:
        return None
