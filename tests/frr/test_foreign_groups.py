"""Foreign neighbors in a peer group beside the stack's own, on a real FRR router: their lines stay byte for byte."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from platforms.frr.cli.session import Session
from platforms.frr.configuration import Configuration, parse
from platforms.frr.objects.bgp_vrf import BGP_VRF
from platforms.frr.objects.values import BgpVrfValues
from platforms.plan import Plan
from tests.frr_router import FrrRouter

pytestmark = pytest.mark.root

FOREIGN = """\
router bgp 65000
exit
router bgp 65000 vrf RED
 neighbor NODES peer-group
 neighbor NODES remote-as 65001
 neighbor NODES password group-secret
 neighbor NODES timers 10 30
 neighbor 192.0.2.9 peer-group NODES
 neighbor 192.0.2.9 description by hand
 neighbor 192.0.2.10 remote-as 65002
 neighbor 192.0.2.10 bfd profile fast
 bgp listen range 198.51.100.0/24 peer-group NODES
 address-family ipv4 unicast
  neighbor NODES prefix-list NODES-OUT out
  neighbor NODES maximum-prefix 100
 exit-address-family
exit
ip prefix-list NODES-OUT seq 5 deny 0.0.0.0/0 le 32
"""
NEIGHBOR = {"remote_as": 65001, "ebgp_multihop": 32, "keepalive_seconds": 3, "hold_seconds": 9}


def instance(*addresses: str, router_id: str = "1.0.0.1") -> BgpVrfValues:
    return BgpVrfValues(
        asn=65000,
        vrf="RED",
        distinguisher="65000:2",
        export_targets=["65000:2"],
        import_targets=["65000:1"],
        router_id=router_id,
        redistribute=["connected"],
        neighbors=dict.fromkeys(addresses, NEIGHBOR),
    )


@pytest.fixture
def session(router: FrrRouter) -> Iterator[Session]:
    router.configure(FOREIGN)
    with closing(router.connect()) as made:
        yield made


def read(session: Session) -> Configuration:
    return parse(session.running_configuration())


def foreign(router: FrrRouter) -> list[str]:
    """The lines of the group, its members, its range, and the neighbor beside it."""
    return [line for line in router.running().splitlines() if "NODES" in line or "192.0.2." in line]


def sent(session: Session, plan: Plan) -> Plan:
    assert plan.commands
    session.configure(plan.commands, plan.undo)
    return plan


def test_every_change_of_the_instance_and_its_undo_leaves_a_foreign_group_as_it_is(
    router: FrrRouter, session: Session
) -> None:
    before, theirs = router.running(), foreign(router)
    assert len(theirs) == 13
    history = BGP_VRF.before(read(session), instance("10.0.0.1"))
    made = sent(session, BGP_VRF.plan(read(session), instance("10.0.0.1"), None))
    assert foreign(router) == theirs
    whole = router.running()
    wanted = instance("10.0.0.2", router_id="1.0.0.9")
    changed = sent(session, BGP_VRF.plan(read(session), wanted, instance("10.0.0.1"), history))
    assert foreign(router) == theirs
    assert BGP_VRF.running(read(session), wanted) == BGP_VRF.lines(wanted)
    assert session.take_back(changed.undo) == "the undo was sent"
    assert router.running() == whole
    sent(session, BGP_VRF.removal(read(session), instance("10.0.0.1"), history))
    assert router.running() == before
    sent(session, BGP_VRF.plan(read(session), instance("10.0.0.1"), None))
    assert session.take_back(made.undo) == "the undo was sent"
    assert router.running() == before
