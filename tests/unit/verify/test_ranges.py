"""What is said of the sessions of a range: who of the nodes has none, and who else has one."""

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest

from platforms.facts import BgpSession
from platforms.passwords import fingerprint, placeholder
from tests.seed import seed_stack
from tests.unit.verify.sources import NODES, PlainCluster, PlainRouter, session
from tests.unit.verify.test_passwords import CHECK as PASSWORDS
from verify.catalog import checks_of
from verify.sessions import SessionsEstablished
from verify.sources import Sources

STRANGER = IPv4Address("10.0.0.99")


def ranged(values: dict[str, Any]) -> None:
    (router,) = values["routers"].values()
    router["vrfs"]["k8s-calico"]["neighbors"]["range"] = ["10.0.0.0/24"]


(CHECK,) = (
    check
    for check in checks_of(seed_stack(ranged))
    if isinstance(check, SessionsEstablished) and check.where == "k8s-calico"
)


def dynamic(address: IPv4Address, asn: int = 65002, state: str = "Established") -> BgpSession:
    return replace(session(address, asn, state), dynamic=True)


class RangeRouter(PlainRouter):
    """A router with a session of each node, and further ones."""

    def sessions(self, vrf: str) -> tuple[BgpSession, ...]:
        known = {address: dynamic(address) for address in NODES.values()}
        seen = known | {address: one for (_, address), one in self.overruled.items()}
        return tuple(one for one in seen.values() if one)


def said(*changed: BgpSession, gone: IPv4Address | None = None) -> str:
    overruled = {(CHECK.where, one.address): one for one in changed}
    router = RangeRouter(overruled=overruled | ({(CHECK.where, gone): None} if gone else {}))
    finding = CHECK.measure(Sources({"csr1000v": router}))
    assert finding.holds is (finding.actual == finding.expected)
    return finding.actual


def test_the_check_knows_the_range() -> None:
    assert CHECK.ranges == (IPv4Network("10.0.0.0/24"),)


def test_the_nodes_sessions_are_counted() -> None:
    assert said() == "4 of 4"


def test_a_node_without_a_session_is_named() -> None:
    assert said(gone=NODES["worker3"]) == "3 of 4: 10.0.0.13 has no session"


def test_a_neighbor_that_is_no_node_is_named_and_the_nodes_are_counted() -> None:
    assert said(dynamic(STRANGER)) == "4 of 4: 10.0.0.99 has a session and is no node of the stack"


@pytest.mark.parametrize(
    "other",
    [
        dynamic(STRANGER, state="Active"),
        dynamic(IPv4Address("192.0.2.9")),
        session(STRANGER, 65009),
    ],
    ids=["that is not up", "of another range", "that is listed"],
)
def test_a_neighbor_of_others_is_theirs(other: BgpSession) -> None:
    assert said(other) == "4 of 4"


def test_the_groups_password_counts_for_its_members() -> None:
    router = PlainRouter(marks={"coexist-k8s-calico": placeholder(fingerprint("a-good-word"))})
    sources = Sources({"csr1000v": router}, PlainCluster(password="a-good-word"))
    assert PASSWORDS.measure(sources).actual == "4 of 4"
