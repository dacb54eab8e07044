"""What goes wrong, and where: a case is one operation with one fault at one line that is typed during it."""

import re
from dataclasses import dataclass

from emulator.faults import LineFault
from tests.faults.named_case import NOTHING, Confirm, NamedCase
from tests.faults.operations import OPERATIONS
from tests.faults.router import Watched

# What the router says when it takes no line: its own words at the prompt, and those of a passing obstacle.
_REFUSAL = "               ^\n% Invalid input detected at '^' marker.\n"
_BUSY = "% Deletion of RD in progress; wait for it to complete"
_ANY = re.compile(".*", re.DOTALL)

# fault: what the lab's router does at the line.
AT_A_LINE: dict[str, dict[str, object]] = {
    "cut": {"do": "cut"},
    "cut-after": {"do": "cut-after"},
    "cut-within": {"do": "cut-within", "bytes": 4},
    "refuse": {"do": "refuse", "text": _REFUSAL},
    "busy": {"do": "refuse", "text": _BUSY},
    "reboot": {"do": "reboot"},
}
# fault: what happens at the line at which SIGKILL ends the process; its connection goes with it.
KILLED: dict[str, dict[str, object]] = {
    "kill": {"do": "cut"},
    "kill-after": {"do": "cut-after"},
    "kill-unrecorded": {},
    "kill-destroy": {"do": "cut-after"},
    "power": {"do": "reboot"},
}
# Those that are tried at every third line alone.
_SELDOM = ("kill-unrecorded", "kill-destroy", "power")
# fault: what is so from the first line to the last, also while the next `up` mends it.
ALL_THE_WAY: dict[str, dict[str, int]] = {
    "buffer-64": {"input_buffer": 64, "latency_ms": 2},
    "buffer-128": {"input_buffer": 128, "latency_ms": 2},
    "slow": {"latency_ms": 10},
}
FAULTS = (NOTHING, *AT_A_LINE, *KILLED, *ALL_THE_WAY)
_NAME = re.compile(
    rf"(?P<operation>[a-z-]+)/confirm-(?P<confirm>on|off)/(?P<fault>{'|'.join(FAULTS)})(/(?P<line>[1-9]\d*))?"
)


@dataclass(frozen=True, order=True)
class Case(NamedCase):
    """One operation with one fault of IOS-XE's matrix."""

    def faults(self) -> Watched:
        """What the router is told to do wrong."""
        if self.fault in ALL_THE_WAY:
            return Watched(**ALL_THE_WAY[self.fault])  # type: ignore[arg-type]
        deed = (AT_A_LINE | KILLED)[self.fault]
        lines = [LineFault(match=_ANY, at=self.line, **deed)] if deed else []  # type: ignore[arg-type]
        return Watched(lines=lines, kill_at=self.line if self.killed else 0)

    @property
    def killed(self) -> bool:
        """Whether the process is killed outright."""
        return self.fault in KILLED

    def afterwards(self) -> Watched:
        """What is still so when it is mended."""
        return Watched(**ALL_THE_WAY.get(self.fault, {}))  # type: ignore[arg-type]


def cases_of(operation: str, confirm: Confirm, lines: int) -> list[Case]:
    """Every fault, at every one of so many lines."""
    at_lines = [Case(operation, confirm, fault, line) for fault in AT_A_LINE | KILLED for line in _lines(fault, lines)]
    return [Case(operation, confirm, fault) for fault in (NOTHING, *ALL_THE_WAY)] + at_lines


def _lines(fault: str, lines: int) -> range:
    return range(1, lines + 1, 3) if fault in _SELDOM else range(1, lines + 1)


def case_named(name: str) -> Case:
    """The case of a name that was printed.

    Raises:
        ValueError: There is no such case.
    """
    found = _NAME.fullmatch(name)
    if (
        not found
        or found["operation"] not in OPERATIONS
        or (found["line"] is None) == (found["fault"] in AT_A_LINE | KILLED)
    ):
        raise ValueError(name)
    confirm: Confirm = "on" if found["confirm"] == "on" else "off"
    return Case(found["operation"], confirm, found["fault"], int(found["line"] or 0))
