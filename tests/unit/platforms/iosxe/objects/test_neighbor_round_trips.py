"""BGP families on a router: from any family to any other, and no neighbor ever up without its outbound filter."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.config.neighbor import ATTRIBUTES
from platforms.iosxe.object_types import BGP_VRF
from platforms.passwords import fingerprint
from platforms.plan import Command, Plan
from tests.unit.platforms.iosxe.objects.test_round_trips import BGP, FOREIGN, life
from tests.unit.platforms.iosxe.objects.witness import Router

ADDRESSES = ("10.0.0.1", "10.0.0.2", "10.0.0.11")
VRF = """
ip vrf k8s
 rd 65000:1
!
ip prefix-list deny-all seq 5 deny 0.0.0.0/0 le 32
"""
PROCESS = " address-family ipv4 vrf k8s\n"


# What both ends are told; what is None of it is left to whoever typed it.
SESSIONS = st.fixed_dictionaries(
    {
        "password": st.sampled_from([None, fingerprint("one-word"), fingerprint("another")]),
        "graceful_restart": st.sampled_from([None, True]),
        "bfd": st.sampled_from([None, True]),
        "maximum_prefix": st.sampled_from([None, 100, 256]),
        "prefix_list_in": st.sampled_from([None, "deny-all", "foreign"]),
    }
)


@st.composite
def neighbors(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [
        {
            "address": address,
            "remote_as": draw(st.sampled_from([65001, 65002, 4200000000])),
            "ebgp_multihop": draw(st.sampled_from([None, 32, 255])),
            "update_source": draw(st.sampled_from([None, "Loopback9", "GigabitEthernet1"])),
            "prefix_list_out": draw(st.sampled_from([None, "deny-all", "foreign"])),
            **draw(SESSIONS),
        }
        for address in draw(st.sets(st.sampled_from(ADDRESSES)))
    ]


@st.composite
def families(draw: st.DrawFn, addresses: set[str] | None = None) -> Any:
    chosen = [one for one in draw(neighbors()) if addresses is None or one["address"] in addresses]
    return BGP_VRF.values.model_validate(
        {
            "asn": 65000,
            "vrf": "k8s",
            "rd": "65000:1",
            "router_id": "1.0.0.1",
            "redistribute": ["connected"],
            "maximum_paths": draw(st.sampled_from([1, 4, 8])),
            "neighbors": chosen,
        }
    )


@st.composite
def texts(draw: st.DrawFn) -> str:
    """No family, or one that others configured, with neighbors that overlap with ours."""
    if draw(st.booleans()):
        return FOREIGN + VRF + BGP
    own = draw(
        st.sets(st.sampled_from(["bgp router-id 1.0.0.9", "redistribute connected metric 5", "maximum-paths 2"]))
    )
    rests = ["ebgp-multihop", "update-source Loopback9", "description foreign", "prefix-list foreign out", "shutdown"]
    rests += ["ha-mode graceful-restart", "fall-over bfd", "maximum-prefix 100", "prefix-list foreign in"]
    lines = sorted(own)
    for address in sorted(draw(st.sets(st.sampled_from([*ADDRESSES, "10.0.0.20"])))):
        lines += [f"neighbor {address} {rest}" for rest in ("remote-as 65009", *draw(st.sets(st.sampled_from(rests))))]
        lines += draw(st.sampled_from([[f"neighbor {address} activate"], [f"no neighbor {address} activate"]]))
    return FOREIGN + VRF + BGP + PROCESS + "".join(f"  {line}\n" for line in lines)


@settings(deadline=None)
@given(st.data(), texts())
def test_a_family_lives_and_dies_without_a_trace(data: st.DataObject, text: str) -> None:
    first = data.draw(families())
    there = {str(neighbor.address) for neighbor in first.neighbors}
    fresh = {address for address in ADDRESSES if f"neighbor {address} " not in text}
    life(text, BGP_VRF, first, data.draw(families(there | fresh)))


def unfiltered(router: Router) -> set[str]:
    """Neighbors that could be up, and have no outbound filter."""
    bgp = router.config.bgp
    family = bgp.families.get(("ipv4", "k8s")) if bgp else None
    return {
        address
        for address, neighbor in (family.neighbors if family else {}).items()
        if neighbor.attributes.get("activate") == "activate"
        and "shutdown" not in neighbor.attributes
        and "prefix-list out" not in neighbor.attributes
    }


def watched(router: Router, commands: tuple[Command, ...], allowed: set[str]) -> None:
    """No line leaves a neighbor unfiltered; only `remote-as` itself is answered by `shutdown` on the next line."""
    for command in router.steps(commands):
        words = command.line.split()
        new = {words[1]} if words[0] == "neighbor" and words[2] == "remote-as" else set()
        assert unfiltered(router) <= allowed | new, command


def filtered(family: Any) -> Any:
    """The same family, every neighbor with a filter."""
    each = [neighbor.model_copy(update={"prefix_list_out": "deny-all"}) for neighbor in family.neighbors]
    return family.model_copy(update={"neighbors": tuple(each)})


@settings(deadline=None)
@given(texts(), families(), families())
def test_no_neighbor_is_ever_up_without_its_filter(text: str, first: Any, second: Any) -> None:
    router, previous = Router(text), None
    for wanted in (filtered(first), filtered(second)):
        allowed = unfiltered(router)
        plan: Plan = BGP_VRF.plan(router.tree, wanted, previous)
        undone = router.copy()
        watched(router, plan.commands, allowed)
        undone.apply(plan.commands)
        watched(undone, plan.undo, allowed)
        previous = wanted


def test_the_order_of_printing_is_the_routers() -> None:
    """What the lab's router prints and what we expect of a real one are the same words in the same order."""
    from platforms.iosxe.objects.neighbor_lines import ORDER

    names = [attribute.name for attribute in ATTRIBUTES if attribute.name in ORDER]
    assert tuple(names) == ORDER
