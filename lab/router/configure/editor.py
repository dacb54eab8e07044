"""One configuration line: found in the mode's table, else in the global one, run, answered."""

from dataclasses import dataclass

from lab.router.configure.context import Action, Context
from lab.router.configure.modes import tree
from lab.router.grammar.match import Ambiguous, Incomplete, Invalid, Matched, Outcome, match


@dataclass(frozen=True)
class Refused:
    """The line is no command; `fault` says why and where."""

    fault: Invalid | Incomplete | Ambiguous


def run_line(context: Context, line: str) -> str | Refused:
    """What IOS prints after the line, without the prompt; empty where it says nothing."""
    if line.lstrip().startswith("!") or not line.strip():
        return ""
    found, fell = _find(context, line)
    if not isinstance(found, Matched):
        return Refused(found)
    if fell:
        context.top()
    answer = found.action(context, found.args)
    context.notify(line, answer)
    return answer


def _find(context: Context, line: str) -> tuple[Outcome[Action], bool]:
    """The command, and whether it is a global one typed in a submode, which IOS accepts."""
    mode = context.place.mode
    found = match(tree(mode), line)
    if isinstance(found, Invalid) and mode != "config":
        above = match(tree("config"), line)
        if isinstance(above, Matched) and above.args.get("exit") is None:
            return above, True
    return found, False


def refusal(refused: Refused, line: str, column: int = 0) -> str:
    """IOS's words for a line it cannot parse; `column` is where the line starts on the screen."""
    if isinstance(refused.fault, Ambiguous):
        return f'% Ambiguous command:  "{line.strip()}"'
    if isinstance(refused.fault, Incomplete):
        return "% Incomplete command.\n"
    return " " * (column + refused.fault.column) + "^\n% Invalid input detected at '^' marker.\n"


def load(context: Context, text: str) -> list[tuple[str, str]]:
    """Read a configuration file line by line; answers each line that was answered, and how."""
    answers = []
    for line in text.splitlines():
        if line.strip() == "end":
            break
        answer = run_line(context, line)
        if answer:
            answers.append((line, refusal(answer, line) if isinstance(answer, Refused) else answer))
    context.top()
    return answers
