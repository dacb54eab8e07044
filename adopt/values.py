"""The stack's values for what was found, and placeholders for what is not on the router."""

from collections import Counter
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from adopt.passwords import password_key
from adopt.speakers import Speakers
from errors import RouterError
from model.list_names import RESERVED
from platforms.adoption import Found, FoundVrf, lists_of

Values = dict[str, Any]

# Calico's default, and others where the router uses it.
_PODS = ("192.168.0.0/16", "10.244.0.0/16", "172.16.0.0/16")
# kubeadm's default, and others.
_SERVICES = ("10.96.0.0/12", "172.20.0.0/16", "10.43.0.0/16")
_DEFAULT_ROUTE = "0.0.0.0/0"
# Prefixes for documentation (RFC 5737): plainly placeholders.
_POOLS = ("203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24")


def filled(values: Values) -> Values:
    """The values without those that are None or empty objects."""
    return {key: value for key, value in values.items() if value not in (None, {})}


def node_name(address: str) -> str:
    """The placeholder for a node's name: `node-10-0-0-1`."""
    return "node-" + address.replace(".", "-")


def stack_values(found: Found, speakers: Speakers, access: Values, name: str, also: tuple[str, ...] = ()) -> Values:
    """The configuration of a stack: top-level keys without the project's name.

    Args:
        found: What the router has.
        speakers: Calico's and MetalLB's VRFs.
        access: The keys of the router's endpoint.
        name: The router's name in the stack.
        also: Interfaces outside every VRF that the stack owns as well.
    """
    vrfs = sorted((speakers.calico, speakers.metallb), key=lambda vrf: vrf.name)
    lists = [name for name in lists_of(vrfs) if not name.startswith(RESERVED)]
    router = {
        **access,
        "asn": found.asn,
        "routerId": found.router_id,
        **vrfs[0].router_keys,
        "interfaces": {each: str(_global(found, each)) for each in also},
        "vrfs": {vrf.name: _vrf(found, vrf, speakers.nodes) for vrf in vrfs},
        "prefixLists": {each: entries for each in lists if (entries := found.prefix_lists[each])},
    }
    networks = [address.network for vrf in vrfs for address in vrf.interfaces.values()]
    networks += [IPv4Network(node) for node in speakers.nodes]
    pods = _free(_PODS, networks)
    services = _free(_SERVICES, [*networks, IPv4Network(pods)])
    pool = _free(_POOLS, [*networks, IPv4Network(pods), IPv4Network(services)])
    return {
        "routers": {name: filled(router)},
        "cluster": {
            "nodes": {node_name(node): node for node in speakers.nodes},
            "podCidr": pods,
            "serviceCidr": services,
        },
        # What Calico does by itself: the stack's filter would change the routes that the router gets.
        "calico": _speaker(found, speakers, speakers.calico) | {"announce": "all"},
        "metallb": _speaker(found, speakers, speakers.metallb) | {"pools": {"default": [pool]}},
        "demo": {"enabled": False},
        "verification": {"enabled": False},
    }


def _most(vrf: FoundVrf, nodes: tuple[str, ...]) -> int:
    return Counter(vrf.neighbors[node] for node in nodes).most_common(1)[0][0]


def _global(found: Found, interface: str) -> Any:
    if interface not in found.interfaces:
        there = ", ".join(found.interfaces) or "none"
        what = f"interface '{interface}' is not there outside the VRFs, or has no address"
        raise RouterError(found.hostname, what, f"there are: {there}")
    return found.interfaces[interface]


def _filters(found: Found, vrf: FoundVrf) -> Values:
    """The keys of the neighbors' filters; a generated list stays one, and a missing inbound one filters nothing."""
    inbound, outbound = vrf.prefix_list_in or "", vrf.settings.prefix_list_out or ""
    values: Values = {}
    if not found.prefix_lists.get(inbound):
        values["accept"] = "all"
    elif not inbound.startswith(RESERVED):
        values["prefixListIn"] = inbound
    if outbound.startswith(RESERVED):
        values["advertise"] = _advertised(found.prefix_lists[outbound])
    elif outbound:
        values["prefixListOut"] = outbound
    return values


def _advertised(entries: list[str]) -> str | list[str]:
    """The value of `advertise` for a generated list."""
    permitted = [entry.split()[3] for entry in entries if " permit " in entry]
    return "default-route" if permitted == [_DEFAULT_ROUTE] else permitted or "nothing"


def _vrf(found: Found, vrf: FoundVrf, nodes: tuple[str, ...]) -> Values:
    asn = _most(vrf, nodes)
    settings = {
        "ebgpMultihop": vrf.settings.ebgp_multihop,
        **_filters(found, vrf),
        "remoteAs": {node_name(node): vrf.neighbors[node] for node in nodes if vrf.neighbors[node] != asn},
    }
    values = {
        "rd": vrf.rd,
        "export": list(vrf.export_targets),
        "import": list(vrf.import_targets),
        "routerId": vrf.router_id,
        "interfaces": {name: str(address) for name, address in vrf.interfaces.items()},
        "redistribute": None if vrf.redistribute == ("connected",) else list(vrf.redistribute),
        "maximumPaths": vrf.maximum_paths,
        "neighbors": filled(settings),
    }
    return filled(values)


def _speaker(found: Found, speakers: Speakers, vrf: FoundVrf) -> Values:
    """A speaker's AS and peers, and the session settings that the router has."""
    session: Values = {}
    if vrf.settings.timers:
        keepalive, hold = vrf.settings.timers
        session["holdSeconds"] = hold
        if keepalive != hold // 3:
            session["keepaliveSeconds"] = keepalive
    if key := password_key(speakers, vrf):
        session["passwordKey"] = key
    return filled({"asn": _most(vrf, speakers.nodes), "peers": [_peer(found, vrf, speakers.nodes)], "session": session})


def _peer(found: Found, vrf: FoundVrf, nodes: tuple[str, ...]) -> str:
    """The address the nodes dial: where the sessions come from, or on the nodes' subnet, or the only one there is."""
    source = vrf.settings.update_source
    if source and source not in vrf.interfaces:
        raise RouterError(
            found.hostname,
            f"the neighbors of VRF '{vrf.name}' have update-source {source}, which has no address in that VRF",
        )
    subnets = {name: address.network for name, address in vrf.interfaces.items()}
    on_link = [name for name, subnet in subnets.items() if all(IPv4Address(node) in subnet for node in nodes)]
    only = list(vrf.interfaces)[: len(vrf.interfaces) == 1]
    chosen = source or next(iter([*on_link, *only]), None)
    if not chosen:
        raise RouterError(
            found.hostname,
            f"the neighbors of VRF '{vrf.name}' have no update-source and are on no subnet of its interfaces",
            "the stack must know which of the router's addresses they dial",
        )
    return str(vrf.interfaces[chosen].ip)


def _free(candidates: tuple[str, ...], networks: list[IPv4Network]) -> str:
    clear = [text for text in candidates if not any(IPv4Network(text).overlaps(network) for network in networks)]
    return (clear or candidates)[0]
