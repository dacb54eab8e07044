"""`python -m verify.picture --stack NAME` draws a stack's routers, nodes and sessions, as SVG or as Mermaid's text.

Without `--live` nobody is asked. Exit code 0: it is drawn. 1: the stack's file has problems, or it cannot be drawn.
"""

import argparse
import os
import sys
from pathlib import Path

from errors import CoexistError
from model.stack import Stack, peer_places
from picture.mermaid import mermaid
from picture.network import network_of
from picture.svg import svg
from preflight.options import add_stack
from preflight.stack_input import stack_from_file
from printable import note
from verify.access import opened
from verify.states import States, session_states


def main(arguments: list[str] | None = None, prog: str = "python -m verify.picture") -> int:
    """Draw a stack's network; the exit code."""
    options = _options(arguments, prog)
    try:
        text = _drawn(options)
        if options.output:
            _write(options.output, text)
        else:
            print(text, end="")
    except CoexistError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _options(arguments: list[str] | None, prog: str) -> argparse.Namespace:
    about = "Draw a stack's routers with their tables, its nodes, and the sessions between them, as SVG."
    parser = argparse.ArgumentParser(prog=prog, description=about)
    add_stack(parser, "name of the stack")
    parser.add_argument("--live", action="store_true", help="ask the routers, and draw each session by its state")
    parser.add_argument("--mermaid", action="store_true", help="Mermaid's text for Markdown in place of SVG")
    parser.add_argument("--output", type=_absolute, metavar="FILE", help="write the picture there; default: print it")
    return parser.parse_args(arguments)


def _absolute(path: str) -> Path:
    return Path(path).resolve()


def _drawn(options: argparse.Namespace) -> str:
    # Paths in the configuration are relative to the project.
    os.chdir(options.project)
    stack = stack_from_file(options.stack, options.project)
    network = network_of(stack, _states(stack, options) if options.live else None)
    return mermaid(network) if options.mermaid else svg(network, f"stack {options.stack}")


def _states(stack: Stack, options: argparse.Namespace) -> States:
    """The sessions' states; a router that does not answer is named, and its sessions are drawn as unknown."""
    # The cluster is not asked: it need not be there.
    alone = stack.cluster.model_copy(update={"kubeconfig": None})
    stack = stack.model_copy(update={"cluster": alone})
    with opened(stack, options.stack, options.project) as sources:
        states = session_states(stack, sources)
    for router in dict.fromkeys(place.router for _, _, place in peer_places(stack)):
        if not any(router == each for each, _, _ in states):
            note(router, "does not tell its sessions' states: they are drawn as unknown; `bgp-coexist verify` says why")
    return states


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CoexistError(f"--output: '{path}' cannot be written: {error.strerror}") from None


if __name__ == "__main__":
    sys.exit(main())
