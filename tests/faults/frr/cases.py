"""What goes wrong on FRR, and where: the cases of one operation that differ for the router."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tests.faults.cases import NOTHING, Confirm
from tests.faults.frr.operations import OPERATIONS

# The session sends lines in groups, one `vtysh -f` each. These happen before its first line, or after its last one.
BEFORE_A_GROUP = ("cut", "daemon", "reboot")
AFTER_A_GROUP = ("cut-after", "cut-undo", "away")
# `cut-within` ends `vtysh` after a line that is not the last one of its group.
AT_A_LINE = ("refuse", "cut-within")
FAULTS = (NOTHING, *AT_A_LINE, *BEFORE_A_GROUP, *AFTER_A_GROUP, "slow")
_NAME = re.compile(rf"([a-z-]+)/confirm-(on|off)/({'|'.join(FAULTS)})(?:/([1-9]\d*))?")


@dataclass(frozen=True, order=True)
class Case:
    """One operation with one fault.

    Attributes:
        operation: Its name in `operations.OPERATIONS`.
        confirm: Whether commit-confirm is required, or off.
        fault: Its name in `FAULTS`.
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


def case_named(name: str) -> Case:
    """The case of a name that was printed.

    Raises:
        ValueError: There is no such case.
    """
    found = _NAME.fullmatch(name)
    if not found or found[1] not in OPERATIONS or (found[4] is None) != (found[3] in (NOTHING, "slow")):
        raise ValueError(name)
    return Case(found[1], "on" if found[2] == "on" else "off", found[3], int(found[4] or 0))


def cases_of(operation: str, confirm: Confirm, groups: Sequence[int]) -> list[Case]:
    """All cases, from the number of lines in each group that the undisturbed operation sends; fault after fault."""
    at_lines = [Case(operation, confirm, fault, line) for fault in FAULTS for line in _lines(fault, groups)]
    return [Case(operation, confirm, NOTHING), *at_lines, Case(operation, confirm, "slow")]


def _lines(fault: str, groups: Sequence[int]) -> Iterator[int]:
    for end, length in zip(accumulate(groups), groups, strict=True):
        first = end - length + 1
        if fault in AT_A_LINE:
            yield from range(first, end + (fault == "refuse"))
        elif fault in BEFORE_A_GROUP:
            yield first
        elif fault in AFTER_A_GROUP:
            yield end
