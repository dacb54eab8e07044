"""From Pulumi's calls to one type of object on a router; each resource's provider is a subclass with its type."""

from contextlib import AbstractContextManager
from functools import partial
from typing import Any, ClassVar

import pulumi
from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult
from pydantic import ValidationError

from apply.device import Device
from apply.found_objects import print_stays, record_found
from apply.journal import Journal, ResourceState
from apply.partial_state import merged, recorded
from apply.properties import OUTPUTS, Props, history_of, inputs_of, now, values_of, whole_object
from apply.reconcile import only_in, reconcile
from platforms.object_type import Lines, ObjectType, shown
from platforms.running import Running
from providers.process import device_for, is_managed, journal_for, note_requested, platform_for, stack
from providers.provided_resource import ProvidedResource
from providers.provider_base import ProviderBase
from providers.pulumi_host.engine_watchdog import ensure_engine_alive


class ObjectProvider(ProviderBase):
    """Create, read, update and delete for one type of object.

    `check` adds the wanted IOS text as the input `lines`, which is what makes a preview show router lines. Nothing
    here but create, read, update and delete talks to the router.
    """

    type_name: ClassVar[str]
    identity_keys: ClassVar[tuple[str, ...]]

    def check(self, _olds: Props, news: Props) -> CheckResult:
        """The inputs with the wanted IOS lines among them."""
        if pulumi.contains_unknowns(news):
            return CheckResult({**news, "lines": pulumi.UNKNOWN}, [])
        try:
            lines = self._type(news).lines(self._values(news))
        except ValidationError as error:
            # `property: reason`, without the offending value: it might be a secret.
            found = error.errors(include_url=False)
            reasons = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in found]
            return CheckResult(news, [CheckFailure("", text) for text in reasons])
        return CheckResult({**news, "lines": lines}, [])

    def diff(self, _id: str, _olds: Props, _news: Props) -> DiffResult:
        """Changed where any input differs from what was applied or read last; another identity is another object.

        So is the object of another platform: what the router had before the stack is in the old one's words.
        Also changed where the journal has a newer change than the state.
        """
        note_requested(_id)
        unrecorded = self._newest(journal_for(_olds), _id, _olds) is not _olds
        keys = set(_news) | set(inputs_of(_olds))
        changed = {key for key in keys if _olds.get(key) != _news.get(key)}
        replaces = [key for key in self.identity_keys if key in changed]
        if "reach" in changed and platform_for(_olds) is not platform_for(_news):
            replaces.append("reach")
        return DiffResult(changes=bool(changed) or unrecorded, replaces=replaces, delete_before_replace=True)

    def create(self, props: Props) -> CreateResult:
        """Make the object; `before` has what `delete` will restore."""
        device, values = device_for(props), self._values(props)
        with device.config_lock():
            ensure_engine_alive(props["router"])
            running, id_ = device.running(), self._id(props)
            note_requested(id_)
            if made := self._unrecorded(device, id_, props, running):
                return CreateResult(id_, self._changed(device, id_, made, props))
            object_type = self._type(props)
            before = object_type.before(running.tree, values)
            made = {**props, "before": before.state(), "changed_at": now()}
            with self._change(device, id_, made), recorded(device, id_, made, partial(self._running, made)):
                reconcile(props["router"], device, object_type, values, adopt=bool(props.get("adopt")), before=before)
            record_found(device, object_type, running.tree, values, before)
            return CreateResult(id_, self._ended(device, id_, made))

    def _unrecorded(self, device: Device, id_: str, props: Props, running: Running) -> Props | None:
        """The properties of an object that a killed run made, where the router still has it so."""
        made = self._entry(device.journal, id_, props)
        lines = self._running(made, running) if made else None
        if made is None or lines is None or only_in(lines, self._type(made).lines(self._values(made))):
            return None
        return made

    def _changed(self, device: Device, id_: str, olds: Props, news: Props) -> Props:
        """Change the object from `olds` to `news`; its properties after that."""
        values, previous = self._values(news), self._values(olds)
        object_type = self._type(news)
        known = history_of(object_type, olds) or object_type.history()
        before = object_type.before_update(device.running().tree, values, previous, known)
        made = {**news, "before": before.state(), "changed_at": now()}
        partly = merged(olds, made)
        with self._change(device, id_, partly), recorded(device, id_, partly, partial(self._running, partly)):
            reconcile(news["router"], device, object_type, values, previous, bool(news.get("adopt")), before)
        return self._ended(device, id_, made)

    def _ended(self, device: Device, id_: str, made: Props) -> Props:
        """The properties with the time of the change; the journal has them until the state does."""
        made = {**made, "changed_at": now()}
        device.journal.record(id_, ResourceState(self.type_name, stack(), made))
        return made

    def _change(self, device: Device, id_: str, partly: Props) -> AbstractContextManager[None]:
        """A change recorded in the journal."""
        return on_record(device, self._type(partly), id_, ResourceState(self.type_name, stack(), partly))

    def _newest(self, journal: Journal, id_: str, olds: Props) -> Props:
        """The state's properties, or newer ones of the journal."""
        entry = self._entry(journal, id_, olds)
        return entry if entry and entry.get("changed_at", "") > olds.get("changed_at", "") else olds

    def _entry(self, journal: Journal, id_: str, props: Props) -> Props | None:
        """The object's properties in the journal; None where it has none of this stack."""
        entry = journal.unrecorded.get(id_)
        if not entry or (entry.stack and stack() and entry.stack != stack()):
            return None
        if any(entry.properties.get(key) != props.get(key) for key in self.identity_keys):
            return None
        pulumis = {key: value for key, value in props.items() if key.startswith("__")}
        return {**entry.properties, "reach": props["reach"], **pulumis}

    def read(self, id_: str, props: Props) -> ReadResult:
        """The object as the router has it, so that drift shows line by line; no id where it is gone.

        One that existed before the stack and is gone now stays in the state without lines: `delete` restores it.
        """
        device = device_for(props)
        running = device.running()
        props = self._newest(device.journal, id_, props)
        lines, before = shown(self._running(props, running)), history_of(self._type(props), props)
        if lines is None and not (before and before.existed):
            return ReadResult("", {})
        seen = {**props, "lines": lines}
        return ReadResult(id_, seen, inputs=inputs_of(seen))

    def update(self, _id: str, _olds: Props, _news: Props) -> UpdateResult:
        """Change what differs."""
        device = device_for(_news)
        with device.config_lock():
            ensure_engine_alive(_news["router"])
            return UpdateResult(self._changed(device, _id, self._newest(device.journal, _id, _olds), _news))

    def delete(self, _id: str, _props: Props) -> None:
        """Remove the object, or restore what it replaced, and save that; nothing where the router is not managed.

        Saved before the state forgets it: after a reload the lines would be foreign.
        """
        if not is_managed(_props):
            return
        device = device_for(_props)
        with device.config_lock():
            ensure_engine_alive(_props["router"])
            newest = self._newest(device.journal, _id, _props)
            remove(device, self._type(_props), _id, ResourceState(self.type_name, stack(), newest))

    def _running(self, props: Props, running: Running) -> Lines | None:
        object_type = self._type(props)
        return object_type.running(running.tree, self._values(props), history_of(object_type, props))

    def _type(self, props: Props) -> ObjectType[Any, Any]:
        """The object's type on the platform of its router."""
        return platform_for(props).object_types[self.type_name]

    def _values(self, props: Props) -> Any:
        return values_of(self._type(props), props)

    def _id(self, props: Props) -> str:
        return f"{props['router']}/{self._type(props).identity(self._values(props))}"


def on_record(
    device: Device, object_type: ObjectType[Any, Any], id_: str, partly: ResourceState
) -> AbstractContextManager[None]:
    """Records the lines sent within as a change of this object, with its foreign lines and all that runs of it."""
    tree = device.running().tree
    foreign = object_type.foreign(tree, values_of(object_type, partly.properties))
    return device.journal.change(id_, partly, [*foreign, whole_object(object_type, tree, partly.properties)])


def remove(device: Device, object_type: ObjectType[Any, Any], id_: str, owned: ResourceState) -> None:
    """Remove what the stack owns of an object, and save that."""
    props = owned.properties
    values, before = values_of(object_type, props), history_of(object_type, props) or object_type.history()
    with on_record(device, object_type, id_, owned):
        device.change(lambda tree: object_type.removal(tree, values, before))
        print_stays(device, object_type, values, before)
        device.save()
    device.journal.close()
    device.journal.forget([id_])


class ObjectResource(ProvidedResource):
    """One object on a router.

    Args:
        name: The resource's name.
        props: `router`, `reach`, `adopt`, and the values of the object.
    """

    provider: ClassVar[type[ObjectProvider]]
    changed_at: pulumi.Output[str]

    def __init__(self, name: str, props: Props, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {**props, **dict.fromkeys(OUTPUTS)}, opts)
