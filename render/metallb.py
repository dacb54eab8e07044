"""MetalLB's objects as metallb.io writes them, and the Helm values of its release.

Source: the CRDs and `values.yaml` of chart metallb 0.15.2.
"""

from collections.abc import Mapping
from typing import Any

from model.cluster import MetalLb
from model.stack import Stack
from render.speakers import Peering, peerings

POOL_VERSION = "metallb.io/v1beta1"
PEER_VERSION = "metallb.io/v1beta2"
ADVERTISEMENT_VERSION = "metallb.io/v1beta1"

OWN_VALUES: dict[str, Any] = {
    # The speaker's own BGP, without FRR beside it.
    # ignoreExcludeLB: kubeadm labels control-plane nodes so that MetalLB would not announce from them,
    # yet every node is a neighbor of the router and counts in its ECMP.
    "speaker": {"frr": {"enabled": False}, "ignoreExcludeLB": True},
    "frrk8s": {"enabled": False},
}


def release_values(metallb: MetalLb) -> dict[str, Any]:
    """The release's Helm values: ours, with the configuration's own over them."""
    return _merged(OWN_VALUES, metallb.values)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _merged(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
    return merged


def pool_specs(metallb: MetalLb) -> dict[str, dict[str, Any]]:
    """The spec of every IPAddressPool, by object name."""
    return {name: {"addresses": [str(prefix) for prefix in prefixes]} for name, prefixes in metallb.pools.items()}


def advertisement_spec(metallb: MetalLb) -> dict[str, Any]:
    """The spec of the one BGPAdvertisement: every pool, each address as a /32."""
    return {"ipAddressPools": sorted(metallb.pools)}


def bgp_peer_specs(stack: Stack) -> dict[str, dict[str, Any]]:
    """The spec of every BGPPeer, by object name."""
    return {peering.name: _spec(peering) for peering in peerings(stack, "metallb")}


def _spec(peering: Peering) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "myASN": peering.node_asn,
        "peerASN": peering.router_asn,
        "peerAddress": str(peering.address),
    }
    if peering.only:
        spec["nodeSelectors"] = [_selector("In", peering.only)]
    elif peering.besides:
        spec["nodeSelectors"] = [_selector("NotIn", peering.besides)]
    return spec


def _selector(operator: str, nodes: tuple[str, ...]) -> dict[str, Any]:
    return {"matchExpressions": [{"key": "kubernetes.io/hostname", "operator": operator, "values": list(nodes)}]}
