"""`show bgp vpnv4 unicast vrf X neighbors`."""

from collections.abc import Iterator

from emulator.config.bgp import Neighbor
from emulator.config.model import Config
from emulator.dataplane.state import Session
from emulator.show.layout import age


def neighbor_lines(config: Config, vrf: str | None, neighbor: Neighbor, session: Session) -> Iterator[str]:
    """Yield one neighbor's section.

    Source: the layout of 16.x and 17.x outputs in genieparser's and NAPALM's test data. Values that the emulator does
    not count (TCP statistics, refreshes) are omitted.
    """
    yield from _head(config, vrf, neighbor, session)
    if session.state == "Established":
        yield from _capabilities()
    yield from _messages(session)
    yield ""
    yield from _family(vrf, neighbor, session)
    yield ""
    yield from _tail(neighbor, session)


def _head(config: Config, vrf: str | None, neighbor: Neighbor, session: Session) -> Iterator[str]:
    link = "internal" if config.bgp and session.remote_as == config.bgp.asn else "external"
    where = f"  vrf {vrf}, " if vrf else ""
    up = session.state == "Established"
    keepalive, hold = neighbor.attributes.get("timers", "timers 60 180").split()[1:3]
    name = f"*{session.address}" if session.dynamic else session.address
    yield f"BGP neighbor is {name},{where} remote AS {session.remote_as}, {link} link"
    if "description" in neighbor.attributes:
        yield f" Description: {neighbor.attributes['description'].removeprefix('description ')}"
    if neighbor.group:
        yield f" Member of peer-group {neighbor.group} for session parameters"
    if neighbor.session_template:
        yield f" Inherits from template {neighbor.session_template} for session parameters"
    if "shutdown" in neighbor.attributes:
        yield " Administratively shut down"
    yield f"  BGP version 4, remote router ID {session.router_id if up else '0.0.0.0'}"
    yield f"  BGP state = {session.state.split()[0]}" + (f", up for {age(session.seconds)}" if up else "")
    if up:
        timers = f"hold time is {hold}, keepalive interval is {keepalive} seconds"
        yield f"  Last read 00:00:01, last write 00:00:01, {timers}"
    yield "  Neighbor sessions:"
    yield f"    {1 if up else 0} active, is not multisession capable (disabled)"


def _capabilities() -> Iterator[str]:
    yield "  Neighbor capabilities:"
    yield "    Route refresh: advertised and received(new)"
    yield "    Four-octets ASN Capability: advertised and received"
    yield "    Address family IPv4 Unicast: advertised and received"
    yield "    Enhanced Refresh Capability: advertised"
    yield "    Multisession Capability: "
    yield "    Stateful switchover support enabled: NO for session 1"


def _messages(session: Session) -> Iterator[str]:
    opened = 1 if session.state == "Established" else 0
    kept = [max(0, count - 2 * opened) for count in (session.messages_sent, session.messages_received)]
    rows = [
        ("Opens:", opened, opened),
        ("Notifications:", 0, 0),
        ("Updates:", opened, opened),
        ("Keepalives:", *kept),
        ("Route Refresh:", 0, 0),
        ("Total:", session.messages_sent, session.messages_received),
    ]
    yield from ("  Message statistics:", "    InQ depth is 0", "    OutQ depth is 0", "    ")
    yield "                         Sent       Rcvd"
    yield from (f"    {name:15}{sent:11}{received:11}" for name, sent, received in rows)
    yield "  Do log neighbor state changes (via global configuration)"
    yield "  Default minimum time between advertisement runs is 0 seconds"


def _family(vrf: str | None, neighbor: Neighbor, session: Session) -> Iterator[str]:
    yield f" For address family: {'VPNv4' if vrf else 'IPv4'} Unicast"
    if vrf:
        yield f"  Translates address family IPv4 Unicast for VRF {vrf}"
    yield f"  Session: {session.address}"
    if neighbor.group:
        yield f"  {neighbor.group} peer-group member"
    if neighbor.policy_template:
        yield f"  Inherits from template {neighbor.policy_template}"
    yield from policy_lines(neighbor)
    yield "                                 Sent       Rcvd"
    yield "  Prefix activity:               ----       ----"
    sent, received = session.prefixes_advertised, session.prefixes_received
    used = f" (Consumes {received * 136} bytes)" if received else ""
    yield f"    Prefixes Current:      {sent:10}{received:11}{used}"
    yield f"    Prefixes Total:        {sent:10}{received:11}"
    yield "    Implicit Withdraw:              0          0"
    yield "    Explicit Withdraw:              0          0"
    yield ""
    yield "                                   Outbound    Inbound"
    yield "  Local Policy Denied Prefixes:    --------    -------"
    refused = session.prefixes_refused if "prefix-list in" in neighbor.attributes else 0
    if refused:
        yield f"    prefix-list                           0{refused:11}"
    yield f"    Total:                                0{refused:11}"


def policy_lines(neighbor: Neighbor) -> Iterator[str]:
    """Yield the filters of a neighbor or a group."""
    for way, word in (("in", "Incoming"), ("out", "Outgoing")):
        if text := neighbor.attributes.get(f"prefix-list {way}"):
            yield f"  {word} update prefix filter list is {text.split()[1]}"
        if text := neighbor.attributes.get(f"route-map {way}"):
            yield f"  Route map for {word.lower()} advertisements is {text.split()[1]}"


def _tail(neighbor: Neighbor, session: Session) -> Iterator[str]:
    up = session.state == "Established"
    yield f"  Connections established {1 if up else 0}; dropped 0"
    yield "  Last reset never"
    if "ebgp-multihop" in neighbor.attributes:
        hops = neighbor.attributes["ebgp-multihop"].split()[1]
        yield f"  External BGP neighbor may be up to {hops} hops away."
    if not up:
        yield "  No active TCP connection"
