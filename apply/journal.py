"""The journal of one router: a change is on this machine's disk before its first line is sent.

Pulumi writes a resource into its state only once the provider has answered. A plugin or an engine that is killed
outright never gets there, and the next `pulumi up` could not tell its own half-made object from one that others
configured. The journal contains the undo of the unfinished change, and the properties of finished changes until the
state has them. The undo repeats lines as the router prints them, so the file is readable by its user alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from apply.journal_file import JournalFile
from apply.partial_state import PartlyAppliedError
from apply.properties import Props
from errors import RouterError
from platforms.plan import Command, Plan
from platforms.running import digest


@dataclass(frozen=True)
class ResourceState:
    """A resource as a change left it, which Pulumi's state may not have yet.

    Attributes:
        kind: The name of its type in `Platform.object_types`.
        stack: The stack's full name; empty where that was not known.
        properties: The resource's properties as they belong into the state.
    """

    kind: str
    stack: str
    properties: Props


@dataclass(frozen=True)
class UnfinishedChange:
    """A change that was begun and whose end is not recorded.

    Attributes:
        resource: The resource's id, such as `csr1000v/vrf k8s-calico`.
        partly: Everything of it that may be on the router.
        undo: The commands that undo it from any point.
        before: The digest of the running configuration before it.
        known: Digests of the object before it, of its foreign lines, and of the lines of the change and of its undo.
    """

    resource: str
    partly: ResourceState
    undo: tuple[Command, ...] = field(repr=False)
    before: str
    known: tuple[str, ...] = ()


class Journal:
    """One router's journal, by its address and port; only a process with the router's lock on this machine writes it.

    Args:
        router: The router's name, for errors.
        host: The router's host as configured.
        port: Its SSH port.
        folder: Where the file lies; default: this user's state folder.
    """

    def __init__(self, router: str, host: str, port: int, folder: Path | None = None) -> None:
        self._file = JournalFile(router, f"{host.lower().replace('/', '_')}_{port}.json", folder)
        self._router = router
        self._change: tuple[str, ResourceState, Sequence[str]] | None = None
        self._undo_is_due = False

    @property
    def changing(self) -> bool:
        """Whether this process is within a change."""
        return self._change is not None

    @contextmanager
    def change(self, resource: str, partly: ResourceState, known: Sequence[str] = ()) -> Iterator[None]:
        """Records the lines sent within as a change of this resource.

        An error ends it, unless its result is unknown or its undo broke off.

        Args:
            resource: The resource's id.
            partly: Everything of it that may be on the router during the change.
            known: The object's lines that others configured, and `apply.properties.whole_object`.
        """
        self._change = (resource, partly, known)
        self._undo_is_due = False
        try:
            yield
        except PartlyAppliedError as error:
            if error.seen and not self._undo_is_due:
                state = ResourceState(partly.kind, partly.stack, error.properties)
                self._after(error, lambda: self.record(resource, state))
            raise
        except Exception as error:
            if not self._undo_is_due:
                self._after(error, self.close)
            raise
        finally:
            self._change = None

    def _after(self, _error: Exception, record: Any) -> None:
        """Record the end of a failed change; where that fails too, its undo stays and the first error is raised."""
        try:
            record()
        except RouterError as second:
            _error.add_note(str(second))

    def sending(self, plan: Plan, before: str) -> None:
        """Record a plan before its first line is sent; `before` is the digest of the running configuration.

        Raises:
            RouterError: The journal cannot be written: nothing may be sent.
        """
        if self._change is None:
            return
        resource, partly, known = self._change
        sent = [each.line for each in (*plan.commands, *plan.undo)]
        under_way = {
            "resource": resource,
            "partly": asdict(partly),
            "undo": [{"line": each.line, "mode": list(each.mode), "settled": each.settled} for each in plan.undo],
            "before": before,
            "known": sorted({digest([line]) for line in (*known, *sent)}),
        }
        try:
            self._write(under_way=under_way)
        except RouterError as error:
            raise RouterError(self._router, f"nothing was sent: {error.what}", error.hint) from None

    def undo_broke_off(self) -> None:
        """Keep the undo of the change: its end was not reached, so that the next run sends it again."""
        self._undo_is_due = True

    def record(self, resource: str, state: ResourceState) -> None:
        """Record the end of the change and the resource's state after it; nothing where nothing was sent."""
        kept = self._file.read()
        if kept.get("under_way"):
            # Without Pulumi's own properties.
            own = {key: value for key, value in state.properties.items() if not key.startswith("__")}
            entry = {**asdict(state), "properties": own}
            self._write(under_way=None, ended={**kept.get("ended", {}), resource: entry})

    def forget(self, resources: Iterable[str]) -> None:
        """Delete the entries of resources that Pulumi's state has, or that are removed."""
        ended, gone = self._file.read().get("ended", {}), set(resources)
        if gone & ended.keys():
            self._write(ended={key: value for key, value in ended.items() if key not in gone})

    @property
    def unfinished(self) -> UnfinishedChange | None:
        """The change whose end is not recorded; None where there is none."""
        found = self._file.read().get("under_way")
        if not found:
            return None
        try:
            undo = tuple(Command(each["line"], tuple(each["mode"]), settled=each["settled"]) for each in found["undo"])
            return UnfinishedChange(
                found["resource"],
                ResourceState(**found["partly"]),
                undo,
                found["before"],
                tuple(found.get("known", ())),
            )
        except (KeyError, TypeError) as error:
            raise self._file.unreadable(f"its entry is damaged, {error!r}") from None

    def close(self) -> None:
        """Delete the unfinished change."""
        self._write(under_way=None)

    @property
    def unrecorded(self) -> dict[str, ResourceState]:
        """The finished changes that Pulumi's state may not have, by resource, the oldest first."""
        try:
            return {resource: ResourceState(**end) for resource, end in self._file.read().get("ended", {}).items()}
        except (AttributeError, TypeError) as error:
            raise self._file.unreadable(f"its entry is damaged, {error!r}") from None

    def _write(self, **changed: Any) -> None:
        """Write the file with these keys changed."""
        was = self._file.read()
        kept = {key: value for key, value in {**was, **changed}.items() if value}
        if kept != was:
            kept.pop("format", None)
            self._file.write(kept)
