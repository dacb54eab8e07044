"""Neighbors as a range: one group in place of a neighbor for each node, and nothing of it changes with the nodes."""

from typing import Any

import pytest

from model.list_names import group_name
from model.load import stack_from
from model.neighbor import NeighborGroup
from model.stack import Stack, router_neighbors, vrf_neighbors
from platforms.registry import platform_of
from tests.seed import seed_stack, seed_values

CALICO = "k8s-calico"


def ranged(values: dict[str, Any]) -> None:
    (router,) = values["routers"].values()
    for vrf in router["vrfs"].values():
        vrf["neighbors"] |= {"range": ["10.0.0.128/25", "10.0.0.0/25"], "accept": "expected"}


def node_added(values: dict[str, Any]) -> None:
    ranged(values)
    values["cluster"]["nodes"]["worker4"] = "10.0.0.14"


def test_the_group_has_the_settings_of_a_listed_neighbor() -> None:
    stack = seed_stack(ranged)
    (group,) = router_neighbors(stack, "csr1000v", CALICO)
    assert isinstance(group, NeighborGroup)
    assert (group.name, [str(each) for each in group.ranges]) == (
        "coexist-k8s-calico",
        ["10.0.0.0/25", "10.0.0.128/25"],
    )
    for neighbor in vrf_neighbors(stack, "csr1000v", CALICO):
        assert group.model_dump(exclude={"name", "ranges"}) == neighbor.model_dump(exclude={"address"})


@pytest.mark.parametrize("name", ["dev", "frr"])
def test_a_node_that_comes_changes_nothing_on_the_router(name: str) -> None:
    stacks = []
    for change in (ranged, node_added):
        values = seed_values(name)
        change(values)
        stacks.append(stack_from(values))
    before, after = (objects(stack) for stack in stacks)
    assert before == after


def objects(stack: Stack) -> list[Any]:
    ((name, router),) = stack.routers.items()
    return [(each.name, each.values) for each in platform_of(router).objects(stack, name)]


def test_a_groups_name_fits_a_vrfs_longest_one() -> None:
    longest = "v" * 32
    assert len(group_name(longest)) == 32
    assert group_name(longest) != group_name(longest[:-1] + "w")
