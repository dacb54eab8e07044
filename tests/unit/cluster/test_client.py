"""An API server that does not answer is told by its address and in few words, whatever the library makes of it."""

import socket
import threading
from pathlib import Path

import pytest

from cluster import client
from errors import ClusterError
from tests.api_server import kubeconfig
from tests.closed_port import closed_port

HINT = "\n  hint: when it answers again, repeat `pulumi up`"


def told(folder: Path, server: str) -> str:
    """The error of a question, with the server's address left out."""
    with pytest.raises(ClusterError) as caught:
        client.answer_of(client.client_for(kubeconfig(folder, server), None), "/api", "Calico")
    return str(caught.value).replace(server, "SERVER")


def test_one_that_is_down(tmp_path: Path) -> None:
    server = f"http://127.0.0.1:{closed_port()}"
    assert told(tmp_path, server) == f"Calico: no answer from SERVER: connection refused{HINT}"


def test_one_that_is_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "ANSWER_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        assert told(tmp_path, address) == f"Calico: no answer from SERVER: silent for 1 s{HINT}"


def test_one_that_hangs_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            taken, _ = server.accept()
            taken.recv(65536)
            taken.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        assert told(tmp_path, address) == f"Calico: no answer from SERVER: the connection was closed{HINT}"
        thread.join()
