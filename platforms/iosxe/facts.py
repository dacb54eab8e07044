"""Reads the facts of an IOS-XE router's VRFs."""

import re
from collections.abc import Callable, Mapping
from ipaddress import IPv4Address

from model.tables import DEFAULT_TABLE
from platforms.facts import BgpSession, Noted, PrefixCounts, Route, RouteTargets, RunningInterface, RunningNeighbor
from platforms.iosxe.cli.session import SHOW_RUNNING
from platforms.iosxe.objects.address_family import family_node
from platforms.iosxe.objects.vrf_block import vrf_block
from platforms.iosxe.show import notices
from platforms.iosxe.show.advertised import prefix_counts, refused
from platforms.iosxe.show.interfaces import running_interfaces
from platforms.iosxe.show.neighbors import running_neighbors
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

    def neighbors(self, vrf: str) -> Mapping[str, RunningNeighbor]:
        """The neighbors and peer groups in its configuration, by name."""
        return running_neighbors(self._running(), vrf)

    def maximum_paths(self, vrf: str) -> int | None:
        """The most next hops of a route, 1 by default."""
        node = family_node(self._running(), vrf)
        lines = node.lines if node else []
        return next((int(line.split()[1]) for line in lines if re.fullmatch(r"maximum-paths \d+", line)), None)

    def leak_filters(self, vrf: str) -> tuple[str, ...]:
        """The `import map` and `export map` of a VRF."""
        found = vrf_block(self._running(), vrf)
        return tuple(line for line in found.other if line.startswith(("import map ", "export map "))) if found else ()

    def prefix_list(self, name: str) -> tuple[str, ...]:
        """The entries of a prefix list."""
        head = f"ip prefix-list {name} "
        return tuple(node.line.removeprefix(head) for node in self._running().blocks(head))

    def interfaces(self) -> Mapping[str, RunningInterface]:
        """The router's interfaces, by name."""
        return running_interfaces(self._running(), self._show("show ip interface brief"))

    def notices(self) -> Mapping[IPv4Address, Noted]:
        """The last notice about each neighbor in the log."""
        return notices.notices(self._show(notices.COMMAND))

    def tree(self) -> Tree | None:
        """The running configuration."""
        return self._running()

    def saved(self) -> bool | None:
        """Whether the running configuration is the startup configuration, without comments and headers."""
        startup = self._show("show startup-config")
        if startup.strip().endswith("is not present"):
            return False
        return _body(startup) == _body(self._show(SHOW_RUNNING)) if "\nversion " in startup else None

    def _running(self) -> Tree:
        text = self._show(SHOW_RUNNING)
        if text is not self._read[0]:
            self._read = (text, parse(text))
        return self._read[1]


def _body(text: str) -> list[str]:
    """The lines of a configuration from its `version` line on: before it are times and sizes."""
    lines = text[text.find("\nversion ") :].splitlines()
    return [line.rstrip() for line in lines if line.strip() and not line.startswith("!")]
