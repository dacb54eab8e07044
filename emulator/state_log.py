"""The state log: the BGP neighbors' settings after each change, to detect moments without a filter.

Each line is a JSON object:

    {"time": "2026-01-31T12:00:00.000+00:00", "user": "admin", "line": "neighbor 10.0.0.1 peer-group NODES",
     "answer": "", "neighbors": [ENTRY, …], "ranges": [ENTRY, …]}

`neighbors` has one entry for each neighbor in each family that configures it, `ranges` one for each
`bgp listen range`. A speaker from a range becomes a member of the range's group, so a range is open if its group has
no filter. An entry has the effective settings, own or inherited:

    vrf             its VRF, null in the global families
    family          "ipv4" or "vpnv4"
    address         the neighbor's address, the range's prefix
    remote_as       the AS number; null if there is none, and then no session comes up
    shutdown        whether the session is shut down
    activate        whether routes of this family are exchanged
    filter_out      the outbound prefix list, or null
    filter_exists   whether that list exists
    filter_entries  the number of its entries
    filter_from     "own", "group" or "template": the source of `prefix-list out`; null without one
    route_map_out   the outbound route map, or null
    route_map_clauses  the number of its clauses, 0 if it does not exist
    group           the peer group, or null
    session_template, policy_template  the templates it inherits from, or null
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from emulator.config.addresses import address_key
from emulator.config.bgp import Bgp, Family, Neighbor
from emulator.config.inheritance import effective
from emulator.config.model import Config
from emulator.masked_secrets import masked

Entry = dict[str, Any]


class StateLog:
    """Writes one JSON line after each configuration line, boot, revert and replacement.

    Args:
        path: The file, which is truncated. None disables writing.

    Attributes:
        listeners: Called with each entry, in the router's thread; for tests that run the router in their own process.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.listeners: list[Callable[[Entry], None]] = []
        if path:
            path.write_text("")

    def note(self, config: Config, user: str, line: str, answer: str) -> None:
        """Record the state after a line; `answer` is the router's answer to it."""
        if not self._path and not self.listeners:
            return
        entry = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "user": user,
            "line": masked(line),
            "answer": answer,
            "neighbors": list(neighbors_of(config)),
            "ranges": list(ranges_of(config)),
        }
        for listener in self.listeners:
            listener(entry)
        if self._path:
            with self._path.open("a") as file:
                file.write(json.dumps(entry) + "\n")


def neighbors_of(config: Config) -> Iterator[Entry]:
    """Return an entry for each neighbor in each family that configures it; global families have no VRF."""
    for bgp, kind, family in _families(config):
        for address in sorted(family.neighbors, key=address_key):
            if address in bgp.owner(family).neighbors:
                yield _entry(config, bgp, kind, family, address)


def ranges_of(config: Config) -> Iterator[Entry]:
    """Return an entry for each listen range in each family whose routes its neighbors exchange."""
    for bgp, kind, family in _families(config):
        for prefix, group in sorted(bgp.owner(family).ranges.items()):
            entry = _entry(config, bgp, kind, family, group) | {"address": prefix, "group": group}
            yield entry | ({"filter_from": "group"} if entry["filter_from"] else {})


def _families(config: Config) -> Iterator[tuple[Bgp, str, Family]]:
    """Return the families that carry routes; the process has the IPv4 policy until `address-family ipv4` exists."""
    bgp = config.bgp
    if bgp:
        families = {("ipv4", None): bgp.ipv4_home(), **bgp.families}
        for kind, vrf in sorted(families, key=lambda key: (key[1] or "", key[0])):
            yield bgp, kind, families[kind, vrf]


def _entry(config: Config, bgp: Bgp, kind: str, family: Family, name: str) -> Entry:
    attributes, owner = effective(bgp, family, name), bgp.owner(family)
    session, policy = (place.peers(name).get(name, Neighbor(name)) for place in (owner, family))
    return {
        "vrf": family.vrf,
        "family": kind,
        "address": name,
        "remote_as": int(attributes["remote-as"].split()[1]) if "remote-as" in attributes else None,
        "shutdown": "shutdown" in attributes,
        "activate": attributes.get("activate") == "activate",
        **_filters(config, attributes),
        "filter_from": _source(policy, attributes),
        "group": session.group,
        "session_template": session.session_template,
        "policy_template": policy.policy_template,
    }


def _filters(config: Config, attributes: dict[str, str]) -> Entry:
    name, route_map = (_second(attributes.get(key)) for key in ("prefix-list out", "route-map out"))
    listed = config.prefix_lists.get(name or "")
    return {
        "filter_out": name,
        "filter_exists": listed is not None,
        "filter_entries": len(listed.entries) if listed else 0,
        "route_map_out": route_map,
        "route_map_clauses": sum(1 for name, _ in config.route_maps if name == route_map),
    }


def _source(policy: Neighbor, attributes: dict[str, str]) -> str | None:
    if "prefix-list out" not in attributes:
        return None
    if "prefix-list out" in policy.attributes:
        return "own"
    return "template" if policy.policy_template else "group"


def _second(text: str | None) -> str | None:
    return text.split()[1] if text else None
