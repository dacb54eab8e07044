"""A BGP family has the entries of its neighbors' inbound lists, by which it knows whom to ask for routes again."""

from collections.abc import Callable
from typing import Any

import pytest

from platforms.registry import platform_of
from tests.seed import Values, seed_stack

VRFS = ("k8s-calico", "k8s-metallb")
STACKS = pytest.mark.parametrize("name", ["dev", "frr"])


def families(name: str, change: Callable[[Values], object] = lambda _: None) -> dict[str, Any]:
    """The values of the BGP families of a stack's router by VRF, with the default of `accept`."""

    def filtered(values: Values) -> None:
        for router in values["routers"].values():
            for vrf in router["vrfs"].values():
                vrf["neighbors"].pop("accept", None)
        change(values)

    stack = seed_stack(filtered, name)
    ((router, described),) = stack.routers.items()
    objects = platform_of(described).objects(stack, router)
    return {each.values["vrf"]: each.values for each in objects if each.type == "bgp vrf"}


def another_pool(values: Values) -> None:
    values["metallb"]["pools"]["more"] = ["10.102.0.0/24"]


@STACKS
def test_another_pool_changes_the_list_of_the_speaker_that_announces_it_and_nothing_else(name: str) -> None:
    before, now = families(name), families(name, another_pool)
    assert [vrf for vrf in VRFS if before[vrf] != now[vrf]] == ["k8s-metallb"]
    lists = now["k8s-metallb"].pop("inbound_lists")
    assert before["k8s-metallb"].pop("inbound_lists") == {key: entries[:1] for key, entries in lists.items()}
    assert before == now


@STACKS
def test_a_family_without_inbound_lists_has_no_such_value(name: str) -> None:
    def accept_all(values: Values) -> None:
        for router in values["routers"].values():
            for vrf in router["vrfs"].values():
                vrf["neighbors"]["accept"] = "all"

    assert [vrf for vrf, values in families(name, accept_all).items() if "inbound_lists" in values] == []
