"""Looks at the router's sessions all the time, and for how long each was away."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

from lab.errors import LabError
from lab.fabric import Fabric
from lab.fabric.topology import NODES
from lab.scenarios.ios_xe import tables

EVERY_SECONDS = 0.2
# A session: its VRF and the node's address.
Session = tuple[str, str]


@dataclass
class Looks:
    """The looks of a period in their order: when, by a clock in seconds, and the sessions that were up."""

    taken: list[tuple[float, frozenset[Session]]] = field(default_factory=list)

    def away(self, session: Session) -> float:
        """The longest time in seconds from a look without the session to the next one with it."""
        longest, since = 0.0, None
        for when, up in self.taken:
            if session in up and since is not None:
                longest, since = max(longest, when - since), None
            elif session not in up and since is None:
                since = when
        return longest if since is None else max(longest, self.taken[-1][0] - since)

    def blind(self) -> float:
        """The longest time in seconds between two looks: a session may have been away that much longer, or unseen."""
        moments = [when for when, _ in self.taken]
        return max((after - before for before, after in pairwise(moments)), default=0.0)

    def back(self, wanted: frozenset[Session], since: float) -> bool:
        """Whether a look after a moment had all these sessions."""
        return bool(self.taken) and self.taken[-1][0] > since and wanted <= self.taken[-1][1]


def sessions(vrfs: Sequence[str]) -> frozenset[Session]:
    """The session of each node in each VRF."""
    return frozenset((vrf, host.ip) for vrf in vrfs for host in NODES)


@contextmanager
def looking(fabric: Fabric, vrfs: Sequence[str]) -> Iterator[Looks]:
    """Look during the `with` block; a look that the router does not answer is none."""
    looks, done = Looks(), threading.Event()

    def keep_looking() -> None:
        while not done.wait(EVERY_SECONDS):
            try:
                up = tables.sessions(fabric, vrfs)
            except LabError:
                continue
            looks.taken.append((time.monotonic(), frozenset(_flat(up))))

    thread = threading.Thread(target=keep_looking)
    thread.start()
    try:
        yield looks
    finally:
        done.set()
        thread.join()


def _flat(by_vrf: Mapping[str, Sequence[str]]) -> Iterator[Session]:
    """The sessions of all VRFs; a VRF that is not there has none."""
    return ((vrf, address) for vrf, addresses in by_vrf.items() for address in addresses)
