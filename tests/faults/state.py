"""What the engine would write into its state file: one record per resource, in JSON between any two operations."""

import json
from dataclasses import dataclass, field
from typing import Any, Self

from tests.faults.graph import Declared, Props


def sent(value: Any) -> Any:
    """A value as a provider gets it: through JSON, every number a float, nothing that is null."""
    if isinstance(value, dict):
        return {key: sent(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [sent(each) for each in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@dataclass
class Recorded:
    """One resource in the state."""

    urn: str
    id: str
    inputs: Props
    outputs: Props
    after: list[str]
    tied: dict[str, list[str]]
    init_errors: list[str] = field(default_factory=list)
    pending_replacement: bool = False

    @classmethod
    def of(cls, declared: Declared, inputs: Props) -> Self:
        """A resource that is about to be made."""
        return cls(declared.urn, "", inputs, {}, sorted(declared.after), declared.tied)

    def seen(self, id_: str, inputs: Props, outputs: Props) -> "Recorded":
        """The same after a refresh."""
        return Recorded(self.urn, id_, inputs, outputs, self.after, self.tied)

    def unchanged(self, inputs: Props, declared: Declared) -> "Recorded":
        """The same after a step without a change: new inputs, old outputs."""
        return Recorded(self.urn, self.id, inputs, self.outputs, sorted(declared.after), declared.tied)


@dataclass
class State:
    """Every resource by URN, in the order they were recorded."""

    resources: dict[str, Recorded] = field(default_factory=dict)

    def keep(self, made: Recorded) -> None:
        """One resource is in the state as it is now."""
        self.resources[made.urn] = made

    def forget(self, urn: str) -> None:
        """One resource is no longer in the state, and nothing depends on it any more."""
        del self.resources[urn]
        for each in self.resources.values():
            each.after = [other for other in each.after if other != urn]
            each.tied = {key: [other for other in urns if other != urn] for key, urns in each.tied.items()}

    def in_order(self) -> list[str]:
        """The URNs, each behind those it depends on."""
        found: list[str] = []
        waiting = sorted(self.resources)
        while waiting:
            ready = [urn for urn in waiting if not set(self.resources[urn].after) & set(waiting)]
            found += ready
            waiting = [urn for urn in waiting if urn not in ready]
        return found

    def copy(self) -> "State":
        """The same after it was written to a file and read again."""
        return State({urn: Recorded(**each) for urn, each in json.loads(self.text()).items()})

    @classmethod
    def read(cls, text: str) -> "State":
        """The state in a file."""
        return State({urn: Recorded(**each) for urn, each in json.loads(text).items()})

    def text(self) -> str:
        """The file."""
        return json.dumps({urn: vars(each) for urn, each in self.resources.items()}, sort_keys=True)
