"""A server that is silent, drips, never ends or sends something else is told in one sentence, and within the time."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cluster import client
from errors import ClusterError
from tests.api_server import kubeconfig

STRANGE = "\n  hint: is the server in the kubeconfig an API server, or does a proxy or a login page answer instead?"
AWAY = "\n  hint: when it answers again, repeat `pulumi up`"
OK = b"HTTP/1.1 200 OK\r\n"


def reply(body: bytes, head: bytes = OK) -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


@contextmanager
def answering(first: bytes, drip: bytes = b"") -> Iterator[str]:
    """A server that sends `first`, and then `drip` again and again until the test is over."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            taken, _ = server.accept()
            with taken:
                taken.recv(65536)
                taken.sendall(first)
                try:
                    while drip and not over.wait(0.05):
                        taken.sendall(drip)
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        over.set()
        thread.join()


def told(folder: Path, server: str) -> str:
    with pytest.raises(ClusterError) as caught:
        client.answer_of(client.client_for(kubeconfig(folder, server), None), "/api", "Calico")
    return str(caught.value).replace(server, "SERVER")


@pytest.mark.parametrize(
    ("first", "drip", "why"),
    [
        (OK + b"Content-Length: 9999\r\n\r\n", b" ", "the answer was not complete within 1 s"),
        (OK + b"X: ", b"y", "silent for 1 s"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", "the answer was not complete within 1 s"),
    ],
    ids=["body", "header", "endless"],
)
def test_a_byte_now_and_then_does_not_prolong_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bytes, drip: bytes, why: str
) -> None:
    monkeypatch.setattr(client, "ANSWER_SECONDS", 1)
    with answering(first, drip) as server:
        assert told(tmp_path, server) == f"Calico: no answer from SERVER: {why}{AWAY}"


@pytest.mark.parametrize(
    ("first", "what"),
    [
        (reply(b"<html>\n<body>Log in"), "text that is not JSON: '<html> <body>Log in'"),
        (reply(b"[1]"), "a list, not an object"),
        (reply(b"[" * 100_000), "text that is not JSON: '" + "[" * 60 + "…'"),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\nContent-Length: 0\r\n\r\n",
            "a redirection to 'http://login.example/'",
        ),
    ],
    ids=["login page", "list", "deep", "redirection"],
)
def test_what_no_api_server_sends_is_named(tmp_path: Path, first: bytes, what: str) -> None:
    with answering(first) as server:
        assert told(tmp_path, server) == f"Calico: GET /api at SERVER returned {what}{STRANGE}"


def test_an_answer_has_a_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MOST_BYTES", 1000)
    with answering(reply(b" " * 1001)) as server:
        assert told(tmp_path, server) == f"Calico: no answer from SERVER: more than 1000 bytes{AWAY}"
