"""BGP_VRF: one VRF's BGP family and all its neighbors, one text per neighbor."""

from collections.abc import Iterable
from typing import Any

from errors import PlanError
from platforms.iosxe.objects import member, neighbor_lines, password, withdrawn
from platforms.iosxe.objects.address_family import (
    Family,
    family_line,
    family_node,
    family_of,
    family_replayed,
    process_node,
)
from platforms.iosxe.objects.bgp_process import running_process
from platforms.iosxe.objects.family_settings import (
    change_settings,
    declared_settings,
    foreign_lines,
    owned_settings,
    settings_found,
    settings_text,
    wanted_settings,
)
from platforms.iosxe.objects.inheritance import memberships
from platforms.iosxe.objects.neighbor_lines import Settings
from platforms.iosxe.objects.plan_builder import Mode, PlanBuilder
from platforms.iosxe.objects.values import BgpVrfValues
from platforms.iosxe.objects.vrf_block import vrf_block
from platforms.iosxe.objects.withdrawn import addresses, texts, wanted_neighbors
from platforms.iosxe.tree import Node, Tree
from platforms.object_type import Before, ObjectType
from platforms.passwords import UNREADABLE
from platforms.plan import Plan


class BgpVrfType(ObjectType[BgpVrfValues]):
    """A family; of a declared neighbor the stack owns the settings in `neighbor_lines.ORDER`."""

    values = BgpVrfValues

    def identity(self, values: BgpVrfValues) -> str:
        """`bgp 65000 vrf k8s-calico`."""
        return f"bgp {values.asn} vrf {values.vrf}"

    def inherits(self, lines: Iterable[str]) -> str:
        """Which neighbors inherit from which peer group or template."""
        return member.inheriting(lines)

    def lines(self, values: BgpVrfValues) -> dict[str, str]:
        """The family's own lines under `family`, each neighbor's under its address."""
        return {"family": settings_text(values, wanted_settings(values)), **texts(values)}

    def running(self, tree: Tree, values: BgpVrfValues, before: Before = None) -> dict[str, str] | None:
        """The running texts, without foreign neighbors and foreign settings."""
        family = _family(tree, values)
        if family is None:
            return None
        owned = owned_settings(family, values, before)
        own = {name: line for name, line in settings_found(family).items() if name in owned}
        texts = {"family": settings_text(values, own)}
        for address, wanted in wanted_neighbors(values).items():
            # A half-made neighbor counts as missing.
            if address in family.neighbors and not neighbor_lines.half_made(family.neighbors[address], wanted):
                texts[address] = _neighbor_text(tree, family, address, wanted, before)
        removed = withdrawn.removed_neighbors(before)
        return texts | {address: removed[address] for address in withdrawn.reappeared(family, values, before)}

    def foreign(self, tree: Tree, values: BgpVrfValues) -> list[str]:
        """Lines of the family and neighbors the stack did not declare, and foreign settings of its own neighbors."""
        family = _family(tree, values)
        if family is None:
            return []
        wanted = wanted_neighbors(values)
        return foreign_lines(family, values, None) + [
            f"neighbor {address} {tail}"
            for address, tails in family.neighbors.items()
            for tail in tails
            if address not in wanted or not neighbor_lines.owned([tail], wanted[address])
        ]

    def before(
        self, tree: Tree, values: BgpVrfValues, previous: BgpVrfValues | None = None, known: Before = None
    ) -> dict[str, Any]:
        """The original lines of the declared settings and neighbors of a family that existed.

        Also the texts of the neighbors that the stack removed: a reload before that was saved brings them back.
        """
        found = self._found(tree, values, previous, known)
        former = withdrawn.removed_neighbors(known) | (texts(previous) if previous else {})
        former = {address: text for address, text in former.items() if address not in addresses(values)}
        kept = {"formerly": former, "formerly_said": withdrawn.settings_after(values, previous, known)}
        others = {key: value for key, value in found.items() if key not in kept}
        return others | {key: value for key, value in kept.items() if value}

    def _found(self, tree: Tree, values: BgpVrfValues, previous: BgpVrfValues | None, known: Before) -> dict[str, Any]:
        family = _family(tree, values)
        if family is None:
            return known or {"existed": False}
        fresh = addresses(values) - (addresses(previous) if previous else set())
        wanted = wanted_neighbors(values)
        kept = {
            address: [password.shown(tail) if tail.startswith("password ") else tail for tail in tails]
            for address, tails in family.neighbors.items()
            if address in fresh and not neighbor_lines.half_made(tails, wanted[address])
        }
        process = process_node(tree)
        new = {address: wanted[address] for address in kept}
        inherited = member.remembered(process, family.neighbors, new) if process else {}
        first: dict[str, Any] = {"existed": True, "own": settings_found(family), "neighbors": {}}
        found = first if known is None else known
        more = {"neighbors": kept, "inherited": inherited}
        return {**found, **{key: {**found.get(key, {}), **each} for key, each in more.items() if each}}

    def plan(self, tree: Tree, values: BgpVrfValues, previous: BgpVrfValues | None, before: Before = None) -> Plan:
        """Make the family, then its settings, then remove, change and add neighbors, none ever up unfiltered."""
        process = _ready(tree, values, previous)
        builder, mode = PlanBuilder(), (process.line, family_line(values.vrf))
        family = _family(tree, values)
        if family is None:
            builder.do(mode[1], mode[:1], "the family is not there", [f"no {mode[1]}"])
        owned = owned_settings(family or Family(), values, before) | (
            declared_settings(previous) if previous else set()
        )
        wanted = wanted_neighbors(values)
        gone = (addresses(previous) - set(wanted) if previous else set()) | withdrawn.reappeared(family, values, before)
        change_settings(builder, mode, family or Family(), _settings(values, previous, before), owned)
        running = _running_neighbors(family or Family(), wanted, previous, before)
        _change_neighbors(builder, mode, process, family or Family(), wanted, gone, running)
        made = builder.plan()
        # What is typed into a new family goes with it, and its undo must not enter a family that was refused.
        return made if family is not None else Plan(made.commands, made.undo[-1:], made.notes)

    def removal(self, tree: Tree, values: BgpVrfValues, before: dict[str, Any]) -> Plan:
        """Remove the family where the stack made it and nothing foreign is in it; else what was declared."""
        family, node = _family(tree, values), family_node(tree, values.vrf)
        if family is None or node is None:
            return Plan()
        process = running_process(tree) or Node("")
        builder, mode = PlanBuilder(), (process.line, node.line)
        owned = addresses(values) | withdrawn.reappeared(family, values, before)
        others = foreign_lines(family, values, before) + [
            f"neighbor {who}" for who in family.neighbors if who not in owned
        ]
        kept: dict[str, list[str]] = before.get("neighbors", {})
        if not before.get("existed") and not others and not kept:
            builder.do(f"no {node.line}", mode[:1], "nothing is left in it", family_replayed(tree, node))
            return builder.plan()
        if others and not before.get("existed"):
            builder.notes.append(f"BGP family of VRF '{values.vrf}' stays, others use it: {', '.join(others)}")
        ours = _ours(family, values, before)
        _give_back(builder, mode, process, family, owned, _restored(builder, family, before, ours), ours)
        change_settings(builder, mode, family, before.get("own", {}), owned_settings(family, values, before))
        return builder.plan()


BGP_VRF = BgpVrfType()


def _family(tree: Tree, values: BgpVrfValues) -> Family | None:
    node = family_node(tree, values.vrf)
    return family_of(node) if node and running_process(tree, values.asn) else None


def _settings(values: BgpVrfValues, previous: BgpVrfValues | None, before: Before) -> Settings:
    """The family's wanted settings, with the original ones for those no longer declared."""
    dropped = declared_settings(previous) - declared_settings(values) if previous else set()
    own: Settings = (before or {}).get("own", {})
    return {name: line for name, line in own.items() if name in dropped} | wanted_settings(values)


def _neighbor_text(tree: Tree, family: Family, address: str, wanted: Settings, before: Before) -> str:
    """The running text of a neighbor; of one taken over in its templates with its inherited settings."""
    tails = family.neighbors[address]
    own = neighbor_lines.owned(tails, wanted, withdrawn=withdrawn.removed_settings(before).get(address))
    process = process_node(tree)
    if process and member.stays(tails) and address in (before or {}).get("neighbors", {}):
        given = member.from_templates(process, family.neighbors, address, wanted)
        return neighbor_lines.text(address, neighbor_lines.normal({**given, **own}))
    return neighbor_lines.text(address, neighbor_lines.normal(own), memberships(tails))


def _ready(tree: Tree, values: BgpVrfValues, previous: BgpVrfValues | None) -> Node:
    """The process the family belongs to.

    Raises:
        PlanError: The process, the VRF or its route distinguisher is missing: the router would refuse the family.
    """
    process, vrf = running_process(tree, values.asn), vrf_block(tree, values.vrf)
    missing = None
    if not process:
        missing = f"'router bgp {values.asn}'"
    elif not vrf:
        missing = f"VRF '{values.vrf}'"
    elif not vrf.rd:
        missing = f"the route distinguisher of VRF '{values.vrf}'"
    if not process or missing:
        raise PlanError(
            f"{missing} is missing on the router, which the BGP family of VRF '{values.vrf}' needs",
            "`pulumi up --refresh` restores what was removed by hand"
            if previous
            else "`pulumi up` makes it first, unless --target leaves it out",
        )
    return process


def _running_neighbors(
    family: Family, wanted: dict[str, Settings], previous: BgpVrfValues | None, before: Before
) -> dict[str, Settings]:
    """The running settings of the wanted neighbors, as far as the stack owns or owned them."""
    former, removed = wanted_neighbors(previous) if previous else {}, withdrawn.removed_settings(before)
    return {
        address: neighbor_lines.owned(tails, wanted[address], former.get(address, {}), withdrawn=removed.get(address))
        for address, tails in family.neighbors.items()
        if address in wanted
    }


def _change_neighbors(
    builder: PlanBuilder,
    mode: Mode,
    process: Node,
    family: Family,
    wanted: dict[str, Settings],
    gone: set[str],
    running: dict[str, Settings],
) -> None:
    later = PlanBuilder()
    for address, tails in family.neighbors.items():
        if address in gone:
            neighbor_lines.remove(builder, mode, address, tails)
    for address, settings in wanted.items():
        tails = family.neighbors.get(address, [])
        if memberships(tails) and not member.stays(tails):
            member.leave(builder, later, mode, process, family.neighbors, address, settings)
        elif address in running:
            now = running[address]
            if "password" in now and password.shown(now["password"]) == UNREADABLE:
                raise _unreadable(address, mode[1])
            if member.stays(tails):
                settings = member.still_missing(process, family.neighbors, address, now, settings)
            neighbor_lines.change(builder, later, mode, address, now, settings)
        else:
            neighbor_lines.add(builder, later, mode, address, settings)
    builder.then(later)


def _unreadable(address: str, family: str) -> PlanError:
    return PlanError(
        f"{family}: the password of neighbor {address} is encrypted so that only the router can read it "
        "(`password encryption aes`): whether it is the wanted one cannot be seen",
        "leave passwordKey out and set the neighbors' passwords by hand, or take that encryption away",
    )


def _ours(family: Family, values: BgpVrfValues, before: Before) -> dict[str, Settings]:
    """The settings of each neighbor that the stack set, or removed and that are not replaced since."""
    declared, removed = wanted_neighbors(values), withdrawn.removed_settings(before)
    return {
        address: declared.get(address, {}) | neighbor_lines.not_replaced(tails, removed.get(address, {}))
        for address, tails in family.neighbors.items()
    }


def _give_back(
    builder: PlanBuilder,
    mode: Mode,
    process: Node,
    family: Family,
    owned: set[str],
    kept: dict[str, list[str]],
    ours: dict[str, Settings],
) -> None:
    """Restore the original lines of neighbors that existed, remove the others."""
    later = PlanBuilder()
    members = {address for address, tails in kept.items() if _moves(tails, family.neighbors.get(address, []))}
    for address, tails in family.neighbors.items():
        if address in owned and address not in kept:
            neighbor_lines.remove(builder, mode, address, tails)
        elif address in owned and address not in members:
            settings = ours[address]
            neighbor_lines.change(
                builder,
                later,
                mode,
                address,
                neighbor_lines.owned(tails, settings),
                neighbor_lines.owned(kept[address], settings),
            )
    builder.then(later)
    for address, tails in kept.items():
        if address in members or address not in family.neighbors:
            member.give_back(builder, mode, process, family.neighbors, address, tails)


def _moves(kept: list[str], tails: list[str]) -> bool:
    """Whether restoring a neighbor changes its peer group or templates."""
    return bool(memberships([*kept, *tails])) and not (member.stays(kept) and member.stays(tails))


def _restored(
    builder: PlanBuilder, family: Family, before: dict[str, Any], ours: dict[str, Settings]
) -> dict[str, list[str]]:
    """The original lines of the neighbors that existed, with foreign lines added since; passwords are not stored."""
    found: dict[str, list[str]] = {}
    for address, kept in before.get("neighbors", {}).items():
        tails, carried = family.neighbors.get(address, []), before.get("inherited", {}).get(address, [])
        found[address] = _without_password(builder, address, family, kept)
        if _moves(kept, tails):
            found[address] = member.as_before(tails, found[address], carried, ours.get(address, {}))
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
