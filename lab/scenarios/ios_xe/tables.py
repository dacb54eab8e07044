"""What the router shows of its VRFs."""

import re
from collections.abc import Sequence

from lab.fabric import Fabric
from lab.scenarios.ios_xe import prompt


def bgp_vrfs(fabric: Fabric) -> list[str]:
    """The VRFs with a BGP family."""
    return re.findall(r"^ address-family ipv4 vrf (\S+)", prompt.running(fabric), re.MULTILINE)


def summaries(fabric: Fabric, vrfs: Sequence[str]) -> list[str]:
    """The summary of the BGP sessions in each VRF."""
    return prompt.ask(fabric, *(f"show bgp vpnv4 unicast vrf {vrf} summary" for vrf in vrfs))


def bgp_routes(fabric: Fabric, vrfs: Sequence[str]) -> list[str]:
    """The BGP routes in the table of each VRF."""
    return prompt.ask(fabric, *(f"show ip route vrf {vrf} bgp" for vrf in vrfs))


def established(summary: str) -> list[str]:
    """The established neighbors in the table's order: those with a number of prefixes in the last column."""
    rows = re.findall(r"^(\d+\.\d+\.\d+\.\d+) .* (\S+)$", summary, re.MULTILINE)
    return [address for address, last in rows if last.isdigit()]
