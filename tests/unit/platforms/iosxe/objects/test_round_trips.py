"""Every plan on a router: it leads to what is wanted, leaves what is foreign, and can be taken back from anywhere."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from platforms.history import History
from platforms.iosxe.object_types import BGP_PROCESS, INTERFACE, VRF
from platforms.object_type import ObjectType
from platforms.plan import Plan
from tests.unit.platforms.iosxe.objects.witness import Router

FOREIGN = """
hostname r1
vrf definition red
 rd 1:100
 !
 address-family ipv4
  route-target export 1:100
 exit-address-family
!
ip vrf blue
 rd 1:101
 route-target import 1:101
!
interface Loopback9
 description foreign
 ip address 9.9.9.9 255.255.255.255
!
interface GigabitEthernet1
 ip address 172.16.0.1 255.255.255.0
!
interface GigabitEthernet4
 vrf forwarding red
 ip address 10.0.0.1 255.255.255.0
!
ip route 0.0.0.0 0.0.0.0 172.16.0.254
ip prefix-list foreign seq 5 permit 10.0.0.0/8 le 32
route-map foreign permit 10
 match ip address prefix-list foreign
!
"""
BGP = """
router bgp 65000
 bgp log-neighbor-changes
 neighbor 172.16.0.9 remote-as 65009
 !
 address-family vpnv4
  neighbor 172.16.0.9 activate
 exit-address-family
 !
 address-family ipv4 vrf red
  neighbor 10.0.0.2 remote-as 65020
  neighbor 10.0.0.2 description foreign
 exit-address-family
!
"""
targets = st.sets(st.sampled_from([f"65000:{number}" for number in range(1, 6)]), max_size=4)
syntaxes = st.sampled_from(["ip vrf", "vrf definition"])


def round_trip(router: Router, object_type: ObjectType[Any, Any], plan: Plan, wanted: Any, known: History) -> None:
    """The plan leads to what is wanted, and its undo back again after any number of its lines."""
    before, start = router.text, router.copy()
    for length in range(len(plan.commands)):
        broken = start.copy()
        broken.apply(plan.commands[:length])
        broken.take_back(plan.undo)
        assert broken.text == before, f"after {plan.commands[:length]}"
    router.apply(plan.commands)
    for before_or_not in (known, None):
        assert object_type.running(router.tree, wanted, before_or_not) == object_type.lines(wanted)
        assert object_type.plan(router.tree, wanted, wanted, before_or_not).commands == ()
    undone = router.copy()
    undone.apply(plan.undo)
    assert undone.text == before


def life(text: str, object_type: ObjectType[Any, Any], first: Any, second: Any) -> None:
    """Created, changed, removed: the router is as it was."""
    router = Router(text)
    original = router.text
    before = object_type.before(router.tree, first)
    round_trip(router, object_type, object_type.plan(router.tree, first, None, before), first, before)
    before = object_type.before_update(
        router.tree, second, first, before
    )  # as the provider does: what is taken away is remembered
    round_trip(router, object_type, object_type.plan(router.tree, second, first, before), second, before)
    removal = object_type.removal(router.tree, second, before)
    whole, standing = router.text, router.copy()
    for length in range(len(removal.commands) + 1):
        broken = standing.copy()
        broken.apply(removal.commands[:length])
        broken.take_back(removal.undo)
        assert broken.text == whole
    router.apply(removal.commands)
    assert router.text == original
    assert object_type.removal(router.tree, second, before).commands == ()


@st.composite
def vrfs(draw: st.DrawFn, syntax: str) -> Any:
    return VRF.values(
        name="k8s",
        syntax=syntax,
        rd=draw(st.sampled_from(["65000:1", "65000:2"])),
        export_targets=draw(targets),
        import_targets=draw(targets),
    )


@st.composite
def vrf_texts(draw: st.DrawFn, syntax: str) -> str:
    """Nothing, or a VRF of that name with route targets and a BGP family that are not ours."""
    if draw(st.booleans()):
        return FOREIGN + BGP
    lines = [f"{syntax} k8s", " description foreign", " rd 65000:1"]
    targets = [f"route-target {draw(st.sampled_from(['import', 'export']))} {target}" for target in ("7:1", "65000:3")]
    has_ipv4, has_bgp = draw(st.sampled_from([(True, True), (True, False), (False, False)]))
    if syntax == "vrf definition" and draw(st.booleans()):  # for all of its families
        lines += [f" {target}" for target in targets] + [" address-family ipv4"] * has_ipv4
    else:
        lines += [" address-family ipv4"] * (syntax == "vrf definition") + [f"  {target}" for target in targets]
    family = " address-family ipv4 vrf k8s\n  redistribute static\n" + "".join(
        f"  neighbor 10.9.0.{number} {rest}\n"
        for number in (1, 2)
        for rest in ("remote-as 65020", "password 7 0505", "prefix-list foreign out", "timers 10 30")
    )
    return FOREIGN + "\n".join(lines) + "\n" + BGP + family * has_bgp


@settings(deadline=None)
@given(st.data(), syntaxes)
def test_a_vrf_lives_and_dies_without_a_trace(data: st.DataObject, syntax: str) -> None:
    life(data.draw(vrf_texts(syntax)), VRF, data.draw(vrfs(syntax)), data.draw(vrfs(syntax)))


ports = st.sampled_from(
    [
        "",
        "interface GigabitEthernet2\n no ip address\n",
        "interface GigabitEthernet2\n description foreign\n ip address 10.5.0.1 255.255.255.0\n",
        "interface GigabitEthernet2\n vrf forwarding red\n ip address 10.5.0.1 255.255.255.0\n"
        " ip address 10.6.0.1 255.255.255.0 secondary\n",
        "interface GigabitEthernet2\n ip vrf forwarding blue\n shutdown\n",
        "interface Loopback2\n ip address 10.5.0.1 255.255.255.255\n",
    ]
)


@st.composite
def interfaces(draw: st.DrawFn, name: str) -> Any:
    vrf = draw(st.sampled_from([("red", "vrf definition"), ("blue", "ip vrf"), (None, "ip vrf")]))
    address = draw(st.sampled_from(["10.7.0.1/24", "10.7.0.2/24", "10.5.0.1/24", "10.7.0.1/32"]))
    return INTERFACE.values(name=name, vrf=vrf[0], syntax=vrf[1], address=address)


@settings(deadline=None)
@given(st.data(), ports)
def test_an_interface_lives_and_dies_without_a_trace(data: st.DataObject, port: str) -> None:
    name = "GigabitEthernet2" if "GigabitEthernet2" in port else "Loopback2"
    life(FOREIGN + port, INTERFACE, data.draw(interfaces(name)), data.draw(interfaces(name)))


@settings(deadline=None)
@given(st.sampled_from([FOREIGN, FOREIGN + BGP]), *[st.sampled_from([None, "1.0.0.0", "1.0.0.1"])] * 2)
def test_a_bgp_process_lives_and_dies_without_a_trace(text: str, first: str | None, second: str | None) -> None:
    values = [BGP_PROCESS.values.model_validate({"asn": 65000, "router_id": each}) for each in (first, second)]
    if first and not second:
        values.reverse()
    life(text, BGP_PROCESS, *values)
