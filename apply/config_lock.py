"""The lock for configuring a router: a mutex between threads, a file lock between processes of one machine."""

import os
import stat
import sys
import tempfile
import threading
import time
from pathlib import Path

from errors import BusyError
from printable import note

# Long enough for another stack's `up` on the same router to end.
WAIT_SECONDS = 300.0
_PAUSE_SECONDS = 0.2


class ConfigLock:
    """The lock of one router, by its address and port.

    Args:
        host: Its host as configured; two names of one router are two locks.
        port: Its SSH port.
        folder: Where the files lie; default: this user's runtime directory.
    """

    def __init__(self, host: str, port: int, folder: Path | None = None) -> None:
        self.lock = threading.RLock()
        self.changes = 0
        self._folder = folder
        self._name = f"{host.lower().replace('/', '_')}_{port}.lock"
        self._file: int | None = None
        self._timed_out = False

    def changed(self) -> None:
        """Mark what has been read of the router as out of date."""
        self.changes += 1

    def take(self, router: str, wait_seconds: float = WAIT_SECONDS) -> None:
        """Lock the router against other processes of this machine until this one ends.

        Raises:
            BusyError: Another process still holds the lock after that time.
        """
        if self._file is not None or sys.platform == "win32":
            return
        path = _private(router, self._folder or _runtime_folder()) / self._name
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if not _locked(file):
                note(router, f"waiting: {_holder(file)} is configuring it")
                self._wait(router, file, 0.0 if self._timed_out else wait_seconds)
        except BaseException:
            os.close(file)
            raise
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        self._file = file

    def _wait(self, router: str, file: int, wait_seconds: float) -> None:
        deadline = time.monotonic() + wait_seconds
        while not _locked(file):
            if time.monotonic() > deadline:
                self._timed_out = True
                raise BusyError(
                    router,
                    f"{_holder(file)} on this machine has been configuring it for {wait_seconds:g} s",
                    "one `pulumi up` at a time on one router: run this one again when the other has ended",
                )
            time.sleep(_PAUSE_SECONDS)
        self.changed()

    def leave(self) -> None:
        """Release the lock for other processes."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _locked(file: int) -> bool:
    """Whether this process got the lock; the system releases it when the process ends."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _holder(file: int) -> str:
    pid = os.pread(file, 20, 0).decode()
    return f"another `pulumi up` or `destroy` (process {pid})" if pid else "another `pulumi up` or `destroy`"


def _runtime_folder() -> Path:
    """`$XDG_RUNTIME_DIR/bgp-coexist`, or one of this user's own among the temporary files."""
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        return Path(runtime) / "bgp-coexist"
    return Path(tempfile.gettempdir()) / f"bgp-coexist-{os.getuid()}"


def _private(router: str, folder: Path) -> Path:
    """The folder, owned by this user.

    Raises:
        BusyError: Another user owns it and could block every change.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise BusyError(router, f"cannot create its lock file in '{folder}': {error.strerror}", _FOLDER) from None
    if found.st_uid != os.getuid() or not stat.S_ISDIR(found.st_mode):
        raise BusyError(router, f"cannot create its lock file: '{folder}' is not a folder owned by this user", _FOLDER)
    return folder


_FOLDER = "set XDG_RUNTIME_DIR to a folder that only this user can write"
