"""PREFIX_LIST: a whole list, which on the way never permits what neither the old nor the new one does."""

from errors import PlanError
from platforms.frr.configuration import Configuration
from platforms.frr.objects.histories import PrefixListHistory
from platforms.frr.objects.values import PrefixListValues
from platforms.object_type import ObjectType
from platforms.plan import Plan
from platforms.plan_builder import PlanBuilder

_DENY = " deny "
# Two entries that say this are not the same to FRR (measured with 8.4.4).
_ALL = ("deny 0.0.0.0/0 le 32", "deny any")


class PrefixListType(ObjectType[PrefixListValues, PrefixListHistory]):
    """A prefix list; all its entries are owned, its description is foreign."""

    values = PrefixListValues
    history = PrefixListHistory

    def identity(self, values: PrefixListValues) -> str:
        """`ip prefix-list deny-all-routes`."""
        return _head(values)

    def lines(self, values: PrefixListValues) -> str:
        """Every entry by sequence number."""
        return _text(_wanted(values))

    def running(
        self, tree: Configuration, values: PrefixListValues, before: PrefixListHistory | None = None
    ) -> str | None:
        """The running entries."""
        there = _there(tree, values)
        return _text(there) if there else None

    def foreign(self, tree: Configuration, values: PrefixListValues) -> list[str]:
        """The list's description."""
        return [line for line in tree.lines() if line.startswith(f"{_head(values)} description ")]

    def before(self, tree: Configuration, values: PrefixListValues) -> PrefixListHistory:
        """The entries that were there."""
        there = tuple(_there(tree, values).values())
        return PrefixListHistory(existed=bool(there), entries=there)

    def plan(
        self,
        tree: Configuration,
        values: PrefixListValues,
        previous: PrefixListValues | None,
        before: PrefixListHistory | None = None,
    ) -> Plan:
        """Adds the missing entries, removes the others."""
        return _change(_there(tree, values), _wanted(values))

    def removal(self, tree: Configuration, values: PrefixListValues, before: PrefixListHistory) -> Plan:
        """Restores the original entries; removes a list that the stack made unless a neighbor still names it."""
        there = _there(tree, values)
        if before.entries:
            return _change(there, {_number(line): line for line in before.entries})
        if users := _users(tree, values.name):
            note = f"prefix list '{values.name}' stays, others use it: {', '.join(users)}"
            return Plan(notes=(note,)) if there else Plan()
        return _change(there, {})


PREFIX_LIST = PrefixListType()


def _head(values: PrefixListValues) -> str:
    return f"ip prefix-list {values.name}"


def _wanted(values: PrefixListValues) -> dict[int, str]:
    lines = [f"{_head(values)} {entry}" for entry in values.entries]
    return {_number(line): line for line in lines}


def _there(tree: Configuration, values: PrefixListValues) -> dict[int, str]:
    """The running entries by sequence number."""
    lines = [line for line in tree.lines() if line.startswith(f"{_head(values)} seq ")]
    return dict(sorted((_number(line), line) for line in lines))


def _number(line: str) -> int:
    return int(line.partition(" seq ")[2].split()[0])


def _text(entries: dict[int, str]) -> str:
    return "\n".join(line for _, line in sorted(entries.items()))


def _users(tree: Configuration, name: str) -> list[str]:
    """The lines that name a list."""
    return [
        line
        for _, line in tree.below(())
        if f" prefix-list {name} " in f"{line} " and not line.startswith("ip prefix-list ")
    ]


def _change(old: dict[int, str], new: dict[int, str]) -> Plan:
    """First what denies more, then what permits less, then what permits more, last what denies less.

    A list of permits alone has its new entries before the old ones go: what stays is never denied.
    An entry with the number of another one replaces it. FRR accepts an entry that says the same as one with another
    number, and ignores it (both measured with FRR 8.4.4): then everything old goes before anything new.
    Where an entry that denies is replaced beside other changes, or goes first, no order is safe, and all is denied
    until everything else is done.
    """
    builder = PlanBuilder()
    added = {number: line for number, line in new.items() if old.get(number) != line}
    gone = {number: line for number, line in old.items() if number not in new}
    guard, ignored = "", _would_be_ignored(old, added)
    if ignored or (_replaces_a_deny(old, added) and len(added) + len(gone) > 1):
        guard = _guard(old, new)
        if guard not in old.values():
            builder.do(guard, (), "nothing is permitted until all entries are there", [f"no {guard}"])
        old = {number: line for number, line in old.items() if line != guard}
        gone = {number: line for number, line in gone.items() if line != guard}
    if ignored:
        in_the_way = [line for number, line in old.items() if new.get(number) != line]
        for place, line in enumerate(in_the_way):
            builder.do(f"no {line}", (), "FRR ignores an entry that says the same as another", [line], ahead=place > 0)
        old, gone = {number: line for number, line in old.items() if new.get(number) == line}, {}
    steps = [(added, True, True), (gone, False, False), (added, True, False), (gone, False, True)]
    if not any(_DENY in line for line in (*old.values(), *new.values())):
        steps = [(added, True, False), (gone, False, False)]
    for entries, adds, denies in steps:
        chosen = {number: line for number, line in entries.items() if (_DENY in line) == denies}
        for place, (number, line) in enumerate(chosen.items()):
            # The first of them waits until those before it are accepted.
            if adds:
                why = f"was '{old[number]}'" if number in old else "missing"
                builder.do(line, (), why, [old.get(number, f"no {line}")], ahead=place > 0)
            else:
                builder.do(f"no {line}", (), "no longer wanted", [line], ahead=place > 0)
    if guard:
        builder.do(f"no {guard}", (), "all entries are there", [guard])
    return builder.plan()


def _would_be_ignored(old: dict[int, str], added: dict[int, str]) -> bool:
    """Whether a new entry says the same as a running one with another number."""
    said = {(_rule(line), number) for number, line in old.items()}
    return any(_rule(line) == rule and number != other for number, line in added.items() for rule, other in said)


def _rule(line: str) -> str:
    """An entry without its number."""
    return line.partition(" seq ")[2].partition(" ")[2]


def _replaces_a_deny(old: dict[int, str], added: dict[int, str]) -> bool:
    return any(_DENY in old.get(number, "") for number in added)


def _guard(old: dict[int, str], new: dict[int, str]) -> str:
    """An entry before all others that denies everything; an interrupted change may have left it.

    Raises:
        PlanError: There is no number before them.
    """
    first = min(*old, *new)
    rules = {_rule(line) for line in new.values()}
    if first not in new and _rule(old[first]) in _ALL and _rule(old[first]) not in rules:
        return old[first]
    head = old[min(old)].partition(" seq ")[0]
    if first <= 1:
        raise PlanError(
            f"the entries of '{head}' cannot be replaced without permitting more on the way: there is no number before "
            f"{first} for one that denies everything meanwhile",
            "give its entries higher numbers, one `pulumi up` after the other",
        )
    rules |= {_rule(line) for line in old.values()}
    return f"{head} seq {first - 1} {_ALL[0] if _ALL[0] not in rules else _ALL[1]}"
