"""`show bgp vpnv4 unicast … summary`."""

from collections.abc import Iterator, Sequence

from emulator.config.addresses import address_key
from emulator.config.model import Config
from emulator.config.neighbor import DEFAULT_LIMIT
from emulator.console import Console
from emulator.dataplane.state import Dataplane, Path, Session
from emulator.show.layout import age

NOT_ACTIVE = "% BGP not active"
HEAD = "Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd"


async def summary(console: Console, vrfs: Sequence[str | None], router_id_vrf: str | None = None) -> str:
    """Return the counters and one line for each session of these tables; empty without sessions.

    Args:
        console: The session.
        vrfs: The tables, None is the global one.
        router_id_vrf: The VRF of the command, whose router ID is printed; None prints the global table's.
    """
    config = console.device.config
    if not config.bgp:
        return NOT_ACTIVE
    sessions, paths = await console.device.forwarding.ask(lambda plane: _sessions_and_paths(plane, vrfs))
    if not sessions:
        return ""
    version = 1 + len(paths)
    lines = [*_counters(config, router_id_vrf, paths, version), "", HEAD]
    rows = [session_row(session, version) for session in sessions]
    return "\n".join([*lines, *rows, *dynamic_lines(config, vrfs, sum(session.dynamic for session in sessions))])


def _sessions_and_paths(plane: Dataplane, vrfs: Sequence[str | None]) -> tuple[list[Session], list[Path]]:
    sessions = [session for vrf in vrfs for session in plane.sessions(vrf)]
    return sessions, [path for vrf in vrfs for path in plane.paths(vrf)]


def router_id(config: Config, vrf: str | None) -> str:
    """Return the table's router ID, else the process's, else the highest loopback or interface address."""
    bgp = config.bgp
    family = bgp.family("ipv4", vrf) if bgp else None
    for lines in (family.lines if family else {}, bgp.process.lines if bgp else {}):
        if "router-id" in lines:
            return lines["router-id"].split()[-1]
    usable = [i for i in config.interfaces.values() if i.vrf == vrf and i.address and i.mask and not i.shutdown]
    loopbacks = [i for i in usable if i.name.startswith("Loopback")]
    addresses = [i.address for i in loopbacks or usable if i.address]
    return max(addresses, key=address_key, default="0.0.0.0")


def _counters(config: Config, vrf: str | None, paths: Sequence[Path], version: int) -> list[str]:
    """Return the lines above the table; sizes per entry are those of 16.12."""
    networks = len({path.prefix for path in paths})
    attributes = {(path.as_path, path.origin, path.metric) for path in paths}
    best = {(path.as_path, path.origin, path.metric) for path in paths if path.best}
    as_paths = len({path.as_path for path in paths if path.as_path})
    communities = len({path.origin_vrf for path in paths})
    multi = [path for path in paths if path.multipath]
    used = networks * 256 + len(paths) * 136 + len(attributes) * 296 + as_paths * 24 + communities * 24
    shared = f"{len({p.prefix for p in multi})} multipath network entries and {len(multi)} multipath paths"
    return [
        f"BGP router identifier {router_id(config, vrf)}, local AS number {config.bgp.asn if config.bgp else 0}",
        f"BGP table version is {version}, main routing table version {version}",
        *([] if not paths else [
            f"{networks} network entries using {networks * 256} bytes of memory",
            f"{len(paths)} path entries using {len(paths) * 136} bytes of memory",
            *([shared] if multi else []),
            f"{len(attributes)}/{len(best)} BGP path/bestpath attribute entries "
            f"using {len(attributes) * 296} bytes of memory",
            *([f"{as_paths} BGP AS-PATH entries using {as_paths * 24} bytes of memory"] if as_paths else []),
            f"{communities} BGP extended community entries using {communities * 24} bytes of memory",
            "0 BGP route-map cache entries using 0 bytes of memory",
            "0 BGP filter-list cache entries using 0 bytes of memory",
            f"BGP using {used} total bytes of memory",
            f"BGP activity {networks}/0 prefixes, {len(paths)}/0 paths, scan interval 60 secs",
        ]),
    ]  # fmt: skip


def session_row(session: Session, version: int) -> str:
    """Return one neighbor's line."""
    up = session.state == "Established"
    since = age(session.seconds) if up or session.seconds else "never"
    last = f"{session.prefixes_received:9}" if up else f" {session.state}"
    table = version if up else 1
    counts = f"{session.messages_received:8}{session.messages_sent:8}{table:9}    0    0"
    name = f"*{session.address}" if session.dynamic else session.address
    return f"{name:15} 4{session.remote_as:13}{counts} {since:8}{last}"


def dynamic_lines(config: Config, vrfs: Sequence[str | None], count: int) -> Iterator[str]:
    """Yield the lines below the rows when there are dynamic neighbors: their number, and the ranges by group.

    Source: outputs of IOS and of CSR1000v in public notes.
    """
    bgp = config.bgp
    if not bgp or not count:
        return
    families = [bgp.family("ipv4", vrf) if vrf else bgp.process for vrf in vrfs]
    ranges = [(group, prefix) for family in families if family for prefix, group in family.ranges.items()]
    limits = [
        *(family.lines.get("listen limit") for family in families if family),
        bgp.process.lines.get("listen limit"),
    ]
    most = next((line.split()[-1] for line in limits if line), str(DEFAULT_LIMIT))
    yield "* Dynamically created based on a listen range command"
    yield f"Dynamically created neighbors: {count}, Subnet ranges: {len(ranges)}"
    for name in sorted({group for group, _ in ranges}):
        yield from ("", f"BGP peergroup {name} listen range group members: ")
        yield f"  {' '.join(prefix for group, prefix in ranges if group == name)} "
    yield ""
    yield f"Total dynamically created neighbors: {count}/({most} max), Subnet ranges: {len(ranges)}"
