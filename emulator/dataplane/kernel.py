"""The kernel of the router's namespace: read with `ip -json`, changed with one `ip -batch`."""

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from emulator.dataplane.errors import DataplaneError
from emulator.dataplane.kernel_state import (
    ISOLATE,
    KERNEL_LOCAL,
    STOP,
    Address,
    KernelState,
    Rule,
    commands,
    restored_state,
    sysctls,
    wanted_state,
)
from emulator.dataplane.state import Network

_COMMAND_SECONDS = 20


class Kernel:
    """Sets the addresses, rules, link states and sysctls that a `Network` needs, and restores the original ones.

    Args:
        proc: The folder of sysctls, `/proc/sys` (the one of the caller's namespace).
    """

    def __init__(self, proc: Path = Path("/proc/sys")) -> None:
        self._proc = proc
        self._before: dict[str, str] = {}

    def apply(self, network: Network, tables: Mapping[str | None, int]) -> None:
        """Apply the differences; links, addresses and rules that are not ours stay.

        Raises:
            DataplaneError: The kernel refused a command.
        """
        present = self.present()
        wanted = wanted_state(network, tables, present.links.keys())
        for name, value in sysctls(wanted).items():
            self._write_sysctl(name, value)
        self._run(commands(present, wanted))

    def restore(self, tables: Iterable[int]) -> None:
        """Remove our addresses, rules and tables, and restore the sysctls from before the first `apply`."""
        present = self.present()
        for table in tables:  # empty unless BIRD died
            _ip(["-4", "route", "flush", "table", str(table)], "")
        self._run(commands(present, restored_state(present)))
        for name, value in self._before.items():
            if (self._proc / name).exists():  # a removed link has none
                (self._proc / name).write_text(value)
        self._before.clear()

    def present(self) -> KernelState:
        """Return the kernel's current state."""
        return KernelState(
            links={link["ifname"]: "UP" in link["flags"] for link in ip_json("link", "show")},
            addresses=read_addresses(ip_json("-4", "address", "show")),
            rules=read_rules(ip_json("rule", "show")),
        )

    def has_carrier(self, link: str) -> bool:
        """Return whether the link exists, is up and has carrier."""
        return any(one["ifname"] == link and "LOWER_UP" in one["flags"] for one in ip_json("link", "show"))

    def routes(self, table: int) -> list[dict[str, Any]]:
        """Return a forwarding table as `ip -json route` shows it; empty for a table that does not exist."""
        return ip_json("-4", "route", "show", "table", str(table), missing_ok=True)

    def _write_sysctl(self, name: str, value: str) -> None:
        path = self._proc / name
        present = path.read_text().strip()
        if present != value:
            self._before.setdefault(name, present)
            path.write_text(value)

    def _run(self, lines: list[str]) -> None:
        if not lines:
            return
        ran = _ip(["-batch", "-"], "\n".join(lines) + "\n")
        if ran.returncode != 0:
            raise DataplaneError(f"the kernel refused a change: {ran.stderr.strip()}", f"commands: {'; '.join(lines)}")


def ip_json(*arguments: str, missing_ok: bool = False) -> list[dict[str, Any]]:
    """Return the output of `ip -json`; with `missing_ok`, a table that was never used is empty."""
    ran = _ip(["-json", *arguments], "")
    if ran.returncode != 0 and not missing_ok:
        raise DataplaneError(f"cannot read the kernel ({' '.join(arguments)}): {ran.stderr.strip()}")
    answer: list[dict[str, Any]] = json.loads(ran.stdout) if ran.returncode == 0 and ran.stdout.strip() else []
    return [entry for entry in answer if entry]


def read_addresses(links: Iterable[Mapping[str, Any]]) -> frozenset[Address]:
    """Return the addresses in the output of `ip -json address`."""
    return frozenset(_address(link["ifname"], entry) for link in links for entry in link.get("addr_info", []))


def read_rules(entries: Iterable[Mapping[str, Any]]) -> frozenset[Rule]:
    """Return our rules in the output of `ip -json rule`, and the kernel's first one if it is at its original place."""
    return frozenset(rule for entry in entries if _is_ours(rule := _rule(entry)))


def _ip(arguments: list[str], text: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["ip", *arguments], input=text, capture_output=True, text=True, timeout=_COMMAND_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DataplaneError(f"cannot run ip: {error}", "install iproute2") from error


def _address(link: str, entry: Mapping[str, Any]) -> Address:
    return Address(link, f"{entry['local']}/{entry['prefixlen']}", entry.get("label", link))


def _rule(entry: Mapping[str, Any]) -> Rule:
    """Return an entry of `ip -json rule` in `ip`'s syntax; a selector that we never use excludes it from our rules."""
    selector: tuple[str, ...] = ()
    if "iif" in entry:
        selector += ("iif", entry["iif"])
    for key, word in (("src", "from"), ("dst", "to")):
        if entry.get(key, "all") != "all":
            length = entry.get(f"{key}len")
            selector += (word, entry[key] if length is None else f"{entry[key]}/{length}")
    action = ("lookup", entry["table"]) if "table" in entry else (entry.get("action", "?"),)
    return Rule(entry["priority"], selector, action)


def _is_ours(rule: Rule) -> bool:
    return rule == KERNEL_LOCAL or ISOLATE <= rule.priority <= STOP
