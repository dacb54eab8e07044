"""PREFIX_LIST: a whole list, never empty, and never missing while it is used.

A router with `no ip prefix-list sequence-number` shows no numbers. A list that has the wanted rules in the wanted order
then counts as the wanted one; any change needs the numbers, and is refused without them.
"""

from errors import PlanError
from platforms.iosxe.objects.histories import PrefixListHistory
from platforms.iosxe.objects.normalize import prefix_entry
from platforms.iosxe.objects.prefix_order import Entries, changes
from platforms.iosxe.objects.values import PrefixListValues
from platforms.iosxe.tree import Tree
from platforms.object_type import ObjectType
from platforms.plan import Plan
from platforms.plan_builder import PlanBuilder


class PrefixListType(ObjectType[PrefixListValues, PrefixListHistory]):
    """A prefix list; all its entries are owned, its description is foreign."""

    values = PrefixListValues
    history = PrefixListHistory

    def identity(self, values: PrefixListValues) -> str:
        """`ip prefix-list deny-all-routes`."""
        return _head(values)

    def lines(self, values: PrefixListValues) -> str:
        """Every entry by sequence number."""
        return _text(values, _wanted(values))

    def running(self, tree: Tree, values: PrefixListValues, before: PrefixListHistory | None = None) -> str | None:
        """The running entries."""
        there, wanted = _there(tree, values.name), _wanted(values)
        if not _is_numbered(there):
            same = _rules(there) == list(wanted.values())
            return _text(values, wanted) if same else "\n".join(f"{_head(values)} {entry}" for entry in there)
        return _text(values, _normal(_numbers(there))) if there else None

    def foreign(self, tree: Tree, values: PrefixListValues) -> list[str]:
        """The list's description."""
        head = f"{_head(values)} "
        return [node.line for node in tree.blocks(head) if not node.line.removeprefix(head).startswith(_ENTRY)]

    def before(self, tree: Tree, values: PrefixListValues) -> PrefixListHistory:
        """The entries that were there, as the router shows them."""
        entries = _there(tree, values.name)
        return PrefixListHistory(existed=bool(entries), entries=entries)

    def plan(
        self,
        tree: Tree,
        values: PrefixListValues,
        previous: PrefixListValues | None,
        before: PrefixListHistory | None = None,
    ) -> Plan:
        """Add the missing entries, remove the others."""
        builder = PlanBuilder()
        _change(builder, values, _there(tree, values.name), _wanted(values))
        return builder.plan()

    def removal(self, tree: Tree, values: PrefixListValues, before: PrefixListHistory) -> Plan:
        """Restore the original entries; remove a list that the stack made unless it is still used."""
        builder, running = PlanBuilder(), _there(tree, values.name)
        if before.entries:
            if _rules(running) != _rules(before.entries) or _is_numbered(before.entries):
                _change(builder, values, running, _normal(_numbers(before.entries)))
        elif running and (users := _users(tree, values)):
            builder.notes.append(
                f"prefix list '{values.name}' stays: without it every prefix would be permitted by its users ({users})"
            )
        elif running:
            _remove(builder, tree, values, running)
        return builder.plan()


PREFIX_LIST = PrefixListType()


def numbered(tree: Tree, name: str) -> list[str]:
    """A list's entries, `seq 5 permit 10.0.0.0/8`; where the router hides the numbers, those it would give them."""
    entries = _there(tree, name)
    return [f"seq {number} {rule}" for number, rule in _numbers(entries).items()]


_ENTRY = ("seq ", "permit ", "deny ")


def _head(values: PrefixListValues) -> str:
    return f"ip prefix-list {values.name}"


def _wanted(values: PrefixListValues) -> Entries:
    return dict(sorted(prefix_entry(entry) for entry in values.entries))


def _there(tree: Tree, name: str) -> list[str]:
    """The entries as the router shows them: `seq 5 permit 10.0.0.0/8`, or without the number."""
    head = f"ip prefix-list {name} "
    tails = (node.line.removeprefix(head) for node in tree.blocks(head))
    return [tail for tail in tails if tail.startswith(_ENTRY)]


def _is_numbered(entries: list[str]) -> bool:
    return all(entry.startswith("seq ") for entry in entries)


def _rules(entries: list[str]) -> list[str]:
    """The rules in their order, in normal form."""
    return [
        prefix_entry(f"seq 1 {entry.split(' ', 2)[2] if entry.startswith('seq ') else entry}")[1] for entry in entries
    ]


def _numbers(entries: list[str]) -> Entries:
    """The entries by number; those without get the ones that IOS would give them."""
    if not _is_numbered(entries):
        return {5 * place: entry for place, entry in enumerate(entries, 1)}
    return {int(word[1]): word[2] for word in (entry.split(" ", 2) for entry in entries)}


def _normal(entries: Entries) -> Entries:
    return dict(prefix_entry(f"seq {number} {rule}") for number, rule in entries.items())


def _text(values: PrefixListValues, entries: Entries) -> str:
    return "\n".join(_line(values, number, entries[number]) for number in sorted(entries))


def _line(values: PrefixListValues, number: int, rule: str) -> str:
    return f"{_head(values)} seq {number} {rule}"


def _change(builder: PlanBuilder, values: PrefixListValues, there: list[str], wanted: Entries) -> None:
    if not _is_numbered(there):
        if _rules(there) == [wanted[number] for number in sorted(wanted)]:
            return
        raise PlanError(
            f"the router shows prefix list '{values.name}' without sequence numbers, so its entries cannot be changed",
            "'no ip prefix-list sequence-number' hides them there: type 'ip prefix-list sequence-number'",
        )
    running = _numbers(there)
    steps = changes(_normal(running), wanted)
    for before, change in zip([None, *steps], steps, strict=False):
        # An entry to be removed is written as the router shows it.
        rule = change.rule if change.adds else running.get(change.sequence, change.rule)
        line = _line(values, change.sequence, rule)
        if change.adds:
            # A permit waits for the deny before it: where that is refused, it must not be sent.
            ahead = before is not None and before.adds and before.action == change.action
            builder.do(line, (), change.why, [f"no {line}"], ahead)
        else:
            builder.do(f"no {line}", (), change.why, [line])


def _remove(builder: PlanBuilder, tree: Tree, values: PrefixListValues, there: list[str]) -> None:
    lines = [f"{_head(values)} {entry}" for entry in there]
    if PREFIX_LIST.foreign(tree, values):
        for line in lines:
            builder.do(f"no {line}", (), "its description is not ours", [line])
    else:
        builder.do(f"no {_head(values)}", (), "nothing uses it", lines)


def _users(tree: Tree, values: PrefixListValues) -> str:
    """The lines that name the list, other than its own."""
    own = f"{_head(values)} "
    users = (
        node.line
        for node in tree.walk()
        if values.name in node.line and "prefix" in node.line and not node.line.startswith(own)
    )
    return ", ".join(line for line in users if values.name in line.split())
