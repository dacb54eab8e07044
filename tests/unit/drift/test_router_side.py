"""What differs on an FRR router, and how passwords are compared; IOS-XE's side is in tests/over_ssh/test_drift.py."""

import json

import pytest

from drift.router_side import Passwords, compared
from platforms.frr.configuration import LINKS
from platforms.frr.platform import FRR
from platforms.iosxe.platform import IOS_XE
from platforms.passwords import fingerprint
from preflight.render import rendered
from tests.seed import Values, seed_stack

NO_PASSWORDS = Passwords({})


def frr_text(replace: tuple[str, str] = ("", ""), drop_address: str = "") -> str:
    """What an FRR router with the lines of the stack prints, with its kernel's interfaces."""
    text = rendered(seed_stack(name="frr"), "edge").replace(*replace)
    named = {"eth1": "10.0.0.254/24", "eth2": "10.0.1.254/24", "k8s-calico": "1.1.1.2/32", "k8s-metallb": "1.1.1.1/32"}
    vrfs = {"eth1": "k8s-metallb", "eth2": "k8s-calico"}
    links: list[dict[str, object]] = []
    for name, address in named.items():
        ip, _, length = address.partition("/")
        link: dict[str, object] = {"ifname": name, "addr_info": []}
        if name != drop_address:
            link["addr_info"] = [{"family": "inet", "local": ip, "prefixlen": int(length)}]
        if name in vrfs:
            link |= {"master": vrfs[name], "linkinfo": {"info_slave_kind": "vrf"}}
        else:
            link |= {"linkinfo": {"info_kind": "vrf", "info_data": {"table": 1000 + len(links)}}}
        links.append(link)
    return f"frr version 8.4.4\n{text}\n{LINKS}{json.dumps(links)}\n"


def differing_on_frr(text: str) -> dict[str, tuple[str, ...]]:
    found = compared(seed_stack(name="frr"), "edge", FRR.parse(text), NO_PASSWORDS, None)
    assert {each.owner for each in found.differences} <= {"router edge"}
    return {each.object: each.lines for each in found.differences}


def test_an_frr_router_as_wanted_has_no_drift() -> None:
    assert differing_on_frr(frr_text()) == {}


@pytest.mark.parametrize(
    ("replace", "name", "lines"),
    [
        (
            ("  rt vpn import 65000:1 65000:2\n", "  rt vpn import 65000:2\n"),
            "bgp-k8s-calico",
            ("- rt vpn import 65000:2", "+ rt vpn import 65000:1 65000:2"),
        ),
        (
            (" neighbor 10.0.0.13 remote-as 65001\n", " neighbor 10.0.0.13 remote-as 65009\n"),
            "bgp-k8s-metallb",
            ("- neighbor 10.0.0.13 remote-as 65009", "+ neighbor 10.0.0.13 remote-as 65001"),
        ),
    ],
)
def test_what_differs_on_an_frr_router_is_said_by_object(
    replace: tuple[str, str], name: str, lines: tuple[str, ...]
) -> None:
    assert differing_on_frr(frr_text(replace))[name] == lines


def with_password(values: Values) -> None:
    values["calico"]["session"] = {"passwordKey": "calicoPassword"}


def differing_with_password(there: str, passwords: Passwords) -> list[tuple[str, ...]]:
    """The lines that differ on a router whose neighbors of Calico have this password."""
    stack = seed_stack(with_password)
    running = IOS_XE.parse(rendered(stack, "csr1000v", {"calicoPassword": there}))
    return [each.lines for each in compared(stack, "csr1000v", running, passwords, None).differences]


def test_a_password_is_compared_and_said_by_its_key_alone() -> None:
    wanted = Passwords({"calicoPassword": fingerprint("right-one")})
    assert differing_with_password("right-one", wanted) == []
    (lines,) = differing_with_password("wrong-one", wanted)
    assert lines[:1] == ("- neighbor 10.0.0.1 password <another>",)
    assert lines[-1:] == ("+ neighbor 10.0.0.13 password <calicoPassword>",)


def test_a_password_that_is_not_known_is_no_drift() -> None:
    assert differing_with_password("any-one", Passwords({}, frozenset({"calicoPassword"}))) == []
