"""Facts from the API's objects; unknown fields are ignored."""

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Any

from cluster.calico import POOL_LABELS
from cluster.facts import AssignedAddress, Node, ServicePool

Objects = Iterable[Mapping[str, Any]]
# The address of Calico's speaker, which may differ from kubelet's.
_CALICO_ADDRESS = "projectcalico.org/IPv4Address"
_CALICO_AS = "projectcalico.org/ASNumber"
_POOL = "metallb.io/ip-allocated-from-pool"
_REQUESTED = "projectcalico.org/loadBalancerIPs"
_FRR_ONLY = ("bfdProfile", "keepaliveTime", "connectTime", "enableGracefulRestart", "vrf", "dynamicASN", "interface")
_UNSET = (None, False, "", "0s")


def name(item: Mapping[str, Any]) -> str:
    """An object's name."""
    return str(item["metadata"]["name"])


def _annotations(item: Mapping[str, Any]) -> Mapping[str, str]:
    return item["metadata"].get("annotations") or {}


def foreign(objects: Objects) -> Iterator[Mapping[str, Any]]:
    """The objects that Pulumi does not manage; a stack deletes its own when it no longer wants them.

    Source: the provider is a manager in `metadata.managedFields`, as `pulumi-kubernetes-` and eight digits.
    """
    for item in objects:
        managers = (entry.get("manager") or "" for entry in item["metadata"].get("managedFields") or ())
        if not any(manager.startswith("pulumi-kubernetes") for manager in managers):
            yield item


def nodes(objects: Objects) -> dict[str, Node]:
    """The nodes; the address in Calico's annotation takes precedence over kubelet's."""
    return {name(node): _node(node) for node in objects}


def _node(item: Mapping[str, Any]) -> Node:
    annotations, addresses = _annotations(item), (item.get("status") or {}).get("addresses") or ()
    internal = [entry["address"] for entry in addresses if entry["type"] == "InternalIP"]
    known = map(_ipv4, [annotations.get(_CALICO_ADDRESS, ""), *internal])
    asn = annotations.get(_CALICO_AS, "")
    return Node(
        next(filter(None, known), None),
        int(asn) if asn.isdigit() else None,
        bool((item.get("spec") or {}).get("unschedulable")),
        item["metadata"].get("labels") or {},
    )


def _ipv4(text: str) -> IPv4Address | None:
    """The address of `10.0.0.1` or `10.0.0.1/24`; None for another text."""
    try:
        return IPv4Interface(text).ip
    except ValueError:
        return None


def pod_ranges(objects: Objects) -> dict[str, IPv4Network]:
    """The enabled IPv4 pools of pods."""
    return {name(pool): IPv4Network(pool["spec"]["cidr"]) for pool in objects if _is_enabled(pool, services=False)}


def cross_subnet(objects: Objects) -> tuple[str, ...]:
    """The enabled IPv4 pools of pods whose packets are in VXLAN only from one subnet to another."""
    pools = (pool for pool in objects if _is_enabled(pool, services=False))
    return tuple(name(pool) for pool in pools if pool["spec"].get("vxlanMode") == "CrossSubnet")


def service_pools(objects: Objects) -> dict[str, ServicePool]:
    """The enabled IPv4 pools of services; those of a stack have a label, which Calico keeps in any case."""
    pools = [pool for pool in objects if _is_enabled(pool, services=True)]
    others = {name(pool) for pool in foreign(pools) if not POOL_LABELS.items() <= _labels(pool).items()}
    return {name(pool): ServicePool(IPv4Network(pool["spec"]["cidr"]), name(pool) in others) for pool in pools}


def _is_enabled(pool: Mapping[str, Any], services: bool) -> bool:
    """Whether a pool is enabled, IPv4, and for services or else for pods: a pool is never for both."""
    spec = pool["spec"]
    is_for_services = "LoadBalancer" in (spec.get("allowedUses") or ())
    return ":" not in spec["cidr"] and not spec.get("disabled") and is_for_services == services


def _labels(item: Mapping[str, Any]) -> Mapping[str, str]:
    return item["metadata"].get("labels") or {}


def assign_ips(objects: Objects) -> str | None:
    """To which services Calico's controllers assign addresses, as they run; "": to none; None: it is not known.

    A cluster that was installed before Calico 3.30 may have no such setting after an upgrade.

    Source: `mergeConfig` in kube-controllers/pkg/config/runconfig.go of Calico 3.31
    """
    for item in objects:
        running = (item.get("status") or {}).get("runningConfig")
        if name(item) == "default" and running is not None:
            return ((running.get("controllers") or {}).get("loadBalancer") or {}).get("assignIPs") or ""
    return None


def service_ranges(objects: Objects) -> tuple[IPv4Network, ...]:
    """The IPv4 ranges of all ServiceCIDR objects."""
    texts = [text for item in objects for text in item["spec"]["cidrs"] if ":" not in text]
    return tuple(map(IPv4Network, texts))


def node_asn(objects: Objects) -> int | None:
    """The AS in Calico's BGPConfiguration `default`; None without one."""
    specs = [item.get("spec") or {} for item in objects if name(item) == "default"]
    return next((int(spec["asNumber"]) for spec in specs if spec.get("asNumber")), None)


def peers(objects: Objects) -> dict[str, str]:
    """The dialled address of the foreign peers, without the port; a peer of Calico's with a selector has none."""
    specs = {name(peer): peer["spec"] for peer in foreign(objects)}
    addresses = {peer: spec.get("peerIP") or spec.get("peerAddress") for peer, spec in specs.items()}
    return {peer: _without_port(address) for peer, address in addresses.items() if address}


def _without_port(text: str) -> str:
    """The address of `1.1.1.2:179`, `fd00::1` or `[fd00::1]:179`."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def frr_only(metallb_peers: Objects, profiles: Objects) -> dict[str, str]:
    """The objects of MetalLB that need FRR, managed or foreign: peers with such fields, and every BFD profile.

    Source: `DiscardFRROnly` in internal/config/validation.go of MetalLB 0.15.2
    """
    specs = {f"BGPPeer {name(peer)}": peer["spec"] for peer in metallb_peers}
    fields = {who: ", ".join(key for key in _FRR_ONLY if spec.get(key) not in _UNSET) for who, spec in specs.items()}
    return {f"BFDProfile {name(profile)}": "defined" for profile in profiles} | {
        who: found for who, found in fields.items() if found
    }


def address_pools(objects: Objects) -> dict[str, tuple[tuple[IPv4Address, IPv4Address], ...]]:
    """The ranges of MetalLB's foreign pools, which are prefixes or first-last."""
    return {name(pool): tuple(_ranges(pool["spec"].get("addresses") or ())) for pool in foreign(objects)}


def _ranges(texts: Iterable[str]) -> Iterator[tuple[IPv4Address, IPv4Address]]:
    for text in texts:
        try:
            if "-" in text:
                first, last = (IPv4Address(part.strip()) for part in text.split("-"))
                yield first, last
            else:
                network = IPv4Network(text, strict=False)
                yield network.network_address, network.broadcast_address
        except ValueError:
            continue


def assigned(objects: Objects) -> tuple[AssignedAddress, ...]:
    """The addresses that MetalLB has assigned to services of type LoadBalancer."""
    return tuple(
        AssignedAddress(
            f"{service['metadata']['namespace']}/{name(service)}", address, pool, _REQUESTED in _annotations(service)
        )
        for service in objects
        if (pool := _annotations(service).get(_POOL))
        for address in service_addresses(service)
    )


def service_addresses(service: Mapping[str, Any]) -> list[IPv4Address]:
    """The IPv4 addresses of a service of type LoadBalancer."""
    entries = ((service.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    return [address for entry in entries if (address := _ipv4(entry.get("ip") or ""))]
