"""Interface names: every abbreviation IOS accepts, the long name of the configuration, the short one of tables."""

import re

KINDS = {
    "GigabitEthernet": "Gi",
    "Loopback": "Lo",
    "Tunnel": "Tu",
}
_NAME = re.compile(r"([A-Za-z]+)(\d+)(?:\.(\d+))?\Z")
_LIMITS = {"GigabitEthernet": (1, 4), "Loopback": (0, 2147483647), "Tunnel": (0, 2147483647)}


def interface_name(text: str) -> str | None:
    """The long name (`gi2` is `GigabitEthernet2`), or None where no interface of this router can have it."""
    found = _NAME.match(text)
    if not found:
        return None
    word, number, sub = found.groups()
    kinds = [kind for kind in KINDS if kind.lower().startswith(word.lower())]
    if len(kinds) != 1 or (sub and kinds[0] != "GigabitEthernet"):
        return None
    low, high = _LIMITS[kinds[0]]
    if not low <= int(number) <= high:
        return None
    return f"{kinds[0]}{int(number)}" + (f".{int(sub)}" if sub else "")


def short_name(name: str) -> str:
    """`Gi2` for `GigabitEthernet2`, as the tables print it."""
    kind, number = split_name(name)
    return KINDS.get(kind, kind) + number


def split_name(name: str) -> tuple[str, str]:
    """The kind and the number, `("GigabitEthernet", "4.10")`."""
    kind = name.rstrip("0123456789.")
    return kind, name[len(kind) :]


def is_physical(name: str) -> bool:
    """Whether the name is a port of the router, which nobody can remove."""
    return name.startswith("GigabitEthernet") and "." not in name


def sort_key(name: str) -> tuple[int, int, int]:
    """Loopbacks, tunnels, then ports, each in numeric order, sub-interfaces after their port."""
    kind, number = split_name(name)
    main, _, sub = number.partition(".")
    return ("Loopback", "Tunnel", "GigabitEthernet").index(kind), int(main), int(sub or -1)
