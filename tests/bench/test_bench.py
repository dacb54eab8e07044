"""Every contender does every step at the smallest size, and what is written of it has a row for each."""

import re
import socket
import threading
from pathlib import Path

import pytest

from bench import results
from bench.contenders import CONTENDERS, Contender
from bench.figures import Figure, note, read
from bench.matrix import Matrix
from bench.plot import plot
from bench.recorded import beyond
from bench.relay import link
from bench.steps import STEPS

NEEDS_ENGINE = ("empty program", "ours, pulumi up")
CASES = [
    pytest.param(each, id=each.name, marks=[pytest.mark.engine] if each.name in NEEDS_ENGINE else [])
    for each in CONTENDERS
]


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("contender", CASES)
def test_a_contender_does_every_step_and_leaves_what_we_leave(contender: Contender) -> None:
    found = list(Matrix([contender], [1], [0], 1).figures())
    assert [(each.step, each.failed) for each in found] == [(step, "") for step in STEPS]
    asked = contender.name != "empty program"
    assert [each.connections > 0 for each in found] == [asked] * len(STEPS)
    assert all(each.peak_mb > 10 for each in found)


def test_what_fails_is_noted_with_its_reason_and_ends_the_contender() -> None:
    device = next(each for each in CONTENDERS if each.name == "device")
    idle = Contender("idle", lambda place, step: device.command(place, STEPS[1]), "shows, and changes nothing")
    (figure,) = Matrix([idle], [1], [0], 1).figures()
    assert figure.failed.startswith("the router differs: - ")


def test_the_results_have_a_row_for_each_and_a_plot_for_each_step(tmp_path: Path) -> None:
    for repetition in range(3):
        for nodes in (4, 64):
            note(tmp_path / "f", Figure("device", nodes, 20, STEPS[0], 2.0, 1.0, 1, 8, 5000, 9000, 30))
            taken = float(nodes + repetition)
            note(tmp_path / "f", Figure("ours", nodes, 20, STEPS[0], taken, 3.0, 12, 250, 33000, 9000, 80))
    note(tmp_path / "f", Figure("napalm", 4, 20, STEPS[0], 1, 1, 1, 1, 1, 1, 1, "timed out | twice"))
    results.write(read(tmp_path / "f"), tmp_path)
    rows = [line for line in (tmp_path / "RESULTS.md").read_text().splitlines() if re.match(r"\| \d+ \|", line)]
    assert rows == [
        "| 4 | device | 2.00 **2.00** 2.00 | 1.00 | 1.00 | 1 | 8 | 5 | 30 |",
        "| 4 | ours | 4.00 **5.00** 6.00 | 3.00 | 3.00 | 12 | 250 | 33 | 80 |",
        "| 4 | napalm | failed: timed out / twice | | | | | | |",
        "| 64 | device | 2.00 **2.00** 2.00 | 1.00 | 1.00 | 1 | 8 | 5 | 30 |",
        "| 64 | ours | 64.00 **65.00** 66.00 | 3.00 | 3.00 | 12 | 250 | 33 | 80 |",
    ]
    assert [each.name for each in tmp_path.glob("*.svg")] == ["first-apply-20-ms.svg"]


def test_ten_times_as_far_is_as_wide_everywhere_on_a_plot() -> None:
    drawn = plot("t", "nodes", "seconds", {"one": [(1, 1), (10, 10), (100, 100)]})
    (line,) = re.findall(r'<polyline points="([^"]*)"', drawn)
    (x1, y1), (x2, y2), (x3, y3) = (map(float, each.split(",")) for each in line.split())
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)
    assert y2 - y1 == pytest.approx(y3 - y2, abs=0.2)


def test_what_is_new_in_a_configuration_keeps_its_modes() -> None:
    before = "router bgp 1\n address-family ipv4\n  neighbor 1.1.1.1 activate\n exit-address-family\n"
    now = before.replace(" exit", "  neighbor 1.1.1.2 activate\n exit") + "interface Loopback1\n"
    assert beyond(now, before) == (
        "router bgp 1\n address-family ipv4\n  neighbor 1.1.1.2 activate\ninterface Loopback1\n"
    )


def test_a_link_takes_its_round_trip_each_time_and_counts_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_echo, args=(server,), daemon=True).start()
        with link(server.getsockname()[1], 0.05) as wire, socket.create_connection(("127.0.0.1", wire.port)) as client:
            for word in (b"one", b"two", b"three"):
                client.sendall(word)
                assert client.recv(100) == word
    assert (wire.traffic.connections, wire.traffic.round_trips) == (1, 2)
    assert (wire.traffic.sent, wire.traffic.received) == (11, 11)
    # The handshake, two whole round trips, and of the third the half that leads to the router.
    assert wire.traffic.seconds >= 0.05 * 3.5


def _echo(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        while data := connection.recv(100):
            connection.sendall(data)
