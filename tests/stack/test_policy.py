"""The policy pack in the real engine: it stops a stack that the program alone takes, and lets a sound one pass."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api_server import Api, api_server
from tests.engine import PROJECT, Ran
from tests.lab_router import lab_router
from tests.stack.offline import OfflineStack
from tests.stack.test_package import TheirProject
from toolchain.ways import virtualenv

pytestmark = pytest.mark.engine

PACK = PROJECT / "policy"
NODES = "10.0.0.1, 10.0.0.11, 10.0.0.12, 10.0.0.13"


@pytest.fixture
def api() -> Iterator[Api]:
    with api_server() as running:
        yield running


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The pack with the environment of its lock, which is made once for all tests."""
    folder = tmp_path / "policy"
    shutil.copytree(PACK, folder, ignore=shutil.ignore_patterns(".venv", "__pycache__"))
    python = virtualenv.for_lock("policy", PACK / "requirements.txt")
    (folder / ".venv").symlink_to(python.parents[1])
    return folder


def sound(folder: Path, api: Api) -> OfflineStack:
    """A stack that accepts what is expected of the nodes, and whose router takes back what nobody confirms."""
    stack = OfflineStack(folder, api)
    router = stack.own("routers")["csr1000v"]
    router["commitConfirm"] = "required"
    for vrf in router["vrfs"].values():
        del vrf["neighbors"]["accept"]
    return stack


def violations(ran: Ran) -> set[tuple[str, str, str]]:
    """What is printed of each: the policy, the resource, and the lines below without the hint."""
    found = re.findall(r"- \[mandatory\] +(\S+) +\(\S+: (\S+)\)\n +.*\n +(.*)\n +hint: .+", ran.text)
    return set(found)


def test_everything_that_is_against_a_rule_is_said_at_once(tmp_path: Path, pack: Path, api: Api) -> None:
    stack = OfflineStack(tmp_path, api)
    router = stack.own("routers")["csr1000v"]
    del router["knownHosts"]
    router["vrfs"]["k8s-calico"]["neighbors"].pop("accept")
    router["prefixLists"]["deny-all-routes"] = ["seq 5 permit 0.0.0.0/0 le 32"]
    limits = tmp_path / "limits.json"
    limits.write_text(
        json.dumps({"allowed-as": {"ranges": ["65000-65001"]}, "allowed-pools": {"prefixes": ["10.9.0.0/16"]}})
    )
    ran = stack.previewed("--policy-pack", str(pack), "--policy-pack-config", str(limits))
    assert ran.code != 0
    assert violations(ran) == {
        ("commit-confirm-required", "csr1000v-access", "router csr1000v has commitConfirm: preferred"),
        (
            "host-key-known",
            "csr1000v-access",
            "router csr1000v has neither a pinned host key nor a file of known hosts",
        ),
        ("filters-both-ways", "csr1000v-bgp-k8s-metallb", f"no prefix list in for neighbor {NODES}"),
        (
            "filters-both-ways",
            "csr1000v-prefix-list-deny-all-routes",
            "prefix list deny-all-routes permits every route: 'seq 5 permit 0.0.0.0/0 le 32'",
        ),
        *(
            ("allowed-as", "csr1000v-bgp-k8s-calico", f"neighbor {node}: AS 65002 is not allowed")
            for node in NODES.split(", ")
        ),
        ("allowed-as", "calico-configuration", "spec.asNumber: AS 65002 is not allowed"),
        ("allowed-pools", "metallb-pool-default", "spec.addresses: 10.100.0.0/24 is not allowed"),
    }


def test_a_program_that_uses_the_package_is_held_against_the_same_rules(tmp_path: Path, pack: Path) -> None:
    with lab_router(tmp_path / "router") as router:
        theirs = TheirProject(tmp_path, "python", router)
        theirs.password(router.password)
        theirs.network(lambda network: network["routers"]["edge"]["vrfs"]["pods"]["neighbors"].update(accept="all"))
        ran = theirs.engine.run("preview", "--policy-pack", str(pack))
    assert ran.code != 0
    node = "192.168.10.11, 192.168.10.12, 192.168.10.13"
    assert violations(ran) == {
        ("commit-confirm-required", "edge-access", "router edge has commitConfirm: preferred"),
        ("filters-both-ways", "edge-bgp-pods", f"no prefix list in for neighbor {node}"),
    }


def test_a_sound_stack_passes(tmp_path: Path, pack: Path, api: Api) -> None:
    ran = sound(tmp_path, api).previewed("--policy-pack", str(pack)).ok()
    assert "✅ bgp-coexist@v1.0.0" in ran.text
