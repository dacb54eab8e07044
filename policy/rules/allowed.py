"""Only the AS numbers and the pools that the pack's configuration allows."""

import ipaddress
from collections.abc import Iterable, Iterator
from typing import Any

from .violation import BGP_PROCESS, BGP_VRF, CALICO_CONFIGURATION, Inputs, Violation, kubernetes_kind, neighbors, spec

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# RFC 6996, RFC 1918 and RFC 4193.
PRIVATE_AS = ("64512-65534", "4200000000-4294967294")
PRIVATE_PREFIXES = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
_AS_KEYS = ("asNumber", "localASNumber", "myASN", "peerASN")
_NO_AS = (1, 0)
_SERVICE_KEYS = ("serviceLoadBalancerIPs", "serviceExternalIPs", "serviceClusterIPs")


def allowed_as(type_: str, inputs: Inputs, ranges: Iterable[str]) -> Iterator[Violation]:
    """An AS outside the ranges: of the router, of a neighbor, of a speaker."""
    allowed = [_as_range(each) for each in ranges]
    for where, asn in _numbers(type_, inputs):
        if not any(first <= asn <= last for first, last in allowed):
            yield Violation(f"{where}: AS {asn} is not allowed", f"use an AS of {', '.join(ranges)}")


def allowed_pools(type_: str, inputs: Inputs, prefixes: Iterable[str]) -> Iterator[Violation]:
    """A pool, or what Calico announces of services, outside the prefixes."""
    allowed = [network for each in prefixes for network in _prefix(each)]
    for where, text in _pools(type_, inputs):
        if not all(_within(each, allowed) for each in networks(text)):
            yield Violation(f"{where}: {text} is not allowed", f"use a part of {', '.join(prefixes)}")


def networks(text: str) -> list[Network]:
    """The networks of a pool as MetalLB and Calico write it: a prefix, or the first and the last address."""
    first, dash, last = text.partition("-")
    if not dash:
        return [ipaddress.ip_network(text.strip(), strict=False)]
    ends = ipaddress.ip_address(first.strip()), ipaddress.ip_address(last.strip())
    return list(ipaddress.summarize_address_range(*ends))


def _numbers(type_: str, inputs: Inputs) -> Iterator[tuple[str, int]]:
    if type_ in (BGP_PROCESS, BGP_VRF) and "asn" in inputs:
        yield "the router", int(inputs["asn"])
    if type_ == BGP_VRF:
        for name, settings in neighbors(inputs):
            if "remote_as" in settings:
                yield f"neighbor {name}", int(settings["remote_as"])
    if type_ == CALICO_CONFIGURATION or kubernetes_kind(type_) in ("BGPPeer", "BGPConfiguration"):
        for key in _AS_KEYS:
            if key in spec(inputs):
                yield f"spec.{key}", int(spec(inputs)[key])


def _pools(type_: str, inputs: Inputs) -> Iterator[tuple[str, str]]:
    kind, fields = kubernetes_kind(type_), spec(inputs)
    if kind == "IPAddressPool":
        yield from (("spec.addresses", each) for each in fields.get("addresses") or ())
    if kind == "IPPool" and "cidr" in fields:
        yield "spec.cidr", fields["cidr"]
    if type_ == CALICO_CONFIGURATION or kind == "BGPConfiguration":
        yield from ((f"spec.{key}", each["cidr"]) for key in _SERVICE_KEYS for each in fields.get(key) or ())


def _within(network: Network, allowed: Iterable[Network]) -> bool:
    return any(_covers(each, network) for each in allowed)


def _covers(outer: Any, inner: Any) -> bool:
    return bool(outer.version == inner.version and inner.subnet_of(outer))


def _as_range(text: str) -> tuple[int, int]:
    """The first and the last AS; a text that is none allows nothing."""
    first, _, last = text.partition("-")
    return (int(first), int(last or first)) if first.isdigit() and (last or first).isdigit() else _NO_AS


def _prefix(text: str) -> list[Network]:
    """The prefix; a text that is none allows nothing."""
    try:
        return [ipaddress.ip_network(text)]
    except ValueError:
        return []
