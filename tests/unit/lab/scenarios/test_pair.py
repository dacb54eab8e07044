"""The scenario of a pair of routers: its stack, and the gateway that stands for VRRP."""

from typing import Any

import pytest
import yaml

from lab.fabric import Fabric
from lab.fabric.places import REPOSITORY
from lab.scenarios import racks
from lab.scenarios.gateway import MISSES, Gateway, Gateways
from lab.scenarios.ios_xe.two_routers import FIRST, SECOND, pair_values
from model.load import stack_from
from model.stack import vrf_neighbors


def dev() -> dict[str, Any]:
    """The configuration of the lab's stack, without its secrets."""
    config = yaml.safe_load((REPOSITORY / "Pulumi.dev.yaml").read_text())["config"]
    keys = {key.removeprefix("bgp-coexist:"): value for key, value in config.items()}
    return {key: keys[key] for key in ("routers", "cluster", "calico", "metallb")}


def test_the_stack_of_the_pair_is_valid_and_every_node_dials_both() -> None:
    stack = stack_from(dev() | pair_values(dev()))
    nodes = list(stack.cluster.nodes.values())
    for router in ("csr1000v", "csr1000w"):
        for vrf in ("k8s-calico", "k8s-metallb"):
            assert [each.address for each in vrf_neighbors(stack, router, vrf)] == nodes
    assert stack.stages() == [["csr1000v"], ["csr1000w"]]


class Watched(Gateways):
    """Gateways whose answers are scripted."""

    def use(self, gateway: Gateway) -> None:
        self.present = gateway

    def moves_of(self, answers: str, other: bool = True) -> list[str]:
        """The moves after these answers of the first router, one each pause: `+` an answer, `-` none."""
        left = iter(answers)
        pauses = iter([False] * len(answers) + [True])
        self._watch(lambda _: next(pauses), lambda asked: next(left) == "+" if asked == FIRST else other)
        return self.moves


@pytest.mark.parametrize(
    ("answers", "moves"),
    [("+++", []), ("--+--+", []), ("-" * MISSES, ["csr1000w"]), ("+" + "-" * MISSES, ["csr1000w"])],
)
def test_the_gateway_moves_after_answers_that_are_lost_in_a_row(answers: str, moves: list[str]) -> None:
    assert Watched(Fabric(), FIRST, SECOND).moves_of(answers) == moves


def test_the_gateway_stays_where_the_other_router_does_not_answer_either() -> None:
    assert Watched(Fabric(), FIRST, SECOND).moves_of("-" * (MISSES + 2), other=False) == []


def test_the_stack_of_the_racks_is_valid_and_each_router_has_its_rack() -> None:
    stack = stack_from(dev() | racks.rack_values(dev()))
    for router, nodes in racks.RACKS.items():
        found = {each.address: each.remote_as for each in vrf_neighbors(stack, router, "k8s-calico")}
        asn = racks.SECOND_AS if router == SECOND.name else stack.calico.asn
        assert found == {stack.cluster.nodes[node]: asn for node in nodes}
