"""`bgp-coexist drain NODE --stack NAME`: takes a node out of the routers before its maintenance.

First its speakers announce no service any more, and every router has forgotten these routes; then its sessions end, by
`drained: true` in the stack's file and `pulumi up`. `--back` gives both back. Exit code 0: done.
1: done, and requests were lost meanwhile. 2: an error; the text says what is done and what is not.
"""

import argparse
import os
import sys
from contextlib import ExitStack

from drain.job import Job
from drain.node import ClusterNode
from drain.requests import Tally, counted
from errors import CoexistError
from model.stack import Stack
from preflight.options import add_stack
from preflight.stack_input import kubeconfig_file, stack_file, stack_from_file
from printable import printable
from verify.access import opened
from verify.sources import Sources


def main(arguments: list[str] | None = None, prog: str = "python -m drain") -> int:
    """Drain a node, or give it back; the exit code."""
    options = _options(arguments, prog)
    try:
        return _drain(options)
    except CoexistError as error:
        print(error, file=sys.stderr)
        return 2


def _options(arguments: list[str] | None, prog: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=prog, description="Take a node out of the routers before its maintenance.")
    parser.add_argument("node", metavar="NODE", help="its name in cluster.nodes")
    add_stack(parser, "the stack, which must be applied as its file says")
    parser.add_argument("--back", action="store_true", help="let it dial and announce again")
    parser.add_argument("--with-pods", action="store_true", help="drain it although pods are still on it")
    parser.add_argument("--yes", action="store_true", help="apply without asking")
    return parser.parse_args(arguments)


def _drain(options: argparse.Namespace) -> int:
    # Paths in the configuration are relative to the project.
    os.chdir(options.project)
    stack = stack_from_file(options.stack, options.project)
    if options.node not in stack.cluster.nodes:
        raise CoexistError(f"{options.node}: it is not in cluster.nodes", ", ".join(stack.cluster.nodes))
    if not stack.cluster.kubeconfig:
        raise CoexistError("cluster.kubeconfig: it is not set", "write `drained: true` beside the node's address")
    from cluster.client import client_for  # its library takes half a second to import

    api = client_for(kubeconfig_file(stack, options.project), stack.cluster.context)
    file = stack_file(options.stack, options.project)
    with opened(stack, options.stack, options.project) as sources:
        job = Job(stack, options.stack, file, ClusterNode(api, options.node), sources.routers, _say)
        job.check(options.back, options.with_pods)
        with ExitStack() as during:
            tally = _counted(stack, sources, during)
            (job.give_back if options.back else job.drain)(options.yes)
    return _measured(tally)


def _counted(stack: Stack, sources: Sources, during: ExitStack) -> Tally | None:
    """The tally of requests that are sent while `during` is open; None without a client or a service."""
    if not (sources.client and stack.demo.enabled):
        return None
    address = sources.the_cluster().service_address(stack.demo.namespace, stack.demo.name)
    return during.enter_context(counted(sources.client, address)) if address else None


def _measured(tally: Tally | None) -> int:
    """Print the requests that were lost meanwhile; the exit code."""
    _say(str(tally) if tally else "no requests were sent: the stack has no verification.client, or no service")
    return int(tally is not None and tally.lost > 0)


def _say(text: str) -> None:
    print(printable(text), flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(2)
