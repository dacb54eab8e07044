"""The sessions of a router's VRF: what happens to each neighbor's."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plan.fates import BEGINS, ENDS, MAY_RESTART, RESTARTS, Interruption, differing
from plan.measured import BEGUN, ENDED, FAMILY, NEIGHBOR, RANGE, TIMERS, Measured
from plan.preview import Inputs, Step, numeric

Fate = tuple[str, str, Measured]

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
_OF_THE_VRF = {"router_id": "the VRF's router id", "asn": "the router's AS"}
_DISTINGUISHER = {"rd": "the route distinguisher, with which the family is made anew"}


def of_family(step: Step, steps: Sequence[Step]) -> Iterator[Interruption]:
    """What happens to the sessions of a VRF."""
    where = f"router {step.router}, VRF {step.value('vrf')}"
    old, new = _neighbors(step.old), _neighbors(step.new)
    for name in sorted({*old, *new}, key=numeric):
        for fate in _fates(step, steps, old.get(name), new.get(name)):
            yield Interruption(where, (name,), *fate)


def _fates(step: Step, steps: Sequence[Step], old: Inputs | None, new: Inputs | None) -> Iterator[Fate]:
    """What happens to the sessions of a neighbor, or of a range of neighbors, why, and for how long in the lab."""
    kind = "range" if "ranges" in {**(old or {}), **(new or {})} else "neighbor"
    if new is None:
        yield ENDS, f"the {kind} is removed", RANGE if kind == "range" else ENDED
    elif old is None:
        yield BEGINS, f"the {kind} is new", RANGE if kind == "range" else BEGUN
    elif anew := [*_whole(step, steps), *_of_end(step, steps, old.get("update_source"))]:
        yield RESTARTS, "; ".join([*anew, *_of_neighbor(step, old, new)]), FAMILY
    elif certain := list(_of_neighbor(step, old, new)):
        yield RESTARTS, "; ".join(certain), NEIGHBOR
    elif perhaps := list(differing(_PERHAPS, old, new)):
        yield MAY_RESTART, "; ".join(perhaps), TIMERS


def _of_neighbor(step: Step, old: Inputs, new: Inputs) -> Iterator[str]:
    """Why the sessions of a neighbor restart for its own values."""
    yield from differing(_RESTARTING, old, new)
    if (key := new.get("password_key")) and _version(step.old, key) != _version(step.new, key):
        yield f"the password of {key} is another one"


def _whole(step: Step, steps: Sequence[Step]) -> Iterator[str]:
    """Why all sessions of a family restart."""
    if step.operation == "replace":
        yield "the family is removed and made anew"
    yield from differing(_OF_THE_VRF, step.old, step.new)
    for other in steps:
        if other.type == "router:Vrf" and (other.router, other.value("name")) == (step.router, step.value("vrf")):
            yield from differing(_DISTINGUISHER, other.old, other.new)


def _of_end(step: Step, steps: Sequence[Step], end: str | None) -> Iterator[str]:
    """Why the router's end of a session goes, an interface or its address: it moves, or has another address."""
    for other in steps:
        port, address = other.value("name"), str(other.old.get("address")).partition("/")[0]
        if other.type == "router:Interface" and other.router == step.router and end in (port, address) and other.new:
            yield from differing(
                {"vrf": f"the VRF of {port}", "address": f"the address of {port}"}, other.old, other.new
            )


def _version(inputs: Inputs, key: str) -> Any:
    return (inputs.get("password_versions") or {}).get(key)


def _neighbors(inputs: Inputs) -> dict[str, Any]:
    """The neighbors by address or peer group; an old state has a list."""
    found = inputs.get("neighbors") or {}
    return dict(found) if isinstance(found, Mapping) else {each["address"]: each for each in found}
