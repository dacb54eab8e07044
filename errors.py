"""Every error this program raises on purpose, by who must act.

CoexistError
├── IntentError            fix the stack's YAML; nothing was touched
├── PlanError              no way leads from what the router runs to what is wanted; nothing was sent
├── RouterError            the router: names it, and what to do there
│   ├── UnreachableError   no TCP or no SSH
│   ├── HostKeyError       the host key is unknown or has changed
│   ├── LoginError         user, password, or privilege
│   ├── RefusalError       a line was answered with an error; carries line, answer and what was undone
│   ├── ConflictError      the object is there already and differs from what is wanted
│   ├── BusyError          somebody else configures it
│   ├── UnconfirmedError   a change was not confirmed in time or by nobody: the router takes it back
│   └── SessionLostError   the connection went away in the middle
├── ClusterError           the cluster: its kubeconfig or its API server
└── VerificationError      the network is up but does not do what was meant, or could not be looked at
"""

from dataclasses import dataclass

from printable import cut, message, printable


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the intent.

    Args:
        path: Its YAML path; where two places do not fit together both, with a comma.
        what: What is wrong.
        hint: How to put it right.
        code: What kind of problem it is, for searching; docs/checks.md lists them.
        found: The value there, or each place's.
        expected: What would be right.
    """

    path: str
    what: str
    hint: str = ""
    code: str = ""
    found: str = ""
    expected: str = ""

    def __str__(self) -> str:
        """`code path: what`, then what was found, what was expected and the hint on lines of their own."""
        head = f"{self.code} {self.path}: {self.what}" if self.code else f"{self.path}: {self.what}"
        more = {"found": self.found, "expected": self.expected, "hint": self.hint}
        return printable("\n".join([head, *(f"    {name}: {text}" for name, text in more.items() if text)]))


class CoexistError(Exception):
    """The root of the tree; its text is complete and fit to be shown as it is, whatever it quotes."""

    def __init__(self, text: str) -> None:
        super().__init__(message(text))


class IntentError(CoexistError):
    """The YAML does not describe a network that can work; every problem is listed and nothing was touched."""

    def __init__(self, problems: list[Problem], source: str = "the stack's configuration") -> None:
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = [f"{source} has {count}; nothing was touched"]
        super().__init__("\n".join(lines + [f"  {problem}" for problem in problems]))


class PlanError(CoexistError):
    """No way that the router would take leads from what it runs to what is wanted; nothing was sent.

    Args:
        what: What stands in the way.
        hint: What the person should do.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        self.what = what
        self.hint = hint
        super().__init__(what + (f"\n  hint: {hint}" if hint else ""))


class RouterError(CoexistError):
    """Something between this program and a router; `WHO: WHAT: WHY`, then a hint."""

    def __init__(self, router: str, what: str, hint: str = "") -> None:
        self.router = router
        self.what = what
        self.hint = hint
        super().__init__(f"{router}: {what}" + (f"\n  hint: {hint}" if hint else ""))


class UnreachableError(RouterError):
    """No connection to the router could be made."""


class HostKeyError(RouterError):
    """The router's host key is not the one on record."""


class LoginError(RouterError):
    """The router did not let this user in, or not far enough."""


class SessionLostError(RouterError):
    """The connection went away, or the router fell silent, in the middle of a conversation."""


class ConflictError(RouterError):
    """An object of that name exists on the router and differs from what the stack wants."""


class BusyError(RouterError):
    """Somebody else configures the router, and went on for longer than one waits."""


class UnconfirmedError(RouterError):
    """A change on the router is not confirmed, so it does not stay.

    Args:
        router: The router's name in the configuration.
        what: Whose change, and what became of it.
        when: When the router takes it back by itself; "" where it is back already.
        hint: What the person should do.
    """

    def __init__(self, router: str, what: str, when: str = "", hint: str = "") -> None:
        self.when = when
        super().__init__(router, what + (f"\n  when: {when}" if when else ""), hint)


class RefusalError(RouterError):
    """The router answered a configuration line with an error.

    Args:
        router: The router's name in the configuration.
        line: The line as sent, secrets replaced.
        answer: What the router answered, secrets replaced.
        undone: What became of the lines already sent in this batch, as a sentence.
        hint: What the person should do.
    """

    def __init__(self, router: str, line: str, answer: str, undone: str = "", hint: str = "") -> None:
        self.line = line
        self.answer = answer = cut(answer)
        self.undone = undone
        what = f"line '{line}' refused: {answer}" + (f"\n  undo: {undone}" if undone else "")
        super().__init__(router, what, hint)


class ClusterError(CoexistError):
    """The cluster cannot be reached or asked; `WHERE: WHAT: WHY`, then a hint.

    Args:
        where: The YAML path or the API server, whichever the person has to look at.
        what: What is wrong there.
        hint: What the person should do.
    """

    def __init__(self, where: str, what: str, hint: str = "") -> None:
        self.where = where
        self.what = what
        self.hint = hint
        super().__init__(f"{where}: {what}" + (f"\n  hint: {hint}" if hint else ""))


class VerificationError(CoexistError):
    """The checks ran and some do not hold, or they could not look; the text lists them."""
