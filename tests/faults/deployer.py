"""The engine's part, done by hand: the providers are called as Pulumi's engine calls them, thousands of times a minute.

What is kept of the engine's ways: check before diff, diff against the old outputs, a failed create leaves nothing and a
failed update the old state, a partly applied resource is recorded and updated next time, a replacement deletes first
and takes with it whoever is replaced by that, refresh forgets what is gone, what is no longer declared goes last and
in reverse order, and when a step fails those already under way still end. What it does one after the other the engine
does side by side: the router's lock makes that the same, in some order.

Source: pulumi/pkg v3.259.0, resource/deploy/step_generator.go and step.go; pulumi/dynamic/__main__.py.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pulumi

from apply.partial_state import PartlyAppliedError
from errors import CoexistError
from tests.faults.graph import Declared, Props, provider_of
from tests.faults.state import Recorded, State, sent


class FailedError(Exception):
    """The operation ended with errors; everything that was done by then is in the state."""


@dataclass
class Deployer:
    """One stack's state and what may be done to it.

    Attributes:
        state: What the engine's state file would hold.
        errors: What the last operation complained of.
        changes: What the last operation did, or the last preview would do: `update csr1000v-bgp`.
    """

    state: State = field(default_factory=State)
    errors: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    def up(self, program: Iterable[Declared], refresh: bool = False) -> None:
        """`pulumi up`, or `pulumi up --refresh`.

        Raises:
            FailedError: It would end with errors.
        """
        self._begin()
        if refresh:
            self._refresh()
            self._stop_at_errors()
        wanted = {each.urn: each for each in program}
        run = _Run(self, wanted)
        self._side_by_side(list(wanted), lambda urn: wanted[urn].after, run.step)
        self._stop_at_errors()
        self._delete([urn for urn in self.state.resources if urn not in wanted])
        self._stop_at_errors()

    def preview(self, program: Iterable[Declared]) -> list[str]:
        """What `pulumi preview --refresh` would show to be done; the state stays as it is."""
        seen = Deployer(self.state.copy())
        seen._begin()
        seen._refresh()
        seen._stop_at_errors()
        wanted = {each.urn: each for each in program}
        found = [change for each in wanted.values() if (change := _Run(seen, wanted).foreseen(each))]
        return found + [f"delete {_name(urn)}" for urn in seen.state.resources if urn not in wanted]

    def refresh(self) -> None:
        """`pulumi refresh`.

        Raises:
            FailedError: It would end with errors.
        """
        self._begin()
        self._refresh()
        self._stop_at_errors()

    def destroy(self) -> None:
        """`pulumi destroy`.

        Raises:
            FailedError: It would end with errors.
        """
        self._begin()
        self._delete(list(self.state.resources))
        self._stop_at_errors()

    def _begin(self) -> None:
        self.errors, self.changes = [], []
        self.state = self.state.copy()

    def _stop_at_errors(self) -> None:
        if self.errors:
            raise FailedError("\n".join(self.errors))

    def _refresh(self) -> None:
        for urn in list(self.state.resources):
            with self.noting(urn):
                self._read(urn)

    def _read(self, urn: str) -> None:
        old = self.state.resources[urn]
        if old.pending_replacement:
            return
        result = provider_of(old.outputs).read(old.id, sent(old.outputs))
        if not result.id:
            self.state.forget(urn)
            return
        provider = {"__provider": old.outputs["__provider"]}
        inputs = old.inputs if result.inputs is None else {**result.inputs, **provider}
        self.state.resources[urn] = old.seen(result.id, inputs, {**(result.outs or {}), **provider})

    def _delete(self, urns: list[str]) -> None:
        """These go, those nobody depends on first."""
        standing = {urn: {other for other in urns if urn in self.state.resources[other].after} for urn in urns}
        self._side_by_side(sorted(urns), lambda urn: standing[urn], self.delete)

    def delete(self, urn: str, replaced: bool = False) -> None:
        """One resource is gone; where it is to be replaced the state remembers that."""
        old = self.state.resources[urn]
        if not old.pending_replacement:
            self.changes.append(f"delete {_name(urn)}")
            provider_of(old.outputs).delete(old.id, sent(old.outputs))
        if replaced:
            old.pending_replacement = True
            self.state.keep(old)
        else:
            self.state.forget(urn)

    def _side_by_side(
        self, urns: list[str], after: Callable[[str], Iterable[str]], step: Callable[[str], None]
    ) -> None:
        """Every step once what it waits for is done; after a failure only those that are under way."""
        waiting, done, queue = sorted(urns), set[str](), list[str]()
        while True:
            if not self.errors:
                ready = [urn for urn in waiting if done.issuperset(set(after(urn)) & set(urns))]
                queue += ready
                waiting = [urn for urn in waiting if urn not in ready]
            if not queue:
                return
            urn = queue.pop(0)
            with self.noting(urn):
                step(urn)
                done.add(urn)

    @contextmanager
    def noting(self, urn: str) -> Any:
        """An error of ours is noted with the resource's name; any other is a bug and goes through."""
        try:
            yield
        except CoexistError as error:
            self.errors.append(f"{_name(urn)}: {error}")


@dataclass
class _Run:
    """One pass over a program."""

    deployer: Deployer
    wanted: dict[str, Declared]

    @property
    def _state(self) -> State:
        return self.deployer.state

    def step(self, urn: str) -> None:
        """One resource is as declared."""
        declared, old = self.wanted[urn], self._state.resources.get(urn)
        checked = _checked(declared, old)
        if old is None or old.pending_replacement:
            return self._create(declared, checked)
        diff = declared.provider.diff(old.id, sent(old.outputs), sent(checked))
        if diff.changes and diff.replaces:
            assert diff.delete_before_replace, "the engine would create first"
            for dependent in reversed(self._replaced_with(urn)):
                self.deployer.delete(dependent, replaced=True)
            self.deployer.delete(urn, replaced=True)
            return self._create(declared, checked)
        if diff.changes or old.init_errors:
            return self._update(declared, old, checked)
        self._state.resources[urn] = old.unchanged(checked, declared)
        return None

    def foreseen(self, declared: Declared) -> str:
        """What would be done to one resource, nothing where it is as declared."""
        old = self._state.resources.get(declared.urn)
        if old is None or old.pending_replacement:
            return f"create {_name(declared.urn)}"
        checked = _checked(declared, old)
        diff = declared.provider.diff(old.id, sent(old.outputs), sent(checked))
        changed = [key for key in {*checked, *old.inputs} if checked.get(key) != old.outputs.get(key)]
        return f"update {_name(declared.urn)} {sorted(changed)}" if diff.changes or old.init_errors else ""

    def _create(self, declared: Declared, checked: Props) -> None:
        self.deployer.changes.append(f"create {_name(declared.urn)}")
        made = Recorded.of(declared, checked)
        with self._partly(made):
            result = declared.provider.create(sent(checked))
            made.id = result.id
            made.outputs = {**(result.outs or {}), "__provider": checked["__provider"]}
        self._state.keep(made)

    def _update(self, declared: Declared, old: Recorded, checked: Props) -> None:
        self.deployer.changes.append(f"update {_name(declared.urn)}")
        made = Recorded.of(declared, checked)
        made.id = old.id
        with self._partly(made):
            result = declared.provider.update(old.id, sent(old.outputs), sent(checked))
            made.outputs = {**(result.outs or {}), "__provider": checked["__provider"]}
        self._state.keep(made)

    @contextmanager
    def _partly(self, made: Recorded) -> Any:
        """A partly applied resource is kept, with the reason."""
        try:
            yield
        except PartlyAppliedError as error:
            made.id, made.init_errors = error.id, [str(error)]
            made.outputs = {**error.properties, "__provider": made.inputs["__provider"]}
            self._state.keep(made)
            raise

    def _replaced_with(self, root: str) -> list[str]:
        """Who is replaced when `root` is, in the order of dependence."""
        condemned = [root]
        for urn in self._state.in_order():
            old = self._state.resources[urn]
            touched = {key for key, urns in old.tied.items() if set(urns) & set(condemned)}
            if urn != root and touched and not old.pending_replacement:
                unknown = {**old.inputs, **dict.fromkeys(touched, pulumi.UNKNOWN)}
                if provider_of(old.outputs).diff(old.id, sent(old.outputs), unknown).replaces:
                    condemned.append(urn)
        return condemned[1:]


def _checked(declared: Declared, old: Recorded | None) -> Props:
    result = declared.provider.check(sent(old.inputs) if old else {}, sent(declared.inputs))
    if result.failures:
        raise CoexistError("; ".join(failure.reason for failure in result.failures))
    checked: Props = json.loads(json.dumps({**result.inputs, "__provider": declared.inputs["__provider"]}))
    return checked


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]
