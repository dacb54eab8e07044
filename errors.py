"""The errors that this program raises, grouped by where the cause is.

CoexistError
├── IntentError            fix the stack's YAML; nothing was touched
├── PlanError              the running configuration cannot be changed to the wanted one; nothing was sent
├── RouterError            a router; the text begins with its name
│   ├── UnreachableError   no TCP or no SSH
│   ├── HostKeyError       the host key is unknown or has changed
│   ├── LoginError         user, password, or privilege
│   ├── RefusalError       the router refused a line; has the line, the answer and what was undone
│   ├── ConflictError      the object exists and differs from the wanted one
│   ├── BusyError          another session configures the router
│   ├── UnconfirmedError   a change was not confirmed in time: the router reverts it
│   └── SessionLostError   the connection was lost within a session
├── ClusterError           the cluster: its kubeconfig or its API server
└── VerificationError      checks of the running network failed, or could not be made
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from printable import cut, message, one_line

_LONGEST = 1000
_PER_CODE = 5


@dataclass(frozen=True)
class Problem:
    """One problem of the stack's file."""

    path: str  # in the YAML; those of several places are separated by commas
    what: str
    hint: str = ""  # a way to correct it
    code: str = ""  # the check's; docs/checks.md lists them
    found: str = ""  # the value, or each place's value
    expected: str = ""  # the allowed values

    def __str__(self) -> str:
        """`code path: what`, then `found`, `expected` and `hint` on lines of their own."""
        head = f"{self.code} {self.path}: {self.what}" if self.code else f"{self.path}: {self.what}"
        more = {"found": self.found, "expected": self.expected, "hint": self.hint}
        lines = [head, *(f"    {name}: {text}" for name, text in more.items() if text)]
        return "\n".join(one_line(line, _LONGEST) for line in lines)


def listed(problems: Iterable[Problem]) -> list[str]:
    """The problems as texts: the first five of each code, and the number of the others."""
    counts: Counter[str] = Counter()
    texts = []
    for problem in problems:
        counts[problem.code] += 1
        if not problem.code or counts[problem.code] <= _PER_CODE:
            texts.append(f"  {problem}")
    more = {code: count - _PER_CODE for code, count in counts.items() if code and count > _PER_CODE}
    return texts + [f"  … and {count} more of {code}" for code, count in more.items()]


class CoexistError(Exception):
    """The base class; its text is complete and printable, quotations included; the hint says what to do."""

    def __init__(self, what: str, hint: str = "") -> None:
        self.what = what
        self.hint = hint
        super().__init__(message(what + (f"\n  hint: {hint}" if hint else "")))


class IntentError(CoexistError):
    """The stack's file has problems; the text lists all of them, and nothing was changed."""

    def __init__(self, problems: list[Problem], source: str = "the stack's configuration") -> None:
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__("\n".join([f"{source} has {count}; nothing was touched", *listed(problems)]))


class PlanError(CoexistError):
    """The router does not allow a change from the running configuration to the wanted one; nothing was sent."""


class RouterError(CoexistError):
    """An error of a router, or on the connection to it; `ROUTER: WHAT: WHY`, then a hint."""

    def __init__(self, router: str, what: str, hint: str = "") -> None:
        super().__init__(f"{router}: {what}", hint)
        self.router = router
        self.what = what


class UnreachableError(RouterError):
    """No connection to the router could be made."""


class HostKeyError(RouterError):
    """The router's host key is not the known one."""


class LoginError(RouterError):
    """The router refused the login, or the user's privilege is too low."""


class SessionLostError(RouterError):
    """The connection was lost, or the router stopped answering, within a session."""


class ConflictError(RouterError):
    """An object exists on the router and differs from the wanted one."""


class BusyError(RouterError):
    """Another session configures the router, and did not end within the time to wait."""


class UnconfirmedError(RouterError):
    """A change on the router is not confirmed, and is reverted: at the time `when`; "": it is reverted already."""

    def __init__(self, router: str, what: str, when: str = "", hint: str = "") -> None:
        self.when = when
        super().__init__(router, what + (f"\n  when: {when}" if when else ""), hint)


class RefusalError(RouterError):
    """The router refused a configuration line; secrets in the line and in the answer are replaced.

    The sentence `undone` says what was undone of the lines sent before in this change.
    """

    def __init__(self, router: str, line: str, answer: str, undone: str = "", hint: str = "") -> None:
        self.line = line
        self.answer = answer = cut(answer)
        self.undone = undone
        what = f"line '{line}' refused: {answer}" + (f"\n  undo: {undone}" if undone else "")
        super().__init__(router, what, hint)


class ClusterError(CoexistError):
    """The cluster cannot be reached or read; `WHERE: WHAT: WHY`, WHERE a YAML path or the API server."""

    def __init__(self, where: str, what: str, hint: str = "") -> None:
        super().__init__(f"{where}: {what}", hint)


class VerificationError(CoexistError):
    """Checks of the running network failed, or could not be made; the text lists them."""
