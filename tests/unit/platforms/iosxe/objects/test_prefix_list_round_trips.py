"""Prefix lists on a router: from any list to any other, never empty, and nothing passes that neither list lets pass."""

from ipaddress import IPv4Network
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from platforms.iosxe.object_types import PREFIX_LIST
from platforms.plan import Command
from tests.unit.platforms.iosxe.objects.test_round_trips import FOREIGN, life
from tests.unit.platforms.iosxe.objects.witness import Router

RULES = (
    "0.0.0.0/0 le 32", "0.0.0.0/0", "0.0.0.0/0 ge 1", "10.0.0.0/8 le 32", "10.0.0.0/8", "10.1.0.0/16 ge 24",
    "10.1.0.0/16 ge 20 le 24", "10.1.1.1/32", "192.168.0.0/16 le 26",
)  # fmt: skip
PREFIXES = [
    IPv4Network(text)
    for text in (
        "0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/9", "10.1.0.0/16", "10.1.0.0/20", "10.1.1.0/24", "10.1.1.0/28",
        "10.1.1.1/32", "10.1.1.2/32", "10.2.0.0/16", "11.0.0.0/8", "192.168.0.0/16", "192.168.1.0/26", "192.168.1.0/28",
    )
]  # fmt: skip


@st.composite
def lists(draw: st.DrawFn) -> Any:
    rules = draw(st.lists(st.sampled_from(RULES), min_size=1, max_size=4, unique=True))
    numbers = sorted(draw(st.sets(st.integers(1, 8), min_size=len(rules), max_size=len(rules))))
    entries = [
        f"seq {number} {draw(st.sampled_from(['permit', 'deny']))} {rule}"
        for number, rule in zip(numbers, rules, strict=True)
    ]
    return PREFIX_LIST.values(name="used", entries=tuple(entries))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Nothing, or a list of that name that others wrote."""
    if draw(st.booleans()):
        return FOREIGN
    entries = "".join(f"ip prefix-list used {entry}\n" for entry in draw(lists()).entries)
    return FOREIGN + draw(st.sampled_from(["", "ip prefix-list used description foreign\n"])) + entries


@settings(deadline=None)
@given(texts(), lists(), lists())
def test_a_list_lives_and_dies_without_a_trace(text: str, first: Any, second: Any) -> None:
    life(text, PREFIX_LIST, first, second)


def passing(router: Router) -> set[IPv4Network]:
    """Which of the sample prefixes the list lets pass, by IOS's rules; all of them where it is missing or empty."""
    listed = router.config.prefix_lists.get("used")
    if not listed or not listed.entries:
        return set(PREFIXES)
    entries = [listed.entries[number] for number in sorted(listed.entries)]
    return {prefix for prefix in PREFIXES if _action(entries, prefix) == "permit"}


def _action(entries: list[Any], prefix: IPv4Network) -> str:
    for entry in entries:
        network = IPv4Network(entry.prefix)
        low = entry.ge if entry.ge is not None else network.prefixlen
        high = entry.le if entry.le is not None else (32 if entry.ge is not None else network.prefixlen)
        if prefix.subnet_of(network) and low <= prefix.prefixlen <= high:
            return str(entry.action)
    return "deny"


def watched(router: Router, commands: tuple[Command, ...], allowed: set[IPv4Network]) -> None:
    for command in router.steps(commands):
        assert passing(router) <= allowed, command


@settings(deadline=None)
@given(lists(), lists())
def test_nothing_passes_in_between_that_neither_list_lets_pass(old: Any, new: Any) -> None:
    router = Router(FOREIGN)
    router.apply(PREFIX_LIST.plan(router.tree, old, None).commands)
    start = router.copy()
    plan = PREFIX_LIST.plan(router.tree, new, old)
    target = router.copy()
    target.apply(plan.commands)
    allowed = passing(start) | passing(target)
    watched(router, plan.commands, allowed)
    watched(target, plan.undo, allowed)


@st.composite
def permits(draw: st.DrawFn) -> tuple[Any, Any]:
    """Two lists of permits, of which every entry fits beside all others."""
    entries = [f"seq {number} permit {rule}" for number, rule in enumerate(RULES, start=1)]
    some = st.lists(st.sampled_from(entries), min_size=1, max_size=4, unique=True)
    old, new = (PREFIX_LIST.values(name="used", entries=tuple(draw(some))) for _ in range(2))
    return old, new


@settings(deadline=None)
@given(permits())
def test_what_both_lists_let_pass_is_not_interrupted_where_only_permits_change(lists: tuple[Any, Any]) -> None:
    old, new = lists
    router = Router(FOREIGN)
    router.apply(PREFIX_LIST.plan(router.tree, old, None).commands)
    plan = PREFIX_LIST.plan(router.tree, new, old)
    target = router.copy()
    target.apply(plan.commands)
    both = passing(router) & passing(target)
    for command in router.steps(plan.commands):
        assert both <= passing(router), command
