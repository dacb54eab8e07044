"""VRFs: distinguishers, targets and interfaces are unique, and the speakers' VRFs leak into each other."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, product

from errors import Problem
from model.places import both, interfaces, is_on_link, listed, subnets_of, vrf_path, vrfs
from model.router import IOS_XE, Router, Vrf
from model.stack import Stack, peer_places, speaker_vrfs
from model.tables import DEFAULT_TABLE

# The keys that the default table does not have, with the place of the same where there is one.
_OF_VRFS = {"rd": "rd", "export_targets": "export", "import_targets": "import", "router_id": "routerId"}


def the_default_table_is_no_vrf(stack: Stack) -> Iterator[Problem]:
    """The default table has no distinguisher and no targets, and its router id is the process's."""
    for router_name, vrf_name, vrf in vrfs(stack):
        for field, key in _OF_VRFS.items() if vrf_name == DEFAULT_TABLE else ():
            value = getattr(vrf, field)
            if value not in (None, frozenset()):
                yield Problem(
                    f"{vrf_path(router_name, vrf_name)}.{key}",
                    "is for VRFs: the default table is outside every VRF",
                    code="VRF04",
                    found=str(value) if isinstance(value, str) or field == "router_id" else listed(value),
                    expected=f"routers.{router_name}.routerId" if field == "router_id" else f"no {key}",
                )


def vrfs_are_distinct(stack: Stack) -> Iterator[Problem]:
    """No two VRFs of a router have the same route distinguisher, exported targets, or interface."""
    for router_name, router in stack.routers.items():
        real = {name: vrf for name, vrf in router.vrfs.items() if name != DEFAULT_TABLE}
        for (one_name, one), (other_name, other) in combinations(real.items(), 2):
            paths = vrf_path(router_name, one_name), vrf_path(router_name, other_name)
            if one.rd == other.rd:
                refused = ": the router refuses the second" if router.platform == IOS_XE else ""
                yield Problem(
                    **both((f"{paths[0]}.rd", one.rd), (f"{paths[1]}.rd", other.rd)),
                    what=f"two VRFs have the same route distinguisher{refused}",
                    code="VRF01",
                    expected="two route distinguishers",
                    hint="each VRF has its own",
                )
            elif one.export_targets and one.export_targets == other.export_targets:
                yield Problem(
                    **both(*((f"{path}.export", listed(one.export_targets)) for path in paths)),
                    what="two VRFs export the same route targets: a VRF that imports one imports the other, too",
                    code="VRF03",
                    expected="at least one target that the other does not export",
                    hint="the default is each VRF's route distinguisher",
                )
        yield from _interfaces_once(router_name, router)


def _interfaces_once(router_name: str, router: Router) -> Iterator[Problem]:
    places: dict[str, list[tuple[str, object]]] = defaultdict(list)
    for path, address in interfaces(router):
        places[path.rpartition("interfaces.")[2]].append((f"routers.{router_name}.{path}", address))
    for name, found in places.items():
        if len(found) > 1:
            yield Problem(
                **both(*found),
                what=f"{name} is in {len(found)} places",
                code="VRF02",
                expected="one of them",
                hint="an interface is in one VRF or in none",
            )


def vrfs_leak_both_ways(stack: Stack) -> Iterator[Problem]:
    """The speakers' VRFs import each other's routes: sessions and traffic cross between them."""
    for calico, metallb in product(speaker_vrfs(stack, "calico"), speaker_vrfs(stack, "metallb")):
        if calico[0] == metallb[0] and calico[1] != metallb[1] and DEFAULT_TABLE not in (calico[1], metallb[1]):
            yield from _leak(*calico, *metallb[1:])
            yield from _leak(*metallb, *calico[1:])


def _leak(router: str, into_name: str, into: Vrf, source_name: str, source: Vrf) -> Iterator[Problem]:
    if not into.import_targets & source.export_targets:
        exported = listed(source.export_targets)
        yield Problem(
            **both(
                (f"{vrf_path(router, into_name)}.import", listed(into.import_targets)),
                (f"{vrf_path(router, source_name)}.export", exported),
            ),
            what=f"{into_name} imports none of the route targets that {source_name} exports: "
            "its routes would not be leaked here",
            code="LEAK01",
            expected=f"an import of {exported}"
            if source.export_targets
            else f"an export of {source.rd}, and its import",
            hint="leave import and export out, and the VRFs of the two speakers leak both ways",
        )


def session_subnets_are_redistributed(stack: Stack) -> Iterator[Problem]:
    """The VRF of the nodes' subnet and the dialled one redistribute the connected subnets that sessions need."""
    for speaker, index, place in peer_places(stack):
        if is_on_link(place) or place.vrf == DEFAULT_TABLE:
            continue
        subnets = [(vrf, interface) for vrf, interface in subnets_of(stack, place) if vrf]
        crossed = [(vrf, interface) for vrf, interface in subnets if vrf not in (place.vrf, DEFAULT_TABLE)]
        for vrf, needed, other in [
            *((place.vrf, place.interface, near) for near, _ in crossed[:1]),
            *((near, interface, place.vrf) for near, interface in crossed),
        ]:
            redistributed = stack.routers[place.router].vrfs[vrf].redistribute
            if "connected" not in redistributed:
                yield Problem(
                    f"{vrf_path(place.router, vrf)}.redistribute, {speaker}.peers[{index}]",
                    f"{vrf} does not put {needed}'s subnet into BGP, so {other} does not learn it, and {speaker}'s "
                    "sessions have no route there or back",
                    "leave redistribute out, or add connected",
                    code="LEAK02",
                    found=listed(redistributed),
                    expected="connected",
                )
