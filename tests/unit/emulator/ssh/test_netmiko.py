"""Unmodified netmiko logs in, reads and configures."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from netmiko import ConnectHandler

USERS = "hostname csr1000v\nusername low secret 0 lab\nenable secret 0 sesame\n"


@pytest.fixture(params=["16.12", "17.15"])
def connect(request: pytest.FixtureRequest, start: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Connects netmiko to a router of each release."""
    running = start(profile=request.param, startup=USERS)
    opened: list[Any] = []

    def make(**options: Any) -> Any:
        given = {"device_type": "cisco_xe", "username": "admin", "password": "lab", "port": running.port}
        opened.append(ConnectHandler(host="127.0.0.1", **(given | options)))
        return opened[-1]

    yield make
    for connection in opened:
        connection.disconnect()


def test_netmiko_enters_privileged_mode(connect: Callable[..., Any]) -> None:
    connection = connect(username="low", secret="sesame")
    assert connection.find_prompt() == "csr1000v>"
    connection.enable()
    assert connection.find_prompt() == "csr1000v#"


def test_netmiko_creates_a_vrf_and_saves(connect: Callable[..., Any]) -> None:
    connection = connect()
    connection.send_config_set(["ip vrf red", "rd 65000:9", "route-target both 65000:9"], error_pattern="%")
    assert connection.send_command("show running-config | section ^ip vrf").splitlines() == [
        "ip vrf red",
        " rd 65000:9",
        " route-target export 65000:9",
        " route-target import 65000:9",
    ]
    assert "[OK]" in connection.save_config()
    assert "ip vrf red" in connection.send_command("show startup-config").splitlines()
