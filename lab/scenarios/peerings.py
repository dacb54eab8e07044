"""Calico's end of the session, and the router's table of sessions."""

import json

from lab.errors import LabError
from lab.fabric import Fabric
from lab.fabric.topology import Host
from lab.kubernetes.calico import tools
from lab.kubernetes.kubectl import kubectl

ADDRESS = "10.0.0.254"
ROUTER_AS = 65000
PEER = "collision"


def apply_calico(fabric: Fabric, own_as: int) -> None:
    """Create Calico's peer at the address, with `own_as`; other peers keep their AS number."""
    spec = {"peerIP": ADDRESS, "asNumber": ROUTER_AS, "localASNumber": own_as}
    peer = {"apiVersion": "projectcalico.org/v3", "kind": "BGPPeer", "metadata": {"name": PEER}, "spec": spec}
    kubectl(fabric, "apply", "--filename=-", stdin=json.dumps(peer))


def remove_calico(fabric: Fabric) -> None:
    """Delete Calico's peer at the address."""
    kubectl(fabric, "delete", "bgppeers.projectcalico.org", PEER, "--ignore-not-found")


def node_status(fabric: Fabric, host: Host) -> str:
    """The output of `calicoctl node status` on the node.

    Raises:
        LabError: The command failed.
    """
    return _output(fabric, host, "calicoctl", "node", "status")


def protocols(fabric: Fabric, host: Host) -> str:
    """The sessions as the node's BIRD shows them.

    Raises:
        LabError: The command failed.
    """
    return _output(fabric, host, "birdc", "-s", "/run/calico/bird.ctl", "show", "protocols")


def configure(fabric: Fabric, host: Host) -> None:
    """Let the node's BIRD read its configuration.

    Raises:
        LabError: BIRD refuses it.
    """
    answer = _output(fabric, host, "birdc", "-s", "/run/calico/bird.ctl", "configure")
    if "Reconfigured" not in answer and "Reconfiguration in progress" not in answer:
        raise LabError(f"{host.name}.bird", answer.strip())


def _output(fabric: Fabric, host: Host, *command: str) -> str:
    path = f"{tools(fabric.places)}:/usr/sbin:/usr/bin:/sbin:/bin"
    return fabric.run_in(host.name, ["env", *command], env={"PATH": path})


def calico_state(fabric: Fabric, host: Host) -> str:
    """The state of the node's session with the address, as calicoctl shows it; `none`: there is no such peer.

    While confd rewrites its configuration BIRD does not answer for a moment; the state is then `none` as well.
    """
    try:
        table = node_status(fabric, host)
    except LabError:
        return "none"
    row = next((line for line in table.splitlines() if f"| {ADDRESS} " in line), "")
    return row.split("|")[-2].strip() if row else "none"
