"""Some of the invalid configurations under the real engine: one clear error, and nobody calls the router."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine import PROJECT
from tests.invalid import Invalid, invalid_stacks
from tests.lab_router import LabRouter
from tests.stack.router_stack import RouterStack
from tests.stack.test_mistakes import errors_in

pytestmark = pytest.mark.engine

# One of each sort, from all over the configuration.
CHOSEN = (
    "routers.csr1000v.asn is 0",
    "routers.csr1000v.vrfs.two words is a name",
    "routers.csr1000v.vrfs.k8s-calico.neighbors.prefixListOut is 'no-such-list'",
    "cluster.nodes.worker1 is '2001:db8::1'",
    "calico.asn is missing",
)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.parametrize("wrong", [wrong for wrong in invalid_stacks() if str(wrong) in CHOSEN], ids=str)
def test_up_tells_the_place_and_calls_no_router(wrong: Invalid, listener: socket.socket, tmp_path: Path) -> None:
    stack = RouterStack(tmp_path, LabRouter(listener.getsockname()[1], "ssh-rsa AAAA", tmp_path), program=PROJECT)
    stack.values = wrong.values
    stack.described["port"] = listener.getsockname()[1]
    (error,) = errors_in(stack.fails())
    assert error.startswith("the stack's configuration has ")
    assert f" {wrong.place}" in error
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_each_of_them_is_made() -> None:
    assert {str(wrong) for wrong in invalid_stacks()} >= set(CHOSEN)
