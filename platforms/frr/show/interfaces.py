"""The interfaces in `show interface vrf all json`. Source: zebra/interface.c of FRR 8.4.4."""

import json
from ipaddress import IPv4Interface
from typing import Any

from platforms.facts import RunningInterface


def running_interfaces(text: str) -> dict[str, RunningInterface]:
    """Every interface by name; one that is down without a line is without a carrier."""
    return {name: _interface(each) for name, each in json.loads(text or "{}").items()}


def _interface(each: dict[str, Any]) -> RunningInterface:
    found = [str(address["address"]) for address in each.get("ipAddresses", ())]
    return RunningInterface(
        each.get("vrfName", "default"),
        tuple(IPv4Interface(address) for address in found if ":" not in address),
        each.get("administrativeStatus") == "down",
        each.get("operationalStatus") != "down",
    )
