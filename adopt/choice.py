"""Which table is Calico's and which is MetalLB's: by an option, or guessed from the router."""

from collections.abc import Mapping
from dataclasses import replace
from ipaddress import IPv4Address
from itertools import combinations

from adopt.found_tables import what_was_found
from adopt.speakers import Speakers
from errors import RouterError
from model.tables import table_name
from platforms.found import Found, FoundVrf, is_private

_HINT = "set --calico-vrf NAME and --metallb-vrf NAME"
_CHOOSE = "name the nodes' table with --calico-vrf NAME, or each node with --node NAME=ADDRESS"
_GUESSED = "guessed, since its neighbors have a private AS and those of no other table have one"
_NONE = "no two VRFs have the same external neighbors"


def speakers_of(
    found: Found, calico: str | None = None, metallb: str | None = None, names: Mapping[str, str] | None = None
) -> Speakers:
    """The tables of a router, of which one or both may be given by name.

    Args:
        found: What the router has.
        calico: The name of Calico's table.
        metallb: The name of MetalLB's VRF.
        names: The nodes' names by address, where they are known: then only they are neighbors.

    Raises:
        RouterError: No table has neighbors that may be nodes, or it is unknown which tables have them.
    """
    speakers = replace(_speakers_of(found, calico, metallb, names or {}), names=dict(names or {}))
    for address, name in speakers.names.items():
        if address not in speakers.nodes:
            where = " and ".join(table_name(table.name) for table in speakers.tables)
            what = f"node {name} ({address}) is no neighbor in {where} that is told the same as the other nodes"
            raise RouterError(found.hostname, what, what_was_found(found))
    return speakers


def _speakers_of(found: Found, calico: str | None, metallb: str | None, names: Mapping[str, str]) -> Speakers:
    for name in filter(None, (calico, metallb)):
        if not found.vrfs.get(name):
            what = f"VRF '{name}' is not there, or it has no route distinguisher"
            raise RouterError(found.hostname, what, what_was_found(found))
    if pair := _pair(found, {name for name in (calico, metallb) if name}):
        return _both(found, *pair, calico, metallb)
    if metallb:
        raise RouterError(found.hostname, f"{_NONE}: VRF '{metallb}' shares none", what_was_found(found))
    return _alone(found, calico, names)


def _both(found: Found, one: FoundVrf, other: FoundVrf, calico: str | None, metallb: str | None) -> Speakers:
    """Two VRFs with the same nodes, Calico's first."""
    if calico or metallb:
        swap = one.name != calico if calico else one.name == metallb
        reason = "as by option"
    else:
        swap, reason = _which(found, one, other)
    first, second = (other, one) if swap else (one, other)
    return Speakers(first, second, _shared(first, second), reason)


def _alone(found: Found, calico: str | None, names: Mapping[str, str]) -> Speakers:
    """The one table that has the nodes: by its name or theirs, or the only one with neighbors of a private AS.

    Raises:
        RouterError: There is no such table, or more than one.
    """
    having = [vrf for vrf in found.vrfs.values() if vrf.alike and calico in (None, vrf.name)]
    chosen = having if calico or names else [vrf for vrf in having if any(is_private(each.asn) for each in vrf.alike)]
    if not chosen:
        where = f"{table_name(calico)} has no neighbors" if calico else f"{_NONE}, and no table has any of a private AS"
        hint = f"{what_was_found(found)}\n    {_CHOOSE}" if having else what_was_found(found)
        raise RouterError(found.hostname, f"{where} that a stack can describe as the nodes", hint)
    table, *others = chosen
    if others:
        tables = " and ".join(table_name(vrf.name) for vrf in chosen)
        what = f"{_NONE}, and {tables} have neighbors that may be nodes: with --calico-vrf NAME one of them is taken"
        raise RouterError(found.hostname, what, what_was_found(found))
    nodes = tuple(sorted(table.neighbors, key=IPv4Address))
    return Speakers(table, None, nodes, "as by option" if calico or names else _GUESSED)


def _pair(found: Found, named: set[str]) -> tuple[FoundVrf, FoundVrf] | None:
    """The two VRFs that share the most neighbors, those named among them; None where none do.

    Raises:
        RouterError: Two of them are written in two ways, or others share as many.
    """
    vrfs = [vrf for vrf in found.vrfs.values() if not vrf.is_default]
    pairs = [pair for pair in combinations(vrfs, 2) if named <= {vrf.name for vrf in pair}]
    sharing = sorted((pair for pair in pairs if _shared(*pair)), key=lambda pair: -len(_shared(*pair)))
    alike = [pair for pair in sharing if pair[0].router_keys == pair[1].router_keys]
    if sharing and not alike:
        raise RouterError(found.hostname, *found.unlike)
    if len(alike) > 1 and len(_shared(*alike[0])) == len(_shared(*alike[1])):
        names = sorted({vrf.name for pair in alike for vrf in pair})
        raise RouterError(found.hostname, f"more than two VRFs have the same neighbors: {', '.join(names)}", _HINT)
    return alike[0] if alike else None


def _shared(one: FoundVrf, other: FoundVrf) -> tuple[str, ...]:
    return tuple(sorted(one.neighbors.keys() & other.neighbors.keys(), key=IPv4Address))


def _which(found: Found, one: FoundVrf, other: FoundVrf) -> tuple[bool, str]:
    """Whether the second is Calico's, and why: sessions to a loopback or over several hops are Calico's."""
    far, name = _is_far(other) - _is_far(one), _is_named(other) - _is_named(one)
    if far and far * name >= 0:
        vrf = other if far > 0 else one
        return far > 0, f"the neighbors of {vrf.name} dial {_end(vrf)}, those of the other VRF their own subnet"
    if name and not far:
        return name > 0, "their names say so"
    what = f"cannot tell which of the VRFs {one.name} and {other.name} is Calico's and which is MetalLB's"
    raise RouterError(found.hostname, what, _HINT)


def _is_far(vrf: FoundVrf) -> bool:
    return vrf.settings.ebgp_multihop is not None or (vrf.settings.update_source or "").startswith("Loopback")


def _end(vrf: FoundVrf) -> str:
    hops = f" over up to {vrf.settings.ebgp_multihop} hops" if vrf.settings.ebgp_multihop else ""
    return f"{vrf.settings.update_source or 'the router'}{hops}"


def _is_named(vrf: FoundVrf) -> int:
    """1 for a name like Calico's, -1 for one like MetalLB's, else 0."""
    return ("calico" in vrf.name.lower()) - ("metallb" in vrf.name.lower())
