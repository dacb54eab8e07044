"""Calico's side of a session, and how the router prints sessions."""

import json
import re

from lab.errors import LabError
from lab.fabric import Fabric
from lab.fabric.topology import Host
from lab.kubernetes.calico import tools
from lab.kubernetes.kubectl import kubectl

ADDRESS = "10.0.0.254"
ROUTER_AS = 65000
PEER = "collision"


def apply_calico(fabric: Fabric, own_as: int) -> None:
    """Calico asks the address too, as `own_as`; its other peers keep the AS number they have."""
    spec = {"peerIP": ADDRESS, "asNumber": ROUTER_AS, "localASNumber": own_as}
    peer = {"apiVersion": "projectcalico.org/v3", "kind": "BGPPeer", "metadata": {"name": PEER}, "spec": spec}
    kubectl(fabric, "apply", "--filename=-", stdin=json.dumps(peer))


def remove_calico(fabric: Fabric) -> None:
    """Calico no longer asks the address."""
    kubectl(fabric, "delete", "bgppeers.projectcalico.org", PEER, "--ignore-not-found")


def node_status(fabric: Fabric, host: Host) -> str:
    """What `calicoctl node status` prints on the node.

    Raises:
        LabError: It cannot look.
    """
    return _told(fabric, host, "calicoctl", "node", "status")


def protocols(fabric: Fabric, host: Host) -> str:
    """What the node's BIRD says of its sessions.

    Raises:
        LabError: It cannot look.
    """
    return _told(fabric, host, "birdc", "-s", "/run/calico/bird.ctl", "show", "protocols")


def _told(fabric: Fabric, host: Host, *command: str) -> str:
    path = f"{tools(fabric.places)}:/usr/sbin:/usr/bin:/sbin:/bin"
    return fabric.run_in(host.name, ["env", *command], env={"PATH": path})


def calico_state(fabric: Fabric, host: Host) -> str:
    """The state of the node's session with the address, in calicoctl's words; `none` where it has no such peer.

    While confd rewrites its configuration BIRD does not answer for a moment; that counts as `none`.
    """
    try:
        table = node_status(fabric, host)
    except LabError:
        return "none"
    row = next((line for line in table.splitlines() if f"| {ADDRESS} " in line), "")
    return row.split("|")[-2].strip() if row else "none"


def established(summary: str) -> list[str]:
    """The neighbors whose last column is a number of prefixes and not a state's name, in the table's order."""
    rows = re.findall(r"^(\d+\.\d+\.\d+\.\d+) .* (\S+)$", summary, re.MULTILINE)
    return [address for address, last in rows if last.isdigit()]
