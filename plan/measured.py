"""For how long sessions were away in the lab, by what interrupts them: one table, from which texts and pages take it.

Each figure was measured once on the lab, whose router is the emulator with BIRD behind it, by the scenario beside it.
It is no promise for another network. `docs/plan.md` has the same table, and a test compares them.
"""

from dataclasses import dataclass

NOTE = "in the lab: as measured once in the project's lab, no promise for this network; see docs/plan.md"
_RESTARTS = "bgp-coexist lab run restarts"


@dataclass(frozen=True)
class Measured:
    """What was measured of one kind of interruption.

    Attributes:
        kind: What is done to the sessions.
        figure: For how long they were away.
        how: The scenario of the lab that measures it; "": it has no length.
    """

    kind: str
    figure: str
    how: str = _RESTARTS


NEIGHBOR = Measured("a neighbor's AS, source, password or graceful restart changes", "0.3 to 1.6 s, by another AS")
TIMERS = Measured("a neighbor's times, hops, BFD or range change", "0.5 to 1.1 s, by another hold time")
FAMILY = Measured("the family of the VRF, or the router's end of its sessions, is made anew", "3.4 to 6.6 s")
NODES = Measured("the nodes' AS or the mesh changes in BGPConfiguration", "0.3 to 1.2 s, by another AS")
CALICO_PEER = Measured("a BGPPeer of Calico changes", "5.6 to 6.6 s, together with the router's AS")
METALLB_PEER = Measured("a BGPPeer of MetalLB changes", "0.5 to 1.6 s")
RELEASE = Measured("MetalLB's speakers restart", "0.4 to 1.0 s")
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
