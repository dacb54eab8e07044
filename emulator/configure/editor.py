"""Execution of one configuration line, looked up in the mode's table, then in the global one."""

from dataclasses import dataclass

from emulator.config.foreign import line_key
from emulator.configure import foreign
from emulator.configure.context import Action, Context, OpenMode
from emulator.configure.headers import header_of
from emulator.configure.interface import interface
from emulator.configure.modes import tree
from emulator.grammar.interfaces import is_physical
from emulator.grammar.match import Ambiguous, Args, Incomplete, Invalid, Matched, Outcome, match


@dataclass(frozen=True)
class Refused:
    """A line that is no command; `fault` has the reason and the position."""

    fault: Invalid | Incomplete | Ambiguous


def run_line(context: Context, line: str, keep_foreign: bool = True) -> str | Refused:
    """Run a line; return IOS's answer without the prompt, empty for no answer.

    Args:
        context: The session's context.
        line: As typed.
        keep_foreign: Whether to keep an unmodelled line; else it is refused and the caller decides.
    """
    if line.lstrip().startswith("!") or not line.strip():
        return ""
    found, leaves_mode = _find(context, line)
    if isinstance(found, Matched) and not _has_port(context, found):
        found = Invalid(len(line.rstrip()) - 1, 1)
    if not isinstance(found, Matched):
        return "" if keep_foreign and _keep(context, line) else Refused(found)
    if leaves_mode:
        context.top()
    return _run(context, line, found)


def _keep(context: Context, line: str) -> bool:
    """Keep an unmodelled line if the context allows it; return whether it was kept."""
    if context.foreign == "all" and foreign.is_global(context, line):
        context.top()
    if not foreign.keeps_line(context, line):
        return False
    foreign.keep(context, line)
    context.notify(line, "")
    return True


def _run(context: Context, line: str, found: Matched[Action]) -> str:
    """Run a command and update the mode's header and the unmodelled lines; return the answer."""
    modes, path = list(context.open_modes), context.path
    answer = found.action(context, found.args)
    if not any(context.current is current for current in modes):
        context.current.header = header_of(context, line)
    foreign.update_foreign_lines(context, path, line_key(line), found.args.negated, answer)
    context.notify(line, answer)
    return answer


def _find(context: Context, line: str) -> tuple[Outcome[Action], bool]:
    """Return the command, and whether it is a global one typed in a submode, which IOS accepts."""
    current = context.current
    found = _leaving(current, line) if current.foreign else match(tree(current.mode), line)
    if isinstance(found, Invalid) and current.mode != "config":
        above = match(tree("config"), line)
        if isinstance(above, Matched) and above.args.get("exit") is None:
            return above, True
    return found, False


def _has_port(context: Context, found: Matched[Action]) -> bool:
    """Return whether the ports of the line exist; a file creates its own."""
    name = found.args.get("name") or ""
    if (
        found.action is not interface
        or context.loading
        or context.foreign != "none"
        or name in context.config.interfaces
    ):
        return True
    return not is_physical(name.partition(".")[0]) or name.partition(".")[0] in context.config.interfaces


def _leaving(current: OpenMode, line: str) -> Outcome[Action]:
    """Match the commands that leave an unmodelled mode."""
    if line.strip() == "exit" or (line.strip().startswith("exit-") and current.header):
        return Matched(foreign.leave, Args({}))
    return Invalid(0, 0)


def refusal(refused: Refused, line: str, column: int = 0) -> str:
    """Return IOS's error for a line it cannot parse; `column` is where the line starts on the screen."""
    if isinstance(refused.fault, Ambiguous):
        return f'% Ambiguous command:  "{line.strip()}"'
    if isinstance(refused.fault, Incomplete):
        return "% Incomplete command.\n"
    return " " * (column + refused.fault.column) + "^\n% Invalid input detected at '^' marker.\n"
