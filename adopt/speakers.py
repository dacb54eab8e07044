"""Which VRF is Calico's and which is MetalLB's: by an option, or guessed from the router."""

from dataclasses import dataclass
from ipaddress import IPv4Address
from itertools import combinations

from errors import RouterError
from platforms.adoption import Found, FoundVrf


@dataclass(frozen=True)
class Speakers:
    """The two VRFs the nodes peer with, the nodes, which are neighbors in both, and the reason as a sentence."""

    calico: FoundVrf
    metallb: FoundVrf
    nodes: tuple[str, ...]
    reason: str


_HINT = "set --calico-vrf NAME and --metallb-vrf NAME"


def speakers_of(found: Found, calico: str | None = None, metallb: str | None = None) -> Speakers:
    """The two VRFs of a router, of which one or both may be given by name.

    Raises:
        RouterError: There are no two VRFs with the same neighbors, or it is unknown which is which.
    """
    for name in filter(None, (calico, metallb)):
        if not found.vrfs.get(name):
            what = f"VRF '{name}' is not there, or it has no route distinguisher"
            raise RouterError(found.hostname, what, _known(found))
    one, other = _pair(found, {name for name in (calico, metallb) if name})
    if calico or metallb:
        swap = one.name != calico if calico else one.name == metallb
        reason = "as by option"
    else:
        swap, reason = _which(found, one, other)
    first, second = (other, one) if swap else (one, other)
    return Speakers(first, second, _shared(first, second), reason)


def _pair(found: Found, named: set[str]) -> tuple[FoundVrf, FoundVrf]:
    """The two VRFs that share the most neighbors, those named among them."""
    pairs = [pair for pair in combinations(found.vrfs.values(), 2) if named <= {vrf.name for vrf in pair}]
    sharing = sorted((pair for pair in pairs if _shared(*pair)), key=lambda pair: -len(_shared(*pair)))
    alike = [pair for pair in sharing if pair[0].router_keys == pair[1].router_keys]
    if sharing and not alike:
        raise RouterError(found.hostname, *found.unlike)
    if not alike:
        needs = "the stack needs one VRF that Calico and one that MetalLB of each node dials"
        raise RouterError(found.hostname, f"no two VRFs have the same external neighbors: {needs}", _known(found))
    if len(alike) > 1 and len(_shared(*alike[0])) == len(_shared(*alike[1])):
        names = sorted({vrf.name for pair in alike for vrf in pair})
        raise RouterError(found.hostname, f"more than two VRFs have the same neighbors: {', '.join(names)}", _HINT)
    return alike[0]


def _known(found: Found) -> str:
    seen = [f"{vrf.name} ({len(vrf.neighbors)})" for vrf in found.vrfs.values()]
    counted = "VRFs and how many neighbors a stack can describe there: " + (", ".join(seen) or "none")
    return "\n    ".join([counted, *(remark for vrf in found.vrfs.values() for remark in vrf.remarks)])


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
