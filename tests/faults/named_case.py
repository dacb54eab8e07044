"""What the cases of every platform's matrix have: an operation with one fault, and their name."""

from dataclasses import dataclass
from typing import Literal

Confirm = Literal["off", "on"]
NOTHING = "nothing"


@dataclass(frozen=True, order=True)
class NamedCase:
    """One operation with one fault.

    Attributes:
        operation: Its name in the platform's `OPERATIONS`.
        confirm: Whether commit-confirm is required, or off.
        fault: Its name in the platform's `FAULTS`.
        line: The line it happens at, counted from 1; 0 where it is so all the way.
    """

    operation: str
    confirm: Confirm
    fault: str
    line: int = 0

    @property
    def name(self) -> str:
        """`node-added/confirm-off/cut/17`."""
        return f"{self.operation}/confirm-{self.confirm}/{self.fault}" + (f"/{self.line}" if self.line else "")
