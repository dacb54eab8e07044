"""Neighbors that dial from a listen range: how many there are, and when the ranges are full.

BIRD takes in whoever dials and counts nobody. While a family has as many as its limit, its ranges do not listen;
those beyond it, who dialled in the same moment, are ended. Source: BIRD 2.0.12, tried: a range that is disabled
keeps its sessions, a session that has ended stays as a passive protocol of its own, and a range that is written as
disabled in bird.conf ends its sessions, so this is never written there.
"""

from collections.abc import Iterable, Iterator

from emulator.dataplane.bird_answers import BirdProtocol
from emulator.dataplane.names import Tables, dynamic_protocol, range_protocol
from emulator.dataplane.state import Family, Network


def is_live(protocol: BirdProtocol) -> bool:
    """Whether the session is up."""
    return protocol.details.get("BGP state") == "Established"


def commands(network: Network, tables: Tables, protocols: Iterable[BirdProtocol]) -> Iterator[str]:
    """What BIRD must be told so that no family has more than its limit, and one that has room listens."""
    known = list(protocols)
    for family in network.families:
        if family.ranges and family.vrf in tables:
            yield from _family_commands(family, tables[family.vrf], known)


def _family_commands(family: Family, table: int, protocols: list[BirdProtocol]) -> Iterator[str]:
    dynamic = sorted(_dynamic(table, protocols), key=lambda protocol: protocol.since)
    live = [each for each in dynamic if is_live(each)]
    shut = {listen.prefix for listen in family.ranges if listen.members.shutdown}
    idle = [each for each in (*_listening(family, table, protocols, shut), *dynamic) if not is_live(each)]
    if len(live) >= family.listen_limit:
        ending = [*live[family.listen_limit :], *(each for each in idle if not _is_down(each))]
        yield from (f"disable {each.name}" for each in ending)
    else:
        yield from (f"enable {each.name}" for each in idle if _is_down(each))


def _is_down(protocol: BirdProtocol) -> bool:
    return protocol.details.get("BGP state", "Down") == "Down"


def _dynamic(table: int, protocols: Iterable[BirdProtocol]) -> list[BirdProtocol]:
    return [each for each in protocols if each.name.startswith(dynamic_protocol(table))]


def _listening(family: Family, table: int, protocols: list[BirdProtocol], shut: set[str]) -> list[BirdProtocol]:
    names = tuple(range_protocol(table, listen.prefix) for listen in family.ranges if listen.prefix not in shut)
    return [each for each in protocols if each.name.startswith(names)] if names else []
