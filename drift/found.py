"""What was found: the differences of one object each, and what could not be looked at."""

from dataclasses import dataclass, field

from cluster.differing import FieldDifference


@dataclass(frozen=True)
class Difference:
    """One object that is not as the stack's file says.

    Attributes:
        owner: `router NAME` or `cluster`.
        object: Its name: on a router that of its resource without the router, in the cluster its kind and name.
        lines: On a router: `- LINE`, which runs and is not wanted, and `+ LINE`, which is wanted and does not run.
        fields: In the cluster: the fields.
    """

    owner: str
    object: str
    lines: tuple[str, ...] = ()
    fields: tuple[FieldDifference, ...] = ()


@dataclass(frozen=True)
class Unseen:
    """What was not looked at, and why; `is_allowed` where the stack does not ask for it."""

    owner: str
    why: str
    is_allowed: bool = False


@dataclass
class Found:
    """Everything that was found.

    Attributes:
        looked_at: How many objects were compared, by owner.
        differences: The objects that differ.
        unseen: What was not looked at.
        notes: What limits the comparison.
    """

    looked_at: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        """Take in what was found elsewhere."""
        self.looked_at |= other.looked_at
        self.differences += other.differences
        self.unseen += other.unseen
        self.notes += other.notes

    @property
    def exit_code(self) -> int:
        """0: nothing differs. 1: something does. 2: nothing that was seen differs, and not everything was seen."""
        return 1 if self.differences else 2 if any(not each.is_allowed for each in self.unseen) else 0
