"""The stack's values for what was found, and placeholders for what is not on the router."""

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from adopt.speaker_values import Values, filled, metallb_values, speaker_values, usual_as
from adopt.speakers import Speakers
from errors import RouterError
from model.list_names import RESERVED
from platforms.found import Found, FoundVrf

# Calico's default, and others where the router uses it.
_PODS = ("192.168.0.0/16", "10.244.0.0/16", "172.16.0.0/16")
# kubeadm's default, and others.
_SERVICES = ("10.96.0.0/12", "172.20.0.0/16", "10.43.0.0/16")
_DEFAULT_ROUTE = "0.0.0.0/0"
# Prefixes for documentation (RFC 5737): plainly placeholders.
_POOLS = ("203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24")


def node_name(address: str, names: Mapping[str, str]) -> str:
    """A node's name; the placeholder for one that is not known: `node-10-0-0-1`."""
    return names.get(address) or "node-" + address.replace(".", "-")


def stack_values(found: Found, speakers: Speakers, access: Values, name: str, also: tuple[str, ...] = ()) -> Values:
    """The configuration of a stack: top-level keys without the project's name.

    Args:
        found: What the router has.
        speakers: Calico's and MetalLB's VRFs.
        access: The keys of the router's endpoint.
        name: The router's name in the stack.
        also: Interfaces outside every VRF that the stack owns as well.
    """
    vrfs = sorted(speakers.tables, key=lambda vrf: vrf.name)
    lists = [name for name in _lists_of(speakers) if not name.startswith(RESERVED)]
    tables = {vrf.name: _vrf(speakers, vrf) | {"neighbors": _neighbors(found, speakers, vrf)} for vrf in vrfs}
    owned = {interface for table in tables.values() for interface in table["interfaces"]}
    router = {
        **access,
        "asn": found.asn,
        "routerId": found.router_id,
        **vrfs[0].router_keys,
        "interfaces": {each: str(_global(found, each)) for each in also if each not in owned},
        "vrfs": {name: filled(table) for name, table in tables.items()},
        "prefixLists": {each: entries for each in lists if (entries := found.prefix_lists[each])},
    }
    networks = [address.network for vrf in vrfs for address in vrf.interfaces.values()]
    networks += [IPv4Network(node) for node in speakers.nodes]
    pods = _free(_PODS, networks)
    services = _free(_SERVICES, [*networks, IPv4Network(pods)])
    pool = _free(_POOLS, [*networks, IPv4Network(pods), IPv4Network(services)])
    return {
        **({} if speakers.metallb else {"topology": "single-session"}),
        "routers": {name: filled(router)},
        "cluster": {
            "nodes": {node_name(node, speakers.names): node for node in speakers.nodes},
            "podCidr": pods,
            "serviceCidr": services,
        },
        # What Calico does by itself: the stack's filter would change the routes that the router gets.
        "calico": speaker_values(found, speakers, speakers.calico) | {"announce": "all"},
        "metallb": metallb_values(found, speakers) | {"pools": {"default": [pool]}},
        "demo": {"enabled": False},
        "verification": {"enabled": False},
    }


def _lists_of(speakers: Speakers) -> list[str]:
    """The names of the prefix lists that the nodes have as neighbors."""
    return sorted(
        {name for vrf in speakers.tables for name in (vrf.settings.prefix_list_out, vrf.prefix_list_in) if name}
    )


def _global(found: Found, interface: str) -> Any:
    if interface not in found.interfaces:
        there = ", ".join(found.interfaces) or "none"
        what = f"interface '{interface}' is not there outside the VRFs, or has no address"
        raise RouterError(found.hostname, what, f"there are: {there}")
    return found.interfaces[interface]


def _filters(found: Found, vrf: FoundVrf) -> Values:
    """The keys of the neighbors' filters.

    A generated list stays one, a missing inbound one filters nothing, and without a list other filters may.
    """
    inbound, outbound = vrf.prefix_list_in or "", vrf.settings.prefix_list_out or ""
    values: Values = {}
    if not found.prefix_lists.get(inbound):
        values["accept"] = "by-router" if _is_filtered(vrf, "in") else "all"
    elif not inbound.startswith(RESERVED):
        values["prefixListIn"] = inbound
    if outbound.startswith(RESERVED):
        values["advertise"] = _advertised(found.prefix_lists[outbound])
    elif outbound:
        values["prefixListOut"] = outbound
    elif _is_filtered(vrf, "out"):
        values["advertise"] = "by-router"
    return values


def _is_filtered(vrf: FoundVrf, direction: str) -> bool:
    """Whether each of these neighbors has a filter in this direction that is no prefix list."""
    return all(any(line.split()[-1] == direction for line in each.filters) for each in vrf.alike)


def _advertised(entries: list[str]) -> str | list[str]:
    """The value of `advertise` for a generated list."""
    permitted = [entry.split()[3] for entry in entries if " permit " in entry]
    return "default-route" if permitted == [_DEFAULT_ROUTE] else permitted or "nothing"


def _neighbors(found: Found, speakers: Speakers, vrf: FoundVrf) -> Values:
    asn, names = usual_as(vrf, speakers.nodes), speakers.names
    settings = {
        "range": [str(each.prefix) for each in speakers.ranges(vrf)] or None,
        "ebgpMultihop": vrf.settings.ebgp_multihop,
        **_filters(found, vrf),
        "remoteAs": {
            node_name(node, names): vrf.neighbors[node] for node in speakers.nodes if vrf.neighbors[node] != asn
        },
    }
    return filled(settings)


def _vrf(speakers: Speakers, vrf: FoundVrf) -> Values:
    """A table of the router; of the default one nothing that only VRFs have, and its interfaces towards the nodes."""
    usual = () if vrf.is_default else ("connected",)
    return {
        "rd": vrf.rd,
        "export": None if vrf.is_default else list(vrf.export_targets),
        "import": None if vrf.is_default else list(vrf.import_targets),
        "routerId": vrf.router_id,
        "interfaces": {name: str(vrf.interfaces[name]) for name in _interfaces(speakers, vrf)},
        "redistribute": None if vrf.redistribute == usual else list(vrf.redistribute),
        "maximumPaths": vrf.maximum_paths,
    }


def _interfaces(speakers: Speakers, vrf: FoundVrf) -> list[str]:
    """The interfaces of a VRF; of the default table, which others use as well, those that the sessions need."""
    nodes = [IPv4Address(node) for node in speakers.nodes]
    return [
        name
        for name, address in vrf.interfaces.items()
        if not vrf.is_default or name == vrf.settings.update_source or any(node in address.network for node in nodes)
    ]


def _free(candidates: tuple[str, ...], networks: list[IPv4Network]) -> str:
    clear = [text for text in candidates if not any(IPv4Network(text).overlaps(network) for network in networks)]
    return (clear or candidates)[0]
