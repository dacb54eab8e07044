"""NAPALM's driver `ios`, unmodified, against the lab's router."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.clients.client import Client, ClientError, client
from tests.clients.conftest import Where
from tests.eventually import eventually
from tests.lab_router import LabRouter, settled

RED = "ip vrf red\n rd 65000:9\nend\n"
"""A change to merge."""

QUIET = "\nfile prompt quiet\n"
"""What NAPALM configures while it is connected."""


@pytest.fixture(scope="module")
def napalm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with client("napalm_calls", "napalm", tmp_path_factory.mktemp("napalm")) as made:
        yield made


def unquiet(text: str) -> str:
    """A configuration from `version` on, without what NAPALM added for the time of its session."""
    return settled("\n" + text).replace(QUIET, "\n").rstrip()


def idle(remote_as: int) -> dict[str, Any]:
    """A neighbor nobody answers for."""
    counts = {"received_prefixes": -1, "accepted_prefixes": -1, "sent_prefixes": -1}
    return {
        "local_as": 65000,
        "remote_as": remote_as,
        "remote_id": "0.0.0.0",
        "is_up": False,
        "is_enabled": True,
        "description": "",
        "uptime": -1,
        "address_family": {"vpnv4 unicast": counts},
    }


def test_it_gathers_the_facts(napalm: Client, where: Where) -> None:
    assert napalm("facts", where=where) == {
        "uptime": 0.0,
        "vendor": "Cisco",
        "os_version": (
            "Virtual XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 17.15.1, RELEASE SOFTWARE (fc5)"
        ),
        "serial_number": "9LABROUTER0",
        "model": "CSR1000V",
        "hostname": "csr1000v",
        "fqdn": "csr1000v.lab.example",
        "interface_list": [*(f"GigabitEthernet{number}" for number in range(1, 5)), "Loopback0", "Loopback2"],
    }


def test_it_gathers_the_bgp_neighbors_of_both_vrfs(napalm: Client, where: Where) -> None:
    addresses = ["10.0.0.1", "10.0.0.11", "10.0.0.12", "10.0.0.13"]
    assert napalm("neighbors", where=where) == {
        vrf: {"router_id": "1.0.0.0", "peers": {address: idle(remote_as) for address in addresses}}
        for vrf, remote_as in (("k8s-calico", 65002), ("k8s-metallb", 65001))
    }


def test_it_says_that_a_neighbor_is_shut_down(napalm: Client, where: Where) -> None:
    lines = ["router bgp 65000", "address-family ipv4 vrf k8s-calico", "neighbor 10.0.0.1 shutdown", "end", ""]
    napalm("merged", where=where, config="\n".join(lines))
    peers = napalm("neighbors", where=where)["k8s-calico"]["peers"]
    assert peers["10.0.0.1"] == idle(65002) | {"is_enabled": False}


def test_it_reads_the_configurations(napalm: Client, where: Where, router: LabRouter) -> None:
    configs = napalm("configs", where=where)
    assert settled("\n" + configs["running"]) == router.running()
    assert configs["startup"].splitlines()[1:3] == ["hostname csr1000v", "enable secret 0 sesame"]
    assert configs["candidate"] == ""


def test_it_knows_that_it_is_connected(napalm: Client, where: Where) -> None:
    assert napalm("alive", where=where) is True


def test_a_merge_shows_the_commands_it_would_add(napalm: Client, where: Where) -> None:
    assert napalm("merge_compared", where=where, config=RED).splitlines() == ["+ip vrf red", "+rd 65000:9"]


def test_a_merge_of_what_is_there_shows_nothing(napalm: Client, where: Where) -> None:
    assert napalm("merge_compared", where=where, config="ip vrf k8s-calico\n rd 65000:2\nend\n") == ""


def test_a_discarded_merge_leaves_the_configuration_and_an_empty_file(napalm: Client, where: Where) -> None:
    running, compared = napalm("merge_discarded", where=where, config=RED)
    assert "ip vrf red" not in running
    assert compared == ""


def test_a_merge_is_committed_and_saved(napalm: Client, where: Where, router: LabRouter) -> None:
    before = router.running()
    after = unquiet(napalm("merged", where=where, config=RED))
    assert after == before.replace("!\nip domain name", "!\nip vrf red\n rd 65000:9\n!\nip domain name")
    assert "ip vrf red" in router.show("show startup-config").splitlines()


def test_a_merge_goes_through_the_tcl_shell_too(napalm: Client, where: Where, router: LabRouter) -> None:
    assert "ip vrf red\n rd 65000:9\n!" in napalm("merged", where=where, config=RED, inline_transfer=True)


def test_a_merge_with_a_refused_line_is_taken_back(napalm: Client, where: Where, router: LabRouter) -> None:
    before = router.running()
    with pytest.raises(ClientError) as caught:
        napalm("merged", where=where, config="ip vrf red\n rd 65000:9\nbogus\nend\n")
    assert str(caught.value).splitlines()[0] == (
        "MergeConfigException: Configuration merge failed; automatic rollback attempted:"
    )
    assert router.running() == before


def test_a_replacement_shows_the_lines_that_differ(napalm: Client, where: Where) -> None:
    compared = napalm("replace_compared", where=where, old="maximum-paths 4", new="maximum-paths 2")
    assert compared.splitlines() == [
        "router bgp 65000",
        " address-family ipv4 vrf k8s-metallb",
        "  +maximum-paths 2",
        "  -maximum-paths 4",
    ]


def test_a_replacement_is_committed_and_rolled_back(napalm: Client, where: Where, router: LabRouter) -> None:
    before, after, back = napalm("replaced", where=where, old="maximum-paths 4", new="maximum-paths 2")
    assert unquiet(after) == unquiet(before).replace("maximum-paths 4", "maximum-paths 2")
    assert unquiet(back) == unquiet(before)
    assert router.running() == settled("\n" + before)


def test_a_commit_that_is_confirmed_stays_and_is_saved(napalm: Client, where: Where) -> None:
    pending, still, startup = napalm("confirmed", where=where, config=RED, seconds=120)
    assert (pending, still) == (True, False)
    assert "ip vrf red" in startup.splitlines()


def test_a_commit_can_be_taken_back_before_its_time(napalm: Client, where: Where, router: LabRouter) -> None:
    before = router.running()
    pending, running = napalm("reverted_at_once", where=where, config=RED, seconds=120)
    assert (pending, unquiet(running)) == (False, before)


@pytest.mark.parametrize("options", [["--minute-ms", "20000"]])
def test_a_commit_nobody_confirms_is_taken_back_by_the_router(napalm: Client, where: Where, router: LabRouter) -> None:
    before = router.running()
    assert "ip vrf red" in napalm("committed_to_revert", where=where, config=RED, seconds=60).splitlines()
    assert eventually(lambda: unquiet(router.running()), before, seconds=60) == before


@pytest.mark.parametrize("startup", ["hostname csr1000v\nip scp server enable\nend\n"])
def test_it_hears_that_there_is_no_archive(napalm: Client, where: Where) -> None:
    with pytest.raises(ClientError) as caught:
        napalm("committed_to_revert", where=where, config=RED, seconds=60)
    assert str(caught.value) == (
        "CommitConfirmException: For Cisco devices, revert_in requires 'archive' feature to be enabled."
    )
