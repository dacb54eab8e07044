"""The journal of one router: a change is on this machine's disk before its first line is sent.

Pulumi writes a resource into its state only once the provider has answered. A plugin or an engine that is killed
outright never gets there, and the next `pulumi up` could not tell its own half-made object from one that others
configured. The journal can: it has the undo of the change under way, and the properties of changes that ended, until
the state has them. The undo repeats lines as the router prints them, so the file is readable by its user alone.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from render.iosxe.kind import Command

Props = dict[str, Any]
FOLDER_VARIABLE = "XDG_STATE_HOME"


@dataclass(frozen=True)
class UnderWay:
    """A change whose end is not on record.

    Attributes:
        resource: The resource's id, such as `csr1000v/vrf k8s-calico`.
        undo: What takes it back from any point.
        before: The digest of the running configuration it began with.
    """

    resource: str
    undo: tuple[Command, ...] = field(repr=False)
    before: str


@dataclass(frozen=True)
class Ended:
    """A change that ended, of which Pulumi's state may not know.

    Attributes:
        kind: What sort of object, by its name in `render.iosxe.kinds.BY_NAME`.
        stack: The stack it was made for.
        properties: The resource's properties as they belong into the state.
    """

    kind: str
    stack: str
    properties: Props


class Journal:
    """One router's journal, by its address and port; whoever writes holds the router's lock on this machine.

    Args:
        host: The router's host as configured.
        port: Its SSH port.
        folder: Where the file lies; default `$XDG_STATE_HOME/bgp-coexist`, else `~/.local/state/bgp-coexist`.
    """

    def __init__(self, host: str, port: int, folder: Path | None = None) -> None:
        self._path = (folder or _state_folder()) / f"{host.lower().replace('/', '_')}_{port}.json"
        self._resource = ""

    @contextmanager
    def change(self, resource: str) -> Iterator[None]:
        """The lines sent within change this resource; the change has ended where an error says how, not where all ends.

        An error the engine hears is an end: it records what the error says. Only a process that is gone leaves more.
        """
        self._resource = resource
        try:
            yield
        except Exception:
            self._write(under_way=None)
            raise
        finally:
            self._resource = ""

    def sending(self, undo: Iterable[Command], before: str) -> None:
        """The lines of the change follow; `undo` takes them back, `before` is the running configuration's digest."""
        lines = [{"line": each.line, "mode": list(each.mode), "settled": each.settled} for each in undo]
        self._write(under_way={"resource": self._resource, "undo": lines, "before": before})

    def ended(self, resource: str, end: Ended) -> None:
        """The change ended and left the resource so; only where something was sent there is anything to record."""
        kept = self._read()
        if kept.get("under_way"):
            self._write(under_way=None, ended={**kept.get("ended", {}), resource: asdict(end)})

    def forget(self, resource: str) -> None:
        """Pulumi's state has the resource as it is, or it is gone."""
        ended = self._read().get("ended", {})
        if resource in ended:
            self._write(ended={key: value for key, value in ended.items() if key != resource})

    def forget_all(self, stack: str) -> None:
        """Pulumi's state has every resource of the stack."""
        ended = self._read().get("ended", {})
        others = {key: value for key, value in ended.items() if value["stack"] != stack}
        if others != ended:
            self._write(ended=others)

    @property
    def under_way(self) -> UnderWay | None:
        """The change whose end is not on record, None where all ended."""
        found = self._read().get("under_way")
        if not found:
            return None
        undo = tuple(Command(each["line"], tuple(each["mode"]), settled=each["settled"]) for each in found["undo"])
        return UnderWay(found["resource"], undo, found["before"])

    def close(self) -> None:
        """What was under way is dealt with."""
        self._write(under_way=None)

    @property
    def left(self) -> dict[str, Ended]:
        """What ended and is not known to be in Pulumi's state, by resource, the oldest first."""
        return {resource: Ended(**end) for resource, end in self._read().get("ended", {}).items()}

    def _read(self) -> Props:
        try:
            kept: Props = json.loads(self._path.read_text())
        except FileNotFoundError:
            return {}
        return kept

    def _write(self, **changed: Any) -> None:
        """The file has these parts changed, whole or not at all, also after a loss of power; none where it is empty."""
        was = self._read()
        kept = {key: value for key, value in {**was, **changed}.items() if value}
        if kept == was:
            return
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not kept:
            self._path.unlink(missing_ok=True)
            return
        fresh = self._path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def digest(lines: Iterable[str]) -> str:
    """What tells one running configuration from another."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _state_folder() -> Path:
    home = os.environ.get(FOLDER_VARIABLE)
    return (Path(home) if home else Path.home() / ".local" / "state") / "bgp-coexist"
