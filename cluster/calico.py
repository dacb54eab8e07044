"""The specs of Calico's BGP objects in projectcalico.org/v3.

Source: https://docs.tigera.io/calico/latest/reference/resources/bgppeer and bgpfilter.
"""

from collections.abc import Iterator
from typing import Any

from cluster import session_secret
from cluster.spec_fields import duration, without_none
from model.calico import OWN_ROUTES, CalicoPeer, CalicoPeering, FilterRule
from model.cluster import Calico
from model.names import object_name
from model.peerings import Peering, peerings
from model.stack import Stack

# Source: https://docs.tigera.io/calico/latest/networking/configuring/bgp, "configure BGP peer with password".
SECRET_RULE = {"apiGroups": [""], "resources": ["secrets"], "verbs": ["watch", "list", "get"]}

_LARGEST_BLOCK_BITS = 20
# On the IPPools of a stack, by which they are known when it no longer wants them.
POOL_LABELS = {"app.kubernetes.io/managed-by": "bgp-coexist"}

# Calico's BIRD compares `RemotePeers` with RTS_BGP, the source of every route that came over a session: over the mesh,
# from a route reflector, or from a router. The node's own blocks, pods and services have other sources.
# Where a pool uses VXLAN, Felix writes the others' blocks into the kernel as well, by way of vxlan.calico, from where
# BIRD learns them with another source. Calico itself rejects `*.calico` towards its own nodes (reject_tunnel_routes).
# Source: confd's bird.cfg.template, bird_ipam.cfg.template and template_funcs.go of Calico 3.31; BIRD's filter
# attributes `source` and `ifname`.
_OWN_ROUTES_SPEC = {
    "exportV4": [{"action": "Reject", "source": "RemotePeers"}, {"action": "Reject", "interface": "*.calico"}]
}


def bgp_configuration_spec(stack: Stack) -> dict[str, Any]:
    """The spec of BGPConfiguration `default`: the nodes' AS, log level, mesh and announced services."""
    calico = stack.calico
    return {
        "asNumber": calico.asn,
        "logSeverityScreen": calico.log_severity_screen,
        "nodeToNodeMeshEnabled": calico.node_to_node_mesh_enabled,
    } | (_services(stack) if stack.announcer() == "calico" else {})


def _services(stack: Stack) -> dict[str, Any]:
    """The fields that announce the pools' assigned addresses one by one: unassigned ones must have no route to a node.

    Source: https://docs.tigera.io/calico/latest/networking/configuring/advertise-service-ips
    """
    prefixes = sorted(map(str, stack.pool_prefixes().values()))
    return {
        "serviceLoadBalancerIPs": [{"cidr": prefix} for prefix in prefixes],
        "serviceLoadBalancerAggregation": "Disabled",
    }


def pool_specs(stack: Stack) -> dict[str, dict[str, Any]]:
    """The spec of the IPPool of every prefix from which Calico assigns services' addresses, by object name.

    A pool's prefix cannot be changed, so it is in the name. A pool is one block where that is possible: then addresses
    are assigned from the lowest up, as MetalLB assigns them; of several blocks Calico begins with any.

    Source: https://docs.tigera.io/calico/latest/networking/ipam/service-loadbalancer; `validateIPPoolSpec` and
    `randomBlockGenerator` of libcalico-go 3.31.
    """
    if stack.assigner() != "calico":
        return {}
    return {
        object_name(f"{name}-{prefix}"): {
            "cidr": str(prefix),
            "blockSize": max(_LARGEST_BLOCK_BITS, prefix.prefixlen),
            "allowedUses": ["LoadBalancer"],
            "assignmentMode": "Automatic",
            "nodeSelector": "all()",
        }
        for name, prefixes in stack.calico.pools.items()
        for prefix in prefixes
    }


def bgp_peer_specs(stack: Stack) -> dict[str, dict[str, Any]]:
    """The spec of every BGPPeer, by object name: for the routers, the route reflectors, and `calico.morePeers`."""
    routers = [spec for name in stack.routers for spec in router_peer_specs(stack, name).items()]
    return dict(routers) | other_peer_specs(stack)


def router_peer_specs(stack: Stack, router: str) -> dict[str, dict[str, Any]]:
    """The specs of the BGPPeers for one router, by object name."""
    calico = stack.calico
    secret = {"name": session_secret.SECRET, "key": session_secret.ENTRY}
    password = {"password": {"secretKeyRef": secret}} if calico.session.password_key else {}
    return {
        f"bgppeer-{peering.name}": _spec(peering, calico) | password
        for peering in peerings(stack, "calico")
        if peering.router == router
    }


def other_peer_specs(stack: Stack) -> dict[str, dict[str, Any]]:
    """The specs of the BGPPeers that are for no router of the stack, by object name."""
    calico, specs = stack.calico, {}
    if reflectors := calico.route_reflectors:
        # Every node peers with the reflectors, and they with each other.
        selector = _selector("in", tuple(sorted(reflectors.nodes)))
        specs["route-reflectors"] = {"nodeSelector": "all()", "peerSelector": selector}
    return specs | {name: _further(peer) for name, peer in calico.more_peers.items()}


def _towards_routers(calico: Calico) -> CalicoPeering:
    """The settings of the sessions with the routers; with `announce: own` its filter comes first.

    The first rule that matches decides: behind a filter of `calico.peering` that accepts the pods' range, as most do,
    it would have no effect.
    """
    first = (OWN_ROUTES,) if calico.announce == "own" else ()
    return calico.peering.model_copy(update={"filters": (*first, *calico.peering.filters)})


def _spec(peering: Peering, calico: Calico) -> dict[str, Any]:
    spec: dict[str, Any] = {"asNumber": peering.router_asn, "peerIP": str(peering.address)}
    if peering.node_asn != calico.asn:
        # The nodes' AS is in BGPConfiguration; these nodes have another one in the sessions with this router.
        spec["localASNumber"] = peering.node_asn
    if selectors := list(_selectors(peering)):
        spec["nodeSelector"] = " && ".join(selectors)
    return spec | _session_fields(_towards_routers(calico))


def _selectors(peering: Peering) -> Iterator[str]:
    """The conditions on the nodes of a peering."""
    yield from (f"{label} == '{value}'" for label, value in sorted(peering.labels.items()))
    if peering.only:
        yield _selector("in", peering.only)
    elif peering.besides:
        yield _selector("not in", peering.besides)


def _further(peer: CalicoPeer) -> dict[str, Any]:
    address = f"{peer.peer_ip}:{peer.port}" if peer.port else peer.peer_ip and str(peer.peer_ip)
    own = {
        "node": peer.node,
        "nodeSelector": peer.node_selector,
        "peerIP": address,
        "peerSelector": peer.peer_selector,
        "asNumber": peer.asn,
        "localASNumber": peer.local_asn,
        "reversePeering": peer.reverse_peering,
    }
    return without_none(own) | _session_fields(peer)


def _session_fields(settings: CalicoPeering) -> dict[str, Any]:
    """The fields of a session's settings."""
    secret, restart = settings.password_secret, settings.max_restart_seconds
    fields = {
        "sourceAddress": settings.source_address,
        "nextHopMode": settings.next_hop_mode,
        "reachableBy": settings.reachable_by and str(settings.reachable_by),
        "filters": list(settings.filters) or None,
        "maxRestartTime": restart and duration(restart),
        "ttlSecurity": settings.ttl_security,
        "numAllowedLocalASNumbers": settings.allowed_local_as,
        "password": secret and {"secretKeyRef": {"name": secret.name, "key": secret.key}},
    }
    return without_none(fields)


def reflector_annotations(calico: Calico) -> dict[str, dict[str, str]]:
    """The annotations that make nodes route reflectors, by node.

    Source: https://docs.tigera.io/calico/latest/networking/configuring/bgp
    """
    if not (reflectors := calico.route_reflectors):
        return {}
    return {
        node: {"projectcalico.org/RouteReflectorClusterID": str(reflectors.cluster_id)} for node in reflectors.nodes
    }


def bgp_filter_specs(calico: Calico) -> dict[str, dict[str, Any]]:
    """The spec of every BGPFilter, by object name: that of `announce: own`, and those of `calico.filters`."""
    own = {OWN_ROUTES: _OWN_ROUTES_SPEC} if calico.announce == "own" else {}
    return own | {
        name: {
            side: [_rule(rule) for rule in rules]
            for side, rules in (("importV4", entry.import_rules), ("exportV4", entry.export_rules))
            if rules
        }
        for name, entry in calico.filters.items()
    }


def _rule(rule: FilterRule) -> dict[str, Any]:
    lengths = rule.prefix_length
    fields = {
        "action": rule.action,
        "cidr": rule.cidr and str(rule.cidr),
        "matchOperator": rule.match_operator,
        "prefixLength": lengths and without_none({"min": lengths.least, "max": lengths.most}),
        "source": rule.source,
        "interface": rule.interface,
    }
    return without_none(fields)


def _selector(operator: str, nodes: tuple[str, ...]) -> str:
    names = ", ".join(f"'{node}'" for node in nodes)
    return f"kubernetes.io/hostname {operator} {{{names}}}"
