"""Calico's BGP objects as projectcalico.org/v3 writes them."""

from typing import Any

from model.cluster import Calico
from model.stack import Stack
from render.speakers import Peering, peerings

API_VERSION = "projectcalico.org/v3"


def bgp_configuration_spec(calico: Calico) -> dict[str, Any]:
    """The spec of BGPConfiguration `default`: the nodes' AS, their log level and the mesh between them."""
    return {
        "asNumber": calico.asn,
        "logSeverityScreen": calico.log_severity_screen,
        "nodeToNodeMeshEnabled": calico.node_to_node_mesh_enabled,
    }


def bgp_peer_specs(stack: Stack) -> dict[str, dict[str, Any]]:
    """The spec of every BGPPeer, by object name."""
    return {f"bgppeer-{peering.name}": _spec(peering) for peering in peerings(stack, "calico")}


def _spec(peering: Peering) -> dict[str, Any]:
    spec: dict[str, Any] = {"asNumber": peering.router_asn, "peerIP": str(peering.address)}
    if peering.only:
        # The nodes' AS comes from BGPConfiguration; these nodes have one of their own towards this router.
        spec |= {"localASNumber": peering.node_asn, "nodeSelector": _selector("in", peering.only)}
    elif peering.besides:
        spec |= {"nodeSelector": _selector("not in", peering.besides)}
    return spec


def _selector(operator: str, nodes: tuple[str, ...]) -> str:
    names = ", ".join(f"'{node}'" for node in nodes)
    return f"kubernetes.io/hostname {operator} {{{names}}}"
