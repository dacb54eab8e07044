"""Dynamic neighbors of listen ranges, and their limit.

BIRD accepts any number of neighbors. The ranges of a family are disabled while the family is at its limit, and
excess sessions that came up meanwhile are ended. Source: BIRD 2.0.12, tried: a disabled range keeps its sessions, an
ended session stays as a passive protocol of its own, and a range that bird.conf disables ends its sessions, so
bird.conf never does.
"""

from collections.abc import Iterable, Iterator

from emulator.dataplane.bird_answers import BirdProtocol
from emulator.dataplane.names import Tables, dynamic_protocol, range_protocol
from emulator.dataplane.state import Family, Network


def is_live(protocol: BirdProtocol) -> bool:
    """Return whether the session is up."""
    return protocol.details.get("BGP state") == "Established"


def commands(network: Network, tables: Tables, protocols: Iterable[BirdProtocol]) -> Iterator[str]:
    """Yield BIRD commands that end sessions above a family's limit, and disable or enable its ranges."""
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
