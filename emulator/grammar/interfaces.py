"""Interface names: IOS's abbreviations, the configuration's long names, the tables' short names."""

import re

KINDS = {
    "Loopback": "Lo",
    "Null": "Nu",
    "Tunnel": "Tu",
    "VirtualPortGroup": "VPG",
    "Multilink": "Mu",
    "Port-channel": "Po",
    "FastEthernet": "Fa",
    "Ethernet": "Et",
    "GigabitEthernet": "Gi",
    "TwoGigabitEthernet": "Tw",
    "FiveGigabitEthernet": "Fi",
    "TenGigabitEthernet": "Te",
    "TwentyFiveGigE": "Twe",
    "FortyGigabitEthernet": "Fo",
    "FortyGigE": "FortyGigE",
    "HundredGigE": "Hu",
    "AppGigabitEthernet": "Ap",
    "AppNav-Compress": "AC",
    "AppNav-UnCompress": "AU",
    "Serial": "Se",
    "ATM": "AT",
    "POS": "PO",
    "Cellular": "Ce",
    "Async": "As",
    "BRI": "BR",
    "Virtual-Template": "Vt",
    "Dialer": "Di",
    "BVI": "BV",
    "Vlan": "Vl",
    "BDI": "BD",
    "nve": "nve",
    "LISP": "LI",
}
"""The kinds in the order of the running configuration, with the tables' short name."""
_PORTS = ("Ethernet", "GigE", "Serial", "ATM", "POS", "Cellular", "Async", "BRI")
_ORDER = {kind: at for at, kind in enumerate(KINDS)}
_NAME = re.compile(r"([A-Za-z-]*[A-Za-z])(\d+(?:/\d+)*(?::\d+)?)(?:\.(\d+))?\Z")
CSR_PORTS = 4
"""The number of ports in the factory configuration."""


def interface_name(text: str) -> str | None:
    """Return the long name (`GigabitEthernet2` for `gi2`); None for an invalid name."""
    found = _NAME.match(text)
    if not found:
        return None
    word, number, sub = found.groups()
    kinds = _kinds(word.lower())
    if len(kinds) != 1 or (sub and not _has_subinterfaces(kinds[0])):
        return None
    if not is_physical(kinds[0]) and not number.isdigit():
        return None
    if kinds[0] == "GigabitEthernet" and number == "0" and not sub:
        return "GigabitEthernet0"
    plain = str(int(number)) if number.isdigit() else number
    return (
        f"{kinds[0]}{plain}" + (f".{int(sub)}" if sub else "")
        if int(plain.split("/")[0].split(":")[0]) <= 2147483647
        else None
    )


def _kinds(word: str) -> list[str]:
    exact = [kind for kind in KINDS if kind.lower() == word]
    return exact or [kind for kind in KINDS if kind.lower().startswith(word)]


def _has_subinterfaces(kind: str) -> bool:
    return is_physical(kind) or kind in ("Port-channel", "Tunnel", "Multilink")


def short_name(name: str) -> str:
    """Return the tables' short name: `Gi2` for `GigabitEthernet2`."""
    kind, number = split_name(name)
    return KINDS.get(kind, kind) + number


def split_name(name: str) -> tuple[str, str]:
    """Return the kind and the number: `("GigabitEthernet", "4.10")`."""
    kind = name.rstrip("0123456789./:")
    return kind, name[len(kind) :]


def is_physical(name: str) -> bool:
    """Return whether the name is a physical port, which cannot be removed."""
    return "." not in name and name.rstrip("0123456789/:").endswith(_PORTS)


def is_csr_port(name: str) -> bool:
    """Return whether the name is a CSR1000v port, which prints its link's defaults."""
    return re.fullmatch(r"GigabitEthernet\d+", name) is not None


def sort_key(name: str) -> tuple[int, tuple[int, ...], int]:
    """Return a sort key: loopbacks, tunnels, ports, each in numeric order, sub-interfaces after their port."""
    kind, number = split_name(name)
    main, _, sub = number.partition(".")
    return _ORDER.get(kind, len(_ORDER)), tuple(int(part) for part in re.split("[/:]", main) if part), int(sub or -1)
