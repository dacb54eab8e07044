"""What of the nodes' sessions the printed stack does not have: a sentence each."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from adopt.found_tables import range_found
from adopt.speakers import Speakers
from model.list_names import group_name
from model.tables import table_name
from platforms.found import Found, FoundNeighbor, FoundVrf, neighbors_do, shown

K = TypeVar("K")


def staying(speakers: Speakers) -> Iterator[str]:
    """Filters that are no prefix lists, and listen ranges beside the nodes: they stay, and nothing is left to do."""
    for table in speakers.tables:
        pairs = [(line, each.address) for each in speakers.members(table) for line in each.filters]
        for line, addresses in _grouped(pairs).items():
            yield f"in {table_name(table.name)} {_have(addresses)} '{line}': that filter stays as it is"
        yield from _no_nodes(speakers, table)
    yield from _unknown(speakers, speakers.tables)


def _no_nodes(speakers: Speakers, table: FoundVrf) -> Iterator[str]:
    """Neighbors with an AS of the nodes that are none in the printed stack."""
    numbers = {each.asn for each in speakers.members(table)}
    others = [each for each in table.listed if each.asn in numbers and each.address not in speakers.nodes]
    pairs = [(each.unfit or _difference(table, each), each.address) for each in others]
    for why, addresses in _grouped(pairs).items():
        yield f"in {table_name(table.name)} {_have(addresses)} the nodes' AS and no place in the stack ({why})"


def _difference(table: FoundVrf, neighbor: FoundNeighbor) -> str:
    """Why a neighbor that could be a node is none."""
    if neighbor in table.alike:
        return "is not such a neighbor in the other table"
    return "has other settings than the nodes"


def not_shared(found: Found, speakers: Speakers) -> Iterator[str]:
    """What the nodes' end needs as well and the stack does not have for it, so that something is left to do."""
    for table in speakers.tables:
        members = speakers.members(table)
        pairs = [(agreed, each.address) for each in members for agreed in each.agreed]
        for (line, why), addresses in _grouped(pairs).items():
            yield f"in {table_name(table.name)} {_have(addresses)} '{line}', which stays: {why}"
        yield from _bfd(speakers, table, members)
        yield from _of_some(table, members, "graceful restart", [each for each in members if each.graceful_restart])
    yield from _served(speakers)
    others = () if speakers.metallb else (each for each in found.vrfs.values() if each is not speakers.calico)
    yield from _unknown(speakers, others)


def _bfd(speakers: Speakers, table: FoundVrf, members: list[FoundNeighbor]) -> Iterator[str]:
    having = [each for each in members if each.bfd]
    if having and table is speakers.calico:
        addresses = [each.address for each in having]
        yield f"in {table_name(table.name)} {_have(addresses)} BFD, which stays: Calico's BIRD does not support it"
    else:
        yield from _of_some(table, members, "BFD", having)


def _of_some(table: FoundVrf, members: list[FoundNeighbor], what: str, having: list[FoundNeighbor]) -> Iterator[str]:
    if having and len(having) < len(members):
        addresses = [each.address for each in having]
        others = shown([each.address for each in members if each not in having])
        yield (
            f"in {table_name(table.name)} {_have(addresses)} {what}, and not {others}: "
            "a stack has it for all nodes of a table or for none"
        )


def _served(speakers: Speakers) -> Iterator[str]:
    """The nodes that come by a listen range of another peer group than the stack's, which cannot be taken over."""
    for table in speakers.tables:
        own = group_name(table.name)
        for each in table.ranges:
            served = [node.address for node in speakers.members(table) if node.listener == each.line]
            if served and each.group != own:
                yield (
                    f"{table_name(table.name)} takes {shown(served)} by '{each.line}': the stack's own peer group is "
                    f"'{own}', and '{each.group}' cannot be taken over in place; take its ranges off the router"
                )


def _unknown(speakers: Speakers, tables: Iterable[FoundVrf]) -> Iterator[str]:
    """The listen ranges of tables whose members no option names."""
    for table in tables if not speakers.names else ():
        for each in table.ranges:
            yield f"{range_found(table, each)}; if nodes are among them, name every node with --node NAME=ADDRESS"


def _grouped(pairs: Iterable[tuple[K, str]]) -> dict[K, list[str]]:
    """The addresses by what they have."""
    found: dict[K, list[str]] = {}
    for key, address in pairs:
        found.setdefault(key, []).append(address)
    return found


def _have(addresses: list[str]) -> str:
    return neighbors_do(addresses, "has", "have")
