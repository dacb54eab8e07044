"""Every line of the nodes as neighbors, their groups and templates, read without the program's own reader."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Any

from tests.unit.adopt.configured import Adopted, Configured

# A line with the modes that it is in.
Placed = tuple[tuple[str, ...], str]
_NEIGHBOR = re.compile(r"(?:no )?neighbor (\S+) (.+)")
_RANGE = re.compile(r"bgp listen range (\S+) peer-group (\S+)")
_SOURCE = re.compile(r"peer-group (\S+)|inherit (peer-session|peer-policy) (\S+)(?: \d+)?")


def placed(text: str) -> Iterator[Placed]:
    """Every line below `router bgp`, with its modes."""
    modes: list[tuple[int, str]] = []
    for raw in text.splitlines():
        line, depth = raw.strip(), len(raw) - len(raw.lstrip())
        if not line or line.startswith(("!", "exit")):
            continue
        while modes and modes[-1][0] >= depth:
            modes.pop()
        if modes and modes[0][1].startswith("router bgp "):
            yield tuple(mode for _, mode in modes), line
        modes.append((depth, line))


def is_of_table(modes: tuple[str, ...], table: str) -> bool:
    """Whether a line in these modes is of a table's neighbors."""
    process, *inner = modes
    if " vrf " in process or any(" vrf " in mode for mode in inner):
        return modes[-1].endswith(f" vrf {table}") or process.endswith(f" vrf {table}")
    return table == "default" and (not inner or inner[0] in ("address-family ipv4", "address-family ipv4 unicast"))


def sources(text: str, lines: list[Placed], names: set[str]) -> Iterator[Placed]:
    """The lines of the peer groups and templates that these lines name, and of those that they name."""
    for _, line in lines:
        found = _NEIGHBOR.fullmatch(line)
        listening = _RANGE.fullmatch(line)
        named = f"peer-group {listening[2]}" if listening else found[2] if found else line
        membership = _SOURCE.fullmatch(named)
        if membership and (head := membership[1] or f"template {membership[2]} {membership[3]}") not in names:
            names.add(head)
            given = [each for each in placed(text) if _is_of_source(each, head)]
            yield from given
            yield from sources(text, given, names)


def _is_of_source(each: Placed, head: str) -> bool:
    found = _NEIGHBOR.fullmatch(each[1])
    return head in each[0] if head.startswith("template ") else found is not None and found[1] == head


def node_lines(text: str, values: dict[str, Any]) -> dict[str, list[Placed]]:
    """The lines of the printed stack's nodes in each of its tables, then of their groups and templates."""
    nodes = set(values["cluster"]["nodes"].values())
    (router,) = values["routers"].values()
    found: dict[str, list[Placed]] = {}
    for table in router["vrfs"]:
        of_table = [each for each in placed(text) if is_of_table(each[0], table)]
        own = [each for each in of_table if (line := _NEIGHBOR.fullmatch(each[1])) and line[1] in nodes]
        own += [each for each in of_table if (line := _RANGE.fullmatch(each[1])) and is_among(nodes, line[1])]
        found[table] = own + [each for each in sources(text, own, set()) if _is_near(each, table)]
    return found


def is_among(nodes: set[str], prefix: str) -> bool:
    """Whether a range holds a node."""
    return any(IPv4Address(node) in IPv4Network(prefix) for node in nodes)


def _is_near(each: Placed, table: str) -> bool:
    """Whether a line of a source is of a template, or of a group in this table."""
    return any(mode.startswith("template ") for mode in each[0]) or is_of_table(each[0], table)


def unsaid(network: Configured, made: Adopted) -> list[str]:
    """The lines of the nodes that are neither in the printed stack nor listed as staying nor named."""
    if made.code == 2:
        return []
    found = node_lines(network.text, made.values)
    return [
        " / ".join((*modes, line))
        for table, lines in found.items()
        for modes, line in lines
        if not (stays(made, modes, line) or is_named(made, line) or is_in_stack(made.values, table, line))
    ]


def stays(made: Adopted, modes: tuple[str, ...], line: str) -> bool:
    """Whether the file's end lists a line or the template that it is in; a password is hidden there."""
    text = re.sub(r" password .*", " password …", line)
    return (
        " / ".join((*modes, text)) in made.staying
        or " / ".join((modes[0], text)) in made.staying
        or (modes[-1].startswith("template ") and " / ".join(modes) in made.staying)
    )


def is_named(made: Adopted, line: str) -> bool:
    """Whether standard error quotes a neighbor's line, or the group or template that it names."""
    found = _NEIGHBOR.fullmatch(line)
    if not found:
        return False
    membership = _SOURCE.fullmatch(found[2])
    if not membership:
        is_encrypted = (
            found[2].startswith("password 6 ") and "encrypted so that only the router can read it" in made.error
        )
        return is_encrypted or f"'{found[2]}'" in made.error
    named = f"peer group '{membership[1]}'" if membership[1] else f"template {membership[2]} '{membership[3]}'"
    return named in made.error


def is_in_stack(values: dict[str, Any], table: str, line: str) -> bool:
    """Whether a neighbor's own line says what the stack says of that node in that table."""
    found = _NEIGHBOR.fullmatch(line)
    (router,) = values["routers"].values()
    described = router["vrfs"][table]
    if listening := _RANGE.fullmatch(line):
        return listening[1] in described["neighbors"].get("range", ()) and listening[2] == f"coexist-{table}"
    if not found or line.startswith("no "):
        return False
    addresses = {name: str(IPv4Interface(address).ip) for name, address in described["interfaces"].items()}
    speaker = next(values[name] for name in ("calico", "metallb") if values[name]["peers"][0] in addresses.values())
    names = {address: name for name, address in values["cluster"]["nodes"].items()}
    neighbors, session, peer = described.get("neighbors", {}), speaker.get("session", {}), speaker["peers"][0]
    hold = session.get("holdSeconds")
    asn = neighbors.get("remoteAs", {}).get(names.get(found[1]), speaker["asn"])
    word, *rest = found[2].split()
    match word, rest:
        case "remote-as", [number]:
            return bool(plain(number) == asn)
        case "ebgp-multihop", [*hops]:
            return bool(neighbors.get("ebgpMultihop") == int(hops[0] if hops else 255))
        case "update-source", [source]:
            return bool(addresses.get(source, source) == peer)
        case "timers", [keepalive, hold_time]:
            wanted = session.get("keepaliveSeconds", hold and hold // 3)
            return (wanted, hold) == (int(keepalive), int(hold_time))
        case "prefix-list", [name, "in"]:
            return neighbors.get("prefixListIn") == name and name in router["prefixLists"]
        case "prefix-list", [name, "out"]:
            return neighbors.get("prefixListOut") == name and name in router["prefixLists"]
        case "peer-group", []:
            return "range" in neighbors and found[1] == f"coexist-{table}"
        case "password", [_, *_]:
            return "passwordKey" in session
        case ("ha-mode", ["graceful-restart"]) | ("graceful-restart", []):
            return session.get("gracefulRestart") is True
        case ("fall-over", ["bfd"]) | ("bfd", []):
            return "bfd" in session
    return found[2] == "activate"


def plain(number: str) -> int:
    """An AS without a dot."""
    high, dot, low = number.partition(".")
    return int(high) * 65536 + int(low) if dot else int(number)


def with_line(text: str, address: str, tail: str) -> str:
    """The configuration with one more line of a neighbor, after its first one in every table."""
    lines: list[str] = []
    for line in text.splitlines():
        lines.append(line)
        if re.fullmatch(rf" +neighbor {re.escape(address)} (remote-as|peer-group) \S+", line):
            lines.append(f"{line[: line.index('neighbor')]}neighbor {address} {tail}")
    return "\n".join(lines) + "\n"
