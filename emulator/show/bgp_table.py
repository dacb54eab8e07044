"""`show bgp vpnv4 unicast vrf X`: the table, and the routes advertised to a neighbor."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from emulator.config.model import Config
from emulator.dataplane.state import Path
from emulator.show.bgp_summary import router_id

LEGEND = """\
Status codes: s suppressed, d damped, h history, * valid, > best, i - internal, 
              r RIB-failure, S Stale, m multipath, b backup-path, f RT-Filter, 
              x best-external, a additional-path, c RIB-compressed, 
              t secondary path, L long-lived-stale,
Origin codes: i - IGP, e - EGP, ? - incomplete
RPKI validation codes: V valid, I invalid, N Not found
"""  # noqa: W291
HEAD = "     Network          Next Hop            Metric LocPrf Weight Path"


def table(config: Config, vrf: str | None, paths: Iterable[Path]) -> list[str]:
    """Return the table with its legend; empty without paths."""
    rows = list(_rows(paths))
    if not rows:
        return []
    named = f"BGP table version is {1 + len(rows)}, local router ID is {router_id(config, vrf)}"
    return [named, *LEGEND.split("\n"), HEAD, *([distinguisher(config, vrf)] if vrf else []), *rows]


def distinguisher(config: Config, vrf: str) -> str:
    """Return the line above a VRF's routes; it contains the VRF's own router ID if there is one."""
    family = config.bgp.family("ipv4", vrf) if config.bgp else None
    own = f" VRF Router ID {router_id(config, vrf)}" if family and "router-id" in family.lines else ""
    return f"Route Distinguisher: {config.vrfs[vrf].rd} (default for vrf {vrf}){own}"


def _rows(paths: Iterable[Path]) -> Iterator[str]:
    for prefix, group in groupby(paths, key=lambda path: path.prefix):
        for index, path in enumerate(sorted(group, key=lambda path: path.best)):
            yield from _row("" if index else prefix, path)


def _row(prefix: str, path: Path) -> Iterator[str]:
    """Yield one path; a prefix longer than its column has a line of its own."""
    status = f" *{'>' if path.best else 'm' if path.multipath else ' '}   "
    local = path.next_hop == "0.0.0.0"
    metric = "" if path.metric is None else str(path.metric)
    asns = " ".join([*(str(asn) for asn in path.as_path), path.origin])
    rest = f"{path.next_hop:16}{metric:>10}{'':7}{32768 if local else 0:7} {asns}"
    if len(prefix) > 16:
        yield status + prefix
        yield " " * 22 + rest
    else:
        yield f"{status}{prefix:17}{rest}"
