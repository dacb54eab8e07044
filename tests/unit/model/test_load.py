"""What follows from a stack's YAML without being written; what is refused has its cases in tests/golden/checks."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from errors import IntentError
from model.load import stack_from
from model.stack import vrf_neighbors
from tests.seed import calico_only

PROJECT = Path(__file__).parents[3]
Config = dict[str, Any]


def seed() -> Config:
    """The dev stack's configuration, keys without the project's name and without secrets."""
    config = yaml.safe_load((PROJECT / "Pulumi.dev.yaml").read_text())["config"]
    return {
        key.split(":")[1]: value
        for key, value in config.items()
        if key.startswith("bgp-coexist:") and "Password" not in key
    }


def refusal(change: Callable[[Config], object]) -> str:
    """What the person is told after `change` to the seed's configuration."""
    config = copy.deepcopy(seed())
    change(config)
    with pytest.raises(IntentError) as caught:
        stack_from(config)
    return str(caught.value)


def one(text: str) -> str:
    return "the stack's configuration has 1 problem; nothing was touched\n" + text


def calico_vrf(config: Config) -> Config:
    vrf: Config = config["routers"]["csr1000v"]["vrfs"]["k8s-calico"]
    return vrf


def test_the_seeds_two_peer_addresses_make_its_eight_neighbors() -> None:
    stack = stack_from(seed())
    calico = vrf_neighbors(stack, "csr1000v", "k8s-calico")
    metallb = vrf_neighbors(stack, "csr1000v", "k8s-metallb")
    assert [str(n.address) for n in calico] == ["10.0.0.1", "10.0.0.11", "10.0.0.12", "10.0.0.13"]
    assert {(n.remote_as, n.ebgp_multihop, n.update_source, n.prefix_list_out) for n in calico} == {
        (65002, 32, "Loopback2", "deny-all-routes")
    }
    assert {(n.remote_as, n.ebgp_multihop, n.update_source, n.prefix_list_out) for n in metallb} == {
        (65001, None, "GigabitEthernet2", "deny-all-routes")
    }


def test_one_node_may_have_an_as_of_its_own() -> None:
    config = seed()
    calico_vrf(config)["neighbors"]["remoteAs"] = {"worker3": 65012}
    neighbors = vrf_neighbors(stack_from(config), "csr1000v", "k8s-calico")
    assert [n.remote_as for n in neighbors] == [65002, 65002, 65002, 65012]


def test_numbers_that_pulumi_turned_into_floats_are_whole_again() -> None:
    config = seed()
    config["calico"]["asn"] = 65002.0
    assert stack_from(config).calico.asn == 65002


def test_a_vrf_exports_its_distinguisher_and_the_clusters_vrfs_leak_to_each_other() -> None:
    vrfs = stack_from(seed()).routers["csr1000v"].vrfs
    assert {name: (sorted(vrf.export_targets), sorted(vrf.import_targets)) for name, vrf in vrfs.items()} == {
        "k8s-calico": (["65000:2"], ["65000:1", "65000:2"]),
        "k8s-metallb": (["65000:1"], ["65000:1", "65000:2"]),
    }


def test_a_vrf_that_nobody_dials_into_leaks_with_nobody() -> None:
    config = seed()
    config["routers"]["csr1000v"]["vrfs"]["spare"] = {"rd": "65000:9"}
    vrfs = stack_from(config).routers["csr1000v"].vrfs
    assert sorted(vrfs["spare"].import_targets) == ["65000:9"]
    assert sorted(vrfs["k8s-calico"].import_targets) == ["65000:1", "65000:2"]


def test_targets_that_are_given_stay_as_they_are() -> None:
    config = seed()
    calico_vrf(config).update({"export": ["65000:2", "65000:20"], "import": ["65000:1"]})
    vrfs = stack_from(config).routers["csr1000v"].vrfs
    assert sorted(vrfs["k8s-calico"].import_targets) == ["65000:1"]
    assert sorted(vrfs["k8s-metallb"].import_targets) == ["65000:1", "65000:2"]


def test_a_vrf_that_does_not_export_its_distinguisher_is_imported_by_what_it_exports() -> None:
    config = seed()
    calico_vrf(config)["export"] = ["65000:20", "65000:21"]
    vrfs = stack_from(config).routers["csr1000v"].vrfs
    assert sorted(vrfs["k8s-metallb"].import_targets) == ["65000:1", "65000:20", "65000:21"]


def test_every_problem_is_told_not_the_first() -> None:
    def two(config: Config) -> None:
        config["calico"]["asn"] = 0
        config["metallb"]["asn"] = 0

    assert refusal(two).startswith("the stack's configuration has 2 problems; nothing was touched\n")


def test_a_missing_key_is_named() -> None:
    assert refusal(lambda c: c.pop("cluster")) == one("  FORM02 cluster: is missing")


@pytest.mark.parametrize("address", ["172.31.0.0/31", "172.31.0.0/32", "172.31.0.7/24"])
def test_an_address_a_router_takes_is_fine(address: str) -> None:
    config = seed()
    config["routers"]["csr1000v"]["interfaces"]["Loopback0"] = address
    stack_from(config)


def test_a_sessions_times_are_every_neighbors() -> None:
    config = seed()
    config["calico"]["session"] = {"holdSeconds": 30}
    config["metallb"] |= {"session": {"holdSeconds": 90, "keepaliveSeconds": 10}, "mode": "frr"}
    stack = stack_from(config)
    times = {
        vrf: {(n.keepalive_seconds, n.hold_seconds) for n in vrf_neighbors(stack, "csr1000v", vrf)}
        for vrf in ("k8s-calico", "k8s-metallb")
    }
    assert times == {"k8s-calico": {(10, 30)}, "k8s-metallb": {(10, 90)}}


def test_calico_alone_is_a_single_session_from_calicos_own_pools() -> None:
    config, single = seed(), seed() | {"topology": "single-session"}
    calico_only(config)
    # Pulumi's value for the key where the file does not have it.
    stack = stack_from(config | {"metallb": {}})
    assert stack == stack_from(config)
    assert (stack.assigner(), stack.announcer(), list(stack.speakers())) == ("calico", "calico", ["calico"])
    assert stack.pools() == stack_from(single).pools()
    assert list(stack.pool_prefixes()) == ["calico.pools.default[0]"]
    for vrf in ("k8s-calico", "k8s-metallb"):
        assert vrf_neighbors(stack, "csr1000v", vrf) == vrf_neighbors(stack_from(single), "csr1000v", vrf)


def test_pools_of_metallb_that_stay_in_the_file_are_not_calicos() -> None:
    config = seed()
    metallb = config["metallb"] | {"pools": {"other": ["10.99.0.0/24"]}}
    calico_only(config)
    stack = stack_from(config | {"metallb": metallb})
    assert list(stack.pools()) == ["default"]
    assert stack.service_addresses() == 256


def test_with_a_single_session_only_calicos_vrf_has_neighbors_and_the_vrfs_leak_as_before() -> None:
    config = seed()
    config["topology"] = "single-session"
    stack = stack_from(config)
    assert len(vrf_neighbors(stack, "csr1000v", "k8s-calico")) == 4
    assert vrf_neighbors(stack, "csr1000v", "k8s-metallb") == ()
    assert stack.routers == stack_from(seed()).routers
