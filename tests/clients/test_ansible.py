"""Ansible's collection cisco.ios, unmodified, against the lab's router."""

from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import BASE, SEED, Where
from tests.clients.playbook import play
from tests.lab_router import LabRouter

BECOME = {"ansible_become": True, "ansible_become_method": "enable", "ansible_become_password": "sesame"}
CONFIRM = {"ansible_ios_commit_confirm_immediate": True, "ansible_ios_commit_confirm_timeout": 1}
ADDED = [
    "router bgp 65000",
    "address-family ipv4 vrf k8s-metallb",
    "neighbor 10.0.0.14 remote-as 65001",
    "neighbor 10.0.0.14 activate",
]


def port(number: int, state: str, *addresses: str) -> dict[str, Any]:
    """A physical interface as the facts have it; addresses as `10.0.0.254/24`."""
    return {
        "bandwidth": 1000000,
        "description": None,
        "duplex": None,
        "ipv4": [dict(zip(("address", "subnet"), each.split("/"), strict=True)) for each in addresses],
        "lineprotocol": "up" if state == "up" else "down",
        "macaddress": f"5254.0000.000{number}",
        "mediatype": None,
        "mtu": 1500,
        "operstatus": state,
        "type": "CSR vNIC",
    }


def test_it_gathers_the_facts(where: Where, router: LabRouter, tmp_path: Path) -> None:
    [said] = play("facts", where, tmp_path / "home").values()
    facts = {name.removeprefix("ansible_net_"): value for name, value in said["ansible_facts"].items()}
    known = ("hostname", "image", "iostype", "model", "operatingmode", "serialnum", "system", "version", "filesystems")
    assert {name: facts[name] for name in known} == {
        "hostname": "csr1000v",
        "image": "bootflash:packages.conf",
        "iostype": "IOS-XE",
        "model": "CSR1000V",
        "operatingmode": "autonomous",
        "serialnum": "9LABROUTER0",
        "system": "ios",
        "version": "17.15.01",
        "filesystems": ["bootflash:"],
    }
    assert facts["config"].partition("\nversion ")[2] == router.running().partition("version ")[2].rstrip()


def test_it_gathers_the_interfaces(where: Where, tmp_path: Path) -> None:
    [said] = play("facts", where, tmp_path / "home").values()
    assert said["ansible_facts"]["ansible_net_all_ipv4_addresses"] == ["10.0.0.254", "10.0.1.254", "1.1.1.0", "1.1.1.2"]
    interfaces = said["ansible_facts"]["ansible_net_interfaces"]
    assert list(interfaces) == [*(f"GigabitEthernet{number}" for number in range(1, 5)), "Loopback0", "Loopback2"]
    assert interfaces["GigabitEthernet2"] == port(2, "up", "10.0.0.254/24")
    assert interfaces["GigabitEthernet4"] == port(4, "administratively down")


def test_it_runs_commands_answers_questions_and_sees_unknown_ones(where: Where, tmp_path: Path) -> None:
    said = play("command", where, tmp_path / "home")
    assert said["show"]["stdout_lines"] == [
        ["Current privilege level is 15"],
        [
            "ip vrf k8s-metallb",
            " rd 65000:1",
            " route-target export 65000:1",
            " route-target import 65000:2",
            " route-target import 65000:1",
        ],
    ]
    assert "failed" not in said["wait"]
    assert said["question"]["stdout_lines"] == [
        ["Destination filename [startup-config]? ", "Building configuration...", "[OK]"]
    ]
    assert "% Invalid input detected at '^' marker." in said["unknown"]["msg"]


@pytest.mark.parametrize("startup", [BASE + "end\n"])
def test_the_seed_from_a_file_is_configured_and_saved_once(where: Where, router: LabRouter, tmp_path: Path) -> None:
    (tmp_path / "seed.txt").write_text(SEED)
    said = play("configure", where, tmp_path / "home", source=str(tmp_path / "seed.txt"))
    assert [said[task]["changed"] for task in ("first", "second")] == [True, False]
    assert [line for line in SEED.splitlines() if line not in router.running().splitlines()] == []
    assert "router bgp 65000" in router.show("show startup-config").splitlines()


def test_lines_are_configured_once_and_a_refused_one_fails(where: Where, router: LabRouter, tmp_path: Path) -> None:
    said = play("lines", where, tmp_path / "home")
    assert (said["first"]["changed"], said["first"]["commands"]) == (True, ADDED)
    assert (said["second"]["changed"], said["second"].get("commands")) == (False, None)
    assert "% Invalid input detected at '^' marker." in said["refused"]["msg"]
    added = router.show("show running-config | include 10.0.0.14").splitlines()
    assert added == [f"  {line}" for line in ADDED[2:]]


def test_it_becomes_privileged_confirms_what_went_well_and_leaves_the_rest_to_be_taken_back(
    where: Where, router: LabRouter, tmp_path: Path
) -> None:
    said = play("lines", where | {"username": "low", "variables": BECOME | CONFIRM}, tmp_path / "home")
    assert [said[task]["changed"] for task in ("first", "second", "refused")] == [True, False, False]
    assert router.show("show archive config rollback timer").splitlines()[1:] == [
        "Timer type: absolute timer",
        "Timer value: 1 min",
        "User: low",
    ]


def test_it_gathers_bgp_as_its_own_structure(where: Where, tmp_path: Path) -> None:
    said = play("bgp", where, tmp_path / "home")
    assert said["process"]["gathered"] == {
        "as_number": "65000",
        "bgp": {
            "default": {"ipv4_unicast": True, "route_target": {"filter": True}},
            "log_neighbor_changes": True,
            "router_id": {"address": "1.0.0.0"},
        },
    }
    families = said["families"]["gathered"]["address_family"]
    assert [(family["vrf"], family.get("maximum_paths")) for family in families] == [
        ("k8s-calico", None),
        ("k8s-metallb", {"paths": 4}),
    ]
    assert families[1]["neighbors"] == [
        {
            "neighbor_address": address,
            "remote_as": "65001",
            "activate": True,
            "prefix_lists": [{"name": "deny-all-routes", "out": True}],
        }
        for address in ("10.0.0.1", "10.0.0.11", "10.0.0.12", "10.0.0.13")
    ]


def test_it_refuses_a_host_key_it_does_not_know(where: Where, tmp_path: Path) -> None:
    Path(where["known_hosts"]).write_text("")
    said = play("bgp", where, tmp_path / "home")
    assert said["process"]["msg"].startswith(
        f"paramiko: The authenticity of host '[127.0.0.1]:{where['port']}' can't be established."
    )
