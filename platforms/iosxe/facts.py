"""Reads the facts of an IOS-XE router's VRFs."""

from collections.abc import Callable, Mapping
from ipaddress import IPv4Address

from model.tables import DEFAULT_TABLE
from platforms.facts import BgpSession, PrefixCounts, Route, RouteTargets
from platforms.iosxe.cli.session import SHOW_RUNNING
from platforms.iosxe.objects.vrf_block import vrf_block
from platforms.iosxe.show.advertised import prefix_counts, refused
from platforms.iosxe.show.passwords import password_marks
from platforms.iosxe.show.routes import routes
from platforms.iosxe.show.sessions import sessions
from platforms.iosxe.tree import Tree, parse


def _bgp(vrf: str) -> str:
    """The command that shows a table's BGP."""
    return "show ip bgp" if vrf == DEFAULT_TABLE else f"show bgp vpnv4 unicast vrf {vrf}"


def _neighbors(vrf: str) -> str:
    """The command that shows what is read of a table's neighbors; unfiltered it is a hundred lines for each."""
    return f"{_bgp(vrf)} neighbors | include ^BGP neighbor is|Prefixes Current|prefix-list"


class Facts:
    """The facts of one router.

    Args:
        show: Returns the router's answer to a command.
    """

    def __init__(self, show: Callable[[str], str]) -> None:
        self._show = show
        # Many facts are in one long text, which is the same object until the router is asked again.
        self._read: tuple[str, Tree] = ("", parse(""))

    def sessions(self, vrf: str) -> tuple[BgpSession, ...]:
        """Its BGP neighbors in a VRF."""
        return sessions(self._show(f"{_bgp(vrf)} summary"))

    def prefix_counts(self, vrf: str) -> tuple[PrefixCounts, ...]:
        """The prefix counts of each neighbor that is up."""
        return prefix_counts(self._show(_neighbors(vrf)))

    def refused(self, vrf: str) -> Mapping[IPv4Address, int]:
        """How often each neighbor's inbound prefix list refused a route since its session came up."""
        return refused(self._show(_neighbors(vrf)))

    def routes(self, vrf: str) -> tuple[Route, ...]:
        """The routing table of a VRF."""
        return routes(self._show("show ip route" if vrf == DEFAULT_TABLE else f"show ip route vrf {vrf}"))

    def password_marks(self, vrf: str) -> Mapping[str, str]:
        """The placeholder of each neighbor's or peer group's password, by name."""
        return password_marks(self._show(SHOW_RUNNING), vrf)

    def targets(self, vrf: str) -> RouteTargets | None:
        """The route targets in its configuration; None where it is not configured."""
        found = vrf_block(self._running(), vrf)
        if found is None:
            return None
        sides = {side: frozenset(each for way, each in found.targets if way == side) for side in ("export", "import")}
        return RouteTargets(sides["export"], sides["import"])

    def _running(self) -> Tree:
        text = self._show(SHOW_RUNNING)
        if text is not self._read[0]:
            self._read = (text, parse(text))
        return self._read[1]
