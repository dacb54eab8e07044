"""BGP_VRF: one VRF's BGP instance with all its neighbors, and the routes it exchanges with other VRFs."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from platforms.frr.configuration import Configuration
from platforms.frr.objects import groups, neighbors
from platforms.frr.objects.asked_again import asked_again
from platforms.frr.objects.default_table import activations, inactive, is_default, require_policies
from platforms.frr.objects.histories import BgpVrfHistory
from platforms.frr.objects.settings import (
    FAMILY,
    LEAKING,
    OWN_ORDER,
    Settings,
    lines_of,
    mode_of,
    name_of,
    negated,
    neighbor_of,
    normal,
    normal_settings,
    others_of,
    own_settings,
    settings_of,
)
from platforms.frr.objects.values import BgpVrfValues
from platforms.frr.objects.vrf_device import require_vrf
from platforms.frr.objects.wanted import wanted_settings
from platforms.named_passwords import named
from platforms.object_type import Lines, ObjectType, texts_of
from platforms.plan import Command, Plan
from platforms.plan_builder import PlanBuilder
from platforms.three_way import three_way

_OWN = (*OWN_ORDER, *LEAKING)


class BgpVrfType(ObjectType[BgpVrfValues, BgpVrfHistory]):
    """An instance; of it and its neighbors the stack owns the declared settings."""

    values = BgpVrfValues
    history = BgpVrfHistory

    def identity(self, values: BgpVrfValues) -> str:
        """`bgp 65000 vrf k8s-calico`."""
        return f"bgp {values.asn} vrf {values.vrf}"

    def lines(self, values: BgpVrfValues) -> dict[str, str]:
        """The instance's own lines under `instance`, each neighbor's under its address."""
        wanted = {name: line for name, line in wanted_settings(values).items() if line}
        return named(values, _texts(values, wanted))

    def running(
        self, tree: Configuration, values: BgpVrfValues, before: BgpVrfHistory | None = None
    ) -> dict[str, str] | None:
        """The running texts, without foreign neighbors and foreign settings; a half-made neighbor is missing."""
        head = _head(values)
        if (head,) not in tree.modes:
            return None
        running = normal_settings(_settings(tree, values))
        wanted = groups.with_other_ranges(wanted_settings(values), running)
        owned = three_way(None, _reappeared(running, values, before), wanted, running)
        half_made = neighbors.half_made(running, wanted)
        shown = {name: line for name, line in running.items() if name in owned and neighbor_of(line) not in half_made}
        return named(values, _texts(values, shown))

    def line_count(self, running: Lines | None) -> int:
        """As of every type; the first line of the default table's instance is another object's."""
        head = texts_of(running).get("instance", "").partition("\n")[0]
        return super().line_count(running) - (head != "" and " vrf " not in head)

    def foreign(self, tree: Configuration, values: BgpVrfValues) -> list[str]:
        """Every line of the instance that is of no declared setting."""
        head = _head(values)
        wanted = groups.with_other_ranges(wanted_settings(values), settings_of(lines_of(tree, head)))
        declared = [line for line in lines_of(tree, head) if (name := name_of(line)) and name not in wanted]
        return declared + others_of(tree, head)

    def before(self, tree: Configuration, values: BgpVrfValues) -> BgpVrfHistory:
        """The original lines of the declared settings."""
        head = _head(values)
        return BgpVrfHistory(existed=(head,) in tree.modes, settings=_declared(tree, head, wanted_settings(values)))

    def before_update(
        self, tree: Configuration, values: BgpVrfValues, previous: BgpVrfValues, before: BgpVrfHistory
    ) -> BgpVrfHistory:
        """The same with those of newly declared settings, and the lines that the update removes."""
        wanted, applied = wanted_settings(values), wanted_settings(previous)
        fresh = _declared(tree, _head(values), {name: line for name, line in wanted.items() if name not in applied})
        gone = {**before.removed, **{name: line for name, line in applied.items() if line}}
        removed = {name: line for name, line in gone.items() if wanted.get(name) != line}
        return before.model_copy(update={"settings": {**fresh, **before.settings}, "removed": removed})

    def plan(
        self,
        tree: Configuration,
        values: BgpVrfValues,
        previous: BgpVrfValues | None,
        before: BgpVrfHistory | None = None,
    ) -> Plan:
        """Make the instance, set what closes a neighbor, then open the neighbors and exchange routes with other VRFs.

        Raises:
            PlanError: The VRF's device is missing, a neighbor is in a peer group, BFD is wanted without its daemon, or
                neighbors of others in the default table would exchange routes without a policy.
        """
        head, builder = _head(values), PlanBuilder()
        if is_default(values):
            require_policies(tree, head, values)
        else:
            require_vrf(tree, values.vrf)
        if (head,) not in tree.modes:
            builder.do(head, (), "the instance is not there", [f"no {head}"])
        running = _settings(tree, values)
        wanted = groups.with_other_ranges(wanted_settings(values), running)
        neighbors.refuse_members(tree, head, wanted)
        groups.refuse_overlaps(tree, head, wanted_settings(values))
        neighbors.require_bfdd(tree, running, wanted)
        original, declared = (before or BgpVrfHistory()).settings, wanted_settings(previous) if previous else {}
        applied = {*declared, *_reappeared(normal_settings(running), values, before)}
        applied |= groups.original_ranges(original, declared, wanted)
        becomes = three_way(original, applied, wanted, ())
        builder.notes.extend(groups.beside([name for name in running if name not in becomes], wanted_settings(values)))
        _change(builder, tree, head, running, becomes | activations(tree, head, values))
        made = builder.plan()
        if (head,) not in tree.modes:
            # What is typed into a new instance goes with it.
            return Plan(made.commands, made.undo[-1:], made.notes)
        return replace(made, afterwards=asked_again(lines_of(tree, head), values, previous))

    def removal(self, tree: Configuration, values: BgpVrfValues, before: BgpVrfHistory) -> Plan:
        """Remove the instance where the stack made it and nothing foreign is in it; else what was declared."""
        head, builder = _head(values), PlanBuilder()
        if (head,) not in tree.modes:
            return Plan()
        running = settings_of(lines_of(tree, head))
        declared = groups.with_other_ranges(wanted_settings(values), running)
        applied = {*declared, *_reappeared(normal_settings(running), values, before)}
        applied |= groups.original_ranges(before.settings, declared)
        others = others_of(tree, head) + [line for name, line in running.items() if name not in applied]
        if not before.existed and not others and not is_default(values):
            builder.do(f"no {head}", (), "nothing is left in it", neighbors.written_again(tree, head))
            return builder.plan()
        if not before.existed and not is_default(values):
            builder.notes.append(f"the BGP instance of VRF '{values.vrf}' stays, others use it: {', '.join(others)}")
        _change(builder, tree, head, running, three_way(before.settings, applied, {}, ()))
        return builder.plan()


BGP_VRF = BgpVrfType()


def _head(values: BgpVrfValues) -> str:
    return f"router bgp {values.asn}" + ("" if is_default(values) else f" vrf {values.vrf}")


def _settings(tree: Configuration, values: BgpVrfValues) -> Settings:
    """The running settings, with the wanted `maximum-paths` where that is the default, which FRR does not print."""
    by_default = {"maximum-paths": f"maximum-paths {tree.default_paths}"}
    running = inactive(tree, _head(values), values, settings_of(lines_of(tree, _head(values))))
    return by_default | running if values.maximum_paths and values.maximum_paths == tree.default_paths else running


def _texts(values: BgpVrfValues, settings: Settings) -> dict[str, str]:
    """The instance's own text, and each neighbor's, as the router indents them."""
    head = _head(values)
    lines = [head]
    for name in _OWN:
        if name in settings:
            in_family = len(mode_of(head, name)) > 1
            if in_family and f" {FAMILY}" not in lines:
                lines.append(f" {FAMILY}")
            lines.append(f"{'  ' if in_family else ' '}{settings[name]}")
    addresses = dict.fromkeys(address for line in settings.values() if (address := neighbor_of(line)))
    own = {address: "\n".join(own_settings(settings, address).values()) for address in addresses}
    return {"instance": "\n".join(lines), **own}


def _declared(tree: Configuration, head: str, wanted: Mapping[str, str | None]) -> Settings:
    """The running lines of these settings, without those of half-made neighbors."""
    running = normal_settings(settings_of(lines_of(tree, head)))
    names, half_made = groups.with_other_ranges(wanted, running), neighbors.half_made(running, wanted)
    return {name: line for name, line in running.items() if name in names and neighbor_of(line) not in half_made}


def _reappeared(running: Settings, values: BgpVrfValues, before: BgpVrfHistory | None) -> set[str]:
    """The removed settings that run again with their former lines: a restart brought them back."""
    removed, wanted = (before or BgpVrfHistory()).removed, wanted_settings(values)
    return {name for name, line in removed.items() if name not in wanted and running.get(name) == line}


def _change(
    builder: PlanBuilder, tree: Configuration, head: str, running: Settings, becomes: dict[str, str | None]
) -> None:
    """Set and remove what differs; neighbors are opened, then routes exchanged, once all else is accepted."""
    differs = {name for name, line in becomes.items() if normal(running.get(name, "")) != (line or "")}
    if "router-id" in differs:
        # A new router id makes FRR replace these by its own.
        lost = [name for name in ("distinguisher", "export targets") if name in running]
        back = [Command(running[name], mode_of(head, name), settled=True) for name in lost]
        _set(builder, head, "router-id", running.get("router-id"), becomes["router-id"], back)
        differs |= set(lost)
    for name in OWN_ORDER[1:]:
        if name in differs:
            _set(builder, head, name, running.get(name), becomes[name])
    neighbors.change(builder, tree, head, running, becomes)
    for name in LEAKING:
        if name in differs:
            _set(builder.later, head, name, running.get(name), becomes.get(name, running.get(name)))
    builder.add_later()


def _set(
    builder: PlanBuilder, head: str, name: str, old: str | None, new: str | None, then: Iterable[Command] = ()
) -> None:
    mode = mode_of(head, name)
    if new:
        builder.do(new, mode, f"was '{old}'" if old else "missing", [old or negated(new), *then], ahead=True)
    elif old:
        builder.do(negated(old), mode, "not wanted", [old, *then], ahead=True)
