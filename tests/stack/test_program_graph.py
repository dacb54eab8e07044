"""Every ordering that matters is a dependency in the graph of the whole program."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api_server import Api, api_server
from tests.stack.offline import OfflineStack

pytestmark = pytest.mark.engine

FAMILIES = {"csr1000v-bgp-k8s-calico", "csr1000v-bgp-k8s-metallb"}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with api_server() as api:
        yield OfflineStack(tmp_path_factory.mktemp("offline"), api).planned()


def waits_for(planned: dict[str, Any], name: str) -> set[str]:
    """Everything a resource waits for, directly or not, by name."""
    seen: set[str] = set()
    to_see = [name]
    while to_see:
        for urn in planned[to_see.pop()].get("dependencies", []):
            other = urn.rpartition("::")[2]
            if other not in seen:
                seen.add(other)
                to_see.append(other)
    return seen


@pytest.mark.parametrize("speaker", ["calico-configuration", "calico-bgppeer-csr1000v", "metallb-peer-csr1000v"])
def test_a_speaker_dials_only_when_the_routers_filters_are_in_place(planned: dict[str, Any], speaker: str) -> None:
    assert waits_for(planned, speaker) >= FAMILIES | {"csr1000v-prefix-list-deny-all-routes", "csr1000v-access"}


ROUTERS = ("csr1000v", "csr1000w")


def of_each(name: str) -> set[str]:
    """The resources of both routers with that name."""
    return {f"{router}-{name}" for router in ROUTERS}


def filtered_pair(folder: Path, api: Api) -> OfflineStack:
    """Two routers that accept what is expected of the nodes, changed at once."""
    stack = OfflineStack(folder, api)
    for vrf in stack.own("routers")["csr1000v"]["vrfs"].values():
        del vrf["neighbors"]["accept"]
    stack.add_router()
    stack.values["bgp-coexist:rollout"] = "parallel"
    return stack


def test_a_pool_is_used_once_the_lists_of_all_routers_permit_it_so_that_destroy_removes_it_before_them(
    tmp_path: Path,
) -> None:
    with api_server() as api:
        planned = filtered_pair(tmp_path, api).planned()
    lists = of_each("prefix-list-coexist-in-k8s-metallb") | of_each("bgp-k8s-metallb")
    assert waits_for(planned, "metallb-pool-default") >= lists


def with_calico_alone(stack: OfflineStack) -> None:
    """Make Calico assign the addresses of MetalLB's pools, and remove MetalLB."""
    pools = stack.values.pop("bgp-coexist:metallb")["pools"]
    stack.values["bgp-coexist:topology"] = "calico-only"
    stack.own("calico")["pools"] = pools


def test_calico_announces_its_pools_once_the_lists_of_all_routers_permit_them(tmp_path: Path) -> None:
    with api_server() as api:
        stack = filtered_pair(tmp_path, api)
        with_calico_alone(stack)
        planned = stack.planned()
    announced = planned["calico-configuration"]["inputs"]["spec"]["serviceLoadBalancerIPs"]
    assert announced == [{"cidr": "10.100.0.0/24"}]
    lists = of_each("prefix-list-coexist-in-k8s-calico") | of_each("bgp-k8s-calico")
    assert waits_for(planned, "calico-configuration") >= lists


def test_one_router_after_the_other_the_second_permits_a_pool_that_is_used_and_knows_whom_to_ask_again(
    tmp_path: Path,
) -> None:
    with api_server() as api:
        stack = filtered_pair(tmp_path, api)
        del stack.values["bgp-coexist:rollout"]
        planned = stack.planned()
    first, second = (f"{router}-prefix-list-coexist-in-k8s-metallb" for router in ROUTERS)
    assert waits_for(planned, "metallb-pool-default") & {first, second} == {first}
    assert "metallb-pool-default" in waits_for(planned, second)
    assert second in waits_for(planned, "csr1000w-bgp-k8s-metallb")
    assert list(planned["csr1000w-bgp-k8s-metallb"]["inputs"]["inbound_lists"]) == ["coexist-in-k8s-metallb"]


def test_the_filter_of_own_routes_is_there_before_a_peer_names_it(tmp_path: Path) -> None:
    with api_server() as api:
        stack = OfflineStack(tmp_path, api)
        del stack.own("calico")["announce"]
        planned = stack.planned()
    name = "bgp-coexist-own-routes"
    assert planned[f"calico-filter-{name}"]["inputs"]["metadata"]["name"] == name
    assert planned["calico-bgppeer-csr1000v"]["inputs"]["spec"]["filters"] == [name]
    assert f"calico-filter-{name}" in waits_for(planned, "calico-bgppeer-csr1000v")


def test_with_calico_alone_the_service_waits_for_its_pools_and_there_is_nothing_of_metallb(tmp_path: Path) -> None:
    with api_server() as api:
        stack = OfflineStack(tmp_path, api)
        with_calico_alone(stack)
        planned = stack.planned()
    assert [name for name in planned if "metallb" in name] == ["csr1000v-vrf-k8s-metallb", "csr1000v-bgp-k8s-metallb"]
    pool = planned["calico-pool-default-10-100-0-0-24"]
    assert (pool["inputs"]["kind"], pool["inputs"]["apiVersion"]) == ("IPPool", "projectcalico.org/v3")
    assert pool["inputs"]["spec"] == {
        "cidr": "10.100.0.0/24",
        "blockSize": 24,
        "allowedUses": ["LoadBalancer"],
        "assignmentMode": "Automatic",
        "nodeSelector": "all()",
    }
    assert pool["inputs"]["metadata"]["labels"] == {"app.kubernetes.io/managed-by": "bgp-coexist"}
    assert waits_for(planned, "calico-pool-default-10-100-0-0-24") == {"csr1000v-access"}
    assert waits_for(planned, "demo-service") == {
        "calico-pool-default-10-100-0-0-24",
        "csr1000v-access",
        "demo-deployment",
    }
    service = planned["demo-service"]["inputs"]["metadata"]["annotations"]
    assert service["projectcalico.org/ipv4pools"] == '["10.100.0.0/24"]'
    last = {"verification-checks", "csr1000v-saved"}
    own = {name for name, state in planned.items() if state["type"].split(":")[0] not in ("pulumi", "bgp-coexist")}
    assert waits_for(planned, "verification-checks") == own - last


def test_the_release_waits_for_the_way_to_the_router_and_for_nothing_on_it(planned: dict[str, Any]) -> None:
    assert waits_for(planned, "metallb-release") == {"metallb-namespace", "csr1000v-access"}


def test_nothing_comes_into_the_cluster_before_the_way_to_the_router(planned: dict[str, Any]) -> None:
    objects = {name for name, state in planned.items() if state["type"].startswith("kubernetes:")}
    assert {name for name in objects if "csr1000v-access" not in waits_for(planned, name)} == set()


@pytest.mark.parametrize("made", ["metallb-pool-default", "metallb-peer-csr1000v", "metallb-advertisement-default"])
def test_metallbs_objects_wait_behind_the_gate(planned: dict[str, Any], made: str) -> None:
    assert waits_for(planned, made) >= {"metallb-gate", "metallb-release"}


def test_a_pool_is_not_deleted_before_the_controller_that_would_take_its_addresses_back(
    planned: dict[str, Any],
) -> None:
    assert planned["metallb-pool-default"]["deletedWith"].rpartition("::")[2] == "metallb-release"
    assert "deletedWith" not in planned["metallb-peer-csr1000v"]


def test_the_service_waits_for_the_pool(planned: dict[str, Any]) -> None:
    assert waits_for(planned, "demo-service") >= {"demo-deployment", "metallb-pool-default"}


def test_the_checks_come_last_and_saving_after_them(planned: dict[str, Any]) -> None:
    components = {"calico", "metallb", "demo", "verification", "csr1000v"}
    own = {name for name, state in planned.items() if state["type"].split(":")[0] not in ("pulumi", "bgp-coexist")}
    assert own & components == set()
    last = {"verification-checks", "csr1000v-saved"}
    assert waits_for(planned, "verification-checks") == own - last
    assert waits_for(planned, "csr1000v-saved") == own - {"csr1000v-saved"}


def test_every_kubernetes_object_goes_through_the_stacks_own_provider(planned: dict[str, Any]) -> None:
    objects = {name: state for name, state in planned.items() if state["type"].startswith("kubernetes:")}
    assert len(objects) == 8
    assert {state["provider"].split("::")[3] for state in objects.values()} == {"cluster"}


def test_no_password_is_printed(planned: dict[str, Any]) -> None:
    assert "hidden-value" not in str(planned)


def test_every_command_runs_here_so_no_private_key_comes_into_the_state(planned: dict[str, Any]) -> None:
    commands = {name: state["type"] for name, state in planned.items() if state["type"].startswith("command:")}
    assert commands == dict.fromkeys(("metallb-gate", "verification-checks"), "command:local:Command")
