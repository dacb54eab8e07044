"""From Pulumi's calls to one kind of object on a router; every resource's provider is this class and its kind."""

from contextlib import AbstractContextManager
from functools import partial
from typing import Any, ClassVar

import pulumi
from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    Resource,
    UpdateResult,
)
from pydantic import ValidationError

from apply.device import Device
from apply.found_objects import print_stays, record_found
from apply.journal import Ended, Journal
from apply.partial_state import both, recorded
from apply.properties import OUTPUTS, Props, inputs_of, now, values_of
from apply.reconcile import only_in, reconcile
from platforms.object_type import Lines, ObjectType, shown
from platforms.running import Running
from providers.process import device_for, journal_for, meet, platform_for, stack
from providers.provider_base import ProviderBase
from providers.pulumi_host.engine_watchdog import go_on


class ObjectProvider(ProviderBase):
    """Create, read, update and delete for one kind of object.

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
            return CheckResult(news, [CheckFailure("", text) for text in _reasons(error)])
        return CheckResult({**news, "lines": lines}, [])

    def diff(self, _id: str, _olds: Props, _news: Props) -> DiffResult:
        """Changed where any input differs from what was last applied or seen; another identity is another object.

        And where a change was applied that was killed before the state had it.
        """
        meet(_id)
        unrecorded = self._newest(journal_for(_olds), _id, _olds) is not _olds
        keys = set(_news) | set(inputs_of(_olds))
        changed = {key for key in keys if _olds.get(key) != _news.get(key)}
        replaces = [key for key in self.identity_keys if key in changed]
        return DiffResult(changes=bool(changed) or unrecorded, replaces=replaces, delete_before_replace=True)

    def create(self, props: Props) -> CreateResult:
        """The object is on the router; what was there before is remembered for the day it is deleted."""
        device, values = device_for(props), self._values(props)
        with device.config_lock():
            go_on(props["router"])
            running, id_ = device.running(), self._id(props)
            meet(id_)
            if left := self._left(device, id_, props, running):
                return CreateResult(id_, self._changed(device, id_, left, props))
            object_type = self._type(props)
            before = object_type.before(running.tree, values)
            made = {**props, "before": before, "changed_at": now()}
            with self._change(device, id_, made), recorded(device, id_, made, partial(self._running, made)):
                reconcile(props["router"], device, object_type, values, adopt=bool(props.get("adopt")), before=before)
            record_found(device, object_type, running.tree, values, before)
            return CreateResult(id_, self._ended(device, id_, made))

    def _left(self, device: Device, id_: str, props: Props, running: Running) -> Props | None:
        """What a killed run made of the object and could not record, where the router still has it so."""
        left = self._entry(device.journal, id_, props)
        runs = self._running(left, running) if left else None
        if left is None or runs is None or only_in(runs, self._type(left).lines(self._values(left))):
            return None
        return left

    def _changed(self, device: Device, id_: str, olds: Props, news: Props) -> Props:
        """The properties of the object once it is as `news` say; only what differs from what runs was sent."""
        values, previous = self._values(news), self._values(olds)
        object_type = self._type(news)
        before = object_type.before(device.running().tree, values, previous, olds.get("before") or {})
        made = {**news, "before": before, "changed_at": now()}
        left = both(olds, made)
        with self._change(device, id_, left), recorded(device, id_, left, partial(self._running, left)):
            reconcile(news["router"], device, object_type, values, previous, bool(news.get("adopt")), before)
        return self._ended(device, id_, made)

    def _ended(self, device: Device, id_: str, made: Props) -> Props:
        """The same, on record until the engine has it in its state."""
        made = {**made, "changed_at": now()}
        device.journal.ended(id_, Ended(self.type_name, stack(), made))
        return made

    def _change(self, device: Device, id_: str, partly: Props) -> AbstractContextManager[None]:
        """A change on record, with the object's lines that are others'."""
        return on_record(device, self._type(partly), id_, Ended(self.type_name, stack(), partly))

    def _newest(self, journal: Journal, id_: str, olds: Props) -> Props:
        """The state's properties, or those of a later change that was killed before the state had them."""
        left = self._entry(journal, id_, olds)
        return left if left and left.get("changed_at", "") > olds.get("changed_at", "") else olds

    def _entry(self, journal: Journal, id_: str, props: Props) -> Props | None:
        """What the journal says of this very object of this stack, as properties."""
        left = journal.left.get(id_)
        if not left or (left.stack and stack() and left.stack != stack()):
            return None
        if any(left.properties.get(key) != props.get(key) for key in self.identity_keys):
            return None
        pulumis = {key: value for key, value in props.items() if key.startswith("__")}
        return {**left.properties, "reach": props["reach"], **pulumis}

    def read(self, id_: str, props: Props) -> ReadResult:
        """The object as the router has it, so that drift shows line by line; no id where it is gone.

        One that was there before the stack and is gone now stays in the state without lines: what it said then is to
        be given back one day.
        """
        device = device_for(props)
        running = device.running()
        props = self._newest(device.journal, id_, props)
        lines = shown(self._running(props, running))
        if lines is None and not (props.get("before") or {}).get("existed"):
            return ReadResult("", {})
        seen = {**props, "lines": lines}
        return ReadResult(id_, seen, inputs=inputs_of(seen))

    def update(self, _id: str, _olds: Props, _news: Props) -> UpdateResult:
        """The object is as wanted; only what differs was sent."""
        device = device_for(_news)
        with device.config_lock():
            go_on(_news["router"])
            return UpdateResult(self._changed(device, _id, self._newest(device.journal, _id, _olds), _news))

    def delete(self, _id: str, _props: Props) -> None:
        """What this stack put on the router is gone, and what it had replaced is back, also after a reload.

        It is saved before the state forgets it: nobody would know later whose it is.
        """
        device = device_for(_props)
        with device.config_lock():
            go_on(_props["router"])
            newest = self._newest(device.journal, _id, _props)
            take_away(device, self._type(_props), _id, Ended(self.type_name, stack(), newest))

    def _running(self, props: Props, running: Running) -> Lines | None:
        return self._type(props).running(running.tree, self._values(props), props.get("before"))

    def _type(self, props: Props) -> ObjectType[Any]:
        """The object's type on the platform of its router."""
        return platform_for(props).object_types[self.type_name]

    def _values(self, props: Props) -> Any:
        return values_of(self._type(props), props)

    def _id(self, props: Props) -> str:
        return f"{props['router']}/{self._type(props).identity(self._values(props))}"


def on_record(device: Device, object_type: ObjectType[Any], id_: str, partly: Ended) -> AbstractContextManager[None]:
    """What is sent within changes this object: the journal has its undo, and which of its lines are others'."""
    foreign = object_type.foreign(device.running().tree, values_of(object_type, partly.properties))
    return device.journal.change(id_, partly, foreign)


def take_away(device: Device, object_type: ObjectType[Any], id_: str, owned: Ended) -> None:
    """What the stack put on the router of one object is gone, and that is saved."""
    props = owned.properties
    values, before = values_of(object_type, props), props.get("before") or {}
    with on_record(device, object_type, id_, owned):
        device.change(lambda tree: object_type.removal(tree, values, before))
        print_stays(device, object_type, values, before)
        device.save()
    device.journal.close()
    device.journal.forget([id_])


class ObjectResource(Resource):
    """One object on a router.

    Args:
        name: The resource's name.
        props: `router`, `reach`, `adopt`, and the values of the object.
    """

    provider: ClassVar[type[ObjectProvider]]
    changed_at: pulumi.Output[str]

    def __init__(self, name: str, props: Props, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.provider(), name, {**props, **dict.fromkeys(OUTPUTS)}, opts)


def _reasons(error: ValidationError) -> list[str]:
    """Each finding as `property: reason`, without the offending value: it might be a secret."""
    return [f"{'.'.join(map(str, found['loc']))}: {found['msg']}" for found in error.errors(include_url=False)]
