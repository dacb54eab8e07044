"""Which BGP sessions a plan ends or restarts, and why, from the steps' values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plan.preview import Inputs, Step

RESTARTS, MAY_RESTART, ENDS, BEGINS = "restarts", "may restart", "ends", "begins"
# The values of a neighbor by which its session is made anew, with the words for them.
_RESTARTING = {
    "remote_as": "the node's AS",
    "update_source": "the router's end",
    "password_key": "the password",
    "graceful_restart": "graceful restart",
}
# Those that some routers apply at once, by a restart, and others when the session starts for another reason.
_PERHAPS = {
    "keepalive_seconds": "the keepalive time",
    "hold_seconds": "the hold time",
    "ebgp_multihop": "the number of hops",
    "bfd": "BFD",
    "ranges": "the range",
}
# Fields of a BGPPeer: BIRD applies another filter without a restart, and other nodes may be selected without one.
_APPLIED_AT_ONCE = frozenset({"filters"})
_SELECTING = frozenset({"nodeSelector"})
_WHOLE_PEER = {"create": (BEGINS, "the peer is new"), "delete": (ENDS, "the peer is removed")}
_OF_THE_VRF = {"router_id": "the VRF's router id", "asn": "the router's AS"}


@dataclass(frozen=True)
class Interruption:
    """What a plan does to sessions.

    Attributes:
        where: `router NAME, VRF NAME`, or the object in the cluster.
        who: The neighbors' addresses, or which sessions.
        what: `restarts`, `may restart`, `ends` or `begins`.
        why: The reason.
    """

    where: str
    who: tuple[str, ...]
    what: str
    why: str


def interruptions(steps: Sequence[Step]) -> list[Interruption]:
    """What the steps do to sessions, in their order; neighbors with the same fate are in one entry."""
    found = [each for step in steps for rule in _RULES if step.type in rule.types for each in rule.find(step, steps)]
    together: dict[Interruption, list[str]] = {}
    for each in found:
        together.setdefault(replace(each, who=()), []).extend(each.who)
    return [replace(each, who=tuple(who)) for each, who in together.items()]


def _of_family(step: Step, steps: Sequence[Step]) -> Iterator[Interruption]:
    where = f"router {step.router}, VRF {step.value('vrf')}"
    old, new = _neighbors(step.old), _neighbors(step.new)
    for name in sorted({*old, *new}, key=_numeric):
        for what, why in _fates(step, steps, old.get(name), new.get(name)):
            yield Interruption(where, (name,), what, why)


def _fates(step: Step, steps: Sequence[Step], old: Inputs | None, new: Inputs | None) -> Iterator[tuple[str, str]]:
    """What happens to the sessions of a neighbor, or of a range of neighbors, and why."""
    kind = "range" if "ranges" in {**(old or {}), **(new or {})} else "neighbor"
    if new is None:
        yield ENDS, f"the {kind} is removed"
    elif old is None:
        yield BEGINS, f"the {kind} is new"
    elif certain := list(_certain(step, steps, old, new)):
        yield RESTARTS, "; ".join(certain)
    elif perhaps := list(_differing(_PERHAPS, old, new)):
        yield MAY_RESTART, "; ".join(perhaps)


def _certain(step: Step, steps: Sequence[Step], old: Inputs, new: Inputs) -> Iterator[str]:
    """Why the sessions of a neighbor restart."""
    yield from _whole(step, steps)
    yield from _of_end(step, steps, old.get("update_source"))
    yield from _differing(_RESTARTING, old, new)
    if (key := new.get("password_key")) and _version(step.old, key) != _version(step.new, key):
        yield f"the password of {key} is another one"


def _whole(step: Step, steps: Sequence[Step]) -> Iterator[str]:
    """Why all sessions of a family restart."""
    if step.operation == "replace":
        yield "the family is removed and made anew"
    yield from _differing(_OF_THE_VRF, step.old, step.new)
    for other in steps:
        if other.type == "router:Vrf" and (other.router, other.value("name")) == (step.router, step.value("vrf")):
            yield from _differing(
                {"rd": "the route distinguisher, with which the family is made anew"}, other.old, other.new
            )


def _of_end(step: Step, steps: Sequence[Step], end: str | None) -> Iterator[str]:
    """Why the router's end of a session goes, an interface or its address: it moves, or has another address."""
    for other in steps:
        ports = (other.value("name"), str(other.old.get("address")).partition("/")[0])
        if other.type == "router:Interface" and other.router == step.router and end in ports and other.new:
            words = {"vrf": f"the VRF of {ports[0]}", "address": f"the address of {ports[0]}"}
            yield from _differing(words, other.old, other.new)


def _version(inputs: Inputs, key: str) -> Any:
    return (inputs.get("password_versions") or {}).get(key)


def _neighbors(inputs: Inputs) -> dict[str, Any]:
    """The neighbors by address; an old state has a list."""
    found = inputs.get("neighbors") or {}
    return dict(found) if isinstance(found, Mapping) else {each["address"]: each for each in found}


def _differing(words: Mapping[str, str], old: Inputs, new: Inputs) -> Iterator[str]:
    """The words for the values that differ, with both values where they are short."""
    for key, word in words.items():
        if old.get(key) != new.get(key):
            yield f"{word}: {_shown(old.get(key))} becomes {_shown(new.get(key))}"


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "none", True: "on", False: "off"}[value]
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _numeric(address: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in address.split("."))


def _of_nodes(step: Step, steps: Sequence[Step]) -> Iterator[Interruption]:
    """The nodes' AS: each of Calico's sessions has it, those of the mesh too."""
    old, new = step.old.get("spec") or {}, step.new.get("spec") or {}
    # What the object has that a create takes over is not known to a preview.
    what = RESTARTS if step.operation == "update" else MAY_RESTART
    for why in _differing({"asNumber": "the nodes' AS", "nodeToNodeMeshEnabled": "the mesh"}, old, new):
        yield Interruption("cluster, BGPConfiguration", ("each of Calico's sessions",), what, why)


def _of_peer(step: Step, steps: Sequence[Step]) -> Iterator[Interruption]:
    """A peer as a speaker has it; most changes make its sessions anew."""
    if step.value("kind") != "BGPPeer":
        return
    where = f"cluster, BGPPeer {((step.new or step.old).get('metadata') or {}).get('name', step.name)}"
    who = ("each node that it selects",)
    if step.operation in _WHOLE_PEER:
        yield Interruption(where, who, *_WHOLE_PEER[step.operation])
        return
    old, new = step.old.get("spec") or {}, step.new.get("spec") or {}
    keys = {key for key in {*old, *new} if old.get(key) != new.get(key)} - _APPLIED_AT_ONCE
    if keys:
        yield Interruption(where, who, MAY_RESTART if keys <= _SELECTING else RESTARTS, ", ".join(sorted(keys)))


def _of_release(step: Step, steps: Sequence[Step]) -> Iterator[Interruption]:
    if step.operation == "update":
        why = "Helm upgrades the release; the speakers' pods restart where their template changes"
        yield Interruption("cluster, release metallb", ("each of MetalLB's sessions",), MAY_RESTART, why)


@dataclass(frozen=True)
class _Rule:
    types: frozenset[str]
    find: Callable[[Step, Sequence[Step]], Iterator[Interruption]]


def _is_custom(kind: str, *versions: str) -> frozenset[str]:
    return frozenset(f"kubernetes:{version}:{kind}" for version in versions)


_RULES = (
    _Rule(frozenset({"router:BgpVrf"}), _of_family),
    _Rule(frozenset({"calico:BgpConfiguration"}), _of_nodes),
    _Rule(
        _is_custom("BGPPeer", "projectcalico.org/v3", "crd.projectcalico.org/v1", "metallb.io/v1beta2"),
        _of_peer,
    ),
    _Rule(frozenset({"kubernetes:helm.sh/v3:Release"}), _of_release),
)
