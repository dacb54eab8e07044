"""Reads the facts of an IOS-XE router's VRFs."""

from collections.abc import Callable, Mapping
from ipaddress import IPv4Address

from model.tables import DEFAULT_TABLE
from platforms.facts import BgpSession, PrefixCounts, Route
from platforms.iosxe.cli.session import SHOW_RUNNING
from platforms.iosxe.show.advertised import prefix_counts, refused
from platforms.iosxe.show.passwords import password_marks
from platforms.iosxe.show.routes import routes
from platforms.iosxe.show.sessions import sessions


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
