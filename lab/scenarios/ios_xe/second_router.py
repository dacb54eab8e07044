"""A second router on the lab's switch and at its client, and the stack with both routers."""

import json
import re
from typing import Any

from lab.fabric import Fabric, namespaces, processes, router
from lab.fabric.topology import CLIENT, NODES, ROUTING, SWITCH, Cable, Host
from lab.scenarios.ios_xe import prompt

MACHINE = router.SECOND
NODE_SIDE, CLIENT_SIDE = "10.0.0.253", "10.0.2.254"
LOOPBACK = "2.2.2.2"
# What the nodes dial at each router, and how they reach it, whichever router is their gateway: in place of an IGP.
_LOOPBACKS = {"1.1.1.2": "10.0.0.254", LOOPBACK: NODE_SIDE}
_CLIENT = "10.0.2.100/24"
_CABLES = (
    Cable((SWITCH, MACHINE.host), (MACHINE.host, "Gi2")),
    Cable((MACHINE.host, "Gi3"), (CLIENT, "eth1")),
)


def start(fabric: Fabric) -> None:
    """Start the router, and give the client and the nodes what they need to reach it."""
    namespaces.build(fabric.prefix, [Host(MACHINE.host, sysctls=ROUTING)], _CABLES)
    router.start(fabric, MACHINE)
    fabric.run_in(CLIENT, ["ip", "address", "replace", _CLIENT, "dev", "eth1"])
    for host in NODES:
        for loopback, router_address in _LOOPBACKS.items():
            fabric.run_in(host.name, ["ip", "route", "replace", f"{loopback}/32", "via", router_address])


def remove(fabric: Fabric) -> None:
    """Remove the router and everything that `start` added."""
    for host in NODES:
        for loopback in _LOOPBACKS:
            fabric.run_in(host.name, ["ip", "route", "flush", f"{loopback}/32"])
    for process in [each for each in processes.recorded(fabric.places) if each.name.startswith(f"{MACHINE.host}.")]:
        fabric.stop(process.name)
    namespaces.remove(f"{fabric.prefix}-{MACHINE.host}")


def summary(fabric: Fabric, vrf: str) -> dict[str, int]:
    """The AS of each neighbor in a VRF, by its address."""
    (text,) = prompt.ask(fabric, f"show bgp vpnv4 unicast vrf {vrf} summary", machine=MACHINE)
    rows = re.findall(r"^(\d+\.\d+\.\d+\.\d+) +4 +(\d+)", text, re.MULTILINE)
    return {address: int(asn) for address, asn in rows}


def routers(first: dict[str, Any], name: str) -> dict[str, Any]:
    """The first router as it is described, and the second beside it with addresses of its own."""
    text = json.dumps(first)
    for old, new in (
        ("1.1.1.", "2.2.2."),
        ("1.0.0.", "2.0.0."),
        ("10.0.0.254/", f"{NODE_SIDE}/"),
        ("10.0.1.254/", f"{CLIENT_SIDE}/"),
    ):
        text = text.replace(old, new)
    return {name: first, MACHINE.hostname: json.loads(text) | {"port": MACHINE.port}}
