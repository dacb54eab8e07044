"""What FRR does not print, such as which daemons run; and how it prints a session that is shut down."""

from contextlib import closing

import pytest

from errors import PlanError
from platforms.facts import ESTABLISHED, SHUT_DOWN
from platforms.frr.cli.session import Session
from platforms.frr.configuration import parse
from platforms.frr.objects.bgp_vrf import BGP_VRF
from platforms.frr.objects.values import BgpVrfValues
from platforms.frr.platform import FRR
from tests.frr_router import FrrRouter

pytestmark = pytest.mark.root


def instance(maximum_paths: int | None = None, bfd: bool | None = None) -> BgpVrfValues:
    neighbors = {"10.0.0.1": {"remote_as": 65001, "bfd": bfd}}
    return BgpVrfValues(asn=65000, vrf="RED", distinguisher="65000:2", maximum_paths=maximum_paths, neighbors=neighbors)


def make(session: Session, wanted: BgpVrfValues) -> list[str]:
    """Apply the plan for an instance; its lines."""
    plan = BGP_VRF.plan(parse(session.running_configuration()), wanted, None)
    session.configure(plan.commands, plan.undo)
    return [command.line for command in plan.commands]


def test_the_default_of_maximum_paths_counts_as_there_although_it_is_not_printed(router: FrrRouter) -> None:
    router.run("sed", "-i", '$abgpd_options="-A 127.0.0.1 -e 16"', "/etc/frr/daemons")
    router.configure("router bgp 65000\n")
    router.run("sh", "-c", "vtysh -c 'write memory'")
    router.kill("bgpd")
    with closing(router.connect()) as settled:
        settled.running_configuration()
    with closing(router.connect()) as session:
        assert session.shell.default_paths == 16
        assert "maximum-paths 4" in make(session, instance(4))
        assert make(session, instance(16)) == ["maximum-paths 16"]
        assert "maximum-paths" not in router.running()
        tree = parse(session.running_configuration())
        assert BGP_VRF.running(tree, instance(16)) == BGP_VRF.lines(instance(16))
        assert BGP_VRF.plan(tree, instance(16), instance(16)).commands == ()


def test_the_default_of_debians_build_is_more_than_a_stack_can_declare(session: Session) -> None:
    assert session.shell.default_paths == 256
    assert parse(session.running_configuration()).default_paths is None


def test_a_session_that_is_shut_down_on_purpose_is_told_apart_from_one_that_is_down(router: FrrRouter) -> None:
    neighbors = ["10.0.0.1", "10.0.0.2"]
    lines = [f"neighbor {neighbor} remote-as 65001" for neighbor in neighbors]
    router.configure("\n".join(["router bgp 65000 vrf RED", *lines, "neighbor 10.0.0.2 shutdown", ""]))
    with closing(router.connect()) as session:
        down, shut = FRR.facts(session.show).sessions("RED")
    assert [str(each.address) for each in (down, shut)] == neighbors
    assert down.state not in (ESTABLISHED, SHUT_DOWN)
    assert (shut.state, shut.prefixes_received) == (SHUT_DOWN, None)


def test_bfd_without_its_daemon_is_refused_and_a_neighbor_that_has_it_is_not(router: FrrRouter) -> None:
    router.configure("router bgp 65000\n")
    with closing(router.connect()) as session:
        make(session, instance())
        router.kill("watchfrr")
        router.kill("bfdd")
        with pytest.raises(PlanError) as raised:
            make(session, instance(bfd=True))
        router.configure("router bgp 65000 vrf RED\nneighbor 10.0.0.1 bfd\n")
        assert make(session, instance(bfd=True)) == []
    assert str(raised.value) == (
        "bfdd is not running, so BFD of the neighbors would have no effect\n"
        "  hint: on the router: bfdd=yes in /etc/frr/daemons, then systemctl restart frr, which ends all its sessions"
    )
