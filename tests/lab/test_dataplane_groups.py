"""Peer groups, listen ranges and aggregates as they are configured, between real speakers."""

from collections.abc import Callable

import pytest

from emulator.config.model import Config
from emulator.configure.context import Context, Teardown
from emulator.configure.loading import load
from emulator.network import network_of_config
from tests.eventually import eventually, stays
from tests.lab.dataplane_router import Router
from tests.lab.dataplane_seed import CALICO, METALLB, NODES

pytestmark = pytest.mark.root
BOOT = f"""ip vrf {CALICO}
 rd 65000:2
ip vrf {METALLB}
 rd 65000:1
 route-target import 65000:1
 route-target export 65000:1
interface Loopback2
 ip vrf forwarding {CALICO}
 ip address 1.1.1.2 255.255.255.255
interface GigabitEthernet2
 ip vrf forwarding {METALLB}
 ip address 10.0.0.254 255.255.255.0
interface GigabitEthernet3
 ip vrf forwarding {CALICO}
 ip address 10.0.1.254 255.255.255.0
ip route vrf {METALLB} 10.100.5.0 255.255.255.0 Null0
ip route vrf {METALLB} 10.102.5.0 255.255.255.0 Null0
ip prefix-list nothing seq 5 deny 0.0.0.0/0 le 32
router bgp 65000
 bgp router-id 1.0.0.0
 template peer-policy silent
  prefix-list nothing out
 exit-peer-policy
 template peer-session node
  remote-as 65001
  timers 3 9
 exit-peer-session
 address-family ipv4 vrf {METALLB}
  redistribute connected
  network 10.9.0.0 mask 255.255.0.0
  aggregate-address 10.100.0.0 255.255.0.0 summary-only
  aggregate-address 10.101.0.0 255.255.0.0
  aggregate-address 10.102.0.0 255.255.0.0
  redistribute static
  bgp listen limit 2
  bgp listen range 10.0.0.0/28 peer-group DIAL
  neighbor DIAL peer-group
  neighbor DIAL remote-as 65001
  neighbor DIAL timers 3 9
  neighbor DIAL prefix-list nothing out
"""
FAMILY = ("router bgp 65000", f"address-family ipv4 vrf {METALLB}")
GROUP = ("neighbor NODES peer-group", "neighbor NODES remote-as 65001", "neighbor NODES timers 3 9")
# What an unfiltered neighbor hears: the active aggregates, and what they cover where that is not hidden.
OPEN_TO = ["10.0.0.0/24", "10.100.0.0/16", "10.102.0.0/16", "10.102.5.0/24"]
Type = Callable[..., None]


@pytest.fixture
def configured(running: Router) -> Type:
    """Boots the router with the configuration above, then types lines in MetalLB's family."""
    context = Context(Config.empty(), Teardown(0.0), loading=True)
    assert load(context, BOOT) == []

    def typed(*lines: str) -> None:
        assert load(context, "\n".join((*FAMILY, *lines))) == []
        running.apply(network_of_config(context.config))

    typed()
    return typed


def up(router: Router) -> list[str]:
    """Who has a session with the router."""
    found = router.space.call(router.plane.sessions, METALLB)
    return [session.address for session in found if session.state == "Established"]


def told(router: Router) -> dict[str, list[str]]:
    """What each node's MetalLB has from the router."""
    return {address: router.net.learned(node, "metallb") for node, address in NODES.items()}


def settled(fact: Callable[[], object], wanted: object) -> None:
    assert eventually(fact, wanted) == wanted


def staying(router: Router) -> list[str]:
    """Who has a session and keeps it: of those who come up at once the ones above the limit are ended."""
    found = up(router)
    return found if stays(lambda: up(router), found, 2) == found else []


def test_a_range_takes_in_as_many_as_its_limit_and_filters_as_its_group(running: Router, configured: Type) -> None:
    settled(lambda: len(staying(running)), 2)
    first = up(running)
    assert all(session.dynamic for session in running.space.call(running.plane.sessions, METALLB))
    assert set(first) < set(NODES.values())
    assert not any(told(running).values())
    configured("no neighbor DIAL prefix-list nothing out")
    wanted = {address: OPEN_TO if address in first else [] for address in NODES.values()}
    settled(lambda: told(running), wanted)
    assert up(running) == first
    configured("neighbor DIAL prefix-list nothing out", "bgp listen limit 3")
    settled(lambda: len(up(running)), 3)
    assert not any(told(running).values())
    configured("no bgp listen range 10.0.0.0/28")
    settled(lambda: up(running), [])


def test_members_and_heirs_come_up_and_are_filtered_by_what_they_inherit(running: Router, configured: Type) -> None:
    members = [f"neighbor {address} peer-group NODES" for address in ("10.0.0.1", "10.0.0.11")]
    heirs = [f"neighbor 10.0.0.12 inherit peer-{kind}" for kind in ("session node", "policy silent")]
    group = (*GROUP, "neighbor NODES prefix-list nothing out")
    configured("no bgp listen range 10.0.0.0/28", *group, *members, *heirs)
    settled(lambda: up(running), ["10.0.0.1", "10.0.0.11", "10.0.0.12"])
    assert not any(told(running).values())
    configured("no neighbor NODES prefix-list nothing out")
    settled(
        lambda: [told(running)[address] for address in ("10.0.0.1", "10.0.0.11", "10.0.0.12")], [OPEN_TO, OPEN_TO, []]
    )
    configured("neighbor NODES shutdown")
    settled(lambda: up(running), ["10.0.0.12"])
    configured("no neighbor NODES peer-group", "no neighbor 10.0.0.12 inherit peer-policy silent")
    settled(lambda: told(running)["10.0.0.12"], OPEN_TO)
    assert [s.address for s in running.space.call(running.plane.sessions, METALLB)] == ["10.0.0.12"]


def test_who_dials_needs_the_groups_password_and_sees_its_local_as(running: Router, configured: Type) -> None:
    with running.net.other_metallb("worker3", 'neighbor as 65010; password "sesame";'):
        configured(
            "neighbor DIAL password sesame", "neighbor DIAL local-as 65010", "no neighbor DIAL prefix-list x out"
        )
        settled(lambda: up(running), ["10.0.0.13"])
        settled(lambda: paths(running), ([(65010, 65001)], ["65010 65000"]))
        configured("neighbor DIAL local-as 65010 no-prepend replace-as")
        settled(lambda: paths(running), ([(65001,)], ["65010"]))


def paths(router: Router) -> tuple[list[tuple[int, ...]], list[str]]:
    """The AS paths that the router has of worker3's service, and worker3 of the connected network."""
    answer = router.net.said("worker3", "metallb", "show route 10.0.0.0/24 all protocol upstream")
    heard = [line.split(":")[1].strip() for line in answer.splitlines() if "BGP.as_path" in line]
    known = [path.as_path for path in router.space.call(router.plane.paths, METALLB) if path.prefix == "10.100.0.0/32"]
    return known, heard
