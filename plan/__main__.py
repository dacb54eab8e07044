"""`bgp-coexist plan --stack NAME [--html FILE]`: what `pulumi up` would do, for those who decide on it.

It makes a `pulumi preview`, which changes nothing, and shows its steps in their order: the lines of routers, the fields
of the cluster's objects, and which sessions end or restart. Exit code 0: it is shown. 2: there is no preview.
"""

import argparse
import sys
from pathlib import Path

from errors import CoexistError
from plan.changes import change_of
from plan.interruptions import interruptions
from plan.page import page
from plan.preview import PreviewError, preview, steps_in
from plan.text import text
from preflight.options import add_stack
from preflight.stack_input import stack_file


def main(arguments: list[str] | None = None, prog: str = "python -m plan") -> int:
    """Show a plan; the exit code."""
    options = _options(arguments, prog)
    try:
        _show(options)
    except CoexistError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _options(arguments: list[str] | None, prog: str) -> argparse.Namespace:
    about = "Show what `pulumi up` would do: lines, objects, and which sessions restart. Nothing is changed."
    parser = argparse.ArgumentParser(prog=prog, description=about)
    add_stack(parser, "name of the stack")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write it as a page; default: print it as text")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--refresh", action="store_true", help="read the routers and the cluster first")
    source.add_argument("--preview", type=Path, metavar="FILE", help="what `pulumi preview --json` has printed")
    return parser.parse_args(arguments)


def _show(options: argparse.Namespace) -> None:
    if options.preview:
        steps = steps_in(_read(options.preview))
    else:
        stack_file(options.stack, options.project)
        steps = preview(options.stack, options.project, options.refresh)
    changes, sessions = [change_of(step) for step in steps], interruptions(steps)
    if options.html is None:
        print(text(changes, sessions))
        return
    try:
        options.html.write_text(page(options.stack, changes, sessions), "utf-8")
    except OSError as error:
        raise PreviewError(f"--html: {options.html} cannot be written: {error.strerror}") from None


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PreviewError(f"--preview: {path} cannot be read: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
