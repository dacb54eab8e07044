"""BGP sessions in bird.conf: neighbors and listen ranges. Pure text."""

from ipaddress import IPv4Interface

from emulator.dataplane import bird_filters as filters
from emulator.dataplane.bird_bfd import fall_over_lines
from emulator.dataplane.errors import DataplaneError
from emulator.dataplane.names import dynamic_protocol, neighbor_protocol, range_protocol, rib
from emulator.dataplane.neighbors import Attachment, attachment, range_attachments
from emulator.dataplane.state import Family, ListenRange, Neighbor, Network

_SESSION = """\
  prefer older on;  # as IOS, unless `bgp bestpath compare-routerid`
  connect delay time 1;
  connect retry time 5;
  error wait time 1, 5;
  startup hold time 30;
""".splitlines()


def session_lines(network: Network, family: Family, table: int) -> list[str]:
    """Return the protocols of a family's neighbors and listen ranges."""
    lines: list[str] = []
    for neighbor in family.neighbors:
        where = attachment(network, family.vrf, neighbor)
        if neighbor.activated and where is not None:
            head = [f"  neighbor {neighbor.address} as {neighbor.remote_as};"]
            name = neighbor_protocol(table, neighbor.address)
            lines += ["", *_protocol_lines(network, family, table, (name, neighbor, where), head)]
    for listen in family.ranges:
        for number, where in enumerate(range_attachments(network, family.vrf, listen)):
            if listen.members.activated:
                lines += ["", *_range_lines(network, family, table, listen, (number, where))]
    return lines


def _range_lines(
    network: Network, family: Family, table: int, listen: ListenRange, place: tuple[int, Attachment]
) -> list[str]:
    """Return the listening protocols of a range; BIRD creates one for each neighbor (see `dynamic` for the limit)."""
    number, where = place
    head = [
        f"  neighbor range {listen.prefix} as {listen.members.remote_as};",
        f'  dynamic name "{dynamic_protocol(table, listen.prefix, number)}";',
        "  dynamic name digits 1;",
        "  passive yes;",
    ]
    name = range_protocol(table, listen.prefix, number)
    return _protocol_lines(network, family, table, (name, listen.members, where), head)


def _protocol_lines(
    network: Network, family: Family, table: int, peer: tuple[str, Neighbor, Attachment], head: list[str]
) -> list[str]:
    name, neighbor, where = peer
    return [
        f"protocol bgp {name} {{",
        f"  router id {_router_id(network, family)};",
        f"  local {where.local} as {neighbor.local_as or network.asn};",
        *head,
        "  strict bind yes;",
        *_distance(neighbor, where),
        *_graceful_restart(neighbor),
        *_SESSION,
        *fall_over_lines(network, neighbor, where),
        *(["  enforce first as on;"] if neighbor.remote_as != network.asn else []),
        *_timers(neighbor),
        *([f'  password "{_quoted(neighbor.password)}";'] if neighbor.password else []),
        f"  disabled {'yes' if neighbor.shutdown or neighbor.over_limit else 'no'};",
        "  ipv4 {",
        f"    table {rib(table)};",
        "    import table on;  # a route refresh needs no help from the neighbor",
        *_limit(neighbor),
        "    import filter {",
        *("  " + line for line in filters.import_lines(network, table, neighbor)),
        "    };",
        "    export filter {",
        *("  " + line for line in filters.export_lines(network, family.vrf, table, neighbor)),
        "    };",
        "  };",
        "}",
    ]


def _distance(neighbor: Neighbor, where: Attachment) -> list[str]:
    if where.link is None:
        return [f"  multihop {neighbor.ebgp_multihop or 255};"]
    return ["  direct;", f'  interface "{where.link}";', "  check link on;"]


def _graceful_restart(neighbor: Neighbor) -> list[str]:
    if neighbor.graceful_restart:
        return ["  graceful restart on;"]
    return ["  graceful restart off;  # IOS's default: a lost session takes its routes along"]


def _limit(neighbor: Neighbor) -> list[str]:
    """Return the prefix limit; as on IOS, only prefixes that the inbound policy permits count."""
    limit = neighbor.maximum_prefix
    return [f"    import limit {limit} action {neighbor.limit_action};"] if limit else []


def _timers(neighbor: Neighbor) -> list[str]:
    """Return the timers as on IOS: at least three keepalives per hold time; hold time 0 disables both."""
    if neighbor.hold_seconds == 0:
        return ["  hold time 0;"]
    keepalive = min(neighbor.keepalive_seconds or 1, max(neighbor.hold_seconds // 3, 1))
    return [f"  keepalive time {keepalive};", f"  hold time {neighbor.hold_seconds};"]


def _router_id(network: Network, family: Family) -> str:
    """Return the family's router ID, else the process's, else IOS's choice: the highest loopback or other address."""
    chosen = family.router_id or network.router_id
    if chosen is not None:
        return chosen
    return _highest(network, "Loopback") or _highest(network, "") or "0.0.0.1"


def _highest(network: Network, prefix: str) -> str | None:
    addresses = [IPv4Interface(i.address) for i in network.interfaces if i.address and i.name.startswith(prefix)]
    return str(max(address.ip for address in addresses)) if addresses else None


def _quoted(secret: str) -> str:
    """Quote a string; BIRD's strings end at the next double quote and have no escape."""
    if '"' in secret:
        raise DataplaneError(
            "a neighbor's password contains a double quote, which BIRD does not support", "choose another password"
        )
    return secret
