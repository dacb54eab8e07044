"""The stack beside a whole configuration: what it takes there, and what of the router is never to change."""

import re
from collections.abc import Callable, Container

from tests.configuration_files import placed, text_of
from tests.faults.operations import Change, Operation
from tests.seed import Values

ADOPTED = "adopt-"
_NODES = r"10\.0\.0\.(1|11|12|13|14|22)"
_OURS = re.compile(
    r"(ip vrf|vrf definition) k8s-(calico|metallb)( / address-family ipv4)?( / (rd|route-target) .*)?"
    r"|interface (?P<port>\S+) / (no ip address|ip address .*|ip unnumbered .*|shutdown|(ip )?vrf forwarding .*)"
    r"|router bgp 65000 / bgp router-id .*"
    r"|router bgp 65000 / address-family ipv4 vrf k8s-(calico|metallb)"
    rf"( / (neighbor {_NODES} .*|bgp router-id .*|redistribute connected.*|maximum-paths .*))?"
    r"|ip prefix-list deny-all-routes .*"
)


def beside(name: str, operation: Operation) -> Operation:
    """An operation on a router with one of the whole configurations, the stack's names fitted to it."""
    text, adopt = text_of(name), name.startswith(ADOPTED)

    def becomes(described: Callable[[], Values]) -> Change:
        def changed(values: Values) -> None:
            values.clear()
            values.update(described())
            fit(values, text, adopt)

        return changed

    change, before = becomes(lambda: operation.wanted), becomes(lambda: operation.applied)
    return Operation(operation.verb, change, before, text, operation.saved, operation.by_hand)


def fit(values: Values, text: str, adopt: bool) -> None:
    """The stack takes loopbacks and ports that are free there, and leaves a router id that is set alone."""
    router = values["routers"]["csr1000v"]
    if "\nvrf definition k8s-" in text:
        router["vrfSyntax"] = "vrf definition"
    router["adopt"] = adopt
    if "\n bgp router-id " in text and not adopt:
        router.pop("routerId", None)
    names = {"Loopback1": "Tunnel1"} if adopt and "\ninterface Tunnel1\n" in text else {} if adopt else ports(text)
    for described in (router, *router["vrfs"].values()):
        held = described.get("interfaces", {})
        described["interfaces"] = {names.get(port, port): address for port, address in held.items()}


def ports(text: str) -> dict[str, str]:
    """What stands for the seed's interfaces there: loopbacks and ports that nothing uses."""
    blocks = _interfaces(text)
    free = [name for name, lines in blocks.items() if _is_free(name, lines)]
    found = {f"Loopback{number}": f"Loopback29{number}" for number in range(8) if f"Loopback{number}" in blocks}
    chosen = [each for each in ("GigabitEthernet2", "GigabitEthernet3") if each in free]
    chosen += [each for each in free if each not in chosen] + ["Loopback298", "Loopback299"]
    return found | dict(zip(("GigabitEthernet2", "GigabitEthernet3"), chosen, strict=False))


def _interfaces(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for header, *lines in placed(f"\n{text}"):
        if header.startswith("interface "):
            found.setdefault(header.split()[1], []).extend(lines)
    return found


def _is_free(name: str, lines: list[str]) -> bool:
    port = re.fullmatch(r"(FastEthernet|GigabitEthernet|TenGigabitEthernet)[\d/]+", name)
    used = ("vrf forwarding", "channel-group", "switchport", "pppoe", "service instance")
    return bool(port) and "no ip address" in lines and not any(word in line for line in lines for word in used)


def is_ours(names: Container[str]) -> Callable[[str], bool]:
    """Whether the stack with these interfaces may change a line."""

    def verdict(line: str) -> bool:
        found = _OURS.fullmatch(line)
        return bool(found) and (found["port"] is None or found["port"] in names)

    return verdict
