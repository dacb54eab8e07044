"""Whatever is wrong in the configuration, the program ends with the place of it, and no router hears of it."""

import runpy
import socket
from collections.abc import Iterator
from typing import Any

import pulumi
import pytest

from errors import IntentError
from tests.engine import PROJECT
from tests.invalid import Invalid, invalid_stacks
from tests.unit.components.test_configuration import configured

INVALID = invalid_stacks()


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """Where the router would be."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def called(listener: socket.socket) -> bool:
    """Whether anybody connected since the last time."""
    try:
        connection, _ = listener.accept()
    except BlockingIOError:
        return False
    connection.close()
    return True


def at(port: int, values: dict[str, Any]) -> dict[str, Any]:
    """The values with their router there, where they still describe one."""
    routers = values.get("routers")
    for router in routers.values() if isinstance(routers, dict) else ():
        if isinstance(router, dict) and router.get("port") == 10022:
            router["port"] = port
    return values


def test_there_are_two_hundred_of_them() -> None:
    assert len({str(wrong) for wrong in INVALID}) >= 200


@pytest.mark.parametrize("wrong", INVALID, ids=str)
def test_an_invalid_configuration_is_told_with_its_place(
    wrong: Invalid, listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BGP_COEXIST_ROUTER_PASSWORD", "hidden-value")
    with configured(at(listener.getsockname()[1], wrong.values)), pytest.raises(pulumi.RunError) as caught:
        runpy.run_path(str(PROJECT / "__main__.py"))
    error = caught.value.__context__
    assert isinstance(error, IntentError)
    assert str(caught.value).partition("\n")[0].endswith("; nothing was touched")
    assert [problem for problem in error.problems if not problem.path or not problem.what] == []
    assert any(path.startswith(wrong.place) for problem in error.problems for path in problem.path.split(", "))
    assert not called(listener)


def test_a_caller_would_be_noticed(listener: socket.socket) -> None:
    socket.create_connection(listener.getsockname()).close()
    assert called(listener)
