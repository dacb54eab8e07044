"""The specs of MetalLB's objects in metallb.io, and the Helm values of its release.

Source: the CRDs and `values.yaml` of chart metallb 0.15.2.
"""

from collections.abc import Mapping
from typing import Any

from cluster import session_secret
from cluster.spec_fields import duration, without_none
from model.cluster import MetalLb
from model.metallb import Advertisement, BfdProfile, MetalLbPeering, PoolSettings
from model.peerings import Peering, peerings
from model.stack import Stack

CHART = RELEASE = "metallb"
# The label of a node whose speakers announce no service.
DRAINED = "bgp-coexist/drained"
SESSION_PROFILE = "bgp-coexist-session"
# MetalLB's speaker is on the host's network, which the restricted profile forbids.
NAMESPACE_LABELS = {f"pod-security.kubernetes.io/{mode}": "privileged" for mode in ("enforce", "audit", "warn")}
# The kind and the version of MetalLB's objects, by the word for them in resources' names.
KINDS = {
    "pool": ("IPAddressPool", "metallb.io/v1beta1"),
    "bfd": ("BFDProfile", "metallb.io/v1beta1"),
    "peer": ("BGPPeer", "metallb.io/v1beta2"),
    "community": ("Community", "metallb.io/v1beta1"),
    "advertisement": ("BGPAdvertisement", "metallb.io/v1beta1"),
}

# The chart asks first after 10 s and then every 10 s. Until the release is ready there are no pools, and a controller
# without pools takes their addresses from the services; and an upgrade waits so long at every node. A pod that
# was ready may be silent for the chart's 30 s before it is not.
_SOON_READY = {"initialDelaySeconds": 1, "periodSeconds": 2, "failureThreshold": 15}


def release_values(metallb: MetalLb) -> dict[str, Any]:
    """The release's Helm values: the stack's, overridden by `metallb.values`."""
    frr_k8s = metallb.mode == "frr-k8s"
    own = {
        "controller": {"readinessProbe": _SOON_READY},
        # ignoreExcludeLB: kubeadm labels control-plane nodes so that MetalLB would not announce from them,
        # yet every node is a neighbor of the router and counts in its ECMP.
        "speaker": {
            "frr": {"enabled": metallb.mode == "frr"},
            "ignoreExcludeLB": True,
            "readinessProbe": _SOON_READY,
        },
        "frrk8s": {"enabled": frr_k8s},
    } | ({"frr-k8s": {"frrk8s": {"readinessProbe": _SOON_READY}}} if frr_k8s else {})
    return _merged(own, metallb.values)


def chart_source(metallb: MetalLb) -> dict[str, Any]:
    """The chart's source for Helm: `chart`, and for a repository `version` and `repo`."""
    chart = metallb.chart
    if chart.path:
        return {"chart": chart.path}
    if chart.repository.startswith("oci://"):
        return {"chart": f"{chart.repository.rstrip('/')}/{CHART}", "version": chart.version}
    return {"chart": CHART, "version": chart.version, "repo": chart.repository}


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _merged(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
    return merged


def pool_specs(metallb: MetalLb) -> dict[str, dict[str, Any]]:
    """The spec of every IPAddressPool, by object name."""
    return {
        name: {"addresses": [str(prefix) for prefix in prefixes]} | _pool(_settings(metallb, name))
        for name, prefixes in metallb.pools.items()
    }


def pool_labels(metallb: MetalLb) -> dict[str, dict[str, str]]:
    """The labels of the IPAddressPools that have some, by object name."""
    return {name: dict(_settings(metallb, name).labels) for name in metallb.pools if _settings(metallb, name).labels}


def _settings(metallb: MetalLb, pool: str) -> PoolSettings:
    return metallb.pool_settings.get(pool, PoolSettings())


def _pool(settings: PoolSettings) -> dict[str, Any]:
    allocation = {
        "priority": settings.priority,
        "namespaces": list(settings.namespaces) or None,
        "serviceSelectors": [{"matchLabels": settings.service_labels}] if settings.service_labels else None,
    }
    fields = {
        "autoAssign": settings.auto_assign,
        "avoidBuggyIPs": settings.avoid_buggy_ips,
        "serviceAllocation": without_none(allocation) or None,
    }
    return without_none(fields)


def advertisement_specs(metallb: MetalLb) -> dict[str, dict[str, Any]]:
    """The spec of every BGPAdvertisement, by object name; by default one that advertises every address as a /32."""
    advertised = metallb.advertisements or {"default": Advertisement()}
    return {name: _advertisement(entry, sorted(metallb.pools)) for name, entry in advertised.items()}


def _advertisement(advertisement: Advertisement, every_pool: list[str]) -> dict[str, Any]:
    labels = advertisement.pool_labels
    fields = {
        "ipAddressPools": list(advertisement.pools) or (None if labels else every_pool),
        "ipAddressPoolSelectors": [{"matchLabels": labels}] if labels else None,
        "nodeSelectors": [_announcing(advertisement.nodes)],
        "peers": list(advertisement.peers) or None,
        "aggregationLength": advertisement.aggregation_length,
        "localPref": advertisement.local_pref,
        "communities": list(advertisement.communities) or None,
    }
    return without_none(fields)


def _announcing(nodes: tuple[str, ...]) -> dict[str, Any]:
    """The selector of the nodes that announce: these, or all without any, except one that is drained."""
    not_drained = {"key": DRAINED, "operator": "DoesNotExist"}
    named = _selector("In", nodes)["matchExpressions"] if nodes else []
    return {"matchExpressions": [*named, not_drained]}


def bfd_profile_specs(metallb: MetalLb) -> dict[str, dict[str, Any]]:
    """The spec of every BFDProfile, by object name."""
    own: dict[str, dict[str, Any]] = {}
    if bfd := metallb.session.bfd:
        both = dict.fromkeys(("receiveInterval", "transmitInterval"), bfd.interval_milliseconds)
        own[SESSION_PROFILE] = both | {"detectMultiplier": bfd.multiplier}
    return own | {name: _bfd_profile(profile) for name, profile in metallb.bfd_profiles.items()}


def _bfd_profile(profile: BfdProfile) -> dict[str, Any]:
    fields = {
        "receiveInterval": profile.receive_milliseconds,
        "transmitInterval": profile.transmit_milliseconds,
        "detectMultiplier": profile.detect_multiplier,
        "echoMode": profile.echo_mode,
        "echoInterval": profile.echo_milliseconds,
        "passiveMode": profile.passive_mode,
        "minimumTtl": profile.minimum_ttl,
    }
    return without_none(fields)


def community_specs(metallb: MetalLb) -> dict[str, dict[str, Any]]:
    """The spec of the Community object `names`, which has all names of communities; none without names."""
    entries = [{"name": name, "value": value} for name, value in sorted(metallb.communities.items())]
    return {"names": {"communities": entries}} if entries else {}


def bgp_peer_specs(stack: Stack) -> dict[str, dict[str, Any]]:
    """The spec of every BGPPeer, by object name."""
    return dict(spec for name in stack.routers for spec in router_peer_specs(stack, name).items())


def router_peer_specs(stack: Stack, router: str) -> dict[str, dict[str, Any]]:
    """The specs of the BGPPeers for one router, by object name."""
    return {
        peering.name: _spec(peering, stack.metallb.peering) | _shared(stack.metallb)
        for peering in peerings(stack, "metallb")
        if peering.router == router
    }


def _spec(peering: Peering, settings: MetalLbPeering) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "myASN": peering.node_asn,
        "peerASN": peering.router_asn,
        "peerAddress": str(peering.address),
    }
    selector = {"matchLabels": dict(peering.labels)} if peering.labels else {}
    if peering.only:
        selector |= _selector("In", peering.only)
    elif peering.besides:
        selector |= _selector("NotIn", peering.besides)
    if selector:
        spec["nodeSelectors"] = [selector]
    return spec | _session_fields(settings)


def _session_fields(settings: MetalLbPeering) -> dict[str, Any]:
    """The fields of a session's settings."""
    connect, secret = settings.connect_seconds, settings.password_secret
    fields = {
        "sourceAddress": settings.source_address and str(settings.source_address),
        "peerPort": settings.port,
        "routerID": settings.router_id and str(settings.router_id),
        "connectTime": connect and f"{connect}s",
        "ebgpMultiHop": settings.ebgp_multihop,
        "bfdProfile": settings.bfd_profile,
        "enableGracefulRestart": settings.graceful_restart,
        "vrf": settings.vrf,
        "passwordSecret": secret and {"name": secret},
    }
    return without_none(fields)


def _shared(metallb: MetalLb) -> dict[str, Any]:
    """The fields of the session's settings for both ends."""
    session, hold = metallb.session, metallb.session.hold_seconds
    # In native mode the interval is always a third of the hold time, and the webhook refuses others.
    keepalive = session.keepalive() if metallb.mode != "native" else None
    fields = {
        "holdTime": hold and duration(hold),
        "keepaliveTime": keepalive and duration(keepalive),
        "passwordSecret": {"name": session_secret.SECRET} if session.password_key else None,
        "bfdProfile": SESSION_PROFILE if session.bfd else None,
        "enableGracefulRestart": True if session.graceful_restart else None,
    }
    return without_none(fields)


def _selector(operator: str, nodes: tuple[str, ...]) -> dict[str, Any]:
    return {"matchExpressions": [{"key": "kubernetes.io/hostname", "operator": operator, "values": list(nodes)}]}
