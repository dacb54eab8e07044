"""The record of what each change made of the BGP neighbors: what a moment without a filter would show up in."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lab.router.config.addresses import address_key
from lab.router.config.bgp import Bgp
from lab.router.config.model import Config
from lab.router.masks import masked

Entry = dict[str, Any]


class StateLog:
    """One JSON line after every configuration line that was run, at each boot, and after a replacement.

    Args:
        path: The file; what it held before is gone. None writes nothing.

    Attributes:
        listeners: Called with each entry, in the router's own thread; for tests that run the router themselves.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.listeners: list[Callable[[Entry], None]] = []
        if path:
            path.write_text("")

    def note(self, config: Config, user: str, line: str, answer: str) -> None:
        """A line has taken effect, or was refused: `answer` is what the router said to it."""
        if not self._path and not self.listeners:
            return
        entry = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "user": user,
            "line": masked(line),
            "answer": answer,
            "neighbors": list(neighbors_of(config)),
        }
        for listener in self.listeners:
            listener(entry)
        if self._path:
            with self._path.open("a") as file:
                file.write(json.dumps(entry) + "\n")


def neighbors_of(config: Config) -> Iterator[Entry]:
    """Every neighbor in every family it was mentioned in; those of the global families have no VRF."""
    bgp = config.bgp
    if not bgp:
        return
    for (kind, vrf), policy, session in _places(bgp):
        for address in sorted(policy, key=address_key):
            yield {"vrf": vrf, "family": kind} | _entry(config, address, session[address] | policy[address])


Said = dict[str, dict[str, str]]


def _places(bgp: Bgp) -> Iterator[tuple[tuple[str, str | None], Said, Said]]:
    """For each family: what was said of its neighbors there, and what of their sessions."""
    process = {address: neighbor.attributes for address, neighbor in bgp.process.neighbors.items()}
    families = {("ipv4", None): bgp.ipv4_home(), **bgp.families}
    for key in sorted(families, key=lambda key: (key[1] or "", key[0])):
        own = {address: neighbor.attributes for address, neighbor in families[key].neighbors.items()}
        yield key, own, own if key[1] else process


def _entry(config: Config, address: str, said: dict[str, str]) -> Entry:
    name = said["prefix-list out"].split()[1] if "prefix-list out" in said else None
    listed = config.prefix_lists.get(name or "")
    remote = said["remote-as"].split()[1]
    return {
        "address": address,
        "remote_as": int(remote) if remote.isdigit() else remote,
        "shutdown": "shutdown" in said,
        "activate": said.get("activate") == "activate",
        "filter_out": name,
        "filter_exists": listed is not None,
        "filter_entries": len(listed.entries) if listed else 0,
    }
