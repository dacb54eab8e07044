"""What goes wrong on FRR, and where: the cases of one operation that differ for the router."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from tests.faults.frr.operations import OPERATIONS
from tests.faults.named_case import NOTHING, Confirm, NamedCase

# The session sends lines in groups, one `vtysh -f` each. These happen before its first line, or after its last one.
BEFORE_A_GROUP = ("cut", "daemon", "reboot")
AFTER_A_GROUP = ("cut-after", "cut-undo", "away")
# `cut-within` ends `vtysh` after a line that is not the last one of its group.
AT_A_LINE = ("refuse", "cut-within")
FAULTS = (NOTHING, *AT_A_LINE, *BEFORE_A_GROUP, *AFTER_A_GROUP, "slow")
_NAME = re.compile(rf"([a-z-]+)/confirm-(on|off)/({'|'.join(FAULTS)})(?:/([1-9]\d*))?")


def case_named(name: str) -> NamedCase:
    """The case of a name that was printed.

    Raises:
        ValueError: There is no such case.
    """
    found = _NAME.fullmatch(name)
    if not found or found[1] not in OPERATIONS or (found[4] is None) != (found[3] in (NOTHING, "slow")):
        raise ValueError(name)
    return NamedCase(found[1], "on" if found[2] == "on" else "off", found[3], int(found[4] or 0))


def cases_of(operation: str, confirm: Confirm, groups: Sequence[int]) -> list[NamedCase]:
    """All cases, from the number of lines in each group that the undisturbed operation sends; fault after fault."""
    at_lines = [NamedCase(operation, confirm, fault, line) for fault in FAULTS for line in _lines(fault, groups)]
    return [NamedCase(operation, confirm, NOTHING), *at_lines, NamedCase(operation, confirm, "slow")]


def _lines(fault: str, groups: Sequence[int]) -> Iterator[int]:
    for end, length in zip(accumulate(groups), groups, strict=True):
        first = end - length + 1
        if fault in AT_A_LINE:
            yield from range(first, end + (fault == "refuse"))
        elif fault in BEFORE_A_GROUP:
            yield first
        elif fault in AFTER_A_GROUP:
            yield end
