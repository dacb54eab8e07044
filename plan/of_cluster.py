"""The sessions of the cluster's speakers: what happens to those of an object."""

from collections.abc import Iterator, Sequence

from plan.fates import BEGINS, ENDS, MAY_RESTART, RESTARTS, Interruption, differing
from plan.measured import BEGUN, CALICO_PEER, ENDED, METALLB_PEER, NODES, RELEASE
from plan.preview import Step

_OF_THE_NODES = {"asNumber": "the nodes' AS", "nodeToNodeMeshEnabled": "the mesh"}
# Fields of a BGPPeer: BIRD applies another filter without a restart, and other nodes may be selected without one.
_APPLIED_AT_ONCE = frozenset({"filters"})
_SELECTING = frozenset({"nodeSelector"})
_WHOLE_PEER = {"create": (BEGINS, "the peer is new", BEGUN), "delete": (ENDS, "the peer is removed", ENDED)}


def of_nodes(step: Step, steps: Sequence[Step]) -> Iterator[Interruption]:
    """Calico's BGPConfiguration: each of its sessions has the nodes' AS, those of the mesh too."""
    old, new = step.old.get("spec") or {}, step.new.get("spec") or {}
    # What the object has that a create takes over is not known to a preview.
    what = RESTARTS if step.operation == "update" else MAY_RESTART
    for why in differing(_OF_THE_NODES, old, new):
        yield Interruption("cluster, BGPConfiguration", ("each of Calico's sessions",), what, why, NODES)


def of_peer(step: Step, steps: Sequence[Step]) -> Iterator[Interruption]:
    """A peer as a speaker has it; most changes make its sessions anew."""
    where = f"cluster, BGPPeer {((step.new or step.old).get('metadata') or {}).get('name', step.name)}"
    who = ("each node that it selects",)
    if step.operation in _WHOLE_PEER:
        yield Interruption(where, who, *_WHOLE_PEER[step.operation])
        return
    old, new = step.old.get("spec") or {}, step.new.get("spec") or {}
    keys = {key for key in {*old, *new} if old.get(key) != new.get(key)} - _APPLIED_AT_ONCE
    if keys:
        measured = METALLB_PEER if "metallb.io" in step.type else CALICO_PEER
        what = MAY_RESTART if keys <= _SELECTING else RESTARTS
        yield Interruption(where, who, what, ", ".join(sorted(keys)), measured)


def of_release(step: Step, steps: Sequence[Step]) -> Iterator[Interruption]:
    """MetalLB's release."""
    if step.operation == "update":
        why = "Helm upgrades the release; the speakers' pods restart where their template changes"
        yield Interruption("cluster, release metallb", ("each of MetalLB's sessions",), MAY_RESTART, why, RELEASE)
