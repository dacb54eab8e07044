"""The journal's file: written atomically, synced to disk, and readable by its user alone."""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

from errors import RouterError

FOLDER_VARIABLE = "XDG_STATE_HOME"
FORMAT = 1
_LOOK = "it holds the undo of a change that may be half-way: look at the router, then move the file away"


class JournalFile:
    """The file of one router's journal.

    Args:
        router: The router's name, for errors.
        name: The file's name.
        folder: Where it lies; default `$XDG_STATE_HOME/bgp-coexist`, else `~/.local/state/bgp-coexist`.
    """

    def __init__(self, router: str, name: str, folder: Path | None = None) -> None:
        self._router = router
        self.path = (folder or state_folder()) / name

    def read(self) -> dict[str, Any]:
        """The file's content; empty where there is no file.

        Raises:
            RouterError: It is not readable, not this user's own, or not what `write` made.
        """
        try:
            file = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self.unreadable(error.strerror or str(error)) from None
        with os.fdopen(file, "rb") as opened:
            self._own(os.fstat(file))
            try:
                content = json.loads(opened.read())
            except (ValueError, OSError) as error:
                raise self.unreadable(f"it is damaged, {error}") from None
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise self.unreadable(f"it is not of format {FORMAT}")
        return content

    def _own(self, found: os.stat_result) -> None:
        """Refuse a file of another user: its content is sent to a router."""
        if sys.platform == "win32":
            return
        if found.st_uid != os.getuid() or not stat.S_ISREG(found.st_mode):
            raise self.unreadable("it is not a file of this user's own")
        if found.st_mode & 0o077:
            raise self.unreadable("other users may read or write it")

    def write(self, content: dict[str, Any]) -> None:
        """Replace the file's content atomically; the file is deleted where the content is empty.

        Raises:
            RouterError: The folder or the file cannot be written; the file is as before.
        """
        try:
            if content:
                self._replace(json.dumps({"format": FORMAT, **content}).encode())
            else:
                self.path.unlink(missing_ok=True)
                self._sync_folder()
        except OSError as error:
            raise RouterError(
                self._router,
                f"the journal of changes '{self.path}' cannot be written: {error.strerror or error}",
                f"make room or give this user the folder; {FOLDER_VARIABLE} names another place for it",
            ) from None

    def _replace(self, text: bytes) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(file, "wb") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(file)
        fresh.replace(self.path)
        self._sync_folder()

    def _sync_folder(self) -> None:
        """Sync the folder's entry to disk."""
        if sys.platform == "win32" or not self.path.parent.exists():
            return
        folder = os.open(self.path.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def unreadable(self, why: str) -> RouterError:
        """The error for a journal that cannot be read."""
        return RouterError(
            self._router, f"nothing was sent: the journal of changes '{self.path}' cannot be read: {why}", _LOOK
        )


def state_folder() -> Path:
    """Where this user's journals lie; a relative `$XDG_STATE_HOME` does not count.

    Source: XDG Base Directory Specification 0.8.
    """
    home = Path(os.environ.get(FOLDER_VARIABLE) or "")
    return (home if home.is_absolute() else Path.home() / ".local" / "state") / "bgp-coexist"
