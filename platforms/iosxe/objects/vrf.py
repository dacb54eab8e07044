"""VRF: a route distinguisher and a set of route targets, in either syntax."""

from collections.abc import Iterable, Mapping

from errors import PlanError
from platforms.iosxe.objects.address_family import family_node, family_of, family_replayed, process_node
from platforms.iosxe.objects.histories import VrfHistory
from platforms.iosxe.objects.member import opened_when_written, sources
from platforms.iosxe.objects.normalize import community, community_key
from platforms.iosxe.objects.replayed import replayed
from platforms.iosxe.objects.values import VrfValues
from platforms.iosxe.objects.vrf_block import FAMILY, Target, VrfBlock, distinguishers, guests, vrf_block
from platforms.iosxe.tree import Tree
from platforms.object_type import ObjectType
from platforms.plan import Command, Plan
from platforms.plan_builder import Mode, PlanBuilder
from platforms.three_way import three_way


class VrfType(ObjectType[VrfValues, VrfHistory]):
    """A VRF; route targets that it had before the stack are foreign."""

    values = VrfValues
    history = VrfHistory

    def identity(self, values: VrfValues) -> str:
        """`vrf k8s-calico`."""
        return f"vrf {values.name}"

    def lines(self, values: VrfValues) -> str:
        """The block in its syntax, exports before imports, each sorted by number."""
        return _text(values, community(values.rd), _declared(values))

    def running(self, tree: Tree, values: VrfValues, before: VrfHistory | None = None) -> str | None:
        """The running block, without foreign route targets."""
        found = vrf_block(tree, values.name)
        if not found:
            return None
        shown = values.model_copy(update={"syntax": found.syntax})
        rd = community(found.rd) if found.rd else None
        return _text(shown, rd, found.targets.keys() & _owned(found, values, before))

    def foreign(self, tree: Tree, values: VrfValues) -> list[str]:
        """Route targets and lines that are not declared."""
        found = vrf_block(tree, values.name)
        if not found:
            return []
        return [*found.other, *map(_target_line, _ordered(set(found.targets) - _declared(values)))]

    def before(self, tree: Tree, values: VrfValues) -> VrfHistory:
        """The distinguisher and all route targets of a VRF that was there already."""
        if not (found := vrf_block(tree, values.name)):
            return VrfHistory(existed=False)
        return VrfHistory(
            existed=True,
            rd=found.rd,
            targets=tuple(_ordered(found.targets)),
            wide_targets=tuple(_ordered(found.wide)),
            carried_ipv4=found.carries_ipv4,
        )

    def plan(self, tree: Tree, values: VrfValues, previous: VrfValues | None, before: VrfHistory | None = None) -> Plan:
        """Creates the VRF or changes what differs; a new distinguisher costs it its BGP family, which is sent again."""
        found = vrf_block(tree, values.name)
        builder = PlanBuilder()
        _distinguisher_is_free(tree, values)
        if not found:
            _create(builder, values)
            return builder.plan()
        if found.syntax != values.syntax:
            raise PlanError(
                f"VRF '{values.name}' is written as '{found.syntax} {values.name}' on the router",
                f'set vrfSyntax: "{found.syntax}"',
            )
        _stays_filtered(tree, found, values)
        _change_rd(builder, tree, found, values, community(values.rd))
        if not found.carries_ipv4:
            builder.do(FAMILY, (found.node.line,), "its interfaces need IPv4", [f"no {FAMILY}"])
        applied = _declared(previous) if previous else set()
        # One that is no longer declared goes, even an original one, which the removal gives back.
        original = None if before is None else _lines(set(before.targets) - applied)
        becomes = three_way(original, applied, _lines(_declared(values)), found.targets)
        _change_targets(builder, found, becomes, before)
        return builder.plan()

    def removal(self, tree: Tree, values: VrfValues, before: VrfHistory) -> Plan:
        """Removes the VRF where the stack made it and nothing foreign uses it; its route targets in any case."""
        found = vrf_block(tree, values.name)
        builder = PlanBuilder()
        if not found:
            return Plan()
        if before.existed:
            _change_rd(builder, tree, found, values, before.rd)
            original = _lines(before.targets)
            _change_targets(builder, found, three_way(original, _declared(values), original, found.targets), before)
            if not before.carried_ipv4:
                _without_ipv4(builder, tree, found, _owned(found, values, before))
        elif others := [*found.other, *guests(tree, values.name)]:
            _change_targets(builder, found, dict.fromkeys(found.targets), before)
            builder.notes.append(f"VRF '{values.name}' stays, others use it: {', '.join(others)}")
        else:
            head = found.node.line
            builder.do(f"no {head}", (), "nothing is left in it", replayed([found.node]))
        return builder.plan()


VRF = VrfType()


def _without_ipv4(builder: PlanBuilder, tree: Tree, found: VrfBlock, owned: set[Target]) -> None:
    """Remove the IPv4 family that the stack added, unless others use it: IOS removes their addresses with it."""
    name, family = found.node.line.split()[-1], found.node.child(FAMILY)
    if not family:
        return
    left = [line for line in family.lines if line not in map(_target_line, owned)]
    if others := [*left, *guests(tree, name)]:
        builder.notes.append(f"'{FAMILY}' of VRF '{name}' stays, others use it: {', '.join(others)}")
    else:
        builder.do(f"no {FAMILY}", (found.node.line,), "it was not there before", [FAMILY])


def _declared(values: VrfValues) -> set[Target]:
    exports = {("export", community(target)) for target in values.export_targets}
    return exports | {("import", community(target)) for target in values.import_targets}


def _owned(found: VrfBlock, values: VrfValues, before: VrfHistory | None) -> set[Target]:
    """The route targets that are declared, and those added since `before`."""
    original = None if before is None else _lines(before.targets)
    return set(three_way(original, (), _lines(_declared(values)), found.targets))


def _ordered(targets: Iterable[Target]) -> list[Target]:
    return sorted(targets, key=lambda target: (target[0], community_key(target[1])))


def _target_line(target: Target) -> str:
    return f"route-target {target[0]} {target[1]}"


def _lines(targets: Iterable[Target]) -> dict[Target, str]:
    return {target: _target_line(target) for target in targets}


def _text(values: VrfValues, rd: str | None, targets: set[Target]) -> str:
    head = [f"{values.syntax} {values.name}", *([f" rd {rd}"] if rd else [])]
    lines = [_target_line(target) for target in _ordered(targets)]
    if values.syntax == "ip vrf":
        return "\n".join(head + [f" {line}" for line in lines])
    return "\n".join([*head, f" {FAMILY}", *(f"  {line}" for line in lines), " exit-address-family"])


def _distinguisher_is_free(tree: Tree, values: VrfValues) -> None:
    holder = distinguishers(tree).get(community(values.rd), values.name)
    if holder != values.name:
        raise PlanError(
            f"route distinguisher '{values.rd}' of VRF '{values.name}' is already in use by VRF '{holder}'",
            "each VRF of a router needs its own",
        )


def _create(builder: PlanBuilder, values: VrfValues) -> None:
    head, below = f"{values.syntax} {values.name}", () if values.syntax == "ip vrf" else (FAMILY,)
    builder.do(head, (), "the VRF is not there", [f"no {head}"])
    builder.do(f"rd {values.rd}", (head,))
    if below:
        builder.do(FAMILY, (head,), "its interfaces need IPv4")
    for place, target in enumerate(_ordered(_declared(values))):
        builder.do(_target_line(target), (head, *below), ahead=place > 0)


def _change_rd(builder: PlanBuilder, tree: Tree, found: VrfBlock, values: VrfValues, wanted: str | None) -> None:
    """Replace the distinguisher: IOS accepts no second one, so the old one goes first; the BGP family is re-sent."""
    if (community(found.rd) if found.rd else None) == wanted:
        return
    mode = (found.node.line,)
    family = family_node(tree, values.name) if found.rd else None
    if found.rd:
        back: list[str | Command] = [f"rd {found.rd}", *(family_replayed(tree, family) if family else [])]
        builder.do(f"no rd {found.rd}", mode, "a distinguisher cannot be changed in place", back)
    if wanted:
        builder.do(f"rd {wanted}", mode, "" if found.rd else "it has no distinguisher", [f"no rd {wanted}"])
        if family:
            builder.also(family_replayed(tree, family, "the router dropped it with the old distinguisher"))


def _stays_filtered(tree: Tree, found: VrfBlock, values: VrfValues) -> None:
    """Refuse a new distinguisher where re-sending the BGP family would open a neighbor unfiltered."""
    process, node = process_node(tree), family_node(tree, values.name)
    if not process or not node or not found.rd or community(found.rd) == community(values.rd):
        return
    neighbors = family_of(node).neighbors
    if address := opened_when_written(process, neighbors):
        named = sources(neighbors[address])
        raise PlanError(
            f"the route distinguisher of VRF '{values.name}' cannot become '{values.rd}': the router drops the BGP "
            f"family with the old one, and neighbor {address}, which has its AS from {named}, could be "
            "made again only up and unfiltered",
            "give that neighbor a remote-as of its own on the router first, or shut its session template down",
        )


def _change_targets(
    builder: PlanBuilder, found: VrfBlock, becomes: Mapping[Target, str | None], before: VrfHistory | None
) -> None:
    block, wide = (found.node.line,), before.wide_targets if before else ()
    for target in _ordered(becomes.keys() - found.targets.keys()):
        if line := becomes[target]:
            below = () if target in wide else _level(found, target)
            builder.do(line, block + below, "missing", [f"no {line}"])
    for target in _ordered(found.targets.keys() & becomes.keys()):
        for below in () if becomes[target] else found.targets[target]:
            builder.do(f"no {_target_line(target)}", block + below, "no longer wanted", [_target_line(target)])


def _level(found: VrfBlock, target: Target) -> Mode:
    """The mode of a new route target: the IPv4 family, or the VRF where the others apply to all families.

    Whether a family's own route targets replace the VRF's or add to them is not known, so a new one is only added
    where it has the same effect either way.
    """
    if found.syntax == "ip vrf":
        return ()
    own = {each for each, places in found.targets.items() if (FAMILY,) in places}
    if not found.wide or any(each[0] == target[0] for each in own):
        return (FAMILY,)
    if not own and not found.families:
        return ()
    name, line = found.node.line.split()[-1], _target_line(target)
    if own:
        raise PlanError(
            f"VRF '{name}' has route targets beside its 'rd' and others below '{FAMILY}': whether these replace those "
            f"is not known, so '{line}' is not added to either",
            "put all of them in one of the two places on the router",
        )
    raise PlanError(
        f"VRF '{name}' has its route targets beside its 'rd', for all of its families: '{line}' there would hold for "
        f"'{found.families[0]}', too",
        f"put the route targets of IPv4 below '{FAMILY}' on the router",
    )
