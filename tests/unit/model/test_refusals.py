"""What the router would refuse is answered with its YAML path before the router is asked."""

from collections.abc import Callable

import pytest

from errors import IntentError
from tests.seed import Values, seed_stack


def entries(*more: str) -> Callable[[Values], object]:
    return lambda c: c["routers"]["csr1000v"]["prefixLists"]["deny-all-routes"].extend(more)


def loopback(address: str) -> Callable[[Values], object]:
    return lambda c: c["routers"]["csr1000v"]["interfaces"].update(Loopback0=address)


LIST = "  routers.csr1000v.prefixLists.deny-all-routes[1]: "
MISTAKES: dict[str, tuple[Callable[[Values], object], str]] = {
    "a prefix that is none": (
        entries("seq 10 permit 300.0.0.0/8"),
        f"{LIST}'seq 10 permit 300.0.0.0/8': 300.0.0.0/8 is no IPv4 prefix\n"
        "    hint: a prefix is an address and up to 32 bits, such as 10.0.0.0/8",
    ),
    "too many bits": (
        entries("seq 10 permit 10.0.0.0/33"),
        f"{LIST}'seq 10 permit 10.0.0.0/33': 10.0.0.0/33 is no IPv4 prefix\n"
        "    hint: a prefix is an address and up to 32 bits, such as 10.0.0.0/8",
    ),
    "a range that is none": (
        entries("seq 10 permit 10.0.0.0/8 ge 24 le 20"),
        f"{LIST}'seq 10 permit 10.0.0.0/8 ge 24 le 20': the range is none\n"
        "    hint: it must be 8 (the prefix's bits) < ge <= le <= 32",
    ),
    "a range as long as the prefix": (
        entries("seq 10 permit 10.0.0.0/8 le 8"),
        f"{LIST}'seq 10 permit 10.0.0.0/8 le 8': the range is none\n"
        "    hint: it must be 8 (the prefix's bits) < ge <= le <= 32",
    ),
    "sequence number 0": (
        entries("seq 0 permit 10.0.0.0/8"),
        f"{LIST}'seq 0 permit 10.0.0.0/8': sequence number 0 does not exist\n    hint: they go from 1 to 4294967294",
    ),
    "a sequence number twice": (
        entries("seq 5 permit 10.0.0.0/8"),
        f"{LIST}'seq 5 permit 10.0.0.0/8': sequence number 5 is taken by 'seq 5 deny 0.0.0.0/0 le 32'\n"
        "    hint: each entry has its own",
    ),
    "a rule twice": (
        entries("seq 10 deny 0.0.0.0/0 le 32"),
        f"{LIST}'seq 10 deny 0.0.0.0/0 le 32': says the same as 'seq 5 deny 0.0.0.0/0 le 32'\n"
        "    hint: IOS takes a rule only once in a list",
    ),
    "a subnet's own address": (
        loopback("172.31.0.0/24"),
        "  routers.csr1000v.interfaces.Loopback0: '172.31.0.0/24' is the address of the subnet itself or its broadcast "
        "address\n    hint: choose one between 172.31.0.1 and 172.31.0.254",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_and_nothing_is_touched(mistake: str) -> None:
    change, told = MISTAKES[mistake]
    with pytest.raises(IntentError) as caught:
        seed_stack(change)
    assert str(caught.value) == f"the stack's configuration has 1 problem; nothing was touched\n{told}"


@pytest.mark.parametrize("address", ["172.31.0.0/31", "172.31.0.0/32", "172.31.0.7/24"])
def test_an_address_a_router_takes_is_fine(address: str) -> None:
    seed_stack(loopback(address))
