"""What FRR shows of its VRFs."""

import json

from lab.fabric import Fabric
from lab.scenarios.frr.vtysh import vtysh


def bgp_paths(fabric: Fabric, vrf: str) -> dict[str, list[str]]:
    """The next hops of every prefix in the BGP table of the VRF, one for each path."""
    return next_hops(vtysh(fabric, f"show bgp vrf {vrf} ipv4 unicast json"))


def next_hops(table: str) -> dict[str, list[str]]:
    """The next hops of every prefix in a BGP table in JSON, one for each path."""
    routes = json.loads(table).get("routes", {})
    return {prefix: [hop["ip"] for path in paths for hop in path["nexthops"]] for prefix, paths in routes.items()}
