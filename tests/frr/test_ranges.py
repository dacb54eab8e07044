"""Neighbors from a range on a real FRR router, with a BIRD that dials: who is accepted, filtered, and shown how."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from platforms.frr.cli.session import Session
from platforms.frr.configuration import parse
from platforms.frr.facts import Facts
from platforms.frr.objects.bgp_vrf import BGP_VRF
from platforms.frr.objects.values import BgpVrfValues
from tests.eventually import eventually, stays
from tests.frr.test_inbound_filters import BIRD, SECONDS, SERVICE, learned, neighbor
from tests.frr.test_plans import MARK, PASSWORD, sendable
from tests.frr_router import FrrRouter

pytestmark = pytest.mark.root
GROUP = "coexist-default"
LISTS = "ip prefix-list IN seq 5 permit 10.100.0.0/24 le 32\nip prefix-list OUT seq 5 deny 0.0.0.0/0 le 32\n"
SETTINGS: dict[str, Any] = {
    "remote_as": 65001,
    "prefix_list_in": "IN",
    "prefix_list_out": "OUT",
    "maximum_prefix": 10,
    "graceful_restart": True,
    "ranges": ["10.9.0.0/24"],
}


def instance(*addresses: str, **changed: Any) -> BgpVrfValues:
    """The default table with a range, or with these neighbors."""
    listed = {key: value for key, value in SETTINGS.items() if key != "ranges"}
    neighbors = dict.fromkeys(addresses, listed) or {GROUP: {**SETTINGS, **changed}}
    return BgpVrfValues(asn=65000, vrf="default", redistribute=["connected"], neighbors=neighbors)


@pytest.fixture
def session(router: FrrRouter) -> Iterator[Session]:
    router.configure(f"{LISTS}router bgp 65000\n")
    with closing(router.connect()) as made:
        yield made


def apply(session: Session, wanted: BgpVrfValues, previous: BgpVrfValues | None = None) -> None:
    plan = BGP_VRF.plan(parse(session.running_configuration()), wanted, previous)
    assert plan.commands
    session.configure(plan.commands, plan.undo)
    assert BGP_VRF.running(parse(session.running_configuration()), wanted) == BGP_VRF.lines(wanted)


def seen(router: FrrRouter) -> list[tuple[str, int, str, bool]]:
    """The neighbors as verification reads them."""
    facts = Facts(lambda command: router.run("vtysh", "-c", command))
    return [(str(each.address), each.remote_as, each.state, each.dynamic) for each in facts.sessions("default")]


UP = [("10.9.0.2", 65001, "Established", True)]


def test_a_neighbor_from_the_range_is_accepted_and_filtered_until_the_range_goes(
    router: FrrRouter, session: Session, tmp_path: Path
) -> None:
    with neighbor(router, tmp_path):
        assert stays(lambda: seen(router), [], 2) == []
        apply(session, instance())
        assert eventually(lambda: seen(router), UP, 30) == UP
        assert eventually(lambda: learned(router), {SERVICE, "10.9.0.0/24"}) == {SERVICE, "10.9.0.0/24"}
        (counts,) = Facts(lambda command: router.run("vtysh", "-c", command)).prefix_counts("default")
        assert (str(counts.address), counts.sent) == ("10.9.0.2", 0)
        apply(session, instance(ranges=["10.9.1.0/24"]), instance())
        assert eventually(lambda: seen(router), []) == []


def test_a_member_of_a_range_has_no_graceful_restart_and_a_listed_neighbor_has(
    router: FrrRouter, session: Session, tmp_path: Path
) -> None:
    def mode() -> str:
        shown = json.loads(router.run("vtysh", "-c", "show bgp neighbors 10.9.0.2 json"))["10.9.0.2"]
        return str(shown["gracefulRestartInfo"]["localGrMode"])

    with neighbor(router, tmp_path):
        apply(session, instance())
        assert eventually(lambda: seen(router), UP, 30) == UP
        assert mode() == "Helper*"  # FRR's own default
        apply(session, instance("10.9.0.2"), instance())
        assert eventually(lambda: bool(seen(router)), True, 30)
        assert mode() == "Restart"


def test_a_list_becomes_a_range_and_a_range_a_list(router: FrrRouter, session: Session, tmp_path: Path) -> None:
    with neighbor(router, tmp_path):
        apply(session, instance("10.9.0.2"))
        listed = [("10.9.0.2", 65001, "Established", False)]
        assert eventually(lambda: seen(router), listed, 30) == listed
        apply(session, instance(), instance("10.9.0.2"))
        assert eventually(lambda: seen(router), UP, 30) == UP
        apply(session, instance("10.9.0.2"), instance())
        assert eventually(lambda: seen(router), listed, 30) == listed


def test_another_as_is_not_accepted(router: FrrRouter, session: Session, tmp_path: Path) -> None:
    with neighbor(router, tmp_path):
        apply(session, instance(remote_as=65002))
        assert stays(lambda: [each for each in seen(router) if each[2] == "Established"], [], SECONDS) == []


@pytest.mark.parametrize(("password", "found"), [(PASSWORD, UP), ("another-word", [])], ids=["the same", "another"])
def test_the_password_holds_for_whoever_dials(
    router: FrrRouter, session: Session, tmp_path: Path, password: str, found: list[tuple[str, int, str, bool]]
) -> None:
    wanted = BGP_VRF.values(asn=65000, vrf="default", neighbors={GROUP: {**SETTINGS, "password": MARK}})
    plan = BGP_VRF.plan(parse(session.running_configuration()), wanted, None)
    with neighbor(router, tmp_path, BIRD.replace("  local", f'  password "{password}";\n  local')):
        session.configure(sendable(plan.commands), plan.undo)
        assert eventually(lambda: seen(router), UP, 30 if found else 10) == found
