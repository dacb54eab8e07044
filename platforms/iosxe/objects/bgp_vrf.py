"""BGP_VRF: one VRF's BGP family and all its neighbors, one text per neighbor."""

from collections.abc import Iterable
from dataclasses import replace

from errors import PlanError
from model.list_names import group_name
from model.tables import DEFAULT_TABLE
from platforms.iosxe.objects import group_lines, member, neighbor_lines, password, withdrawn
from platforms.iosxe.objects.address_family import (
    Family,
    family_line,
    family_node,
    family_of,
    family_replayed,
    process_node,
)
from platforms.iosxe.objects.asked_again import asked_again
from platforms.iosxe.objects.bgp_process import running_process
from platforms.iosxe.objects.default_table import placed, require_block
from platforms.iosxe.objects.family_settings import (
    change_settings,
    declared_settings,
    foreign_lines,
    owned_settings,
    settings_found,
    settings_here,
    settings_text,
)
from platforms.iosxe.objects.histories import BgpVrfHistory
from platforms.iosxe.objects.inheritance import memberships
from platforms.iosxe.objects.neighbor_lines import Settings
from platforms.iosxe.objects.values import BgpVrfValues
from platforms.iosxe.objects.vrf_block import vrf_block
from platforms.iosxe.objects.withdrawn import texts, wanted_neighbors
from platforms.iosxe.tree import Node, Tree
from platforms.object_type import Lines, ObjectType, texts_of
from platforms.passwords import UNREADABLE
from platforms.plan import Plan
from platforms.plan_builder import PlanBuilder
from platforms.three_way import three_way


class BgpVrfType(ObjectType[BgpVrfValues, BgpVrfHistory]):
    """A family; of a declared neighbor the stack owns the settings in `neighbor_lines.ORDER`."""

    values = BgpVrfValues
    history = BgpVrfHistory

    def identity(self, values: BgpVrfValues) -> str:
        """`bgp 65000 vrf k8s-calico`."""
        return f"bgp {values.asn} vrf {values.vrf}"

    def inherits(self, lines: Iterable[str]) -> str:
        """Which neighbors inherit from which peer group or template."""
        return member.inheriting(lines)

    def lines(self, values: BgpVrfValues) -> dict[str, str]:
        """The family's own lines under `family`, each neighbor's under its address."""
        return {"family": settings_text(values, declared_settings(values)), **texts(values)}

    def running(self, tree: Tree, values: BgpVrfValues, before: BgpVrfHistory | None = None) -> dict[str, str] | None:
        """The running texts, without foreign neighbors and foreign settings."""
        family = _family(tree, values)
        if family is None:
            return None
        texts = {"family": settings_text(values, owned_settings(family, values, before))}
        before = before or BgpVrfHistory()
        for address, wanted in wanted_neighbors(values).items():
            # A half-made neighbor counts as missing.
            if address in family.neighbors and not neighbor_lines.half_made(family.neighbors[address], wanted):
                texts[address] = _neighbor_text(tree, family, address, wanted, before)
        again = withdrawn.reappeared(family, values, before)
        return texts | {address: before.removed_neighbors[address] for address in again}

    def line_count(self, running: Lines | None) -> int:
        """As of every type; the default table stands in the process, whose own line is another object's."""
        _, *own = texts_of(running).get("family", "").splitlines() or [""]
        is_default = running is not None and not any(line.startswith(" address-family ") for line in own[:1])
        return super().line_count(running) - is_default

    def foreign(self, tree: Tree, values: BgpVrfValues) -> list[str]:
        """Lines of the family and neighbors the stack did not declare, and foreign settings of its own neighbors."""
        family = _family(tree, values)
        if family is None:
            return []
        wanted = wanted_neighbors(values)
        return foreign_lines(family, values, None) + [
            neighbor_lines.foreign_line(address, tail)
            for address, tails in family.neighbors.items()
            for tail in tails
            if address not in wanted or not neighbor_lines.owned([tail], wanted[address])
        ]

    def before(self, tree: Tree, values: BgpVrfValues) -> BgpVrfHistory:
        """The original lines of the declared settings and neighbors of a family that existed."""
        family = _family(tree, values)
        history = BgpVrfHistory(existed=True, settings=settings_found(family), neighbors={}) if family else None
        return _with_neighbors(tree, values, None, history or BgpVrfHistory(existed=False))

    def before_update(
        self, tree: Tree, values: BgpVrfValues, previous: BgpVrfValues, before: BgpVrfHistory
    ) -> BgpVrfHistory:
        """The same, and what the stack removed: a reload before that was saved brings it back."""
        wanted, former = wanted_neighbors(values), before.removed_neighbors | texts(previous)
        removed = {
            "removed_neighbors": {address: text for address, text in former.items() if address not in wanted},
            "removed_settings": withdrawn.settings_after(values, previous, before),
        }
        return _with_neighbors(tree, values, previous, before).model_copy(update=removed)

    def plan(
        self, tree: Tree, values: BgpVrfValues, previous: BgpVrfValues | None, before: BgpVrfHistory | None = None
    ) -> Plan:
        """Make the family, then its settings, then remove, change and add neighbors, none ever up unfiltered."""
        process = _ready(tree, values, previous)
        builder, found = PlanBuilder((process.line, family_line(values.vrf))), _family(tree, values)
        if found is None:
            head = family_line(values.vrf)
            builder.do(head, (process.line,), "the family is not there", [f"no {head}"])
        family = found or Family()
        settings, applied = before.settings if before else None, declared_settings(previous) if previous else {}
        becomes = three_way(settings, applied, declared_settings(values), settings_here(family, values))
        change_settings(builder, family, becomes)
        _change_neighbors(builder, process, family, values, previous, before or BgpVrfHistory())
        made = builder.plan()
        if found is None:
            # What is typed into a new family goes with it, and its undo must not enter a family that was refused.
            return Plan(made.commands, made.undo[-1:], made.notes)
        made = replace(made, afterwards=asked_again(made.commands, found, values, previous))
        return placed(made, process) if values.vrf == DEFAULT_TABLE else made

    def removal(self, tree: Tree, values: BgpVrfValues, before: BgpVrfHistory) -> Plan:
        """Remove the family where the stack made it and nothing foreign is in it; else what was declared."""
        family, node = _family(tree, values), family_node(tree, values.vrf)
        if family is None or node is None:
            return Plan()
        process = running_process(tree) or Node("")
        builder = PlanBuilder((process.line, node.line))
        owned = wanted_neighbors(values).keys() | withdrawn.reappeared(family, values, before)
        others = foreign_lines(family, values, before) + [
            f"neighbor {who}" for who in family.neighbors if who not in owned
        ]
        if not (before.existed or others or before.neighbors or values.vrf == DEFAULT_TABLE):
            builder.do(f"no {node.line}", (process.line,), "nothing is left in it", family_replayed(tree, node))
            return builder.plan()
        if others and not before.existed and values.vrf != DEFAULT_TABLE:
            builder.notes.append(f"BGP family of VRF '{values.vrf}' stays, others use it: {', '.join(others)}")
        _give_back(builder, process, family, owned, wanted_neighbors(values), before)
        becomes = three_way(before.settings, declared_settings(values), {}, settings_here(family, values))
        change_settings(builder, family, becomes)
        return placed(builder.plan(), process)


BGP_VRF = BgpVrfType()


def _family(tree: Tree, values: BgpVrfValues) -> Family | None:
    """The family, in which the stack's peer group has its listen ranges."""
    node = family_node(tree, values.vrf)
    if not node or not running_process(tree, values.asn):
        return None
    family = family_of(node)
    group_lines.claim(family.own, family.neighbors, group_name(values.vrf))
    return family


def _with_neighbors(
    tree: Tree, values: BgpVrfValues, previous: BgpVrfValues | None, before: BgpVrfHistory
) -> BgpVrfHistory:
    """The history with the original lines of the neighbors that are declared since `previous`."""
    family, process, wanted = _family(tree, values) or Family(), process_node(tree), wanted_neighbors(values)
    new = wanted.keys() - wanted_neighbors(previous)
    original = {
        address: [password.tail_shown(tail) for tail in tails]
        for address, tails in family.neighbors.items()
        if address in new and not neighbor_lines.half_made(tails, wanted[address])
    }
    if not process or not original:
        return before
    inherited = member.remembered(process, family.neighbors, {address: wanted[address] for address in original})
    more = {"neighbors": before.neighbors | original, "inherited": before.inherited | inherited}
    return before.model_copy(update=more)


def _neighbor_text(tree: Tree, family: Family, address: str, wanted: Settings, before: BgpVrfHistory) -> str:
    """The running text of a neighbor; of one taken over in its templates with its inherited settings."""
    tails = family.neighbors[address]
    own = neighbor_lines.owned(tails, wanted, withdrawn=before.removed_settings.get(address))
    process = process_node(tree)
    if process and member.stays(tails) and address in before.neighbors:
        given = member.from_templates(process, family.neighbors, address, wanted)
        return neighbor_lines.text(address, neighbor_lines.normal({**given, **own}))
    return neighbor_lines.text(address, neighbor_lines.normal(own), memberships(tails))


def _ready(tree: Tree, values: BgpVrfValues, previous: BgpVrfValues | None) -> Node:
    """The process the family belongs to.

    Raises:
        PlanError: The process, the VRF or its route distinguisher is missing: the router would refuse the family.
    """
    is_default = values.vrf == DEFAULT_TABLE
    process, vrf = running_process(tree, values.asn), vrf_block(tree, values.vrf)
    missing = None
    if not process:
        missing = f"'router bgp {values.asn}'"
    elif not vrf and not is_default:
        missing = f"VRF '{values.vrf}'"
    elif vrf and not vrf.rd:
        missing = f"the route distinguisher of VRF '{values.vrf}'"
    if not process or missing:
        raise PlanError(
            f"{missing} is missing on the router, which {_named(values)} needs",
            "`pulumi up --refresh` restores what was removed by hand"
            if previous
            else "`pulumi up` makes it first, unless --target leaves it out",
        )
    if is_default:
        require_block(process)
    return process


def _named(values: BgpVrfValues) -> str:
    return "the default table" if values.vrf == DEFAULT_TABLE else f"the BGP family of VRF '{values.vrf}'"


def _change_neighbors(
    builder: PlanBuilder,
    process: Node,
    family: Family,
    values: BgpVrfValues,
    previous: BgpVrfValues | None,
    before: BgpVrfHistory,
) -> None:
    wanted, applied = wanted_neighbors(values), wanted_neighbors(previous)
    removed, group = (applied.keys() - wanted) | withdrawn.reappeared(family, values, before), group_name(values.vrf)
    group_lines.refuse_overlaps(family.own, wanted, group)
    builder.notes.extend(group_lines.beside(family.neighbors.keys() - removed, wanted, group))
    _remove_neighbors(builder, family, removed, for_a_range=group in wanted)
    for address, settings in wanted.items():
        tails, gone = family.neighbors.get(address, []), before.removed_settings.get(address)
        if not tails:
            neighbor_lines.add(builder, address, settings)
        elif memberships(tails) and not member.stays(tails):
            member.leave(builder, process, family.neighbors, address, settings)
        else:
            running = neighbor_lines.owned(tails, settings, applied.get(address, {}), withdrawn=gone)
            if "password" in running and password.shown(running["password"]) == UNREADABLE:
                raise PlanError(
                    f"{builder.mode[1]}: the password of neighbor {address} is encrypted so that only the router can "
                    "read it (`password encryption aes`): whether it is the wanted one cannot be seen",
                    "leave passwordKey out and set the neighbors' passwords by hand, or take that encryption away",
                )
            if member.stays(tails):
                settings = member.still_missing(process, family.neighbors, address, running, settings)
            neighbor_lines.change(builder, address, running, settings)
    builder.add_later()


def _remove_neighbors(builder: PlanBuilder, family: Family, removed: set[str], for_a_range: bool) -> None:
    """Remove neighbors and groups; `for_a_range`: one takes their place."""
    for address, tails in family.neighbors.items():
        if address in removed:
            if group_lines.GROUP in tails:
                group_lines.refuse_members(family.neighbors, address, removed)
            if for_a_range:
                member.refuse_to_replace(address, tails)
            neighbor_lines.remove(builder, address, tails)


def _give_back(
    builder: PlanBuilder,
    process: Node,
    family: Family,
    owned: set[str],
    declared: dict[str, Settings],
    before: BgpVrfHistory,
) -> None:
    """Restore the original lines of neighbors that existed, remove the others."""
    # The settings that the stack set, or removed and that are not replaced since.
    ours = {
        address: declared.get(address, {})
        | neighbor_lines.not_replaced(tails, before.removed_settings.get(address, {}))
        for address, tails in family.neighbors.items()
    }
    original = _restored(builder, family, before, ours)
    members = {address for address, tails in original.items() if _moves(tails, family.neighbors.get(address, []))}
    for address, tails in family.neighbors.items():
        if address in owned and address not in original:
            if group_lines.GROUP in tails:
                group_lines.refuse_members(family.neighbors, address, owned)
            neighbor_lines.remove(builder, address, tails)
        elif address in owned and address not in members:
            now, then = (neighbor_lines.owned(each, ours[address]) for each in (tails, original[address]))
            neighbor_lines.change(builder, address, now, then)
    builder.add_later()
    for address, tails in original.items():
        if address in members or address not in family.neighbors:
            member.give_back(builder, process, family.neighbors, address, tails)


def _moves(original: list[str], tails: list[str]) -> bool:
    """Whether restoring a neighbor changes its peer group or templates."""
    return bool(memberships([*original, *tails])) and not (member.stays(original) and member.stays(tails))


def _restored(
    builder: PlanBuilder, family: Family, before: BgpVrfHistory, ours: dict[str, Settings]
) -> dict[str, list[str]]:
    """The original lines of the neighbors that existed, with foreign lines added since; passwords are not stored."""
    found: dict[str, list[str]] = {}
    for address, original in before.neighbors.items():
        tails, inherited = family.neighbors.get(address, []), before.inherited.get(address, [])
        found[address] = _without_password(builder, address, family, original)
        if _moves(original, tails):
            found[address] = member.as_before(tails, found[address], inherited, ours.get(address, {}))
    return found


def _without_password(builder: PlanBuilder, address: str, family: Family, tails: list[str]) -> list[str]:
    """The lines to restore; an original password is not stored, so the running one stays."""
    former = neighbor_lines.settings_in(tails).get("password")
    if former is None:
        return tails
    now = neighbor_lines.settings_in(family.neighbors.get(address, [])).get("password")
    if now is None or password.shown(now) != former:
        builder.notes.append(f"neighbor {address} had another password before, which is not stored: set it by hand")
    return [tail for tail in tails if tail != former] + ([now] if now else [])
