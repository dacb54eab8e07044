"""The dev stack's configuration with one thing wrong, in every place and every way that can be listed.

Nothing here is random: the same list every time, as long as the configuration is the same.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from model.paths import path_to
from tests.seed import Values, seed_values

Path = tuple[str | int, ...]
# Maps from a person's own names; a strange key in them is a name like any other.
NAMED = {"routers", "vrfs", "interfaces", "nodes", "pools", "prefixLists", "values", "remoteAs"}


@dataclass(frozen=True)
class Invalid:
    """One wrong configuration: what was done, to which place, and the configuration's values."""

    what: str
    path: Path
    values: Values

    @property
    def place(self) -> str:
        """The place as a report names it: `routers.csr1000v.vrfs`, `calico.peers[0]`."""
        return path_to(self.path)

    def __str__(self) -> str:
        """`routers.csr1000v.asn is 0`."""
        return f"{self.place} {self.what}"


# What is wrong for every place of a key's name, whatever router or VRF it belongs to.
BAD_ASN = (0, -1, 1.5, 4294967296, "sixty-five thousand", True, "65000:1")
BAD_TARGET = ("65000", "65000:", ":1", "1.2.3:4", "65000:1 65000:2", "65000:1\n exit", 65000)
BAD_ADDRESS = ("10.0.0", "10.0.0.256", "2001:db8::1", "csr1000v", "10.0.0.1/24 secondary", -1)
BAD_PREFIX = ("10.100.0.1/24", "10.100.0.0/33", "ten", "2001:db8::/32", "10.100.0.0 255.255.255.0")
BAD: dict[str, tuple[Any, ...]] = {
    "asn": BAD_ASN,
    "port": (0, 65536, -22, "ssh", 22.5),
    "rd": BAD_TARGET,
    "routerId": BAD_ADDRESS,
    "ebgpMultihop": (1, 256, 0, "many", 2.5),
    "maximumPaths": (0, 33, -4, "all", 1.5),
    "prefixListOut": ("two words", "", "x" * 33, "a\nb", "no-such-list"),
    "podCidr": BAD_PREFIX,
    "serviceCidr": BAD_PREFIX,
    "host": ("",),
    "username": ("",),
}
BAD_ITEM: dict[str, tuple[Any, ...]] = {
    "peers": (*BAD_ADDRESS, "9.9.9.9"),
    "nodes": BAD_ADDRESS,
    "interfaces": ("10.0.0.254/33", "10.0.0/24", "dhcp", "2001:db8::1/64"),
    "prefixLists": ("deny any", []),
    "pools": (["10.100.0.1/24"], ["pool"], "10.100.0.0/24", []),
}
BAD_NAME: dict[str, tuple[str, ...]] = {
    "vrfs": ("two words", "", "x" * 33, "a\nb", "-dash"),
    "interfaces": ("Gi9", "Loopback", "eth0", "GigabitEthernet2 description x", ""),
    "prefixLists": ("two words", "", "x" * 33, "a\nb"),
    "pools": ("Capital", "under_score", "", "-dash"),
}
REQUIRED = {"routers", "cluster", "calico", "metallb", "host", "username", "asn", "vrfs", "rd", "peers", "pools"}
REQUIRED |= {"nodes", "podCidr", "serviceCidr"}
_MISSING = object()


def invalid_stacks() -> list[Invalid]:
    """All of them."""
    seed = seed_values()
    seed["demo"], seed["verification"] = {"enabled": True}, {"enabled": False}
    return [wrong for path, value in _places(seed) for wrong in _wrong(seed, path, value)]


def _places(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place in a value and what it holds, the whole aside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in inner:
        yield (*path, key), held
        yield from _places(held, (*path, key))


def _wrong(seed: Values, path: Path, value: Any) -> Iterator[Invalid]:
    """Everything that can be wrong at one place."""
    key = path[-1]
    above = path[-2] if len(path) > 1 else ""
    another_type = [7] if isinstance(value, dict) else {"x": 7}
    for bad in (another_type, *BAD.get(str(key), ()), *BAD_ITEM.get(str(above), ())):
        yield _with(seed, path, bad, f"is {bad!r:.40}")
    if isinstance(value, dict) and key not in NAMED:
        yield _with(seed, (*path, "colour"), "red", "is there")
    for name in BAD_NAME.get(str(key), ()):
        yield _with(seed, (*path, name), next(iter(value.values())), "is a name")
    if key in REQUIRED:
        yield _with(seed, path, _MISSING, "is missing")


def _with(seed: Values, path: Path, value: Any, what: str) -> Invalid:
    """The seed with that value, or without any, at that place."""
    values = copy.deepcopy(seed)
    holder: Any = values
    for part in path[:-1]:
        holder = holder[part]
    if value is _MISSING:
        del holder[path[-1]]
    else:
        holder[path[-1]] = copy.deepcopy(value)
    return Invalid(what, path, values)
