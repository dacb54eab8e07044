"""`bgp-coexist drain NODE --stack NAME`: takes a node out of the routers before its maintenance.

First its speakers announce no service any more, and every router has forgotten these routes; then its sessions end, by
`drained: true` in the stack's file and `pulumi up`. `--back` gives both back. Exit code 0: done.
1: done, and requests were lost meanwhile. 2: an error; the text says what is done and what is not.
"""

import argparse
import os
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from drain.job import Job
from drain.node import ClusterNode
from drain.requests import Tally, counted
from errors import CoexistError
from preflight.stack_input import kubeconfig_file, router_password, stack_file, stack_from_file
from printable import printable
from transport.endpoint import Endpoint
from verify.client import SshClient
from verify.cluster import ApiCluster
from verify.router import SshRouter

PROJECT = Path(__file__).parents[1]


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
    parser.add_argument("--stack", required=True, help="the stack, which must be applied as its file says")
    parser.add_argument("--project", type=lambda path: Path(path).resolve(), default=PROJECT, help="of Pulumi.yaml")
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

    kubeconfig = kubeconfig_file(stack, options.project)
    node = ClusterNode(client_for(kubeconfig, stack.cluster.context), options.node)
    routers = {
        name: SshRouter(
            Endpoint.of(name, router),
            partial(router_password, name, router.password_key, options.stack, options.project),
        )
        for name, router in stack.routers.items()
    }
    job = Job(stack, options.stack, stack_file(options.stack, options.project), node, routers, _say)
    cluster, client = ApiCluster(kubeconfig, stack.cluster.context), stack.verification.client
    try:
        job.check(options.back, options.with_pods)
        with ExitStack() as during:
            service = (stack.demo.namespace, stack.demo.name)
            address = cluster.service_address(*service) if client and stack.demo.enabled else None
            tally = during.enter_context(counted(SshClient(client), address)) if client and address else None
            (job.give_back if options.back else job.drain)(options.yes)
    finally:
        for each in routers.values():
            each.close()
    return _measured(tally)


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
