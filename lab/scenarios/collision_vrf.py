"""The VRF on the lab's router that both speakers dial, with one neighbor per node."""

from collections.abc import Sequence
from typing import Protocol

from lab.fabric import Fabric


class CollisionVrf(Protocol):
    """The VRF, and the AS number that the router expects of every node there."""

    @property
    def neighbor_as(self) -> int:
        """The AS number of the nodes."""

    @property
    def keeps_the_first(self) -> bool:
        """Whether the router refuses MetalLB beside a session of Calico's.

        Calico's BIRD announces graceful restart. A router may take the second connection of such a neighbor for its
        restart, and gives up the first one.

        Source: RFC 4724, section 4.2.
        """

    @property
    def command(self) -> str:
        """The router's command that shows the sessions."""

    def summary(self, fabric: Fabric) -> str:
        """The sessions as the router shows them."""

    def established(self, fabric: Fabric) -> Sequence[str]:
        """The addresses of the established neighbors, in their order."""
