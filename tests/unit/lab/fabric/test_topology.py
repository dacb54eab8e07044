"""Machines, cables and addresses as data."""

from collections import Counter

from lab.fabric.topology import CABLES, HOSTS, NODES


def test_the_addresses_are_the_reference_networks() -> None:
    assert {host.name: host.address for host in HOSTS if host.address} == {
        "master1": "10.0.0.1/24",
        "worker1": "10.0.0.11/24",
        "worker2": "10.0.0.12/24",
        "worker3": "10.0.0.13/24",
        "client": "10.0.1.100/24",
    }


def test_nodes_and_client_send_everything_else_to_the_router() -> None:
    assert {host.name: host.gateway for host in HOSTS if host.gateway} == {
        **dict.fromkeys([host.name for host in NODES], "10.0.0.254"),
        "client": "10.0.1.254",
    }


def test_every_end_of_a_cable_is_used_once() -> None:
    ends = Counter(end for cable in CABLES for end in (cable.one, cable.other))
    assert set(ends.values()) == {1}


def test_the_router_has_one_link_to_the_nodes_and_one_to_the_client() -> None:
    ends = {end for cable in CABLES for end in (cable.one, cable.other)}
    assert {interface for name, interface in ends if name == "router"} == {"Gi2", "Gi3"}


def test_every_machine_but_the_switch_has_at_most_an_ip() -> None:
    assert [host.ip for host in NODES] == ["10.0.0.1", "10.0.0.11", "10.0.0.12", "10.0.0.13"]
