"""`show bgp … PREFIX`: one entry of the BGP table with all its paths."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from emulator.config.model import Config
from emulator.config.targets import printed_order
from emulator.dataplane.state import Dataplane, Path, Session
from emulator.show.bgp_summary import router_id
from emulator.show.layout import community

NOT_IN_TABLE = "% Network not in table"
_ORIGINS = {"i": "IGP", "e": "EGP", "?": "incomplete"}


@dataclass(frozen=True)
class Entries:
    """One VRF's BGP table with its sessions, and the prefixes announced on each."""

    config: Config
    vrf: str | None
    paths: Sequence[Path]
    sessions: Mapping[str, Session]
    announced: Mapping[str, frozenset[str]]

    @property
    def prefixes(self) -> list[str]:
        """Each prefix once, in the table's order."""
        return list(dict.fromkeys(path.prefix for path in self.paths))


def entries(plane: Dataplane, config: Config, vrf: str | None) -> Entries:
    """Return a VRF's table from the data plane."""
    sessions = {session.address: session for session in plane.sessions(vrf)}
    up = [address for address, session in sessions.items() if session.state == "Established"]
    announced = {address: frozenset(path.prefix for path in plane.advertised(vrf, address)) for address in up}
    return Entries(config, vrf, plane.paths(vrf), sessions, announced)


def entry_lines(table: Entries, prefix: str, soft: frozenset[str], now: datetime | None) -> Iterator[str]:
    """Yield one entry.

    Args:
        table: The VRF's table.
        prefix: An entry of it.
        soft: The neighbors with `soft-reconfiguration inbound`; their paths are printed as received and used.
        now: The current time if the release prints a path's update time (17.x); else None.

    Source: genieparser's samples of 16.x and 17.x, and public notes with whole outputs.
    """
    paths = sorted((path for path in table.paths if path.prefix == prefix), key=lambda path: path.best)
    best = next((f"best #{number}" for number, path in enumerate(paths, start=1) if path.best), "no best path")
    version = 2 + table.prefixes.index(prefix)
    yield f"BGP routing table entry for {_distinguished(table.config, table.vrf, prefix)}, version {version}"
    yield f"Paths: ({len(paths)} available, {best}, table {table.vrf or 'default'})"
    family = table.config.bgp and table.config.bgp.family("ipv4", table.vrf)
    if family and "maximum-paths" in family.lines:
        yield "Multipath: eBGP"
    yield from _advertised(table, prefix)
    for path in paths:
        yield "  Refresh Epoch 1"
        yield from _path(table, path, path.neighbor in soft)
        if now:
            yield f"      Updated on {now - timedelta(seconds=path.seconds):%b %d %Y %H:%M:%S} UTC"


def _distinguished(config: Config, vrf: str | None, prefix: str) -> str:
    return f"{config.vrfs[vrf].rd}:{prefix}" if vrf else prefix


def _advertised(table: Entries, prefix: str) -> Iterator[str]:
    """Yield the update groups; here each neighbor that receives the prefix is a group of its own."""
    groups = [number for number, announced in enumerate(table.announced.values(), start=1) if prefix in announced]
    if not groups:
        yield "  Not advertised to any peer"
        return
    yield "  Advertised to update-groups:"
    yield "     " + "".join(f"{number:<11}" for number in groups).removesuffix(" ")


def _path(table: Entries, path: Path, soft: bool) -> Iterator[str]:
    config, home = table.config, path.origin_vrf or table.vrf
    source = f", imported path from {_distinguished(config, home, path.prefix)} ({home})" if path.origin_vrf else ""
    used = ", (received & used)" if soft else ""
    yield f"  {' '.join(map(str, path.as_path)) or 'Local'}{source}{used}"
    via = f" (via vrf {home})" if home else ""
    local = path.next_hop == "0.0.0.0" or (not path.as_path and path.neighbor is None)
    known = table.sessions.get(path.neighbor or "")
    sender = "0.0.0.0" if local else path.neighbor or path.next_hop
    identity = router_id(config, home) if local else known.router_id if known else sender
    yield f"    {path.next_hop}{via} from {sender} ({identity})"
    yield f"      {', '.join(_words(table, path, local))}"
    if path.communities:
        yield f"      Community: {' '.join(map(community, path.communities))}"
    if home and (targets := printed_order(config.vrfs[home].all_exports())):
        yield f"      Extended Community: {' '.join(f'RT:{target}' for target in targets)}"
    yield f"      rx pathid: 0, tx pathid: {'0x0' if path.best else '0'}"


def _words(table: Entries, path: Path, local: bool) -> Iterator[str]:
    known = table.sessions.get(path.neighbor or "")
    internal = known and table.config.bgp and known.remote_as == table.config.bgp.asn
    yield f"Origin {_ORIGINS[path.origin]}"
    if path.metric is not None:
        yield f"metric {path.metric}"
    yield f"localpref {100 if path.local_preference is None else path.local_preference}"
    yield from ("weight 32768", "valid", "sourced") if local else ("valid", "internal" if internal else "external")
    if local and path.origin == "i":
        yield "local"
    if path.multipath:
        yield "multipath"
    if path.best:
        yield "best"
