"""Reads a configured FRR router for `adopt`."""

from collections.abc import Iterable, Iterator, Sequence

from model.tables import DEFAULT_TABLE
from platforms.adoption import Typed
from platforms.found import Found
from platforms.frr.adoption.found import found_in
from platforms.frr.adoption.neighbors import members_named, members_of
from platforms.frr.configuration import Configuration
from platforms.frr.object_types import BY_NAME
from platforms.frr.objects.settings import lines_of
from platforms.plan import path
from platforms.running import Running

_PREFIX_LIST = "ip prefix-list "


class FrrAdoption:
    """Reads `show running-config` and the kernel's interfaces."""

    router = "FRR"
    command = "vtysh -c 'show running-config'"
    takes_members = False

    def is_configuration(self, running: Running) -> bool:
        """Whether any line is one that a configuration of FRR begins with."""
        tree: Configuration = running.tree
        return bool(tree.heads("router bgp ")) or any(line.startswith(("frr ", "hostname ")) for line in tree.lines())

    def found(self, running: Running, where: str) -> Found:
        """Everything that a stack can describe.

        Raises:
            RouterError: BGP does not run there.
        """
        return found_in(running.tree, where)

    def inherited(self, wanted: Typed, running: Running) -> Iterable[str]:
        """Which neighbors are members of a peer group, a sentence for each group."""
        object_type, values = wanted
        if object_type is not BY_NAME["bgp vrf"]:
            return ()
        groups = members_of(lines_of(running.tree, _head(wanted)))
        addresses = [neighbor.name for neighbor in values.neighbors]
        return members_named(values.vrf, {address: groups[address] for address in addresses if address in groups})

    def left_over(self, objects: Sequence[Typed], running: Running) -> list[str]:
        """The foreign lines of the objects, and all other instances, interfaces, prefix lists and routes of VRFs."""
        return list(dict.fromkeys([*_foreign(objects, running.tree), *_others(objects, running.tree)]))


def _foreign(objects: Sequence[Typed], tree: Configuration) -> Iterator[str]:
    """What no object owns; the default table's instance is the process's as well, and each owns a part of it."""
    found: dict[str, list[list[str]]] = {}
    for wanted in objects:
        found.setdefault(_head(wanted), []).append(wanted[0].foreign(tree, wanted[1]))
    for head, (first, *others) in found.items():
        for line in (line for line in first if all(line in each for each in others)):
            yield line if head.startswith(_PREFIX_LIST) else path(head, line)


def _others(objects: Sequence[Typed], tree: Configuration) -> Iterator[str]:
    owned = {_head(wanted) for wanted in objects}
    for line in tree.lines():
        if line.startswith(_PREFIX_LIST) and (head := " ".join(line.split()[:3])) not in owned:
            yield head
    for mode, lines in tree.modes.items():
        if mode and mode[0].startswith("vrf "):
            yield from (path(*mode, line) for line in lines)
        elif len(mode) == 1 and mode[0] not in owned:
            yield path(mode[0])


def _head(wanted: Typed) -> str:
    """The line that the object's lines begin with, or are in."""
    object_type, values = wanted
    if object_type is BY_NAME["bgp vrf"] and values.vrf == DEFAULT_TABLE:
        return f"router bgp {values.asn}"
    identity = object_type.identity(values)
    return f"router {identity}" if object_type in (BY_NAME["bgp process"], BY_NAME["bgp vrf"]) else identity
