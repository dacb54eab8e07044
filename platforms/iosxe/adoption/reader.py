"""Reads a configured IOS-XE router."""

from collections.abc import Iterable, Sequence

from platforms.adoption import Typed
from platforms.found import Found
from platforms.iosxe.adoption.foreign import left_over
from platforms.iosxe.adoption.found import found_in
from platforms.iosxe.adoption.inherited import inherited
from platforms.iosxe.cli.session import SHOW_RUNNING
from platforms.iosxe.object_types import BGP_VRF
from platforms.iosxe.objects.address_family import family_node, family_of
from platforms.iosxe.objects.withdrawn import wanted_neighbors
from platforms.running import Running


class IosXeAdoption:
    """Reads `show running-config`."""

    router = "IOS-XE"
    command = SHOW_RUNNING
    takes_members = True

    def is_configuration(self, running: Running) -> bool:
        """Whether any line is one that every configuration of IOS-XE begins with."""
        return any(line.startswith(("hostname ", "version ", "router bgp ")) for line in running.tree.lines)

    def found(self, running: Running, where: str) -> Found:
        """Everything that a stack can describe."""
        return found_in(running.tree, where)

    def inherited(self, wanted: Typed, running: Running) -> Iterable[str]:
        """Which neighbors have settings from a peer group or template, a sentence for each source."""
        object_type, values = wanted
        node = family_node(running.tree, values.vrf) if object_type is BGP_VRF else None
        return inherited(values.vrf, family_of(node), wanted_neighbors(values)) if node else ()

    def left_over(self, objects: Sequence[Typed], running: Running) -> list[str]:
        """The lines that stay foreign after the stack takes over these objects."""
        return left_over(objects, running.tree)
