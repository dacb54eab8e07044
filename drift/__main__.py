"""`bgp-coexist drift --stack NAME`: what differs between the stack's file, its routers and its cluster; reads only.

Each router is read once, over one session. Exit code 0: nothing differs. 1: something does. 2: nothing that was seen
differs, and not everything could be seen.
"""

import argparse
import os
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from drift import report
from drift.found import Found, Unseen
from drift.histories import NoStateError, histories
from drift.router_side import Before, Passwords, router_found
from errors import ClusterError, CoexistError, LoginError
from model.stack import Stack
from platforms.passwords import fingerprint
from preflight.options import add_stack
from preflight.render import session_keys
from preflight.stack_input import kubeconfig_file, router_password, stack_from_file


def main(arguments: list[str] | None = None, prog: str = "python -m drift") -> int:
    """Print what differs; the exit code."""
    options = _options(arguments, prog)
    # Paths in the configuration are relative to the project.
    os.chdir(options.project)
    try:
        stack = stack_from_file(options.stack, options.project)
    except CoexistError as error:
        print(error, file=sys.stderr)
        return 2
    found = drift(stack, options.stack, options.project)
    print(report.as_json(found, options.stack) if options.json else report.text(found))
    return found.exit_code


def _options(arguments: list[str] | None, prog: str) -> argparse.Namespace:
    about = "Print what differs between the stack's file, its routers and its cluster. Nothing is changed."
    parser = argparse.ArgumentParser(prog=prog, description=about)
    add_stack(parser, "name of the stack")
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    return parser.parse_args(arguments)


def drift(stack: Stack, name: str, project: Path) -> Found:
    """What differs; the routers and the cluster are read side by side."""
    found, before = Found(), None
    try:
        before = histories(name, project)
    except NoStateError as error:
        found.notes.append(f"the state was not read, so only what the file declares was compared: {error}")
    keys = {key for router in stack.routers for key in session_keys(stack, router)}
    passwords, notes = _passwords(sorted(keys), name, project)
    found.notes += notes
    with ThreadPoolExecutor(len(stack.routers) + 1) as reading:
        sides = [reading.submit(_router, stack, router, name, project, passwords, before) for router in stack.routers]
        if stack.cluster.kubeconfig:
            sides.append(reading.submit(_cluster, stack, project))
        for side in sides:
            found.add(side.result())
    return found


def _router(stack: Stack, router: str, name: str, project: Path, passwords: Passwords, before: Before | None) -> Found:
    key = stack.routers[router].password_key
    return router_found(stack, router, lambda: router_password(router, key, name, project), passwords, before)


def _cluster(stack: Stack, project: Path) -> Found:
    from drift.cluster_side import cluster_found  # its library takes half a second to import

    try:
        return cluster_found(stack, kubeconfig_file(stack, project))
    except ClusterError as error:
        return Found(unseen=[Unseen("cluster", str(error))])


def _passwords(keys: Iterable[str], name: str, project: Path) -> tuple[Passwords, list[str]]:
    """The sessions' passwords, and a note for each that is not known."""
    marks, notes = {}, {}
    for key in keys:
        try:
            marks[key] = fingerprint(router_password("sessions", key, name, project))
        except LoginError as error:
            notes[key] = f"'{key}' was not compared: {error.what}"
    return Passwords(marks, frozenset(notes)), list(notes.values())


if __name__ == "__main__":
    sys.exit(main())
