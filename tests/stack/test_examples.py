"""Examples applied to a router of the lab, real engine; tests/unit/test_examples.py has the preflight of all."""

import re
from difflib import ndiff
from pathlib import Path

import pytest

from tests.examples import FOLDER, values_of
from tests.lab_router import STARTUP, STARTUP_WITH_BGP, LabRouter, lab_router
from tests.stack.adopted_routers import BY_HAND
from tests.stack.router_stack import RouterStack

pytestmark = pytest.mark.engine


def stack_of(folder: Path, router: LabRouter, example: str) -> RouterStack:
    """The example's router side; the router is the lab's."""
    stack = RouterStack(folder, router)
    kept = ("topology", "routers", "cluster", "calico", "metallb")
    stack.values = {key: value for key, value in values_of(FOLDER / f"{example}.yaml").items() if key in kept}
    stack.values["cluster"].pop("kubeconfig", None)
    stack.values["verification"] = {"enabled": False}
    reached = {"host": "127.0.0.1", "port": router.port, "username": "admin", "knownHosts": str(router.known_hosts)}
    stack.described.update(reached)
    return stack


def test_the_single_session_is_applied_and_taken_back(tmp_path: Path) -> None:
    startup = STARTUP.replace("csr1000v", "edge")
    with lab_router(tmp_path / "router", "--profile", "17.15", startup=startup, name="edge") as router:
        stack, before = stack_of(tmp_path, router, "single-session"), router.running()
        stack.up()
        stack.preview("--refresh", "--expect-no-changes").ok()
        stack.destroy()
        assert router.running() == before


def test_a_range_is_applied_beside_a_range_of_others_becomes_a_list_and_is_taken_back(tmp_path: Path) -> None:
    others = (
        " bgp listen range 172.20.0.0/16 peer-group BRANCHES\n neighbor BRANCHES peer-group\n"
        " neighbor BRANCHES remote-as 65100\n"
    )
    startup = STARTUP_WITH_BGP.replace(" neighbor 192.0.2.2 remote-as 65100\n", others)
    startup = startup.replace(" bgp router-id 192.0.2.1\n", "").replace("csr1000v", "edge")
    with lab_router(tmp_path / "router", "--profile", "17.15", startup=startup, name="edge") as router:
        stack, before = stack_of(tmp_path, router, "range"), router.running()
        for speaker in ("calico", "metallb"):
            del stack.values[speaker]["session"]
        stack.up()
        assert re.findall(r"neighbor (\S+) remote-as", router.running()) == [
            "BRANCHES",
            "coexist-pods",
            "coexist-services",
        ]
        stack.values["cluster"]["nodes"]["node5"] = "172.20.0.15"
        stack.preview("--refresh", "--expect-no-changes").ok()
        for vrf in stack.described["vrfs"].values():
            del vrf["neighbors"]["range"]
        stack.up()
        assert "coexist-pods peer-group" not in router.running()
        assert len(re.findall(r"neighbor (172\S+) remote-as", router.running())) == 2 * 5
        stack.preview("--refresh", "--expect-no-changes").ok()
        stack.destroy()
        assert router.running() == before


def test_the_default_table_is_applied_beside_others_and_taken_back(tmp_path: Path) -> None:
    others = " neighbor 192.0.2.2 remote-as 65100\n neighbor 192.0.2.2 description upstream\n"
    startup = STARTUP_WITH_BGP.replace(" neighbor 192.0.2.2 remote-as 65100\n", others)
    startup = startup.replace(" bgp router-id 192.0.2.1\n", "").replace("csr1000v", "edge")
    with lab_router(tmp_path / "router", "--profile", "17.15", startup=startup, name="edge") as router:
        stack, before = stack_of(tmp_path, router, "one-table"), router.running()
        assert "1 object of the stack was on the router already" in stack.up().text  # `router bgp 65000`
        assert others in router.running()
        assert " neighbor 172.20.0.11 prefix-list coexist-out-default out\n" in router.running()
        stack.preview("--refresh", "--expect-no-changes").ok()
        stack.destroy()
        assert router.running() == before


def test_the_adopted_router_changes_in_the_lines_that_differ_and_gets_them_back(tmp_path: Path) -> None:
    other = "  neighbor 10.0.0.12 ebgp-multihop 16"
    by_hand = BY_HAND.replace(other[:-2] + "32", other)
    with lab_router(tmp_path / "router", "--profile", "17.15", startup=by_hand) as router:
        stack, before = stack_of(tmp_path, router, "adopted-router"), router.running()
        stack.up()
        differences = [line for line in ndiff(before.splitlines(), router.running().splitlines()) if line[0] in "+-"]
        filters = [line for line in differences if " coexist-in-k8s-" in line]
        assert [line for line in differences if line not in (*filters, "+ !")] == [
            f"- {other}",
            f"+ {other[:-2]}32",
            "+   maximum-paths 4",
        ]
        assert len(filters) == 2 + 2 * 4
        stack.destroy()
        assert router.running() == before


def test_each_rack_has_its_router_and_both_are_taken_back(tmp_path: Path) -> None:
    first, second = (STARTUP.replace("csr1000v", name) for name in ("rack-a", "rack-b"))
    options = ("--profile", "17.15")
    with (
        lab_router(tmp_path / "a", *options, startup=first, name="rack-a") as one,
        lab_router(tmp_path / "b", *options, startup=second, name="rack-b") as other,
    ):
        stack, before = stack_of(tmp_path, one, "racks"), (one.running(), other.running())
        reached = {"host": "127.0.0.1", "port": other.port, "username": "admin", "knownHosts": str(other.known_hosts)}
        stack.values["routers"]["rack-b"].update(reached)
        stack.up()
        nodes = {router.name: set(re.findall(r"neighbor (\S+) remote-as", router.running())) for router in (one, other)}
        assert nodes == {"rack-a": {"172.20.1.11", "172.20.1.12"}, "rack-b": {"172.20.2.11", "172.20.2.12"}}
        stack.preview("--refresh", "--expect-no-changes").ok()
        stack.destroy()
        assert (one.running(), other.running()) == before
