"""What the router shows of its VRFs."""

import re
from collections.abc import Sequence

from lab.fabric import Fabric, router
from lab.scenarios.ios_xe import prompt


def bgp_vrfs(fabric: Fabric, machine: router.Machine = router.FIRST) -> list[str]:
    """The VRFs with a BGP family."""
    return re.findall(r"^ address-family ipv4 vrf (\S+)", prompt.running(fabric, machine), re.MULTILINE)


def default_table(fabric: Fabric, machine: router.Machine) -> tuple[str, str]:
    """The summary of the sessions outside every VRF, and their BGP table."""
    summary, table = prompt.ask(fabric, "show bgp ipv4 unicast summary", "show bgp ipv4 unicast", machine=machine)
    return summary, table


def summaries(fabric: Fabric, vrfs: Sequence[str], machine: router.Machine = router.FIRST) -> list[str]:
    """The summary of the BGP sessions in each VRF."""
    return prompt.ask(fabric, *(f"show bgp vpnv4 unicast vrf {vrf} summary" for vrf in vrfs), machine=machine)


def sessions(fabric: Fabric, vrfs: Sequence[str], machine: router.Machine = router.FIRST) -> dict[str, list[str]]:
    """The established neighbors of each VRF, in the order of the router's table; `*`: a dynamic one."""
    return {vrf: established(text) for vrf, text in zip(vrfs, summaries(fabric, vrfs, machine), strict=True)}


def bgp_routes(fabric: Fabric, vrfs: Sequence[str]) -> list[str]:
    """The BGP routes in the table of each VRF."""
    return prompt.ask(fabric, *(f"show ip route vrf {vrf} bgp" for vrf in vrfs))


def bgp_paths(fabric: Fabric, vrf: str) -> dict[str, list[str]]:
    """The next hops of every prefix in the BGP table of the VRF, one for each path."""
    return next_hops(prompt.ask(fabric, f"show bgp vpnv4 unicast vrf {vrf}")[0])


def next_hops(table: str) -> dict[str, list[str]]:
    """The next hops of every prefix in a BGP table, one for each path.

    A path's line begins with its status, and with the prefix in the first line of that. A long prefix has the line to
    itself, and its first path follows at the next hop's column.
    """
    found: dict[str, list[str]] = {}
    hops: list[str] = []
    for line in table.splitlines():
        if not line.startswith((" *", " " * 20)):
            continue
        addresses = re.findall(r"\d+\.\d+\.\d+\.\d+(?:/\d+)?", line)
        if line[6:7].strip() and addresses:
            hops = found.setdefault(addresses.pop(0), [])
        hops += addresses[:1]
    return found


def established(summary: str) -> list[str]:
    """The established neighbors in the table's order, those with a number of prefixes last; `*`: a dynamic one."""
    rows = re.findall(r"^(\*?\d+\.\d+\.\d+\.\d+) .* (\S+)$", summary, re.MULTILINE)
    return [address for address, last in rows if last.isdigit()]
