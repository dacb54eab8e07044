"""One lock per router for all fleets of one backend, on any machine.

A lock is an empty stack in the backend, of a project of its own, named after the router and the machine. As with
Pulumi's own locks, whoever wants the router makes its stack first and then looks for others: at most one finds none.
On one machine a locked file, which the system releases with its process, says who may use the machine's stack. So a
stack of this machine that is there while its file can be locked is that of a killed run, and is used again.
"""

import json
import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from socket import gethostname

from pulumi.automation import PulumiCommand

from apply.journal_file import FOLDER_VARIABLE, state_folder
from fleet.engine import Cli, CliError, EngineError
from fleet.member import Member, Router
from fleet.turns import LaterError

PROJECT = "bgp-coexist-routers"
WAIT_SECONDS = 1800.0
_TRIES = 3
_AT_ONCE = 8
# Two that began at once must not meet again.
JITTER_SECONDS = 1.0
_LONGEST = 40


class RouterLocks:
    """The locks of routers for the fleets of this user on this machine.

    Args:
        cli: Pulumi's command line, in this machine's folder.
        folder: That folder.
        wait_seconds: How long another machine's fleet is waited for.
    """

    def __init__(self, cli: Cli, folder: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self._cli = cli
        self._folder = folder
        self._machine = _machine(folder)
        self._wait_seconds = wait_seconds
        self._waiting_since: dict[Router, float] = {}
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, member: Member) -> Iterator[None]:
        """Hold the locks of the routers that a member configures.

        Raises:
            LaterError: Another fleet has one of them; none is held.
            EngineError: It has had it for too long, or the backend does not answer.
        """
        routers = sorted(member.configured)
        with ExitStack() as files:
            for router in routers:
                if not files.enter_context(_locked_file(self._folder / f"{_slug(router)}.lock")):
                    self._wait(router, "another fleet on this machine", "wait for it")
            began = time.monotonic()
            with self._made([self._own(router) for router in routers]):
                found = self._other(routers) if routers else None
                took = time.monotonic() - began
                if not found:
                    self._forget(routers)
                    yield
            if found:
                router, name = found
                machine = name.rpartition("--")[2].rpartition("-")[0]
                cure = f"`pulumi stack rm organization/{PROJECT}/{name} --yes`"
                hint = f"wait for it; where it was killed, {cure}"
                self._wait(router, f"a fleet on the machine {machine}", hint, took)

    @contextmanager
    def _made(self, names: list[str]) -> Iterator[None]:
        """Have these stacks while within; they are made and removed side by side."""
        try:
            _side_by_side(self._make, names)
        except EngineError:
            with suppress(EngineError):
                _side_by_side(self._remove, names)
            raise
        try:
            yield
        finally:
            _side_by_side(self._remove, names)

    def _own(self, router: Router) -> str:
        return f"{_slug(router)}--{self._machine}"

    def _other(self, routers: list[Router]) -> tuple[Router, str] | None:
        """The first of the routers for which another machine has a stack, and that stack's name."""
        text = _again(lambda: self._cli.run("stack", "ls", "--json"))
        names = [str(each["name"]).rpartition("/")[2] for each in json.loads(text)]
        for router in routers:
            for name in names:
                if name.startswith(f"{_slug(router)}--") and name != self._own(router):
                    return router, name
        return None

    def _forget(self, routers: list[Router]) -> None:
        """Forget since when they were waited for."""
        with self._lock:
            for router in routers:
                self._waiting_since.pop(router, None)

    def _wait(self, router: Router, who: str, hint: str, took: float = 0.0) -> None:
        """Have the member tried again later; where taking its locks took long two could meet again for as long.

        Raises:
            LaterError: Unless it has been waited for too long.
            EngineError: It has.
        """
        with self._lock:
            since = self._waiting_since.setdefault(router, time.monotonic())
        if time.monotonic() - since > self._wait_seconds:
            what = f"{who} has had the router {router[0]} port {router[1]} for {self._wait_seconds:g} s"
            raise EngineError(what, hint)
        time.sleep(random.uniform(0, max(JITTER_SECONDS, 2 * took)))
        raise LaterError

    def _make(self, name: str) -> None:
        _again(lambda: self._cli.run("stack", "init", name, "--no-select", may_say="already exists"))

    def _remove(self, name: str) -> None:
        _again(lambda: self._cli.run("stack", "rm", name, "--yes", may_say="no stack named"))


def router_locks(command: PulumiCommand) -> RouterLocks:
    """The locks of this user on this machine; the folder is beside that of the routers' journals.

    Raises:
        EngineError: There is no such folder, and it cannot be made.
    """
    folder = state_folder().with_name("bgp-coexist-fleet")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = folder / f"{os.getpid()}.part"
        part.write_text(f"name: {PROJECT}\nruntime: python\n")
        part.replace(folder / "Pulumi.yaml")
        # Nothing in these stacks is encrypted, so that an empty passphrase is enough, whatever the others have.
        return RouterLocks(Cli(command, folder, {"PULUMI_CONFIG_PASSPHRASE": ""}), folder)
    except OSError as error:
        what = f"the locks of routers need the folder {folder}: {error.strerror}"
        raise EngineError(what, f"give this user the folder, or name another one by {FOLDER_VARIABLE}") from None


def _side_by_side(run: Callable[[str], None], names: list[str]) -> None:
    """Do it with every name.

    Raises:
        EngineError: The first that failed; the others were done.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(run, names))


def _again(run: Callable[[], str]) -> str:
    """What a command prints, tried again.

    A list may meet a stack that is being removed; and where several are the first in a PostgreSQL database, all make
    Pulumi's table, and one of them is told of a duplicate key.
    """
    for _ in range(_TRIES - 1):
        try:
            return run()
        except CliError:
            time.sleep(random.uniform(0, JITTER_SECONDS))
    return run()


def _slug(router: Router) -> str:
    """A router as a part of a stack's name; one that is cut or has other characters gets a digest of the whole."""
    text = f"{router[0]}_{router[1]}"
    plain = re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9_.-]", "-", text)).strip("-.")[:_LONGEST]
    return plain if plain == text else f"{plain}.{sha256(text.encode()).hexdigest()[:8]}"


def _machine(folder: Path) -> str:
    """This machine's name and a random mark, which stays in the folder with the locked files."""
    path = folder / "machine"
    part = path.with_name(f"machine.{os.getpid()}")
    part.write_text(os.urandom(4).hex())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    name = re.sub(r"[^A-Za-z0-9.]+", "-", gethostname()).strip("-")[:_LONGEST]
    return f"{name}-{path.read_text()}"


@contextmanager
def _locked_file(path: Path) -> Iterator[bool]:
    """Whether this process got the lock of a file."""
    import fcntl  # not on Windows, where no test of this was run

    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
