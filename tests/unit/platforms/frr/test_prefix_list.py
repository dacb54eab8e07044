"""The order in which a prefix list changes: on the way it permits nothing that neither list permits."""

from itertools import permutations

import pytest

from platforms.frr.cli.script import batches
from platforms.frr.configuration import parse
from platforms.frr.objects.histories import PrefixListHistory
from platforms.frr.objects.prefix_list import PREFIX_LIST
from platforms.frr.objects.values import PrefixListValues
from platforms.plan import Command

DENY_ALL, PERMIT_ONE, PERMIT_TWO = "deny 0.0.0.0/0 le 32", "permit 10.1.0.0/24", "permit 10.2.0.0/24"
EVERYTHING = (DENY_ALL, "deny any")
DENY_ONE, DENY_TWO = "deny 10.1.0.0/24", "deny 10.2.0.0/24"
LISTS = [list(rules) for rules in permutations([PERMIT_ONE, PERMIT_TWO, DENY_ONE, DENY_TWO, DENY_ALL], 2)]


def values(rules: list[str]) -> PrefixListValues:
    """The list with these rules, numbered by five."""
    return PrefixListValues(name="out", entries=[f"seq {number} {rule}" for number, rule in numbered(rules).items()])


def numbered(rules: list[str]) -> dict[int, str]:
    """The rules by the numbers that `values` gives them."""
    return {5 * place: rule for place, rule in enumerate(rules, 1)}


def planned(old: list[str], new: list[str]) -> tuple[Command, ...]:
    """The plan from one list to the other."""
    return PREFIX_LIST.plan(parse(PREFIX_LIST.lines(values(old))), values(new), values(old)).commands


def permitted(entries: dict[int, str]) -> set[str]:
    """The prefixes of the rules that a list permits; one without entries permits everything."""
    prefixes = {"10.1.0.0/24", "10.2.0.0/24"}
    first = {
        prefix: next((rule for _, rule in sorted(entries.items()) if prefix in rule or rule in EVERYTHING), "deny")
        for prefix in prefixes
    }
    return {prefix for prefix, rule in first.items() if rule.startswith("permit")} if entries else prefixes


@pytest.mark.parametrize("old", LISTS)
def test_no_step_permits_what_neither_list_does(old: list[str]) -> None:
    for new in LISTS:
        entries = numbered(old)
        either = permitted(entries) | permitted(numbered(new))
        for command in planned(old, new):
            send(entries, command.line)
            assert permitted(entries) <= either
        assert entries == numbered(new)


def send(entries: dict[int, str], line: str) -> None:
    """Do to a list's entries what a line does."""
    number, _, rule = line.partition(" seq ")[2].partition(" ")
    if line.startswith("no "):
        entries.pop(int(number), None)
    elif rule not in entries.values():  # FRR ignores what another entry says
        entries[int(number)] = rule


@pytest.mark.parametrize("old", LISTS)
def test_no_refused_line_lets_those_sent_with_it_permit_more(old: list[str]) -> None:
    """`vtysh` goes on after a line that FRR refuses, up to the end of the group it was sent in."""
    for new in LISTS:
        before = numbered(old)
        either = permitted(before) | permitted(numbered(new))
        for group in batches(planned(old, new)):
            for refused in group:
                entries = dict(before)
                for command in group:
                    if command != refused:
                        send(entries, command.line)
                        assert permitted(entries) <= either
            for command in group:
                send(before, command.line)


def test_an_entry_gets_another_number_while_all_is_denied() -> None:
    old, new = "ip prefix-list out seq 5 deny 0.0.0.0/0 le 32", "ip prefix-list out seq 10 deny 0.0.0.0/0 le 32"
    guard = "ip prefix-list out seq 4 deny any"
    wanted = PrefixListValues(name="out", entries=["seq 10 deny 0.0.0.0/0 le 32"])
    plan = PREFIX_LIST.plan(parse(f"{old}\n"), wanted, None)
    assert [command.line for command in plan.commands] == [guard, f"no {old}", new, f"no {guard}"]
    assert [command.line for command in plan.undo] == [guard, f"no {new}", old, f"no {guard}"]
    interrupted = PREFIX_LIST.plan(parse(f"{guard}\n{old}\n"), wanted, None)
    assert [command.line for command in interrupted.commands] == [f"no {old}", new, f"no {guard}"]


def test_a_list_of_permits_has_its_new_entries_before_the_old_ones_go() -> None:
    old, new = "ip prefix-list in seq 7 permit 10.1.0.0/24 le 32", "ip prefix-list in seq 9 permit 10.1.0.0/23 le 32"
    wanted = PrefixListValues(name="in", entries=["seq 9 permit 10.1.0.0/23 le 32"])
    plan = PREFIX_LIST.plan(parse(f"{old}\n"), wanted, None)
    assert [command.line for command in plan.commands] == [new, f"no {old}"]
    assert [command.line for command in plan.undo] == [old, f"no {new}"]


def test_a_list_that_is_used_stays() -> None:
    tree = parse("ip prefix-list out seq 5 deny any\nrouter bgp 1\n neighbor 10.0.0.1 prefix-list out in\nexit\n")
    plan = PREFIX_LIST.removal(tree, values([DENY_ALL]), PrefixListHistory())
    assert plan.commands == ()
    assert plan.notes == ("prefix list 'out' stays, others use it: neighbor 10.0.0.1 prefix-list out in",)


def test_the_original_entries_come_back() -> None:
    tree = parse("ip prefix-list out seq 5 deny any\n")
    before = PREFIX_LIST.before(parse("ip prefix-list out seq 7 permit 10.0.0.0/8\n"), values([DENY_ALL]))
    plan = PREFIX_LIST.removal(tree, values([DENY_ALL]), before)
    assert [command.line for command in plan.commands] == [
        "ip prefix-list out seq 7 permit 10.0.0.0/8",
        "no ip prefix-list out seq 5 deny any",
    ]
