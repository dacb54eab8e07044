"""Neighbors in the default table of a real FRR router, beside those of others."""

from typing import Any

import pytest

from errors import PlanError
from platforms.frr.cli.session import Session
from platforms.frr.configuration import parse
from platforms.frr.facts import Facts
from platforms.frr.objects.bgp_vrf import BGP_VRF
from platforms.frr.objects.values import BgpVrfValues
from tests.frr_router import FrrRouter

pytestmark = pytest.mark.root

NEIGHBOR = {"remote_as": 65002, "ebgp_multihop": 32, "prefix_list_out": "deny-all-routes", "maximum_prefix": 100}
LISTS = "ip prefix-list deny-all-routes seq 5 deny any\n"
OTHERS = """\
router bgp 65000
 neighbor 192.0.2.9 remote-as 65100
 neighbor 192.0.2.9 description upstream
"""
POLICY = "router bgp 65000\n no bgp ebgp-requires-policy\n"


def table(**changed: Any) -> BgpVrfValues:
    neighbors = {"10.0.0.1": NEIGHBOR, "10.0.0.2": NEIGHBOR}
    return BgpVrfValues(**{"asn": 65000, "vrf": "default", "maximum_paths": 4, "neighbors": neighbors, **changed})


@pytest.mark.parametrize("start", ["", "no bgp default ipv4-unicast\n"], ids=("active by default", "on request"))
def test_it_is_made_beside_others_and_taken_back(router: FrrRouter, session: Session, start: str) -> None:
    router.configure(LISTS + POLICY + start + OTHERS)
    before, tree = router.running(), parse(session.running_configuration())
    history, plan = BGP_VRF.before(tree, table()), BGP_VRF.plan(tree, table(), None)
    session.configure(plan.commands, plan.undo)
    after = parse(session.running_configuration())
    assert BGP_VRF.running(after, table(), history) == BGP_VRF.lines(table())
    assert BGP_VRF.plan(after, table(), table(), history).commands == ()
    assert ("neighbor 10.0.0.1 activate" in router.running()) == bool(start)
    removal = BGP_VRF.removal(after, table(), history)
    session.configure(removal.commands, removal.undo)
    assert router.running() == before


@pytest.mark.parametrize("start", ["", "no bgp default ipv4-unicast\n"], ids=("active by default", "on request"))
def test_every_line_of_it_is_taken_back(router: FrrRouter, session: Session, start: str) -> None:
    router.configure(LISTS + POLICY + start + OTHERS)
    before = router.running()
    plan = BGP_VRF.plan(parse(session.running_configuration()), table(), None)
    for count in range(1, len(plan.commands) + 1):
        session.configure(plan.commands[:count], plan.undo)
        session.take_back(plan.undo)
        assert router.running() == before, plan.commands[count - 1]


def test_neighbors_of_others_are_not_opened(router: FrrRouter, session: Session) -> None:
    router.configure(LISTS + OTHERS)
    with pytest.raises(PlanError, match="has neighbors of others"):
        BGP_VRF.plan(parse(session.running_configuration()), table(), None)


def test_its_facts_are_read(router: FrrRouter, session: Session) -> None:
    router.configure(LISTS + POLICY)
    plan = BGP_VRF.plan(parse(session.running_configuration()), table(), None)
    session.configure(plan.commands, plan.undo)
    facts = Facts(session.show)
    assert [str(each.address) for each in facts.sessions("default")] == ["10.0.0.1", "10.0.0.2"]
    assert facts.prefix_counts("default") == ()
    assert facts.routes("default") == ()
    assert facts.password_marks("default") == {}
