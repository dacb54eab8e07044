"""The order in which a prefix list's entries are added and removed while neighbors use it.

Two rules hold at every line. The list is never empty: IOS permits everything by an empty or missing list. And no
prefix is permitted in between that neither the old nor the new list permits. Added denies and removed permits only
narrow a list, so they come first; removed denies and added permits only widen it, so they come last. A list of
permits alone (or of denies alone) has no such order, there the new entries come first and nothing is interrupted.
IOS refuses a sequence number or a rule that the list still has; where a deny must make room for a deny, a guard at
the head of the list denies everything meanwhile.
"""

from dataclasses import dataclass

# A list: rules by sequence number, a rule is `deny 0.0.0.0/0 le 32`.
Entries = dict[int, str]

# Each group denies every prefix there is, in different words: IOS refuses a rule the list already holds.
_GUARDS: tuple[tuple[str, ...], ...] = (
    ("deny 0.0.0.0/0 le 32",),
    ("deny 0.0.0.0/0 ge 1", "deny 0.0.0.0/0"),
    *((f"deny 0.0.0.0/0 le {bits}", f"deny 0.0.0.0/0 ge {bits + 1}") for bits in range(31, 0, -1)),
)
_LAST = 4294967294


@dataclass(frozen=True)
class Change:
    """One entry that is added or removed."""

    adds: bool
    sequence: int
    rule: str
    why: str = ""

    @property
    def action(self) -> str:
        """`permit` or `deny`."""
        return self.rule.split()[0]


def changes(old: Entries, new: Entries) -> list[Change]:
    """The steps from one list to the other, safe after each of them."""
    gone = [Change(False, number, rule, "no longer wanted") for number, rule in old.items() if new.get(number) != rule]
    come = [Change(True, number, rule, "missing") for number, rule in new.items() if old.get(number) != rule]
    if not old or not gone:
        # Into a list that does not exist yet the widening entries go last: denies first, then permits.
        return [*_denies(come), *_permits(come)]
    if len({rule.split()[0] for rule in (*old.values(), *new.values())}) == 1:
        return _guarded_if_emptied(old, new, _new_first(old, gone, come))
    if _in_the_way(_denies(gone), _denies(come)):
        return _behind_a_guard(old, new, gone, come)
    return _guarded_if_emptied(old, new, [*_permits(gone), *_denies(come), *_denies(gone), *_permits(come)])


def _permits(some: list[Change]) -> list[Change]:
    return [change for change in some if change.rule.startswith("permit")]


def _denies(some: list[Change]) -> list[Change]:
    return [change for change in some if change.rule.startswith("deny")]


def _in_the_way(gone: list[Change], come: list[Change]) -> bool:
    """Whether IOS would refuse one of the new entries while the old ones exist."""
    numbers, rules = {change.sequence for change in gone}, {change.rule for change in gone}
    return any(change.sequence in numbers or change.rule in rules for change in come)


def _new_first(old: Entries, gone: list[Change], come: list[Change]) -> list[Change]:
    """Add the entries that fit beside the old ones, remove those, add the others."""
    early = [change for change in come if not _in_the_way(gone, [change])]
    return [*early, *gone, *(change for change in come if change not in early)]


def _guarded_if_emptied(old: Entries, new: Entries, steps: list[Change]) -> list[Change]:
    """The steps; where the list would be empty in between, a deny stands at its end, which IOS implies there anyway."""
    present = set(old)
    for step in steps:
        (present.add if step.adds else present.discard)(step.sequence)
        if not present:
            rule = _guard_rules(old, new)[0]
            guard = min(max((*old, *new)) + 1, _LAST)
            guard = guard if guard not in old and guard not in new else _free(old, new, 1)[0]
            return [Change(True, guard, rule, _NEVER_EMPTY), *steps, Change(False, guard, rule, _OVER)]
    return steps


_NEVER_EMPTY = "an empty list lets everything through"
_MEANWHILE = "denies everything while entries are exchanged"
_OVER = "the exchange is over"


def _behind_a_guard(old: Entries, new: Entries, gone: list[Change], come: list[Change]) -> list[Change]:
    """Exchange denies behind a guard; permits before it are removed for that time."""
    rules = _guard_rules(old, new)
    numbers = _free(old, new, len(rules))
    guards = [Change(True, number, rule, _MEANWHILE) for number, rule in zip(numbers, rules, strict=True)]
    kept = [
        (number, rule)
        for number, rule in old.items()
        if new.get(number) == rule and rule.startswith("permit") and number < numbers[-1]
    ]
    return [
        *guards,
        *_permits(gone),
        *(Change(False, number, rule, "must not stand before the guard") for number, rule in kept),
        *_denies(gone),
        *_denies(come),
        *_permits(come),
        *(Change(True, number, rule, "back behind its denies") for number, rule in kept),
        *(Change(False, guard.sequence, guard.rule, _OVER) for guard in guards),
    ]


def _guard_rules(old: Entries, new: Entries) -> tuple[str, ...]:
    present = {*old.values(), *new.values()}
    return next(rules for rules in _GUARDS if present.isdisjoint(rules))


def _free(old: Entries, new: Entries, count: int) -> list[int]:
    """The lowest sequence numbers neither list uses."""
    free: list[int] = []
    number = 1
    while len(free) < count:
        if number not in old and number not in new:
            free.append(number)
        number += 1
    return free
