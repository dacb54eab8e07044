"""Configurations that plans once got wrong, and the plans that are right."""

from pathlib import Path

from platforms.iosxe.object_types import INTERFACE, VRF
from platforms.iosxe.tree import Tree, parse
from platforms.plan import Plan

CASES = Path(__file__).parents[4] / "captures" / "cases"


def tree(name: str) -> Tree:
    return parse((CASES / name).read_text())


def typed(plan: Plan) -> list[str]:
    return [" / ".join((*command.mode, command.line)) for command in plan.commands]


def test_a_tunnel_that_borrows_its_address_keeps_the_one_it_is_given_and_borrows_again_in_the_end() -> None:
    there = tree("unnumbered.cfg")
    values = INTERFACE.values.model_validate({"name": "Tunnel1", "vrf": "k8s", "address": "10.1.2.1/30"})
    before = INTERFACE.before(there, values)
    plan = INTERFACE.plan(there, values, None, before)
    assert typed(plan) == [
        "interface Tunnel1 / ip vrf forwarding k8s",
        "interface Tunnel1 / ip address 10.1.2.1 255.255.255.252",
    ]
    made = (
        "ip vrf k8s\n rd 1:1\n!\ninterface Tunnel1\n ip vrf forwarding k8s\n ip address 10.1.2.1 255.255.255.252\n!\n"
    )
    assert INTERFACE.plan(parse(made), values, values, before).commands == ()
    assert typed(INTERFACE.removal(parse(made), values, before)) == [
        "interface Tunnel1 / no ip vrf forwarding",
        "interface Tunnel1 / ip unnumbered Loopback0",
    ]


def test_route_targets_for_all_families_stay_there_and_another_one_joins_them() -> None:
    there = tree("vrf-toplevel-rt.cfg")
    targets = {"export_targets": ["65000:2"], "import_targets": ["65000:2", "65000:1"]}
    values = VRF.values.model_validate({"name": "k8s", "syntax": "vrf definition", "rd": "65000:2", **targets})
    assert typed(VRF.plan(there, values, None)) == ["vrf definition k8s / route-target import 65000:1"]
    made = parse((CASES / "vrf-toplevel-rt.cfg").read_text().replace(" !", " route-target import 65000:1\n !", 1))
    assert VRF.plan(made, values, values).commands == ()
    before = VRF.before(there, values)
    assert typed(VRF.removal(made, values, before)) == ["vrf definition k8s / no route-target import 65000:1"]
