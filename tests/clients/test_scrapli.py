"""scrapli, unmodified, against the lab's router."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients.client import Client, ClientError, client
from tests.clients.conftest import Where


@pytest.fixture(scope="module")
def scrapli(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with client("scrapli_calls", "scrapli", tmp_path_factory.mktemp("scrapli")) as made:
        yield made


def fine(sent: str, result: str = "") -> dict[str, Any]:
    return {"sent": sent, "failed": False, "result": result}


@pytest.mark.parametrize("profile", ["16.12", "17.15"])
def test_it_logs_in_by_paramiko_and_finds_the_prompt(scrapli: Client, where: Where) -> None:
    assert scrapli("prompt", where=where, transport="paramiko") == "csr1000v#"


@pytest.mark.parametrize("profile", ["17.15"])
def test_it_logs_in_by_asyncssh_and_finds_the_prompt(scrapli: Client, where: Where) -> None:
    assert scrapli("prompt_of_asyncssh", where=where) == "csr1000v#"


def test_it_refuses_a_host_key_it_does_not_know(scrapli: Client, where: Where) -> None:
    Path(where["known_hosts"]).write_text("")
    with pytest.raises(ClientError) as caught:
        scrapli("prompt", where=where, transport="paramiko")
    assert str(caught.value) == "ScrapliConnectionError: 127.0.0.1 not in known_hosts!"


def test_it_goes_through_every_level_and_back(scrapli: Client, where: Where) -> None:
    levels = ["exec", "privilege_exec", "configuration", "tclsh", "privilege_exec"]
    assert scrapli("prompts_of_levels", where=where | {"username": "low"}, levels=levels) == [
        "csr1000v>",
        "csr1000v#",
        "csr1000v(config)#",
        "csr1000v(tcl)#",
        "csr1000v#",
    ]


def test_it_reads_what_commands_say(scrapli: Client, where: Where) -> None:
    lines = ["show privilege", "show running-config | include ^hostname"]
    assert scrapli("commands", where=where, lines=lines) == [
        fine("show privilege", "Current privilege level is 15"),
        fine("show running-config | include ^hostname", "hostname csr1000v"),
    ]


def test_it_sees_that_a_command_is_not_known(scrapli: Client, where: Where) -> None:
    [said] = scrapli("commands", where=where, lines=["show nonsense"])
    assert said == {
        "sent": "show nonsense",
        "failed": True,
        "result": "               ^\n% Invalid input detected at '^' marker.",
    }


def test_it_configures_and_leaves_configuration(scrapli: Client, where: Where) -> None:
    lines = ["ip vrf red", "rd 65000:9"]
    assert scrapli("configured", where=where, lines=lines) == [fine("ip vrf red"), fine("rd 65000:9")]
    [said] = scrapli("commands", where=where, lines=["show running-config | section ^ip vrf red"])
    assert said["result"] == "ip vrf red\n rd 65000:9"


def test_it_stops_at_a_refused_line(scrapli: Client, where: Where) -> None:
    said = scrapli("configured", where=where, lines=["ip vrf red", "bogus", "rd 65000:9"])
    assert [(each["sent"], each["failed"]) for each in said] == [("ip vrf red", False), ("bogus", True)]


def test_it_answers_the_question_when_it_saves(scrapli: Client, where: Where) -> None:
    assert scrapli("saved", where=where).splitlines() == [
        "copy running-config startup-config",
        "Destination filename [startup-config]?",
        "Building configuration...",
        "[OK]",
        "csr1000v#",
    ]
