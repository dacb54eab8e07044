"""A router with `no ip prefix-list sequence-number` shows no numbers: equal lists are equal, and others stay."""

import pytest

from errors import PlanError
from platforms.iosxe.object_types import PREFIX_LIST
from platforms.iosxe.objects.histories import PrefixListHistory
from platforms.iosxe.objects.values import PrefixListValues
from platforms.iosxe.tree import Tree, parse

SHOWN = ("deny 10.0.0.0/8 le 32", "permit 0.0.0.0/0 le 32")
HIDDEN = "no ip prefix-list sequence-number\nip prefix-list other permit 10.0.0.0/8\n"


def tree(*entries: str, others: str = "") -> Tree:
    return parse(HIDDEN + "".join(f"ip prefix-list used {entry}\n" for entry in entries) + others)


def wanted(*entries: str) -> PrefixListValues:
    return PREFIX_LIST.values(name="used", entries=entries)


SAME = wanted("seq 7 deny 10.0.0.0/8 le 32", "seq 30 permit 0.0.0.0/0 le 32")
OTHER = wanted("seq 5 permit 0.0.0.0/0 le 32", "seq 10 deny 10.0.0.0/8 le 32")


def typed(there: Tree, values: PrefixListValues) -> list[str]:
    return [command.line for command in PREFIX_LIST.plan(there, values, None).commands]


def test_the_same_rules_in_the_same_order_are_the_same_list() -> None:
    assert PREFIX_LIST.running(tree(*SHOWN), SAME) == PREFIX_LIST.lines(SAME)
    assert typed(tree(*SHOWN), SAME) == []
    assert PREFIX_LIST.foreign(tree(*SHOWN), SAME) == []


def test_the_same_rules_in_another_order_are_another_list_which_is_shown_as_it_is() -> None:
    shown = "ip prefix-list used deny 10.0.0.0/8 le 32\nip prefix-list used permit 0.0.0.0/0 le 32"
    assert PREFIX_LIST.running(tree(*SHOWN), OTHER) == shown


def test_a_change_is_refused_because_nobody_knows_the_numbers() -> None:
    with pytest.raises(PlanError) as caught:
        PREFIX_LIST.plan(tree(*SHOWN), OTHER, SAME)
    assert str(caught.value) == (
        "the router shows prefix list 'used' without sequence numbers, so its entries cannot be changed\n"
        "  hint: 'no ip prefix-list sequence-number' hides them there: type 'ip prefix-list sequence-number'"
    )


def test_a_list_that_is_not_there_is_made() -> None:
    assert typed(tree(), OTHER) == [
        "ip prefix-list used seq 10 deny 10.0.0.0/8 le 32",
        "ip prefix-list used seq 5 permit 0.0.0.0/0 le 32",
    ]


def test_a_list_that_was_there_stays_on_removal_whether_numbers_were_shown_then_or_are_now() -> None:
    numbered = [f"seq {number} {rule}" for number, rule in ((7, SHOWN[0]), (30, SHOWN[1]))]
    for then in (SHOWN, numbered):
        before = PREFIX_LIST.before(tree(*then), SAME)
        assert before.state() == {"existed": True, "entries": list(then)}
        for now in (SHOWN, numbered):
            assert PREFIX_LIST.removal(tree(*now), SAME, before).commands == ()


def test_a_list_of_the_stack_goes_as_a_whole_and_the_undo_writes_what_was_shown() -> None:
    plan = PREFIX_LIST.removal(tree(*SHOWN), SAME, PrefixListHistory(existed=False))
    assert [command.line for command in plan.commands] == ["no ip prefix-list used"]
    assert [command.line for command in plan.undo] == [f"ip prefix-list used {rule}" for rule in SHOWN]
