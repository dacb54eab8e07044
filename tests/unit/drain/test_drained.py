"""A drained node is no neighbor and is expected nowhere; its peers' objects stay, and so do the others' sessions."""

from collections.abc import Callable

import pytest

from cluster import calico, metallb
from model.stack import Stack, vrf_neighbors
from tests.seed import Values, seed_stack
from verify.catalog import checks_of
from verify.routing import BlocksRouted, ServiceRouted


def drained(values: Values) -> None:
    values["cluster"]["nodes"]["worker3"] = {"address": "10.0.0.13", "drained": True}


def with_its_own_as(values: Values) -> None:
    values["routers"]["csr1000v"]["vrfs"]["k8s-calico"]["neighbors"]["remoteAs"] = {"worker3": 65013}


def stack_with(*changes: Callable[[Values], None]) -> Stack:
    def change(values: Values) -> None:
        for each in changes:
            each(values)

    return seed_stack(change)


def test_the_routers_have_no_neighbor_for_it() -> None:
    stack = seed_stack(drained)
    for vrf in ("k8s-calico", "k8s-metallb"):
        addresses = [str(each.address) for each in vrf_neighbors(stack, "csr1000v", vrf)]
        assert addresses == ["10.0.0.1", "10.0.0.11", "10.0.0.12"]


@pytest.mark.parametrize("changes", [(), (with_its_own_as,)])
def test_the_objects_in_the_cluster_stay_as_they_are(changes: tuple[Callable[[Values], None], ...]) -> None:
    before, then = (stack_with(*each) for each in (changes, (*changes, drained)))
    assert calico.bgp_peer_specs(then) == calico.bgp_peer_specs(before)
    assert metallb.bgp_peer_specs(then) == metallb.bgp_peer_specs(before)


def test_neither_its_blocks_nor_its_paths_are_expected() -> None:
    stack = stack_with(drained, lambda values: values["calico"].update(announce="own"))
    blocks, paths = (
        next(check for check in checks_of(stack) if isinstance(check, sort)) for sort in (BlocksRouted, ServiceRouted)
    )
    assert isinstance(blocks, BlocksRouted)
    assert blocks.elsewhere == {"worker3"}
    assert isinstance(paths, ServiceRouted)
    assert (paths.paths, "worker3" in paths.nodes) == (3, False)
