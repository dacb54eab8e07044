"""From the API's objects to facts: pure, and deaf to what it does not know."""

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import AddressValueError, IPv4Address, IPv4Interface, IPv4Network
from typing import Any

from cluster.facts import Given, Node

Objects = Iterable[Mapping[str, Any]]
_CALICO_ADDRESS = "projectcalico.org/IPv4Address"
_CALICO_AS = "projectcalico.org/ASNumber"
_POOL = "metallb.io/ip-allocated-from-pool"
_FRR_ONLY = ("bfdProfile", "keepaliveTime", "connectTime", "enableGracefulRestart", "vrf", "dynamicASN", "interface")
_UNSAID = (None, False, "", "0s")


def name(held: Mapping[str, Any]) -> str:
    """An object's name."""
    return str(held["metadata"]["name"])


def _annotations(held: Mapping[str, Any]) -> Mapping[str, str]:
    return held["metadata"].get("annotations") or {}


def strange(held: Objects) -> Iterator[Mapping[str, Any]]:
    """Those that no Pulumi program made: what a stack made once and no longer wants it takes away itself.

    Source: the provider signs what it applies in `metadata.managedFields`, as `pulumi-kubernetes-` and eight digits.
    """
    for each in held:
        managers = (entry.get("manager") or "" for entry in each["metadata"].get("managedFields") or ())
        if not any(manager.startswith("pulumi-kubernetes") for manager in managers):
            yield each


def nodes(held: Objects) -> dict[str, Node]:
    """The nodes; Calico's note of the address it uses wins over kubelet's."""
    return {name(node): _node(node) for node in held}


def _node(held: Mapping[str, Any]) -> Node:
    notes = _annotations(held)
    internal = [
        entry["address"]
        for entry in held.get("status", {}).get("addresses") or ()
        if entry["type"] == "InternalIP" and ":" not in entry["address"]
    ]
    texts = [notes[_CALICO_ADDRESS]] if notes.get(_CALICO_ADDRESS) else internal
    asn = notes.get(_CALICO_AS, "")
    return Node(
        IPv4Interface(texts[0]).ip if texts else None,
        int(asn) if asn.isdigit() else None,
        bool(held.get("spec", {}).get("unschedulable")),
    )


def pod_ranges(held: Objects) -> dict[str, IPv4Network]:
    """The IPv4 pools that are in use."""
    specs = {name(pool): pool["spec"] for pool in held}
    return {
        pool: IPv4Network(spec["cidr"])
        for pool, spec in specs.items()
        if ":" not in spec["cidr"] and not spec.get("disabled")
    }


def service_ranges(held: Objects) -> tuple[IPv4Network, ...]:
    """The IPv4 ranges of all ServiceCIDR objects."""
    texts = [text for each in held for text in each["spec"]["cidrs"] if ":" not in text]
    return tuple(map(IPv4Network, texts))


def calico_peers(held: Objects) -> dict[str, str]:
    """The address each of Calico's peers dials, without a port; peers chosen by a selector dial none."""
    specs = {name(peer): peer["spec"] for peer in strange(held)}
    return {peer: _without_port(str(spec["peerIP"])) for peer, spec in specs.items() if spec.get("peerIP")}


def _without_port(text: str) -> str:
    """The address of `1.1.1.2:179`, `fd00::1` or `[fd00::1]:179`."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def metallb_peers(held: Objects) -> dict[str, str]:
    """The address each of MetalLB's peers dials."""
    specs = {name(peer): peer["spec"] for peer in strange(held)}
    return {peer: str(spec["peerAddress"]) for peer, spec in specs.items() if spec.get("peerAddress")}


def frr_only(peers: Objects, profiles: Objects) -> dict[str, str]:
    """What only FRR does, whoever asked for it: the fields of MetalLB's peers, and every BFD profile.

    Source: `DiscardFRROnly` in internal/config/validation.go of MetalLB 0.15.2
    """
    specs = {f"BGPPeer {name(peer)}": peer["spec"] for peer in peers}
    fields = {who: ", ".join(key for key in _FRR_ONLY if spec.get(key) not in _UNSAID) for who, spec in specs.items()}
    return {f"BFDProfile {name(profile)}": "still there" for profile in profiles} | {
        who: found for who, found in fields.items() if found
    }


def address_pools(held: Objects) -> dict[str, tuple[tuple[IPv4Address, IPv4Address], ...]]:
    """The ranges of MetalLB's pools, written as prefixes or as first-last."""
    return {name(pool): tuple(_ranges(pool["spec"].get("addresses") or ())) for pool in strange(held)}


def _ranges(texts: Iterable[str]) -> Iterator[tuple[IPv4Address, IPv4Address]]:
    for text in texts:
        try:
            if "-" in text:
                first, last = (IPv4Address(part.strip()) for part in text.split("-"))
                yield first, last
            else:
                network = IPv4Network(text, strict=False)
                yield network.network_address, network.broadcast_address
        except (AddressValueError, ValueError):
            continue


def given(held: Objects) -> tuple[Given, ...]:
    """The addresses that MetalLB noted as its own on services of type LoadBalancer."""
    return tuple(
        Given(f"{service['metadata']['namespace']}/{name(service)}", IPv4Address(ingress["ip"]), pool)
        for service in held
        if (pool := _annotations(service).get(_POOL))
        for ingress in service.get("status", {}).get("loadBalancer", {}).get("ingress") or ()
        if ingress.get("ip") and ":" not in ingress["ip"]
    )
