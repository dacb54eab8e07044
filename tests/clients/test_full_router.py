"""Every client, unmodified, against a router that is full: it boots a provider edge's whole configuration."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.client import Client, client
from tests.clients.conftest import Where, way_to
from tests.clients.playbook import play
from tests.clients.test_napalm import unquiet
from tests.configuration_files import added, lost, text_of
from tests.lab_router import LabRouter, lab_router, settled

LOOPBACK = "interface Loopback1\ndescription tacocat\n"
SSH = "ip ssh version 2\n"
BANNER = ["banner motd ^C", "two lines", "  of text", "end of it", "^C"]


def whole(name: str) -> str:
    """A whole configuration that lets clients move files."""
    return text_of(name).replace(SSH, f"ip scp server enable\n{SSH}")


EDGE, REFLECTOR = whole("mpls-pe"), whole("route-reflector")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, host_key: Path) -> Iterator[LabRouter]:
    folder = tmp_path_factory.mktemp("full")
    with lab_router(folder, "--host-key", str(host_key), startup=EDGE, name="pe1-fra") as made:
        yield made


@pytest.fixture(scope="module")
def there(full: LabRouter, tmp_path_factory: pytest.TempPathFactory) -> Where:
    return way_to(full, tmp_path_factory.mktemp("way"))


@pytest.fixture(scope="module")
def netmiko(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with client("netmiko_calls", "netmiko", tmp_path_factory.mktemp("netmiko")) as made:
        yield made


@pytest.fixture(scope="module")
def napalm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with client("napalm_calls", "napalm", tmp_path_factory.mktemp("napalm")) as made:
        yield made


@pytest.fixture(scope="module")
def scrapli_cfg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with client("scrapli_cfg_calls", "scrapli", tmp_path_factory.mktemp("scrapli_cfg")) as made:
        yield made


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory, host_key: Path) -> Iterator[Where]:
    folder = tmp_path_factory.mktemp("grouped")
    words = ["--host-key", str(host_key)]
    with lab_router(folder, *words, startup=whole("dc-edge"), name="dc-edge-1") as made:
        yield way_to(made, folder)


def trimmed(text: str) -> str:
    """What scrapli moves: no spaces at the ends of lines, and no tab, which the Tcl shell takes for a wish for help."""
    return "\n".join(line.rstrip() for line in text.replace("\t", "").split("\n"))


def ports(lines: list[str]) -> list[str]:
    """What is neither a port nor a setting of one: a router keeps the ports that it has."""
    return [line for line in lines if not line.startswith("interface GigabitEthernet")]


def test_netmiko_reads_every_line(netmiko: Client, there: Where, full: LabRouter) -> None:
    shown = settled(netmiko("shown", where=there, command="show running-config"))
    assert shown.rstrip() == full.running().rstrip()
    assert lost(EDGE, "\n" + shown) == []


def test_netmiko_configures_a_banner_of_many_lines_and_saves(netmiko: Client, there: Where, full: LabRouter) -> None:
    before = full.running()
    netmiko("configured_unverified", where=there, lines=BANNER)
    text = "\n".join(BANNER)
    assert added(before, full.running()) == [text]
    assert netmiko("saved", where=there) == "write mem\nBuilding configuration...\n[OK]\npe1-fra#"
    assert text in full.show("show startup-config")
    netmiko("configured", where=there, lines=["no banner motd"])
    assert full.running() == before


def test_napalm_reads_every_line(napalm: Client, there: Where, full: LabRouter) -> None:
    assert settled("\n" + napalm("configs", where=there)["running"]) == full.running()


@pytest.mark.parametrize("ending", ["", "end\n"])
def test_napalm_compares_a_merge_with_and_without_end(napalm: Client, there: Where, ending: str) -> None:
    compared = napalm("merge_compared", where=there, config=LOOPBACK + ending)
    assert compared.splitlines() == ["+interface Loopback1", "+description tacocat"]


def test_napalm_puts_another_whole_configuration_there_and_the_first_back(
    napalm: Client, there: Where, full: LabRouter
) -> None:
    before = full.running()
    said = napalm("whole_replaced", where=there, config=REFLECTOR)
    assert "+hostname rr1-ams" in said["compared"].splitlines()
    after = unquiet(said["after"])
    assert (lost(REFLECTOR, "\n" + after), ports(added(REFLECTOR, "\n" + after))) == ([], [])
    assert full.running() == before


def test_napalm_shows_members_of_peer_groups_with_the_as_of_their_group(napalm: Client, grouped: Where) -> None:
    found = napalm("neighbors", where=grouped)
    peers = {vrf: {name: each["remote_as"] for name, each in known["peers"].items()} for vrf, known in found.items()}
    assert peers == {
        "global": {"10.30.0.0": 64500, "10.30.0.2": 64500, "203.0.113.128": 64496},
        "PARTNERS": {"10.31.0.2": 64502},
    }
    assert {known["router_id"] for known in found.values()} == {"203.0.113.1"}


def test_ansible_finds_nothing_to_configure_and_gathers_the_peer_group(
    there: Where, full: LabRouter, tmp_path: Path
) -> None:
    before = full.running()
    (tmp_path / "whole.txt").write_text(before)
    said = play("full", there, tmp_path / "home", source=str(tmp_path / "whole.txt"))
    assert said["given"]["changed"] is False
    neighbors = {each.pop("neighbor_address"): each for each in said["process"]["gathered"]["neighbors"]}
    assert neighbors["192.0.2.1"] == {"description": "rr1", "peer_group": "RR"}
    assert (neighbors["RR"]["remote_as"], neighbors["RR"]["update_source"]) == ("65000", "Loopback0")
    assert full.running() == before


def test_scrapli_cfg_gives_up_a_merge_and_its_file(scrapli_cfg: Client, there: Where) -> None:
    said = scrapli_cfg("aborted", where=there, config=LOOPBACK)
    assert said["diff"].splitlines() == ["!List of Commands:", "interface Loopback1", "description tacocat", "end"]
    assert said["files"] == [True, False]


def test_scrapli_cfg_merges_a_block_and_a_banner(scrapli_cfg: Client, there: Where, full: LabRouter) -> None:
    before = trimmed(full.running())
    said = scrapli_cfg("merged", where=there, config=LOOPBACK + "\n".join(BANNER) + "\n")
    assert said["failed"] is False
    running = trimmed(said["running"])
    assert lost(before, running) == []
    assert added(before, running) == [
        "\n".join(BANNER),
        "interface Loopback1",
        "interface Loopback1 / description tacocat",
        "interface Loopback1 / no ip address",
    ]


def test_scrapli_cfg_puts_another_whole_configuration_there_and_the_first_back(
    scrapli_cfg: Client, there: Where
) -> None:
    first = trimmed(scrapli_cfg("read", where=there))
    said = scrapli_cfg("replaced", where=there, config=REFLECTOR)
    assert (said["failed"], said["said"][0].splitlines()[-1]) == (False, "Rollback Done")
    wanted, running = trimmed(REFLECTOR), trimmed(said["running"])
    assert (lost(wanted, running), ports(added(wanted, running))) == ([], [])
    assert lost(running, trimmed(said["startup"])) == []
    back = scrapli_cfg("replaced", where=there, config=first)
    assert (back["failed"], settled("\n" + trimmed(back["running"]))) == (False, settled("\n" + first))
