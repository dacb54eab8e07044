"""For how long sessions were away in the lab, by what interrupts them: one table, from which texts and pages take it.

Each figure was measured once on the lab, whose router is the emulator with BIRD behind it, by the scenario beside it.
It is no promise for another network. `docs/plan.md` has the same table, and a test compares them.
"""

from dataclasses import dataclass

NOTE = "in the lab: as measured once in the project's lab, no promise for this network; see docs/plan.md"
_NOT_MEASURED = "not measured"
_RESTARTS = "bgp-coexist lab run restarts"


@dataclass(frozen=True)
class Measured:
    """What was measured of one kind of interruption.

    Attributes:
        kind: What is done to the sessions.
        figure: For how long they were away, or `not measured`.
        how: The scenario of the lab that measures it; "": it has no length.
    """

    kind: str
    figure: str
    how: str = _RESTARTS


NEIGHBOR = Measured("a neighbor's AS, source, password or graceful restart changes", _NOT_MEASURED)
TIMERS = Measured("a neighbor's times, hops, BFD or range change", _NOT_MEASURED)
FAMILY = Measured("the family of the VRF, or the router's end of its sessions, is made anew", _NOT_MEASURED)
NODES = Measured("the nodes' AS or the mesh changes in BGPConfiguration", _NOT_MEASURED)
CALICO_PEER = Measured("a BGPPeer of Calico changes", _NOT_MEASURED)
METALLB_PEER = Measured("a BGPPeer of MetalLB changes", _NOT_MEASURED)
RELEASE = Measured("MetalLB's speakers restart", _NOT_MEASURED)
BEGUN = Measured(
    "a neighbor or a peer is new", "Established at the latest 1 s after `pulumi up` ended", "bgp-coexist lab run pair"
)
RANGE = Measured(
    "a range takes the place of neighbors, or neighbors that of a range",
    "a service was away for 0.0 s",
    "bgp-coexist lab run listen-range",
)
ENDED = Measured("a neighbor or a peer is removed", "until it is in the stack again", "")

TABLE = (NEIGHBOR, TIMERS, FAMILY, NODES, CALICO_PEER, METALLB_PEER, RELEASE, BEGUN, RANGE, ENDED)
