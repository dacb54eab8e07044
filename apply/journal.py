"""The journal of one router: a change is on this machine's disk before its first line is sent.

Pulumi writes a resource into its state only once the provider has answered. A plugin or an engine that is killed
outright never gets there, and the next `pulumi up` could not tell its own half-made object from one that others
configured. The journal can: it has the undo of the change under way, and the properties of changes that ended, until
the state has them. The undo repeats lines as the router prints them, so the file is readable by its user alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from apply.journal_file import JournalFile
from apply.partial_state import PartlyAppliedError
from errors import RouterError
from platforms.plan import Command, Plan
from platforms.running import digest

Props = dict[str, Any]


@dataclass(frozen=True)
class Ended:
    """What a change leaves of a resource, of which Pulumi's state may not know.

    Attributes:
        kind: What sort of object, by its name in `platforms.iosxe.object_types.BY_NAME`.
        stack: The stack it was made for; empty where that was not known.
        properties: The resource's properties as they belong into the state.
    """

    kind: str
    stack: str
    properties: Props


@dataclass(frozen=True)
class UnderWay:
    """A change whose end is not on record.

    Attributes:
        resource: The resource's id, such as `csr1000v/vrf k8s-calico`.
        partly: What the change may have left of it at any point.
        undo: What takes it back from any point.
        before: The digest of the running configuration it began with.
        known: Digests of the object's lines that others had configured by then, and of the lines that were to be sent.
    """

    resource: str
    partly: Ended
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
        self._change: tuple[str, Ended, Sequence[str]] | None = None

    @property
    def changing(self) -> bool:
        """Whether this process is within a change."""
        return self._change is not None

    @contextmanager
    def change(self, resource: str, partly: Ended, foreign: Sequence[str] = ()) -> Iterator[None]:
        """The lines sent within change this resource; an error ends the change unless nobody knows what is left of it.

        Args:
            resource: The resource's id.
            partly: What there may be of it on the router at any moment of the change.
            foreign: The object's lines that others configured.
        """
        self._change = (resource, partly, foreign)
        try:
            yield
        except PartlyAppliedError as error:
            if error.seen:
                left = Ended(partly.kind, partly.stack, error.properties)
                self._after(error, lambda: self.ended(resource, left))
            raise
        except Exception as error:
            self._after(error, self.close)
            raise
        finally:
            self._change = None

    def _after(self, _error: Exception, note: Any) -> None:
        """Notes the end of a change that failed; where that fails too, its undo stays and the first error is raised."""
        try:
            note()
        except RouterError as second:
            _error.add_note(str(second))

    def sending(self, plan: Plan, before: str) -> None:
        """The plan's lines follow; `before` is the digest of the running configuration.

        Raises:
            RouterError: The journal cannot be written: nothing may be sent.
        """
        if self._change is None:
            return
        resource, partly, foreign = self._change
        under_way = {
            "resource": resource,
            "partly": asdict(partly),
            "undo": [{"line": each.line, "mode": list(each.mode), "settled": each.settled} for each in plan.undo],
            "before": before,
            "known": sorted({digest([line]) for line in (*foreign, *(each.line for each in plan.commands))}),
        }
        try:
            self._write(under_way=under_way)
        except RouterError as error:
            raise RouterError(self._router, f"nothing was sent: {error.what}", error.hint) from None

    def ended(self, resource: str, end: Ended) -> None:
        """The change ended and left the resource so; only where something was sent there is anything to record."""
        kept = self._file.read()
        if kept.get("under_way"):
            entry = {**asdict(end), "properties": _own(end.properties)}
            self._write(under_way=None, ended={**kept.get("ended", {}), resource: entry})

    def forget(self, resources: Iterable[str]) -> None:
        """Pulumi's state has these resources as they are, or they are gone."""
        ended, gone = self._file.read().get("ended", {}), set(resources)
        if gone & ended.keys():
            self._write(ended={key: value for key, value in ended.items() if key not in gone})

    @property
    def under_way(self) -> UnderWay | None:
        """The change whose end is not on record, None where all ended."""
        found = self._file.read().get("under_way")
        if not found:
            return None
        try:
            undo = tuple(Command(each["line"], tuple(each["mode"]), settled=each["settled"]) for each in found["undo"])
            return UnderWay(
                found["resource"], Ended(**found["partly"]), undo, found["before"], tuple(found.get("known", ()))
            )
        except (KeyError, TypeError) as error:
            raise self._file.unreadable(f"its entry is damaged, {error!r}") from None

    def close(self) -> None:
        """What was under way is dealt with."""
        self._write(under_way=None)

    @property
    def left(self) -> dict[str, Ended]:
        """What ended and is not known to be in Pulumi's state, by resource, the oldest first."""
        try:
            return {resource: Ended(**end) for resource, end in self._file.read().get("ended", {}).items()}
        except (AttributeError, TypeError) as error:
            raise self._file.unreadable(f"its entry is damaged, {error!r}") from None

    def _write(self, **changed: Any) -> None:
        """The file has these parts changed."""
        was = self._file.read()
        kept = {key: value for key, value in {**was, **changed}.items() if value}
        if kept != was:
            kept.pop("format", None)
            self._file.write(kept)


def _own(properties: Props) -> Props:
    """The properties without Pulumi's own."""
    return {key: value for key, value in properties.items() if not key.startswith("__")}
