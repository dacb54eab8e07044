"""`python -m verify --stack NAME`: checks the running network against the stack.

Exit code 0: every check passes. 1: some fail. 2: none fails, but some could not be made.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from errors import CoexistError
from picture.network import network_of
from preflight.options import add_stack
from preflight.stack_input import stack_from_file, stack_from_input
from verify import report, runner
from verify.access import opened
from verify.catalog import checks_of
from verify.causes import with_causes
from verify.look import Look, look_at
from verify.progress import progress
from verify.states import session_states

if TYPE_CHECKING:
    from verify.page.file import PageFile


def main(arguments: list[str] | None = None, prog: str = "python -m verify") -> int:
    """Make a stack's checks and print the results; the exit code."""
    options = _options(arguments, prog)
    try:
        return _verify(options)
    except CoexistError as error:
        print(error, file=sys.stderr)
        return 2


def _options(arguments: list[str] | None, prog: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=prog, description="Check the running network against a stack.")
    add_stack(parser, "the stack to check against")
    parser.add_argument("--stdin", action="store_true", help="read the configuration as JSON from standard input")
    parser.add_argument("--wait", type=float, help="seconds to repeat failing checks; default: the stack's waitSeconds")
    parts = parser.add_mutually_exclusive_group()
    parts.add_argument("--router", metavar="NAME", help="only the checks of this router")
    parts.add_argument(
        "--html", type=_page, metavar="FILE", help="also write a page, and its results as JSON beside it"
    )
    parser.add_argument("--unchanged", metavar="NAME", action="append", help="a router that a failure leaves as it was")
    parser.add_argument(
        "--ask-again",
        action="store_true",
        help="of nodes with refused routes, judge what they announce now: ask for it, which ends no session",
    )
    parser.add_argument(
        "--applying",
        action="store_true",
        help="asked by an `up` before it saves: not whether the lines are the stack's and saved",
    )
    parser.add_argument("--failures-only", action="store_true", help="print only failed checks, where there are any")
    parser.add_argument("--brief", action="store_true", help="JSON without times, evidence and causes")
    parser.add_argument("--metrics", type=_prom, metavar="FILE", help="also write the results for Prometheus")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the results as JSON")
    form.add_argument("--junit", type=_absolute, metavar="FILE", help="also write the results as JUnit XML")
    return parser.parse_args(arguments)


def _absolute(path: str) -> Path:
    return Path(path).resolve()


def _prom(path: str) -> Path:
    """The path of a file that node_exporter reads."""
    if not path.endswith(".prom"):
        raise argparse.ArgumentTypeError(f"'{path}': node_exporter reads no file but those that end in .prom")
    return _in_a_folder(path)


def _in_a_folder(path: str) -> Path:
    """The path of a file in a folder that is there."""
    if not _absolute(path).parent.is_dir():
        raise argparse.ArgumentTypeError(f"'{path}': there is no folder {_absolute(path).parent}")
    return _absolute(path)


def _page(path: str) -> Path:
    """The path of a page in a folder that is there."""
    if not path.endswith(".html"):
        raise argparse.ArgumentTypeError(f"'{path}' does not end in .html")
    return _in_a_folder(path)


def _page_file(options: argparse.Namespace) -> "PageFile | None":
    if not options.html:
        return None
    from verify.page.file import PageFile  # its library is needed by nothing else here

    return PageFile(options.html, options.stack)


def _verify(options: argparse.Namespace) -> int:
    # Paths in the configuration are relative to the project.
    os.chdir(options.project)
    stack = stack_from_input() if options.stdin else stack_from_file(options.stack, options.project)
    if options.router not in (None, *stack.routers):
        raise CoexistError(
            f"--router: '{options.router}' is no router of the stack\n  hint: {', '.join(stack.routers)}"
        )
    checks = [check for check in checks_of(stack, options.applying) if options.router in (None, check.who)]
    wait_seconds = stack.verification.wait_seconds if options.wait is None else options.wait
    page = _page_file(options)
    with opened(stack, options.stack, options.project, options.router, options.ask_again) as sources:
        begun = time.monotonic()
        with progress(wait_seconds) as waiting:
            results = runner.run(checks, sources, wait_seconds, waiting)
        results = with_causes(stack, results, sources)
        look = look_at(options.stack, stack, checks, sources, results, begun) if options.metrics else None
        network = network_of(stack, session_states(stack, sources)) if page else None
    code = report.exit_code(results)
    if look:
        _write_metrics(options.metrics, look)
    if options.junit:
        options.junit.write_text(report.as_junit(results, f"bgp-coexist {options.stack}"))
    if code and options.failures_only:
        print(report.failures(results) + _unchanged(options), file=sys.stderr)
    else:
        print(report.as_json(results, options.brief) if options.json else report.table(results))
    if page and network:
        page.write(results, network)
    return code


def _unchanged(options: argparse.Namespace) -> str:
    """The routers that a failure leaves as they were, as a line below the failures."""
    names = options.unchanged or []
    verb = "are" if len(names) > 1 else "is"
    said = f"\nnot touched, because {options.router} is not as it should be: {', '.join(names)} {verb} as before"
    return said if names else ""


def _write_metrics(path: Path, look: Look) -> None:
    from verify.metrics import write  # its library is needed by nothing else here

    write(path, look)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(2)
