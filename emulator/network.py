"""The configuration as the data plane's `Network`."""

import re
from typing import Literal

from emulator.config.addresses import address_key, bits_of
from emulator.config.bgp import Bgp, Family
from emulator.config.inheritance import effective
from emulator.config.model import Config, StaticRoute
from emulator.config.model import Interface as Configured
from emulator.config.neighbor import DEFAULT_LIMIT
from emulator.config.secrets import decoded
from emulator.dataplane import state
from emulator.grammar.interfaces import interface_name
from emulator.route_maps import clauses_of


def network_of_config(config: Config) -> state.Network:
    """Return the network that the data plane must run."""
    bgp = config.bgp
    return state.Network(
        hostname=config.hostname,
        asn=bgp.asn if bgp else None,
        router_id=_router_id(bgp.process) if bgp else None,
        vrfs=tuple(
            state.Vrf(vrf.name, vrf.rd, vrf.all_imports(), vrf.all_exports()) for _, vrf in sorted(config.vrfs.items())
        ),
        interfaces=tuple(_interface(config.interfaces[name]) for name in sorted(config.interfaces)),
        families=_families(bgp) if bgp else (),
        prefix_lists={
            name: tuple(
                state.PrefixEntry(e.sequence, e.action, e.prefix, e.ge, e.le) for _, e in sorted(listed.entries.items())
            )
            for name, listed in config.prefix_lists.items()
        },
        route_maps=clauses_of(config),
        static_routes=tuple(filter(None, map(_static_route, config.static_routes))),
    )


def _interface(interface: Configured) -> state.Interface:
    has_address = interface.address and interface.mask  # dhcp has no mask
    address = f"{interface.address}/{bits_of(interface.mask)}" if has_address and interface.mask else None
    return state.Interface(interface.name, interface.vrf, address, interface.shutdown, _bfd(interface.bfd))


def _bfd(text: str | None) -> state.Bfd | None:
    """`bfd interval 50 min_rx 50 multiplier 3`."""
    return state.Bfd(*(int(word) for word in text.split()[2::2])) if text else None


def _static_route(route: StaticRoute) -> state.StaticRoute | None:
    """Return the route's interface, next hop and distance from `rest`; None for options that are not modelled."""
    words = route.rest.replace("GigabitEthernet ", "GigabitEthernet").split()
    interface = (
        "Null0" if words and words[0].lower() in ("null0", "nu0") else interface_name(words[0]) if words else None
    )
    words = words[1:] if interface else words
    hop = words.pop(0) if words and _is_address(words[0]) else None
    distance = int(words[0]) if words and words[0].isdigit() else 1
    if not (interface or hop) or not 1 <= distance <= 255:
        return None
    return state.StaticRoute(route.vrf, f"{route.prefix}/{bits_of(route.mask)}", hop, interface, distance)


def _is_address(text: str) -> bool:
    return re.fullmatch(r"\d+\.\d+\.\d+\.\d+", text) is not None and all(int(one) < 256 for one in text.split("."))


def _router_id(family: Family) -> str | None:
    return family.lines["router-id"].split()[-1] if "router-id" in family.lines else None


def _families(bgp: Bgp) -> tuple[state.Family, ...]:
    vrfs = sorted((family for family in bgp.families.values() if family.vrf), key=lambda family: family.vrf or "")
    return tuple(_family(bgp, family) for family in (bgp.ipv4_home(), *vrfs))


def _family(bgp: Bgp, family: Family) -> state.Family:
    owner = bgp.owner(family)
    return state.Family(
        vrf=family.vrf,
        router_id=_router_id(owner),
        redistribute=frozenset(family.redistribute),
        networks=frozenset(family.networks),
        maximum_paths=int(family.lines.get("maximum-paths", "maximum-paths 1").split()[-1]),
        neighbors=tuple(
            found for name in sorted(owner.neighbors, key=address_key) if (found := _neighbor(bgp, family, name))
        ),
        ranges=tuple(
            state.ListenRange(prefix, members)
            for prefix, group in sorted(owner.ranges.items())
            if (members := _neighbor(bgp, family, group))
        ),
        listen_limit=_listen_limit(owner) or _listen_limit(bgp.process) or DEFAULT_LIMIT,
        aggregates=tuple(
            state.Aggregate(prefix, "summary-only" in line.split())
            for prefix, line in sorted(family.aggregates.items())
        ),
        redistribute_maps={
            source: line.split(" route-map ")[1]
            for source, line in family.redistribute.items()
            if " route-map " in line
        },
    )


def _neighbor(bgp: Bgp, family: Family, name: str) -> state.Neighbor | None:
    """Return a neighbor with its own and inherited settings; None without an AS, as no session can come up."""
    attributes, owner = effective(bgp, family, name), bgp.owner(family)
    if "remote-as" not in attributes:
        return None
    timers = attributes.get("timers", "timers 60 180").split()
    configured = owner.peers(name).get(name)
    if configured is None:
        return None
    local_as = attributes.get("local-as", "").split()
    return state.Neighbor(
        address=name,
        remote_as=int(attributes["remote-as"].split()[1]),
        update_source=_second(attributes.get("update-source")),
        ebgp_multihop=int(attributes["ebgp-multihop"].split()[1]) if "ebgp-multihop" in attributes else None,
        activated=attributes.get("activate") == "activate",
        shutdown="shutdown" in attributes,
        prefix_list_out=_second(attributes.get("prefix-list out")),
        prefix_list_in=_second(attributes.get("prefix-list in")),
        password=_password(attributes.get("password")),
        route_map_out=_second(attributes.get("route-map out")),
        route_map_in=_second(attributes.get("route-map in")),
        send_community=attributes.get("send-community") in ("send-community", "send-community both"),
        keepalive_seconds=int(timers[1]),
        hold_seconds=int(timers[2]),
        graceful_restart=attributes.get("ha-mode") == "ha-mode graceful-restart",
        bfd="fall-over bfd" in attributes,
        maximum_prefix=int(attributes["maximum-prefix"].split()[1]) if "maximum-prefix" in attributes else None,
        limit_action=_limit_action(attributes.get("maximum-prefix", "")),
        local_as=int(local_as[1]) if local_as else None,
        prepend_local_as="no-prepend" not in local_as,
        replace_as="replace-as" in local_as,
        generation=max(
            configured.generation, owner.groups[configured.group].generation if configured.group in owner.groups else 0
        ),
    )


def _listen_limit(family: Family) -> int | None:
    return int(family.lines["listen limit"].split()[-1]) if "listen limit" in family.lines else None


def _limit_action(limit: str) -> Literal["disable", "restart", "warn"]:
    return "warn" if "warning-only" in limit else "restart" if "restart" in limit else "disable"


def _second(text: str | None) -> str | None:
    return text.split()[1] if text else None


def _password(text: str | None) -> str | None:
    """Return a neighbor's password in clear text."""
    if not text:
        return None
    _, kind, *rest = text.split(" ")
    return decoded(rest[0]) if kind == "7" and rest else " ".join([kind, *rest])
