"""Parser of BIRD's `show protocols all` and `show route all`. Pure.

Source: answers of BIRD 2.0.12, kept with the tests. The configuration asks for `iso long ms` times and puts
`origin_table` and `learned_med` on routes (`bird_filters`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

_TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+"
_PROTOCOL = re.compile(rf"(\S+) +(\w+) +\S+ +(\w+) +({_TIME})")
_ROUTE = re.compile(rf"(\S+)? +(\w+) \[(\S+) ({_TIME})[^]]*\] (\* )?\(")
_HOP = re.compile(r"(?:via (\S+) on|dev) (\S+)")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class BirdProtocol:
    """One protocol; `details` has its `key: value` lines, the first of each key."""

    name: str
    since: datetime
    details: dict[str, str]

    def number(self, key: str, pattern: str) -> int:
        """Return the number that `pattern` captures in a detail; 0 without a match."""
        match = re.search(pattern, self.details.get(key, ""))
        return int(match[1]) if match else 0


@dataclass
class BirdRoute:
    """One route of a table; `attributes` has its `key: value` lines, `hops` its (gateway or None, link)."""

    prefix: str
    protocol: str
    since: datetime
    best: bool
    reachable: bool
    hops: list[tuple[str | None, str]] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def is_connected(self) -> bool:
        """Whether it is an interface's connected prefix."""
        return self.attributes.get("Type", "").startswith("device")

    @property
    def is_static(self) -> bool:
        """Whether it is a configured static route."""
        return self.attributes.get("Type", "").startswith("static")

    @property
    def as_path(self) -> tuple[int, ...]:
        """The AS path, with sets flattened."""
        return tuple(int(number) for number in _NUMBERS.findall(self.attributes.get("BGP.as_path", "")))

    def integer(self, key: str) -> int | None:
        """Return a numeric attribute; None if it is missing."""
        return int(self.attributes[key]) if key in self.attributes else None


def read_protocols(lines: Iterable[str]) -> Iterator[BirdProtocol]:
    """Yield the protocols of `show protocols all`."""
    protocol: BirdProtocol | None = None
    for line in lines:
        if match := _PROTOCOL.match(line):
            if protocol:
                yield protocol
            protocol = BirdProtocol(match[1], datetime.fromisoformat(match[4]), {})
        elif protocol and (pair := _pair(line)):
            protocol.details.setdefault(*pair)
    if protocol:
        yield protocol


def read_routes(lines: Iterable[str]) -> Iterator[BirdRoute]:
    """Yield the routes of `show route all table X`; a route without a prefix has the previous route's."""
    route: BirdRoute | None = None
    for line in lines:
        if match := _ROUTE.match(line):
            if route:
                yield route
            prefix = match[1] or (route.prefix if route else "")
            route = BirdRoute(prefix, match[3], datetime.fromisoformat(match[4]), bool(match[5]), match[2] == "unicast")
        elif route and line.startswith("\t"):
            _add(route, line)
    if route:
        yield route


def _add(route: BirdRoute, line: str) -> None:
    if hop := _HOP.match(line.strip()):
        route.hops.append((hop[1], hop[2]))
    elif pair := _pair(line):
        route.attributes.setdefault(*pair)


def _pair(line: str) -> tuple[str, str] | None:
    key, colon, value = line.strip().partition(":")
    return (key, value.strip()) if colon else None
