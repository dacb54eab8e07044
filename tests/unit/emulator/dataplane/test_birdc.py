"""BIRD's control protocol, against a socket."""

import socket
import threading
from pathlib import Path

import pytest

from emulator.dataplane.birdc import BirdControl, Reply
from emulator.dataplane.errors import DataplaneError

GREETING = b"0001 BIRD 2.0.12 ready.\n"


def answering(path: Path, answer: bytes) -> threading.Thread:
    """A server that sends a greeting, reads one command and answers it."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen()

    def serve() -> None:
        connection, _ = server.accept()
        with server, connection:
            connection.sendall(GREETING)
            connection.recv(1000)
            connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    return thread


def ask(tmp_path: Path, answer: bytes) -> Reply:
    path = tmp_path / "ctl"
    thread = answering(path, answer)
    try:
        return BirdControl(path, answer_seconds=2).ask("command")
    finally:
        thread.join()


def test_an_answer_of_several_lines_is_read_to_its_end(tmp_path: Path) -> None:
    assert ask(tmp_path, b"1007-10.0.0.0/24\n \tvia 10.0.0.1\n1008-\tType: BGP univ\n0000 \n") == Reply(
        0, ("10.0.0.0/24", "\tvia 10.0.0.1", "\tType: BGP univ", "")
    )


def test_codes_from_8000_are_errors(tmp_path: Path) -> None:
    reply = ask(tmp_path, b"0002-Reading configuration\n8002 bird.conf:1:1 syntax error\n")
    assert (reply.is_error, reply.text) == (True, "Reading configuration\nbird.conf:1:1 syntax error")


def test_codes_below_are_not(tmp_path: Path) -> None:
    assert not ask(tmp_path, b"0003 Reconfigured\n").is_error


def test_a_socket_that_closes_in_the_middle_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataplaneError) as caught:
        ask(tmp_path, b"1007-half an answer\n")
    assert str(caught.value) == f"dataplane: BIRD does not answer on {tmp_path}/ctl: it closed the socket"


def test_a_socket_that_is_not_there_is_an_error_and_not_alive(tmp_path: Path) -> None:
    control = BirdControl(tmp_path / "none")
    with pytest.raises(DataplaneError) as caught:
        control.ask("show status")
    assert str(caught.value) == (f"dataplane: BIRD does not answer on {tmp_path}/none: No such file or directory")
    assert not control.is_alive()
