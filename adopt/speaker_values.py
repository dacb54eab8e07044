"""A speaker's values: its AS, the router address that it dials, and what its sessions share with the router."""

from collections import Counter
from ipaddress import IPv4Address
from typing import Any

from adopt.passwords import password_key
from adopt.speakers import Speakers
from errors import RouterError
from model.session import Bfd
from model.tables import table_name
from platforms.found import Found, FoundVrf

Values = dict[str, Any]


def filled(values: Values) -> Values:
    """The values without those that are None or empty objects."""
    return {key: value for key, value in values.items() if value not in (None, {})}


def usual_as(vrf: FoundVrf, nodes: tuple[str, ...]) -> int:
    """The AS that most of the nodes have."""
    return Counter(vrf.neighbors[node] for node in nodes).most_common(1)[0][0]


def metallb_values(found: Found, speakers: Speakers) -> Values:
    """MetalLB; without sessions its AS and its peers have no effect, and have to be there."""
    if not speakers.metallb:
        calico = speakers.calico
        return {"asn": usual_as(calico, speakers.nodes), "peers": [_peer(found, calico, speakers.nodes)]}
    values, table = speaker_values(found, speakers, speakers.metallb), speakers.metallb
    session = values.get("session", {})
    if not ({"bfd", "gracefulRestart", "keepaliveSeconds"} & session.keys()):
        return values
    address = table.interfaces[_dialled(found, table, speakers.nodes)]
    is_far = any(IPv4Address(node) not in address.network for node in speakers.nodes)
    return values | {"mode": "frr"} | ({"peering": {"ebgpMultihop": True}} if is_far else {})


def speaker_values(found: Found, speakers: Speakers, vrf: FoundVrf) -> Values:
    """A speaker's AS and peers, and the session settings that the router has."""
    peer = _peer(found, vrf, speakers.nodes)
    return filled({"asn": usual_as(vrf, speakers.nodes), "peers": [peer], "session": _session(found, speakers, vrf)})


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
