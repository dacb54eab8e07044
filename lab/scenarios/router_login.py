"""The scenarios' SSH connection to the lab's router, of either platform."""

from contextlib import AbstractAsyncContextManager

import asyncssh

from lab.fabric import Fabric, router


def login(fabric: Fabric, port: int = router.PORT) -> AbstractAsyncContextManager[asyncssh.SSHClientConnection]:
    """A connection as the router's administrator, its host key checked; it is opened by `async with`."""
    connection: AbstractAsyncContextManager[asyncssh.SSHClientConnection] = asyncssh.connect(
        "127.0.0.1",
        port,
        username=router.USER,
        password=router.PASSWORD,
        known_hosts=str(fabric.places.known_hosts),
        client_keys=None,
        config=None,
    )
    return connection
