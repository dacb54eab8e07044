"""The prefix lists that the stack generates: their names, their entries, and the neighbors that name them."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.list_names import RESERVED, inbound_name, node_name, outbound_name
from model.load import stack_from
from model.prefix_lists import prefix_lists
from model.stack import Stack, vrf_neighbors
from tests.seed import Values, seed_values

ROUTER = "csr1000v"
OWN = "seq 5 deny 0.0.0.0/0 le 32"
POOL = "seq 174325888 permit 10.100.0.0/24 le 32"
PODS = "seq 3232268288 permit 192.168.0.0/16 le 32"


def stack(change: Callable[[Values], object] = lambda _: None) -> Stack:
    """The dev stack with the default of `accept`, changed."""
    values = seed_values()
    for vrf in values["routers"][ROUTER]["vrfs"].values():
        del vrf["neighbors"]["accept"]
    change(values)
    return stack_from(values)


def neighbors_of(values: Values, vrf: str) -> Values:
    settings: Values = values["routers"][ROUTER]["vrfs"][vrf]["neighbors"]
    return settings


def inbound(described: Stack, vrf: str) -> dict[str, str | None]:
    """The inbound list of each neighbor."""
    return {str(each.address): each.prefix_list_in for each in vrf_neighbors(described, ROUTER, vrf)}


def test_each_speaker_announces_its_own_ranges() -> None:
    assert prefix_lists(stack(), ROUTER) == {
        "deny-all-routes": (OWN,),
        "coexist-in-k8s-calico": (PODS,),
        "coexist-in-k8s-metallb": (POOL,),
    }


def test_without_a_filter_there_is_no_list() -> None:
    everything = stack_from(seed_values())
    assert prefix_lists(everything, ROUTER) == {"deny-all-routes": (OWN,)}
    assert set(inbound(everything, "k8s-calico").values()) == {None}


def test_where_calico_announces_the_services_it_may_announce_both() -> None:
    described = stack(lambda values: values.update(topology="single-session"))
    assert prefix_lists(described, ROUTER) == {"deny-all-routes": (OWN,), "coexist-in-k8s-calico": (POOL, PODS)}


def test_a_node_with_ranges_has_a_list_of_its_own() -> None:
    def ranges(values: Values) -> None:
        values["cluster"]["nodes"]["worker1"] = {"address": "10.0.0.11", "podRanges": ["192.168.1.0/24"]}

    described = stack(ranges)
    assert described.cluster.nodes["worker1"] == IPv4Address("10.0.0.11")
    assert prefix_lists(described, ROUTER)["coexist-of-10.0.0.11-k8s-calico"] == (
        "seq 3232235904 permit 192.168.1.0/24 le 32",
    )
    assert inbound(described, "k8s-calico") == {
        "10.0.0.1": "coexist-in-k8s-calico",
        "10.0.0.11": "coexist-of-10.0.0.11-k8s-calico",
        "10.0.0.12": "coexist-in-k8s-calico",
        "10.0.0.13": "coexist-in-k8s-calico",
    }
    assert set(inbound(described, "k8s-metallb").values()) == {"coexist-in-k8s-metallb"}


def test_where_every_node_has_ranges_there_is_no_list_of_all() -> None:
    def ranges(values: Values) -> None:
        nodes = values["cluster"]["nodes"]
        for number, name in enumerate(nodes):
            nodes[name] = {"address": nodes[name], "podRanges": [f"192.168.{number}.0/24"]}

    assert "coexist-in-k8s-calico" not in prefix_lists(stack(ranges), ROUTER)


def test_a_list_written_by_hand_takes_the_place_of_the_generated_one() -> None:
    def by_hand(values: Values) -> None:
        neighbors_of(values, "k8s-calico")["prefixListIn"] = "from-calico"
        values["routers"][ROUTER]["prefixLists"]["from-calico"] = ["seq 5 permit 192.168.0.0/16 le 32"]

    described = stack(by_hand)
    assert set(inbound(described, "k8s-calico").values()) == {"from-calico"}
    assert set(prefix_lists(described, ROUTER)) == {"deny-all-routes", "from-calico", "coexist-in-k8s-metallb"}


@pytest.mark.parametrize(
    ("advertise", "entries"),
    [
        ("nothing", (OWN,)),
        ("default-route", ("seq 5 permit 0.0.0.0/0",)),
        (
            ["172.16.0.0/12", "10.0.0.0/8", "10.0.0.1/32"],
            (
                "seq 167772161 permit 10.0.0.1/32",
                "seq 176160768 permit 10.0.0.0/8",
                "seq 2887254016 permit 172.16.0.0/12",
            ),
        ),
    ],
)
def test_what_is_advertised_is_a_list(advertise: object, entries: tuple[str, ...]) -> None:
    def advertised(values: Values) -> None:
        settings = neighbors_of(values, "k8s-calico")
        del settings["prefixListOut"]
        settings["advertise"] = advertise

    described = stack(advertised)
    assert prefix_lists(described, ROUTER)["coexist-out-k8s-calico"] == entries
    assert {each.prefix_list_out for each in vrf_neighbors(described, ROUTER, "k8s-calico")} == {
        "coexist-out-k8s-calico"
    }


def test_a_name_that_would_be_too_long_ends_in_a_digest() -> None:
    assert node_name(IPv4Address("192.168.100.101"), "k8s-calico") == "coexist-of-192.168.100.-7f0f2748"


_VRFS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,31}", fullmatch=True)


@given(st.sets(_VRFS, min_size=2, max_size=2), st.sets(st.ip_addresses(v=4), min_size=2, max_size=2))
def test_names_are_unique_and_fit(vrfs: set[str], addresses: set[IPv4Address]) -> None:
    names = [name(vrf) for vrf in vrfs for name in (inbound_name, outbound_name)]
    names += [node_name(address, vrf) for vrf in vrfs for address in addresses]
    assert len(set(names)) == len(names)
    assert all(name.startswith(RESERVED) and len(name) <= 32 for name in names)


_PREFIXES = st.tuples(st.integers(2**24, 2**32 - 2**29 - 1), st.integers(8, 32)).map(
    lambda drawn: IPv4Network((drawn[0] >> (32 - drawn[1]) << (32 - drawn[1]), drawn[1]))
)


@given(st.lists(_PREFIXES, min_size=1, max_size=5, unique=True), _PREFIXES)
def test_an_entry_stays_where_it_is_when_another_one_comes(prefixes: list[IPv4Network], another: IPv4Network) -> None:
    shorter = [prefix for prefix in prefixes if prefix.prefixlen < 32]

    def entries(advertise: list[IPv4Network]) -> tuple[str, ...]:
        def advertised(values: Values) -> None:
            settings = neighbors_of(values, "k8s-calico")
            del settings["prefixListOut"]
            settings["advertise"] = [str(prefix) for prefix in advertise]

        return prefix_lists(stack(advertised), ROUTER)["coexist-out-k8s-calico"]

    if shorter and another.prefixlen < 32:
        assert set(entries(shorter)) <= set(entries([*shorter, another]))
    numbers = [int(entry.split()[1]) for entry in entries(prefixes)]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == len(prefixes)
