"""The sources of a stack's checks: its routers over SSH, its cluster, its client."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from errors import LoginError
from model.stack import Stack
from preflight.stack_input import kubeconfig_file, router_password
from transport.endpoint import Endpoint
from verify.check import NotCheckedError
from verify.client import SshClient
from verify.router import SshRouter
from verify.sources import Sources


@contextmanager
def opened(
    stack: Stack, name: str, project: Path, router: str | None = None, ask_again: bool = False
) -> Iterator[Sources]:
    """The sources of a stack's checks; the routers' sessions are closed at the end.

    Args:
        stack: The stack.
        name: Its name.
        project: The directory of Pulumi.yaml.
        router: The only router that is asked; None: all are.
        ask_again: Whether nodes are asked again for what they announce, by routers that the stack manages.

    Raises:
        ClusterError: There is no kubeconfig.
    """
    routers = {each: _router(stack, each, name, project, ask_again) for each in stack.routers if router in (None, each)}
    try:
        yield _sources(stack, routers, project)
    finally:
        for each in routers.values():
            each.close()


def _router(stack: Stack, router_name: str, name: str, project: Path, ask_again: bool) -> SshRouter:
    router = stack.routers[router_name]
    password = partial(router_password, router_name, router.password_key, name, project)
    endpoint = Endpoint.of(router_name, router)
    if not router.managed:
        return SshRouter(endpoint, _optional(router.host, password))
    return SshRouter(endpoint, password, ask_again)


def _optional(host: str | None, password: Callable[[], str]) -> Callable[[], str]:
    """The password of a router that is not managed, read once; without it or the host the checks are skipped."""
    why = "the stack has no host of it"
    try:
        if host:
            clear = password()
            return lambda: clear
    except LoginError as error:
        why = error.what

    def no_access() -> str:
        raise NotCheckedError(f"not checked: the router is not managed, and {why}")

    return no_access


def _sources(stack: Stack, routers: dict[str, SshRouter], project: Path) -> Sources:
    if not stack.cluster.kubeconfig:
        return Sources(routers)
    from verify.cluster import ApiCluster  # its library takes half a second to import

    cluster = ApiCluster(kubeconfig_file(stack, project), stack.cluster.context)
    client = stack.verification.client
    return Sources(routers, cluster, SshClient(client) if client else None)
