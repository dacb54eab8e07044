"""FRR's running configuration by modes, and the Linux interfaces below it.

Source: measured with FRR 8.4.4; `show running-config` indents each mode by one space more than the one around it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Interface
from itertools import pairwise
from typing import Any

from errors import PlanError

# The modes' first lines from the outermost on; () is global configuration.
Mode = tuple[str, ...]

_HEADER = ("Building configuration", "Current configuration")
_CLOSING = frozenset({"exit", "end"})
# Precedes the kernel's interfaces in what a session reads; to FRR it is a comment.
LINKS = "! links: "
# Precedes the reason why a VRF device that the stack makes would be gone after a restart.
NOT_KEPT = "! not kept: "
# The alias of a VRF device that a stack has made.
MADE = "bgp-coexist"
# The mode of commands for the router's shell: they need root, and change the kernel's interfaces.
SHELL: Mode = ("shell",)
# Precedes a line that only other daemons than bgpd have. FRR's comments begin with "!", so this is a change of its own.
LACKING = "# bgpd lacks: "
# Further facts in what a session reads, which are comments to FRR: a daemon that is not there, and `maximum-paths` by
# default, which is not printed.
NO_BFDD = "! bfdd is not running"
DEFAULT_PATHS = "! maximum-paths by default: "
_DATACENTER = "frr defaults datacenter"
_POLICY = "bgp ebgp-requires-policy"
# What begins a mode even where it has no lines: in global configuration, and in a mode.
HEADS = (("router ", "interface ", "vrf "), ("address-family ",))


@dataclass(frozen=True)
class Link:
    """One network interface of the kernel.

    Attributes:
        kind: Its kind, such as `vrf` or `veth`; "" for a port.
        vrf: The VRF device that it belongs to.
        addresses: Its IPv4 addresses.
        holder: The device of another kind that it belongs to, such as a bridge.
        table: The routing table of a VRF device.
        made: Whether it is a VRF device that a stack has made.
    """

    kind: str = ""
    vrf: str | None = None
    addresses: tuple[IPv4Interface, ...] = ()
    holder: str | None = None
    table: int | None = None
    made: bool = False


@dataclass(frozen=True)
class Configuration:
    """A running configuration.

    Attributes:
        modes: The lines of each mode in the router's order, without those of the modes in it; a mode is there also
            where it has no lines.
        links: The kernel's interfaces by name; None where they could not be read.
        has_bfdd: Whether the daemon for BFD runs.
        default_paths: The value of `maximum-paths` that FRR does not print; None where it is unknown, or above what a
            stack can declare.
        not_kept: Why a VRF device that the stack makes would be gone after a restart; "" where it would not.
    """

    modes: Mapping[Mode, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[str, Link] | None = None
    has_bfdd: bool = True
    default_paths: int | None = None
    not_kept: str = ""

    def lines(self, mode: Mode = ()) -> tuple[str, ...]:
        """The lines right in a mode; none where it does not exist."""
        return self.modes.get(mode, ())

    def below(self, mode: Mode) -> Iterator[tuple[Mode, str]]:
        """Each line of a mode and of the modes in it, with its own mode."""
        for place, lines in self.modes.items():
            if place[: len(mode)] == mode:
                yield from ((place, line) for line in lines)

    def ports(self, vrf: str) -> list[str]:
        """The interfaces in a VRF device, in the order of their names."""
        return sorted(name for name, link in (self.links or {}).items() if link.vrf == vrf)

    def heads(self, start: str) -> list[str]:
        """The first lines of the outermost modes that begin so, such as `router bgp `."""
        return [mode[0] for mode in self.modes if len(mode) == 1 and mode[0].startswith(start)]


def parse(text: str) -> Configuration:
    """What a session reads: `show running-config`, and the kernel's interfaces.

    Raises:
        PlanError: The interfaces cannot be read.
    """
    links, paths = _remark(text, LINKS), _remark(text, DEFAULT_PATHS)
    lines = [(len(line) - len(line.lstrip()), line.strip()) for line in statements(text) if not line.startswith("#")]
    modes = _modes([(depth, line) for depth, line in lines if line not in _CLOSING and not line.startswith("exit-")])
    written_out = {mode: tuple(_written_out(lines)) for mode, lines in modes.items()}
    return Configuration(
        written_out,
        None if links is None else links_of(links),
        NO_BFDD not in text.splitlines(),
        None if paths is None else int(paths),
        _remark(text, NOT_KEPT) or "",
    )


def in_order(text: str) -> tuple[str, ...]:
    """Each line with its modes, sorted: FRR may print the same configuration in another order after a restart.

    With the VRF devices, and with the interfaces in those that a stack has made.
    """
    tree = parse(text)
    lines = [" / ".join((*mode, line)) for mode, each in tree.modes.items() for line in each]
    lacking = [line for line in statements(text) if line.startswith(LACKING)]
    return tuple(sorted([*lines, *map(" / ".join, filter(None, tree.modes)), *lacking, *_devices(tree)]))


def _devices(tree: Configuration) -> Iterator[str]:
    for name, link in (tree.links or {}).items():
        if link.kind == "vrf":
            yield " ".join(["! VRF device", name, *(tree.ports(name) if link.made else ())])


def _remark(text: str, start: str) -> str | None:
    """What follows on the line that begins so; None without one."""
    return next((line.removeprefix(start) for line in text.splitlines() if line.startswith(start)), None)


def statements(text: str) -> Iterator[str]:
    """The lines of a printed configuration, without comments, the kernel's interfaces, and what is printed around."""
    for line in text.splitlines():
        if (stripped := line.strip()) and not stripped.startswith(("!", *_HEADER)):
            yield line.rstrip()


def _modes(printed: list[tuple[int, str]]) -> dict[Mode, list[str]]:
    """The lines by mode, from the lines with their indents; with the default that a profile sets and does not print."""
    modes: dict[Mode, list[str]] = {(): []}
    around: list[tuple[int, str]] = []
    for (depth, line), (next_depth, _) in pairwise([*printed, (0, "")]):
        around = [each for each in around if each[0] < depth]
        place = tuple(head for _, head in around)
        if next_depth > depth or line.startswith(HEADS[min(depth, 1)]):
            modes.setdefault((*place, line), [])
            around.append((depth, line))
        else:
            modes[place].append(line)
    if _DATACENTER in modes[()]:
        for mode, lines in modes.items():
            if len(mode) == 1 and mode[0].startswith("router bgp ") and _POLICY not in lines:
                lines.append(f"no {_POLICY}")
    return modes


def _written_out(lines: list[str]) -> Iterator[str]:
    """The lines, `rt vpn both` as the two that it stands for."""
    for line in lines:
        if line.startswith("rt vpn both "):
            targets = line.removeprefix("rt vpn both ")
            yield f"rt vpn import {targets}"
            yield f"rt vpn export {targets}"
        else:
            yield line


def links_of(text: str) -> dict[str, Link]:
    """`ip -json -details address show` by interface.

    Raises:
        PlanError: It cannot be read.
    """
    try:
        found: list[dict[str, Any]] = json.loads(text)
        if not isinstance(found, list):
            raise TypeError("not a list")
        return {each["ifname"]: _link(each) for each in found}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlanError(f"its interfaces are not understood: {error!r}") from None


def _link(each: dict[str, Any]) -> Link:
    info, master = each.get("linkinfo", {}), each.get("master")
    kind, in_vrf = info.get("info_kind", ""), info.get("info_slave_kind") == "vrf"
    addresses = (address for address in each.get("addr_info", ()) if address.get("family") == "inet")
    return Link(
        kind,
        master if in_vrf else None,
        tuple(IPv4Interface(f"{address['local']}/{address['prefixlen']}") for address in addresses),
        None if in_vrf else master,
        info.get("info_data", {}).get("table") if kind == "vrf" else None,
        kind == "vrf" and each.get("ifalias") == MADE,
    )
