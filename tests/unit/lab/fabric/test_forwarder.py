"""A forwarded port passes bytes and the end of them, both ways."""

import asyncio
import socket

import pytest

from lab.fabric.forwarder import copy, place, serve
from tests.closed_port import closed_port


def test_a_place_is_an_address_and_a_port() -> None:
    assert place("10.0.0.1:6443") == ("10.0.0.1", 6443)


async def echo_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await copy(reader, writer)
    writer.close()


async def through_forwarder(text: bytes) -> bytes:
    """What comes back when `text` is sent through a forwarder to a server that echoes until its end."""
    echo = await asyncio.start_server(echo_once, "127.0.0.1", 0)
    target = echo.sockets[0].getsockname()
    listener = socket.create_server(("127.0.0.1", 0))
    forwarding = asyncio.create_task(serve(listener, target))
    reader, writer = await asyncio.open_connection(*listener.getsockname())
    writer.write(text)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    forwarding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await forwarding
    echo.close()
    return answer


def test_what_is_sent_arrives_and_the_end_is_passed_on() -> None:
    text = b"line\n" * 50_000
    assert asyncio.run(through_forwarder(text)) == text


async def to_nowhere() -> bytes:
    listener = socket.create_server(("127.0.0.1", 0))
    forwarding = asyncio.create_task(serve(listener, ("127.0.0.1", closed_port())))
    reader, writer = await asyncio.open_connection(*listener.getsockname())
    answer = await reader.read()
    writer.close()
    forwarding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await forwarding
    return answer


def test_a_target_that_is_not_there_closes_the_connection_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert asyncio.run(to_nowhere()) == b""
    assert capsys.readouterr().err.startswith("no connection to 127.0.0.1:")
