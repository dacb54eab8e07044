"""The environment of a scenario: the running lab, the claims, and the actions that restore the lab."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from lab.fabric import Fabric

Say = Callable[[str], None]
T = TypeVar("T")


def settled(look: Callable[[], T], wanted: T, seconds: float) -> T:
    """What is seen, once it is what is wanted, or when the time is over."""
    deadline = time.monotonic() + seconds
    while (seen := look()) != wanted and time.monotonic() < deadline:
        time.sleep(1)
    return seen


@dataclass
class Stage:
    """The lab during one scenario; claims are printed as they are measured."""

    fabric: Fabric
    router: str  # the lab's, by its name in lab.routers.ROUTERS
    say: Say
    failed: list[str] = field(default_factory=list)
    undo: list[tuple[str, Callable[[], object]]] = field(default_factory=list)

    def claim(self, what: str, seen: bool, measured: str) -> None:
        """Print a claim with its measurement; a claim that does not hold fails the scenario."""
        self.say(f"  {'holds' if seen else 'DOES NOT HOLD'}: {what}\n      {measured}")
        if not seen:
            self.failed.append(what)

    def quote(self, what: str, text: str) -> None:
        """Print a program's output, indented below its origin."""
        self.say(f"  {what}")
        self.say("\n".join(f"      {line}" for line in text.strip("\n").splitlines()))

    def afterwards(self, what: str, undo: Callable[[], object]) -> None:
        """Register `undo`, which is called at the end in any case, the last one first."""
        self.undo.append((what, undo))

    def put_back(self) -> None:
        """Restore everything; the last change is undone first."""
        while self.undo:
            what, undo = self.undo.pop()
            undo()
            self.say(f"  put back: {what}")

    def holds(self) -> bool:
        """Whether every claim holds."""
        return not self.failed
