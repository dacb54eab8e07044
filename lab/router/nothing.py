"""The data plane that carries nothing: every session idle, every connected network reachable."""

from ipaddress import IPv4Interface

from lab.router.dataplane.state import Network, Path, Route, Session


class NoDataplane:
    """Answers from the configuration alone."""

    def __init__(self) -> None:
        self._network: Network | None = None

    def apply(self, network: Network) -> None:
        """Remember what was configured."""
        self._network = network

    def interface_is_up(self, name: str) -> bool:
        """Every cable is plugged in."""
        return True

    def sessions(self, vrf: str | None) -> tuple[Session, ...]:
        """Nobody answers."""
        families = self._network.families if self._network else ()
        return tuple(
            Session(n.address, n.remote_as, "Idle (Admin)" if n.shutdown else "Idle", 0, 0, 0, 0, 0)
            for family in families
            if family.vrf == vrf
            for n in family.neighbors
            if n.activated
        )

    def paths(self, vrf: str | None) -> tuple[Path, ...]:
        """The connected networks, where a `network` line or `redistribute connected` brings them into BGP."""
        families = [family for family in (self._network.families if self._network else ()) if family.vrf == vrf]
        named = {prefix for family in families for prefix in family.networks}
        taken = any("connected" in family.redistribute for family in families)
        prefixes = [prefix for prefix, _, _ in self._connected(vrf) if taken or prefix in named]
        return tuple(Path(p, "0.0.0.0", (), "i" if p in named else "?", True, False, None, 0) for p in prefixes)

    def routes(self, vrf: str | None) -> tuple[Route, ...]:
        """Connected networks and the router's own addresses."""
        found: list[Route] = []
        for prefix, name, address in self._connected(vrf):
            found.append(Route(prefix, "C", ((None, name),), None, 0))
            if not prefix.endswith("/32"):
                found.append(Route(f"{address}/32", "L", ((None, name),), None, 0))
        return tuple(found)

    def _connected(self, vrf: str | None) -> list[tuple[str, str, str]]:
        up = [i for i in (self._network.interfaces if self._network else ()) if i.vrf == vrf and not i.shutdown]
        found = [(IPv4Interface(i.address), i.name) for i in up if i.address]
        return [(str(address.network), name, str(address.ip)) for address, name in sorted(found)]

    def close(self) -> None:
        """Nothing to stop."""
