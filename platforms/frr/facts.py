"""Reads the facts of an FRR router's VRFs."""

from collections.abc import Callable, Collection, Mapping
from ipaddress import IPv4Address

from model.tables import DEFAULT_TABLE
from platforms.facts import BgpSession, Noted, PrefixCounts, Route, RouteTargets, RunningInterface, RunningNeighbor
from platforms.frr.configuration import Configuration, parse
from platforms.frr.objects.settings import lines_of, neighbor_of, normal
from platforms.frr.show.interfaces import running_interfaces
from platforms.frr.show.neighbors import running_neighbors
from platforms.frr.show.notices import notices
from platforms.frr.show.tables import prefix_counts, routes, sessions

SHOW_RUNNING = "show running-config"


def _table(head: str) -> str:
    """The table of an instance."""
    return head.split()[-1] if " vrf " in head else DEFAULT_TABLE


class Facts:
    """The facts of one router.

    Args:
        show: Returns the answer of `vtysh` to a command.
    """

    def __init__(self, show: Callable[[str], str]) -> None:
        self._show = show
        # Many facts are in one long text, which is the same object until the router is asked again.
        self._read = ("", Configuration())

    def sessions(self, vrf: str) -> tuple[BgpSession, ...]:
        """Its BGP neighbors in a VRF."""
        return sessions(self._show(f"show bgp vrf {vrf} ipv4 unicast summary json"))

    def prefix_counts(self, vrf: str) -> tuple[PrefixCounts, ...]:
        """The prefix counts of each neighbor that is up."""
        return prefix_counts(self._show(f"show bgp vrf {vrf} ipv4 unicast summary json"))

    def refused(self, vrf: str) -> Mapping[IPv4Address, int]:
        """None: FRR counts no refused routes where it does not keep all that it receives (measured with 8.4.4)."""
        return {}

    def routes(self, vrf: str) -> tuple[Route, ...]:
        """The routing table of a VRF."""
        return routes(self._show(f"show ip route vrf {vrf} json"))

    def password_marks(self, vrf: str) -> Mapping[str, str]:
        """The placeholder of each neighbor's or peer group's password, by name."""
        lines = [normal(line) for line in self._lines(vrf) if " password " in line]
        return {neighbor_of(line): line[line.index("password ") :] for line in lines}

    def targets(self, vrf: str) -> RouteTargets | None:
        """The route targets in its instance; none of a direction in which it exchanges no routes."""
        tree = self._running()
        heads = [head for head in tree.heads("router bgp ") if _table(head) == vrf]
        if not heads:
            return None
        lines = [line for head in heads for line in lines_of(tree, head)]
        return RouteTargets(_targets(lines, "export"), _targets(lines, "import"))

    def neighbors(self, vrf: str) -> Mapping[str, RunningNeighbor]:
        """The neighbors and peer groups in its configuration, by name."""
        return running_neighbors(self._lines(vrf))

    def maximum_paths(self, vrf: str) -> int | None:
        """The most next hops of a route; None: as many as FRR was built with."""
        start = "maximum-paths "
        found = [line.removeprefix(start) for line in self._lines(vrf) if line.startswith(start)]
        return int(found[0]) if found and found[0].isdigit() else None

    def leak_filters(self, vrf: str) -> tuple[str, ...]:
        """The route maps of what an instance imports from and exports to others."""
        starts = ("route-map vpn import ", "route-map vpn export ", "import vrf route-map ")
        return tuple(line for line in self._lines(vrf) if line.startswith(starts))

    def prefix_list(self, name: str) -> tuple[str, ...]:
        """The entries of a prefix list."""
        head = f"ip prefix-list {name} "
        return tuple(line.removeprefix(head) for line in self._running().lines() if line.startswith(head))

    def interfaces(self) -> Mapping[str, RunningInterface]:
        """The router's interfaces, by name."""
        return running_interfaces(self._show("show interface vrf all json"))

    def notices(self) -> Mapping[IPv4Address, Noted]:
        """The last notice about each neighbor of any instance."""
        tables = [_table(head) for head in self._running().heads("router bgp ")]
        return {key: each for vrf in tables for key, each in self._notices(vrf).items()}

    def tree(self) -> None:
        """None: the object types need the kernel's interfaces as well."""

    def saved(self) -> bool | None:
        """None: `vtysh` does not show the file that FRR starts with."""
        return None

    def _notices(self, vrf: str) -> Mapping[IPv4Address, Noted]:
        return notices(self._show(f"show bgp vrf {vrf} neighbors json"))

    def _lines(self, vrf: str) -> list[str]:
        tree = self._running()
        return [line for head in tree.heads("router bgp ") if _table(head) == vrf for line in lines_of(tree, head)]

    def _running(self) -> Configuration:
        text = self._show(SHOW_RUNNING)
        if text is not self._read[0]:
            self._read = (text, parse(text))
        return self._read[1]


def _targets(lines: Collection[str], way: str) -> frozenset[str]:
    """The targets of a direction; `import vpn` or `export vpn` switches it on."""
    start = f"rt vpn {way} "
    each = (line.removeprefix(start).split() for line in lines if line.startswith(start))
    return frozenset(target for targets in each for target in targets) if f"{way} vpn" in lines else frozenset()
