"""What is drawn of a stack, whatever draws it."""

import pytest

from model.load import stack_from
from picture.health import Health, faults, health, words
from picture.network import Box, Network, leaks, network_of
from tests.examples import FOLDER, values_of
from tests.seed import Values, seed_stack
from tests.unit.picture.stacks import states, ten_racks, two_hundred


def box(network: Network, node: str) -> Box:
    (found,) = [each for each in network.boxes if node in [one.name for one in each.nodes]]
    return found


def dials(found: Box) -> list[str]:
    return [f"{each.speaker} {each.asn} {each.router} {each.table} {each.address}" for each in found.sessions]


def test_the_seeds_nodes_dial_both_vrfs() -> None:
    network = network_of(seed_stack())
    assert [each.title for each in network.boxes] == ["master1", "worker1", "worker2", "worker3"]
    for each in network.boxes:
        assert dials(each) == [
            "calico 65002 csr1000v k8s-calico 1.1.1.2",
            "metallb 65001 csr1000v k8s-metallb 10.0.0.254",
        ]


def test_the_seeds_vrfs_import_from_each_other_and_interfaces_outside_are_in_the_default_table() -> None:
    (router,) = network_of(seed_stack()).routers
    assert [(table.name, table.sources, table.outside) for table in router.tables] == [
        ("k8s-calico", ("k8s-metallb",), ()),
        ("k8s-metallb", ("k8s-calico",), ()),
        ("default", (), ()),
    ]
    assert leaks(router) == [("k8s-metallb", "k8s-calico", True)]


def test_a_leak_in_one_direction_and_a_target_from_elsewhere() -> None:
    def one_way(values: Values) -> None:
        vrfs = values["routers"]["csr1000v"]["vrfs"]
        vrfs["clients"] = {"rd": "65000:3", "import": ["65000:3", "65000:1", "65000:99"]}

    (router,) = network_of(seed_stack(one_way)).routers
    assert leaks(router) == [("k8s-metallb", "k8s-calico", True), ("k8s-metallb", "clients", False)]
    assert router.tables[2].notes == ("also imports 65000:99",)


def test_a_range_is_named_where_it_is_accepted() -> None:
    (router,) = network_of(stack_from(values_of(FOLDER / "range.yaml"))).routers
    assert [table.notes for table in router.tables] == [("accepts neighbors from 172.20.0.0/24",)] * 2


def test_an_as_of_one_nodes_own_is_drawn_at_this_node() -> None:
    def own_as(values: Values) -> None:
        values["routers"]["csr1000v"]["vrfs"]["k8s-calico"]["neighbors"]["remoteAs"] = {"worker2": 65012}

    network = network_of(seed_stack(own_as))
    assert [next(iter(each.sessions)).asn for each in network.boxes] == [65002, 65002, 65012, 65002]


def test_a_drained_node_is_drawn_without_sessions() -> None:
    def drained(values: Values) -> None:
        values["cluster"]["nodes"]["worker3"] = {"address": "10.0.0.13", "drained": True}

    found = box(network_of(seed_stack(drained)), "worker3")
    assert (found.lines, found.sessions) == (("10.0.0.13", "drained"), {})


@pytest.mark.parametrize(("count", "boxes"), [(12, 12), (13, 1)])
def test_from_thirteen_nodes_on_those_that_dial_alike_share_a_box(count: int, boxes: int) -> None:
    def nodes(values: Values) -> None:
        values["cluster"]["nodes"] = {f"node-{number}": f"10.0.0.{number}" for number in range(1, count + 1)}

    assert len(network_of(seed_stack(nodes)).boxes) == boxes


def test_two_hundred_nodes_are_one_box_with_their_number_and_range() -> None:
    (found,) = network_of(seed_stack(two_hundred)).boxes
    assert (found.title, found.lines) == ("200 nodes", ("node-1 … node-200", "10.0.0.1 … 10.0.0.200"))


def test_each_rack_is_a_box_by_its_labels() -> None:
    network = network_of(seed_stack(ten_racks))
    assert [each.title for each in network.boxes] == [f"rack=r{rack}: 20 nodes" for rack in range(1, 11)]
    assert dials(box(network, "r7-node-3")) == [
        "calico 65107 leaf-7 k8s-calico 1.1.7.2",
        "metallb 65001 leaf-7 k8s-metallb 10.0.7.254",
    ]


def test_the_states_are_those_of_the_boxs_nodes() -> None:
    stack = seed_stack(two_hundred)
    found = states(stack, {("k8s-calico", "node-8"): "Idle", ("k8s-metallb", "node-9"): ""})
    calico, metallb = network_of(stack, found).boxes[0].sessions.values()
    assert (health(calico), words(calico)) == (Health.DOWN, ("199 of 200 Established", "node-8 Idle"))
    assert (health(metallb), words(metallb)) == (Health.UNKNOWN, ("199 of 200 Established", "node-9 unknown"))


def test_without_states_nobody_was_asked() -> None:
    (states_of_calico, _) = network_of(seed_stack(two_hundred)).boxes[0].sessions.values()
    assert (health(states_of_calico), words(states_of_calico)) == (Health.NOT_ASKED, ())


def test_a_silent_router_has_no_state_and_no_fault() -> None:
    (states_of_calico, _) = network_of(seed_stack(two_hundred), {}).boxes[0].sessions.values()
    assert (health(states_of_calico), words(states_of_calico)) == (
        Health.UNKNOWN,
        ("0 of 200 Established", "unknown"),
    )


def test_only_five_faults_are_named() -> None:
    found = {f"node-{number}": "Active" for number in range(1, 9)}
    assert faults(found) == [*(f"node-{number} Active" for number in range(1, 6)), "and 3 more"]


def test_a_state_is_any_text_of_the_router_and_is_cut_and_escaped() -> None:
    (said,) = words({"worker1": "Idle\x1b[2J" + "x" * 100})
    assert said == "Idle\\x1b[2J" + "x" * 32 + "… (108 characters)"
