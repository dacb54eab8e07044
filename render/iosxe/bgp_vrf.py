"""BGP_VRF: one VRF's BGP family and all its neighbors, one text per neighbor."""

import re
from typing import Any

from errors import PlanError
from render.iosxe import neighbor as one
from render.iosxe import password
from render.iosxe.bgp_process import running_process
from render.iosxe.draft import Draft, Mode
from render.iosxe.family import Family, family_again, family_line, family_node, family_of
from render.iosxe.formerly import addresses, back, formerly, said, taken_away, texts, wanted_neighbors
from render.iosxe.kind import Before, Plan
from render.iosxe.neighbor import Slots
from render.iosxe.tree import Tree
from render.iosxe.values import BgpVrfValues
from render.iosxe.vrf_block import vrf_block

# What the stack may own of the family itself, in the order IOS prints it.
_OWN = {
    "router-id": re.compile(r"^bgp router-id "),
    "redistribute connected": re.compile(r"^redistribute connected\b"),
    "redistribute static": re.compile(r"^redistribute static\b"),
    "maximum-paths": re.compile(r"^maximum-paths \d+$"),
}


class BgpVrfKind:
    """A family; a neighbor it declares is owned whole save for settings foreign to `neighbor.ORDER`."""

    values = BgpVrfValues

    def identity(self, values: BgpVrfValues) -> str:
        """`bgp 65000 vrf k8s-calico`."""
        return f"bgp {values.asn} vrf {values.vrf}"

    def lines(self, values: BgpVrfValues) -> dict[str, str]:
        """The family's own lines under `family`, each neighbor's under its address."""
        return {"family": _family_text(values, _wanted_own(values)), **texts(values)}

    def running(self, tree: Tree, values: BgpVrfValues, before: Before = None) -> dict[str, str] | None:
        """The same of what runs, without neighbors that are not declared and settings of others."""
        family = _family(tree, values)
        if family is None:
            return None
        own = {slot: line for slot, line in _own(family).items() if slot in _owned(family, values, before)}
        texts = {"family": _family_text(values, own)}
        for address, wanted in wanted_neighbors(values).items():
            # One that we could not finish is not there yet.
            if address in family.neighbors and not one.half_made(family.neighbors[address], wanted):
                texts[address] = one.text(
                    address,
                    one.normal(one.owned(family.neighbors[address], wanted, formerly=said(before).get(address))),
                )
        return texts | {address: formerly(before)[address] for address in back(family, values, before)}

    def foreign(self, tree: Tree, values: BgpVrfValues) -> list[str]:
        """Lines of the family and neighbors the stack did not declare, and foreign settings of its own neighbors."""
        family = _family(tree, values)
        if family is None:
            return []
        wanted = wanted_neighbors(values)
        return _foreign_own(family, values, None) + [
            f"neighbor {address} {rest}"
            for address, rests in family.neighbors.items()
            for rest in rests
            if address not in wanted or not one.owned([rest], wanted[address])
        ]

    def before(
        self, tree: Tree, values: BgpVrfValues, previous: BgpVrfValues | None = None, known: Before = None
    ) -> dict[str, Any]:
        """What the declared settings and neighbors said of a family that was there already.

        And what the neighbors said that the stack took away: a reload before that was saved brings them back.
        """
        found = self._met(tree, values, previous, known)
        former = formerly(known) | (texts(previous) if previous else {})
        former = {address: text for address, text in former.items() if address not in addresses(values)}
        kept = {"formerly": former, "formerly_said": taken_away(values, previous, known)}
        rest = {key: value for key, value in found.items() if key not in kept}
        return rest | {key: value for key, value in kept.items() if value}

    def _met(self, tree: Tree, values: BgpVrfValues, previous: BgpVrfValues | None, known: Before) -> dict[str, Any]:
        family = _family(tree, values)
        if family is None:
            return known or {"existed": False}
        fresh = addresses(values) - (addresses(previous) if previous else set())
        wanted = wanted_neighbors(values)
        kept = {
            address: [password.shown(rest) if rest.startswith("password ") else rest for rest in rests]
            for address, rests in family.neighbors.items()
            if address in fresh and not one.half_made(rests, wanted[address])
        }
        if known is not None:
            return {**known, "neighbors": {**known.get("neighbors", {}), **kept}} if kept else known
        return {"existed": True, "own": _own(family), "neighbors": kept}

    def plan(self, tree: Tree, values: BgpVrfValues, previous: BgpVrfValues | None, before: Before = None) -> Plan:
        """The family exists, then its settings, then neighbors go, change and come, none ever up unfiltered."""
        process = _ready(tree, values, previous)
        draft, mode = Draft(), (process, family_line(values.vrf))
        family = _family(tree, values)
        if family is None:
            draft.do(mode[1], mode[:1], "the family is not there", [f"no {mode[1]}"])
        owned = _owned(family or Family(), values, before) | (_declared(previous) if previous else set())
        wanted = wanted_neighbors(values)
        gone = (addresses(previous) - set(wanted) if previous else set()) | back(family, values, before)
        _change_own(draft, mode, family or Family(), _wanted_own(values), owned)
        running = _running_neighbors(family or Family(), wanted, previous, before)
        _change_neighbors(draft, mode, family or Family(), wanted, gone, running)
        made = draft.plan()
        # What is typed into a new family goes with it, and its undo must not enter a family that was refused.
        return made if family is not None else Plan(made.commands, made.undo[-1:], made.notes)

    def removal(self, tree: Tree, values: BgpVrfValues, before: dict[str, Any]) -> Plan:
        """The family goes if the stack made it and nothing foreign is in it; else what was declared goes."""
        family, node = _family(tree, values), family_node(tree, values.vrf)
        if family is None or node is None:
            return Plan()
        process = running_process(tree)
        draft, mode = Draft(), (process.line if process else "", node.line)
        owned = addresses(values) | back(family, values, before)
        others = _foreign_own(family, values, before) + [
            f"neighbor {who}" for who in family.neighbors if who not in owned
        ]
        kept: dict[str, list[str]] = before.get("neighbors", {})
        if not before.get("existed") and not others and not kept:
            draft.do(f"no {node.line}", mode[:1], "nothing is left in it", family_again(tree, node))
            return draft.plan()
        if others and not before.get("existed"):
            draft.notes.append(f"BGP family of VRF '{values.vrf}' stays, others use it: {', '.join(others)}")
        _give_back(draft, mode, family, kept, owned, wanted_neighbors(values), said(before))
        _change_own(draft, mode, family, before.get("own", {}), _owned(family, values, before))
        return draft.plan()


BGP_VRF = BgpVrfKind()


def _family(tree: Tree, values: BgpVrfValues) -> Family | None:
    node = family_node(tree, values.vrf)
    return family_of(node) if node and running_process(tree, values.asn) else None


def _own(family: Family) -> Slots:
    return {slot: line for line in family.own for slot, pattern in _OWN.items() if pattern.match(line)}


def _owned(family: Family, values: BgpVrfValues, before: Before) -> set[str]:
    """The settings that are declared, and those added since the stack came to the family."""
    added = set(_own(family)) - set(before.get("own", ())) if before is not None else set()
    return _declared(values) | added


def _foreign_own(family: Family, values: BgpVrfValues, before: Before) -> list[str]:
    ours = {line for slot, line in _own(family).items() if slot in _owned(family, values, before)}
    return [line for line in family.own if line not in ours]


def _declared(values: BgpVrfValues) -> set[str]:
    """The settings of the family that the stack speaks of."""
    single = {"router-id": values.router_id, "maximum-paths": values.maximum_paths}
    return {slot for slot, value in single.items() if value} | {
        f"redistribute {source}" for source in values.redistribute
    }


def _wanted_own(values: BgpVrfValues) -> Slots:
    texts = {
        "router-id": values.router_id and f"bgp router-id {values.router_id}",
        **{f"redistribute {source}": f"redistribute {source}" for source in sorted(values.redistribute)},
        # One path is the router's default, which it does not print.
        "maximum-paths": values.maximum_paths and values.maximum_paths > 1 and f"maximum-paths {values.maximum_paths}",
    }
    return {slot: text for slot, text in texts.items() if text}


def _family_text(values: BgpVrfValues, own: Slots) -> str:
    head = [f"router bgp {values.asn}", f" {family_line(values.vrf)}"]
    return "\n".join(head + [f"  {own[slot]}" for slot in _OWN if slot in own])


def _ready(tree: Tree, values: BgpVrfValues, previous: BgpVrfValues | None) -> str:
    """The line of the process the family belongs to; the family's own line is only taken where all this holds."""
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
            "`pulumi up --refresh` puts back what was taken away by hand"
            if previous
            else "`pulumi up` makes it first, unless --target leaves it out",
        )
    return process.line


def _change_own(draft: Draft, mode: Mode, family: Family, wanted: Slots, owned: set[str]) -> None:
    running = _own(family)
    for slot in _OWN:
        old, new = running.get(slot), wanted.get(slot)
        if slot not in owned or old == new:
            continue
        # Options of `redistribute` outlive a new line without them.
        if old and (not new or slot.startswith("redistribute")):
            draft.do(f"no {old}", mode, "not wanted", [old])
        if new:
            back = old if old and not slot.startswith("redistribute") else f"no {new}"
            draft.do(new, mode, f"was '{old}'" if old else "missing", [back])


def _running_neighbors(
    family: Family, wanted: dict[str, Slots], previous: BgpVrfValues | None, before: Before
) -> dict[str, Slots]:
    """What runs of the wanted neighbors that are there, as far as the stack owns it or did until now."""
    former, taken = wanted_neighbors(previous) if previous else {}, said(before)
    return {
        address: one.owned(rests, wanted[address], former.get(address, {}), formerly=taken.get(address))
        for address, rests in family.neighbors.items()
        if address in wanted
    }


def _change_neighbors(
    draft: Draft,
    mode: Mode,
    family: Family,
    wanted: dict[str, Slots],
    gone: set[str],
    running: dict[str, Slots],
) -> None:
    later = Draft()
    for address, rests in family.neighbors.items():
        if address in gone:
            one.remove(draft, mode, address, rests)
    for address, slots in wanted.items():
        if address in running:
            now = running[address]
            if "password" in now and password.shown(now["password"]) == password.UNREADABLE:
                raise _unreadable(address, mode[1])
            one.change(draft, later, mode, address, now, slots)
        else:
            one.add(draft, later, mode, address, slots)
    draft.then(later)


def _unreadable(address: str, family: str) -> PlanError:
    return PlanError(
        f"{family}: the password of neighbor {address} is encrypted so that only the router can read it "
        "(`password encryption aes`): whether it is the wanted one cannot be seen",
        "leave passwordKey out and set the neighbors' passwords by hand, or take that encryption away",
    )


def _give_back(
    draft: Draft,
    mode: Mode,
    family: Family,
    kept: dict[str, list[str]],
    owned: set[str],
    declared: dict[str, Slots],
    taken: dict[str, Slots],
) -> None:
    """Neighbors that were there before say again what they said, the others go; a password is nowhere kept."""
    later = Draft()
    kept = {address: _without_password(draft, address, family, rests) for address, rests in kept.items()}
    for address, rests in family.neighbors.items():
        if address in owned and address in kept:
            ours = declared.get(address, {}) | one.not_replaced(rests, taken.get(address, {}))
            one.change(draft, later, mode, address, one.owned(rests, ours), one.owned(kept[address], ours))
        elif address in owned:
            one.remove(draft, mode, address, rests)
    draft.then(later)
    for address, rests in kept.items():
        if address not in family.neighbors:
            commands = one.written(mode, {address: rests})
            draft.do(commands[0].line, mode, "was there before", [f"no {commands[0].line}"])
            draft.also(commands[1:])


def _without_password(draft: Draft, address: str, family: Family, rests: list[str]) -> list[str]:
    """What is given back: where a password was there before, the one that is there now stays."""
    former = one.slots_of(rests).get("password")
    if former is None:
        return rests
    now = one.slots_of(family.neighbors.get(address, [])).get("password")
    if now is None or password.shown(now) != former:
        draft.notes.append(f"neighbor {address} had another password before, which is nowhere kept: set it by hand")
    return [rest for rest in rests if rest != former] + ([now] if now else [])
