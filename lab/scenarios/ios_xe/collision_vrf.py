"""The VRF on the router that both speakers dial: GigabitEthernet2's, with one neighbor per node."""

import re
from dataclasses import dataclass

from lab.errors import LabError
from lab.fabric import Fabric
from lab.fabric.topology import NODES
from lab.fabric.wait import wait_for
from lab.scenarios.ios_xe import prompt, tables
from lab.scenarios.peerings import ADDRESS
from lab.scenarios.stage import Stage

VRF = "collision"
ROUTER_AS = 65000
NODE_AS = 65001


@dataclass(frozen=True)
class IosXeCollisionVrf:
    """The VRF and the AS number that the router expects of every node there."""

    vrf: str
    neighbor_as: int
    keeps_the_first: bool = True

    @property
    def command(self) -> str:
        """The router's command that shows the sessions."""
        return f"show bgp vpnv4 unicast vrf {self.vrf} summary"

    def summary(self, fabric: Fabric) -> str:
        """The sessions as the router shows them."""
        return prompt.ask(fabric, self.command)[0]

    def established(self, fabric: Fabric) -> list[str]:
        """The addresses of the established neighbors, in the order of the router."""
        return tables.established(self.summary(fabric))


def prepare(stage: Stage) -> IosXeCollisionVrf:
    """The VRF with a neighbor for every node at 10.0.0.254: the stack's, or one created for the scenario.

    Raises:
        LabError: The router has BGP, but not for all nodes there: another change is under way.
    """
    before = prompt.running(stage.fabric)
    if "\nrouter bgp " not in before:
        stage.afterwards("the router's configuration", lambda: _restore(stage, before))
        prompt.configure(stage.fabric, _lines())
        stage.say(f"  the router has VRF {VRF} with a neighbor per node on GigabitEthernet2, address {ADDRESS}")
        return IosXeCollisionVrf(VRF, NODE_AS)
    vrf = re.search(r"^interface GigabitEthernet2\n(?:.*\n)*? (?:ip )?vrf forwarding (\S+)", before, re.MULTILINE)
    summary = prompt.ask(stage.fabric, f"show bgp vpnv4 unicast vrf {vrf[1]} summary")[0] if vrf else ""
    numbers = {int(row.split()[2]) for row in summary.splitlines() if row.split()[:1] in [[host.ip] for host in NODES]}
    if vrf is None or len(numbers) != 1:
        hint = "pulumi up or pulumi destroy first"
        raise LabError("router", "it runs BGP, but not with every node on GigabitEthernet2", hint)
    stage.say(f"  the stack is up: its VRF {vrf[1]} has a neighbor per node on GigabitEthernet2, address {ADDRESS}")
    return IosXeCollisionVrf(vrf[1], numbers.pop())


def _lines() -> list[str]:
    neighbors = [
        line for host in NODES for line in (f"neighbor {host.ip} remote-as {NODE_AS}", f"neighbor {host.ip} activate")
    ]
    return [
        *(f"ip vrf {VRF}", f"rd {ROUTER_AS}:99", "exit"),
        *("interface GigabitEthernet2", f"ip vrf forwarding {VRF}", f"ip address {ADDRESS} 255.255.255.0", "exit"),
        *(f"router bgp {ROUTER_AS}", f"address-family ipv4 vrf {VRF}"),
        *neighbors,
    ]


def _restore(stage: Stage, before: str) -> None:
    """Restore the running configuration; the router deletes a VRF with a delay."""
    interface = ["interface GigabitEthernet2", "no ip address", f"no ip vrf forwarding {VRF}", "exit"]
    prompt.configure(stage.fabric, [f"no router bgp {ROUTER_AS}", *interface, f"no ip vrf {VRF}"])

    def differs() -> str | None:
        return None if prompt.running(stage.fabric) == before else "a difference"

    wait_for("the running configuration to be as before", differs, seconds=60, who="router", every=2)
