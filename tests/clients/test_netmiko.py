"""netmiko, unmodified, against the lab's router."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.client import Client, ClientError, client
from tests.clients.conftest import Where

MOVED = {"file_exists": True, "file_transferred": True, "file_verified": True}


@pytest.fixture(scope="module")
def netmiko(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with client("netmiko_calls", "netmiko", tmp_path_factory.mktemp("netmiko")) as made:
        yield made


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("one\ntwo\n")
    return path


@pytest.mark.parametrize("profile", ["16.12", "17.15"])
@pytest.mark.parametrize("device_type", ["cisco_ios", "cisco_xe"])
def test_it_logs_in_and_finds_the_prompt(netmiko: Client, where: Where, device_type: str) -> None:
    assert netmiko("prompt", where=where, device_type=device_type) == "csr1000v#"


def test_it_refuses_a_host_key_it_does_not_know(netmiko: Client, where: Where) -> None:
    Path(where["known_hosts"]).write_text("")
    with pytest.raises(ClientError, match="not found in known_hosts"):
        netmiko("prompt", where=where, device_type="cisco_xe")


def test_it_sees_a_wrong_password(netmiko: Client, where: Where) -> None:
    with pytest.raises(ClientError, match="NetmikoAuthenticationException: Authentication to device failed"):
        netmiko("prompt", where=where | {"password": "wrong"}, device_type="cisco_xe")


def test_it_enables(netmiko: Client, where: Where) -> None:
    assert netmiko("prompts_around_enable", where=where, secret="sesame") == ["csr1000v>", "csr1000v#"]


def test_it_reads_the_running_configuration_from_its_first_line_to_its_last(netmiko: Client, where: Where) -> None:
    lines = netmiko("shown", where=where, command="show running-config").splitlines()
    assert (lines[0], lines[-1]) == ("Building configuration...", "end")


def test_it_reads_what_a_filter_leaves(netmiko: Client, where: Where) -> None:
    assert netmiko("shown", where=where, command="show running-config | section ^ip vrf k8s-metallb").splitlines() == [
        "ip vrf k8s-metallb",
        " rd 65000:1",
        " route-target export 65000:1",
        " route-target import 65000:2",
        " route-target import 65000:1",
    ]


def test_it_configures_line_by_line_and_echoes_each(netmiko: Client, where: Where) -> None:
    lines = ["ip vrf red", "rd 65000:9", "route-target both 65000:9"]
    assert netmiko("configured", where=where, lines=lines).splitlines() == [
        "configure terminal",
        "Enter configuration commands, one per line.  End with CNTL/Z.",
        "csr1000v(config)#ip vrf red",
        "csr1000v(config-vrf)#rd 65000:9",
        "csr1000v(config-vrf)#route-target both 65000:9",
        "csr1000v(config-vrf)#end",
        "csr1000v#",
    ]


def test_it_sees_a_refused_line(netmiko: Client, where: Where) -> None:
    assert netmiko("refused", where=where, lines=["ip vrf blue", "no such line"]) == (
        "Invalid input detected at command: no such line, matched error: % Invalid input detected"
    )


def test_it_saves(netmiko: Client, where: Where) -> None:
    netmiko("configured", where=where, lines=["ip vrf red"])
    assert netmiko("saved", where=where) == "write mem\nBuilding configuration...\n[OK]\ncsr1000v#"
    assert netmiko("shown", where=where, command="show startup-config | include vrf red") == "ip vrf red"


def test_it_knows_whether_it_is_connected(netmiko: Client, where: Where) -> None:
    assert netmiko("alive", where=where) == [True, False]


def test_it_puts_a_file_on_flash_by_scp(netmiko: Client, where: Where, note: Path) -> None:
    assert netmiko("transferred", where=where, source=str(note), target="note.txt") == MOVED
    assert netmiko("shown", where=where, command="more flash:note.txt") == "one\ntwo"


def test_it_puts_a_file_there_once(netmiko: Client, where: Where, note: Path) -> None:
    netmiko("transferred", where=where, source=str(note), target="note.txt")
    again = netmiko("transferred", where=where, source=str(note), target="note.txt")
    assert again == MOVED | {"file_transferred": False}


def test_it_puts_a_large_file_on_flash_by_scp(netmiko: Client, where: Where, tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    large.write_bytes(bytes(range(256)) * 4096)
    assert netmiko("transferred", where=where, source=str(large), target="large.bin") == MOVED
    digest = hashlib.md5(large.read_bytes()).hexdigest()
    assert netmiko("shown", where=where, command="verify /md5 flash:large.bin").splitlines()[-1] == (
        f"verify /md5 (flash:large.bin) = {digest}"
    )


def test_it_gets_a_file_from_flash_by_scp(netmiko: Client, where: Where, note: Path, tmp_path: Path) -> None:
    netmiko("transferred", where=where, source=str(note), target="note.txt")
    back = tmp_path / "back.txt"
    assert netmiko("transferred", where=where, source="note.txt", target=str(back), direction="get") == MOVED
    assert back.read_text() == "one\ntwo\n"


def test_it_puts_a_file_on_flash_by_the_tcl_shell(netmiko: Client, where: Where, note: Path) -> None:
    assert netmiko("transferred", where=where, source=str(note), target="note.txt", inline=True) == MOVED
    assert netmiko("shown", where=where, command="more flash:note.txt") == "one\ntwo"


def test_it_hears_that_scp_is_off(netmiko: Client, where: Where, note: Path) -> None:
    netmiko("configured", where=where, lines=["no ip scp server enable"])
    with pytest.raises(ClientError, match="Administratively disabled"):
        netmiko("transferred", where=where, source=str(note), target="note.txt")
