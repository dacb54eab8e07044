"""`bgp-coexist watch --stack NAME`: what the checks see, again and again, as a view in the terminal; it only reads.

Without a terminal, or with `--once`, one round is printed. Exit code 0: it was ended, or printed one round, whatever
that saw. 2: it could not begin. 130: Ctrl-C.
"""

import argparse
import io
import os
import sys
from contextlib import closing, redirect_stderr

from rich.console import Console
from rich.text import Text

from errors import CoexistError
from preflight.options import add_stack
from verify.looker import Looker
from watch.asking import Asking
from watch.rounds import Memory, Round
from watch.screen import Screen, screen
from watch.view import heading, view

KEYS = "q quits, arrow keys scroll, a unfolds"
# How often the line of what it does is drawn anew.
_TICK_SECONDS = 0.2


def main(arguments: list[str] | None = None, prog: str = "python -m watch") -> int:
    """Watch a stack until a key ends it; the exit code."""
    options = _options(arguments, prog)
    try:
        # Paths in the configuration are relative to the project.
        os.chdir(options.project)
        return _watch(options)
    except CoexistError as error:
        print(error, file=sys.stderr)
        return 2


def _options(arguments: list[str] | None, prog: str) -> argparse.Namespace:
    about = "Show what the checks of the running network see, again and again. Nothing is changed."
    parser = argparse.ArgumentParser(prog=prog, description=about, epilog=f"Keys: {KEYS} what shares a line.")
    add_stack(parser, "the stack to check against")
    parser.add_argument("--every", type=_seconds, default="5", help="seconds between two rounds; default: %(default)s")
    parser.add_argument("--once", action="store_true", help="print one round, as without a terminal")
    return parser.parse_args(arguments)


def _seconds(text: str) -> float:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of seconds, at least 1")
    return float(text)


class _Rounds:
    """Makes rounds of a looker, with what it says about the stack's file."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._memory, self._note = Memory(), ""
        self._looker = Looker(options.stack, options.project, self._say, explains=True)
        self.close = self._looker.close

    def make(self) -> Round:
        look = self._looker.look()
        return self._memory.round_of(look, self._note)

    def _say(self, text: str) -> None:
        self._note = text


def _watch(options: argparse.Namespace) -> int:
    rounds, console = _Rounds(options), _console()
    if options.once or not (sys.stdin.isatty() and console.is_terminal and not console.is_dumb_terminal):
        with closing(rounds):
            made = rounds.make()
        with console.capture() as printed:
            console.print(heading(made), view(made), sep="\n")
        print("\n".join(map(str.rstrip, printed.get().splitlines())))
        return 0
    return _live(rounds, console, options)


def _console() -> Console:
    """Standard output; a character that its encoding lacks is replaced."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return Console(highlight=False)


def _live(rounds: _Rounds, console: Console, options: argparse.Namespace) -> int:
    """The view until it is ended; what was written to standard error meanwhile is written after it."""
    said, code = io.StringIO(), 0
    asking = Asking(rounds.make, options.every, rounds.close)
    try:
        with asking, redirect_stderr(said), screen(console) as drawn:
            _drawn(drawn, asking, options.stack)
    except KeyboardInterrupt:
        code = 130
    finally:
        sys.stderr.write(said.getvalue())
    if asking.is_busy:  # a router that lets it wait does not let the user wait: nothing is lost with the answer
        sys.stderr.flush()
        os._exit(code)
    return code


def _drawn(drawn: Screen, asking: Asking, stack: str) -> None:
    """Draw the last round, and what the keys make of it, until one ends it."""
    folded = True
    while True:
        status = f"{asking.doing()}  {KEYS}"
        if made := asking.round:
            drawn.draw(heading(made), view(made, folded), status)
        else:
            drawn.draw(Text(f"stack {stack}", "bold"), Text("first round …"), status)
        for key in drawn.keys(_TICK_SECONDS):
            if key == "quit":
                return
            folded = folded != (key == "all")
            drawn.scroll(key)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
