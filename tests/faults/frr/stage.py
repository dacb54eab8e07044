"""The stage of an operation on FRR: operations that begin alike share one preparation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from tests.faults.frr.router import FrrFault, Snapshot
from tests.faults.graph import Declared
from tests.faults.stage import Outcome, Stage
from tests.faults.state import State

_CONFIRMS = {"on": "commit_confirm=required", "off": "commit_confirm=off"}


@dataclass(frozen=True)
class _Prepared:
    fresh: str
    filtered: dict[Any, Any]
    start: Snapshot
    state: str


class FrrStage(Stage):
    """One operation on a `FaultyFrr`."""

    _prepared: ClassVar[dict[tuple[object, ...], _Prepared]] = {}

    groups: Sequence[int] = ()

    def attempt(self, faults: FrrFault, afterwards: FrrFault) -> Outcome:
        """As the base; `groups` is how many lines each group of the first attempt had, which is undisturbed."""
        outcome = super().attempt(faults, afterwards)
        self.groups = self.groups or faults.groups
        return outcome

    def _prepare(self, applied: list[Declared]) -> None:
        """As the base; the state's own commit-confirm changes no line, and is replaced in a shared one."""
        operation = self.operation
        begun = "" if operation.verb == "create" else self._alike(str([each.inputs for each in applied]))
        place = (self.router.port, operation.startup, operation.by_hand, operation.saved, begun)
        if place not in self._prepared:
            super()._prepare(applied)
            state = self._alike(self._state.text())
            self._prepared[place] = _Prepared(self._fresh, self._filtered, self._start, state)
        found = self._prepared[place]
        self._fresh, self._filtered, self._start = found.fresh, found.filtered, found.start
        self._state = State.read(found.state.replace(_CONFIRMS["off"], _CONFIRMS[self._confirm]))

    @staticmethod
    def _alike(text: str) -> str:
        return text.replace(_CONFIRMS["on"], _CONFIRMS["off"])
