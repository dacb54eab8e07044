"""Reads the facts of an FRR router's VRFs."""

from collections.abc import Callable, Collection, Mapping
from ipaddress import IPv4Address

from model.tables import DEFAULT_TABLE
from platforms.facts import BgpSession, PrefixCounts, Route, RouteTargets
from platforms.frr.configuration import Configuration, parse
from platforms.frr.objects.settings import lines_of, neighbor_of, normal
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
        tree = self._running()
        heads = [head for head in tree.heads("router bgp ") if _table(head) == vrf]
        lines = [normal(line) for head in heads for line in lines_of(tree, head) if " password " in line]
        return {neighbor_of(line): line[line.index("password ") :] for line in lines}

    def targets(self, vrf: str) -> RouteTargets | None:
        """The route targets in its instance; none of a direction in which it exchanges no routes."""
        tree = self._running()
        heads = [head for head in tree.heads("router bgp ") if _table(head) == vrf]
        if not heads:
            return None
        lines = [line for head in heads for line in lines_of(tree, head)]
        return RouteTargets(_targets(lines, "export"), _targets(lines, "import"))

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
