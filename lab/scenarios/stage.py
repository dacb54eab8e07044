"""What a scenario stands on: the running lab, claims it makes, and what must be put back afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lab.fabric import Fabric

Say = Callable[[str], None]


@dataclass
class Stage:
    """The lab during one scenario; claims are printed as they are measured."""

    fabric: Fabric
    say: Say
    failed: list[str] = field(default_factory=list)
    undo: list[tuple[str, Callable[[], object]]] = field(default_factory=list)

    def claim(self, what: str, seen: bool, measured: str) -> None:
        """One fact the scenario is about, with what was measured; a fact not seen fails the scenario."""
        self.say(f"  {'holds' if seen else 'DOES NOT HOLD'}: {what}\n      {measured}")
        if not seen:
            self.failed.append(what)

    def quote(self, what: str, text: str) -> None:
        """What a program printed, indented under where it came from."""
        self.say(f"  {what}")
        self.say("\n".join(f"      {line}" for line in text.strip("\n").splitlines()))

    def afterwards(self, what: str, undo: Callable[[], object]) -> None:
        """`undo` is called at the end, last one first, whatever happens."""
        self.undo.append((what, undo))

    def put_back(self) -> None:
        """Everything is as it was before; the last thing done is undone first."""
        while self.undo:
            what, undo = self.undo.pop()
            undo()
            self.say(f"  put back: {what}")

    def holds(self) -> bool:
        """Whether every claim was seen."""
        return not self.failed
