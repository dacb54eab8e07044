"""The stack's values for what was found, and placeholders for what is not on the router."""

from collections import Counter
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from adopt.passwords import password_key
from adopt.speakers import Speakers
from errors import RouterError
from model.list_names import RESERVED
from model.session import Bfd
from model.tables import table_name
from platforms.adoption import Found, FoundVrf

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
        "calico": _speaker(found, speakers, speakers.calico) | {"announce": "all"},
        "metallb": _metallb(found, speakers) | {"pools": {"default": [pool]}},
        "demo": {"enabled": False},
        "verification": {"enabled": False},
    }


def _lists_of(speakers: Speakers) -> list[str]:
    """The names of the prefix lists that the nodes have as neighbors."""
    return sorted(
        {name for vrf in speakers.tables for name in (vrf.settings.prefix_list_out, vrf.prefix_list_in) if name}
    )


def _most(vrf: FoundVrf, nodes: tuple[str, ...]) -> int:
    return Counter(vrf.neighbors[node] for node in nodes).most_common(1)[0][0]


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
    asn, names = _most(vrf, speakers.nodes), speakers.names
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


def _metallb(found: Found, speakers: Speakers) -> Values:
    """MetalLB; without sessions its AS and its peers have no effect, and have to be there."""
    if not speakers.metallb:
        calico = speakers.calico
        return {"asn": _most(calico, speakers.nodes), "peers": [_peer(found, calico, speakers.nodes)]}
    values, table = _speaker(found, speakers, speakers.metallb), speakers.metallb
    session = values.get("session", {})
    if not ({"bfd", "gracefulRestart", "keepaliveSeconds"} & session.keys()):
        return values
    address = table.interfaces[_dialled(found, table, speakers.nodes)]
    is_far = any(IPv4Address(node) not in address.network for node in speakers.nodes)
    return values | {"mode": "frr"} | ({"peering": {"ebgpMultihop": True}} if is_far else {})


def _speaker(found: Found, speakers: Speakers, vrf: FoundVrf) -> Values:
    """A speaker's AS and peers, and the session settings that the router has."""
    peer = _peer(found, vrf, speakers.nodes)
    return filled({"asn": _most(vrf, speakers.nodes), "peers": [peer], "session": _session(found, speakers, vrf)})


def _session(found: Found, speakers: Speakers, vrf: FoundVrf) -> Values:
    session: Values = {}
    if vrf.settings.timers:
        keepalive, hold = vrf.settings.timers
        session["holdSeconds"] = hold
        if keepalive != hold // 3:
            session["keepaliveSeconds"] = keepalive
    if key := password_key(speakers, vrf):
        session["passwordKey"] = key
    if all(each.graceful_restart for each in speakers.members(vrf)):
        session["gracefulRestart"] = True
    if vrf is speakers.metallb and all(each.bfd for each in speakers.members(vrf)):
        usual = Bfd()
        default = (usual.interval_milliseconds, usual.multiplier)
        interval, multiplier = vrf.bfd_timers.get(_dialled(found, vrf, speakers.nodes), default)
        session["bfd"] = {"intervalMilliseconds": interval, "multiplier": multiplier}
    return session


def _peer(found: Found, vrf: FoundVrf, nodes: tuple[str, ...]) -> str:
    """The address that the nodes dial."""
    return str(vrf.interfaces[_dialled(found, vrf, nodes)].ip)


def _dialled(found: Found, vrf: FoundVrf, nodes: tuple[str, ...]) -> str:
    """The interface that the nodes dial: the sessions' source, or on the nodes' subnet, or the only one there is."""
    source = vrf.settings.update_source
    if source and source not in vrf.interfaces:
        raise RouterError(
            found.hostname,
            f"the neighbors of {table_name(vrf.name)} have update-source {source}, which has no address there",
        )
    subnets = {name: address.network for name, address in vrf.interfaces.items()}
    on_link = [name for name, subnet in subnets.items() if all(IPv4Address(node) in subnet for node in nodes)]
    only = list(vrf.interfaces)[: len(vrf.interfaces) == 1 and not vrf.is_default]
    chosen = source or next(iter([*on_link, *only]), None)
    if not chosen:
        raise RouterError(
            found.hostname,
            f"the neighbors of {table_name(vrf.name)} have no update-source and are on no subnet of its interfaces",
            "the stack must know which of the router's addresses they dial",
        )
    return chosen


def _free(candidates: tuple[str, ...], networks: list[IPv4Network]) -> str:
    clear = [text for text in candidates if not any(IPv4Network(text).overlaps(network) for network in networks)]
    return (clear or candidates)[0]
