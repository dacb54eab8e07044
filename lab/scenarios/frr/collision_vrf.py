"""The VRF on FRR that both speakers dial: that of the port to the nodes, with one neighbor per node."""

import ipaddress
import json
from dataclasses import dataclass
from typing import Any

from lab.errors import LabError
from lab.fabric import Fabric
from lab.fabric.topology import NODES
from lab.scenarios.frr.vtysh import configure, running, vtysh
from lab.scenarios.peerings import ADDRESS, ROUTER_AS
from lab.scenarios.stage import Stage

# The machine's VRF device of the port to the nodes, see lab/frr_machine/settings.py.
VRF, PORT = "k8s-metallb", "eth1"
NODE_AS = 65001


@dataclass(frozen=True)
class FrrCollisionVrf:
    """The VRF and the AS number that FRR expects of every node there."""

    neighbor_as: int
    keeps_the_first: bool = False

    @property
    def command(self) -> str:
        """FRR's command that shows the sessions."""
        return f"show bgp vrf {VRF} ipv4 unicast summary"

    def summary(self, fabric: Fabric) -> str:
        """The sessions as FRR shows them."""
        return vtysh(fabric, self.command)

    def established(self, fabric: Fabric) -> list[str]:
        """The addresses of the established neighbors, in their order."""
        found = [address for address, peer in _peers(fabric).items() if peer["state"] == "Established"]
        return sorted(found, key=ipaddress.IPv4Address)


def prepare(stage: Stage) -> FrrCollisionVrf:
    """The VRF with a neighbor for every node at 10.0.0.254: the stack's, or one configured for the scenario.

    Raises:
        LabError: FRR has BGP, but not for all nodes there: another change is under way.
    """
    before = running(stage.fabric)
    if not any(line.startswith("router bgp ") for line in before):
        stage.afterwards("the router's configuration", lambda: _restore(stage, before))
        configure(stage.fabric, _lines())
        stage.say(f"  the router's VRF {VRF} has a neighbor per node on {PORT}, address {ADDRESS}")
        return FrrCollisionVrf(NODE_AS)
    peers = _peers(stage.fabric)
    numbers = {peers[host.ip]["remoteAs"] for host in NODES if host.ip in peers}
    if len(numbers) != 1 or not all(host.ip in peers for host in NODES):
        raise LabError(
            "router", f"it runs BGP, but not with every node in VRF {VRF}", "pulumi up or pulumi destroy first"
        )
    stage.say(f"  the stack is up: its VRF {VRF} has a neighbor per node on {PORT}, address {ADDRESS}")
    return FrrCollisionVrf(numbers.pop())


def _peers(fabric: Fabric) -> dict[str, Any]:
    """FRR's neighbors in the VRF, by address."""
    summary: dict[str, Any] = json.loads(vtysh(fabric, f"show bgp vrf {VRF} ipv4 unicast summary json"))
    peers: dict[str, Any] = summary.get("peers", {})
    return peers


def _lines() -> list[str]:
    interface = [f"interface {PORT} vrf {VRF}", f"ip address {ADDRESS}/24", "exit"]
    neighbors = [f"neighbor {host.ip} remote-as {NODE_AS}" for host in NODES]
    return [*interface, f"router bgp {ROUTER_AS} vrf {VRF}", "no bgp ebgp-requires-policy", *neighbors]


def _restore(stage: Stage, before: list[str]) -> None:
    """Restore the running configuration.

    Raises:
        LabError: It is not as before.
    """
    interface = [f"interface {PORT} vrf {VRF}", f"no ip address {ADDRESS}/24", "exit"]
    configure(stage.fabric, [f"no router bgp {ROUTER_AS} vrf {VRF}", *interface])
    if (now := running(stage.fabric)) != before:
        differing = sorted(set(now) ^ set(before))
        raise LabError("router", f"its running configuration is not as before: {'; '.join(differing)}")
