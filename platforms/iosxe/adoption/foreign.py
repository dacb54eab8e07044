"""The lines of a configured router that a stack takes over, or leaves to others."""

from collections.abc import Iterator, Sequence
from typing import Any

from model.tables import DEFAULT_TABLE
from platforms.adoption import Typed
from platforms.iosxe.object_types import BGP_PROCESS, BGP_VRF, INTERFACE, PREFIX_LIST, VRF
from platforms.iosxe.objects.address_family import family_line, process_node
from platforms.iosxe.objects.default_table import default_family
from platforms.iosxe.objects.inheritance import is_membership
from platforms.iosxe.objects.neighbor_lines import split
from platforms.iosxe.objects.vrf_block import SYNTAXES
from platforms.iosxe.tree import Tree
from platforms.plan import path


def left_over(objects: Sequence[Typed], tree: Tree) -> list[str]:
    """The foreign lines of the objects, and the first lines of all other VRFs, interfaces, prefix lists and routes."""
    texts = (object_type.lines(values) for object_type, values in objects)
    heads = {text.splitlines()[0] for text in texts if isinstance(text, str)}
    vrfs = {values.name for object_type, values in objects if object_type is VRF}
    lists = {values.name for object_type, values in objects if object_type is PREFIX_LIST}
    return [*_foreign(objects, tree, vrfs), *_others(tree, heads, vrfs, lists)]


def _foreign(objects: Sequence[Typed], tree: Tree, vrfs: set[str]) -> Iterator[str]:
    has_default = any(object_type is BGP_VRF and values.vrf == DEFAULT_TABLE for object_type, values in objects)
    of_default = _default_lines(tree) if has_default else {}
    for object_type, values in objects:
        for line in object_type.foreign(tree, values):
            if object_type is VRF:
                yield path(f"{values.syntax} {values.name}", line)
            elif object_type is INTERFACE:
                yield path(f"interface {values.name}", line)
            elif object_type is PREFIX_LIST:
                yield line
            elif object_type is BGP_VRF and not _is_taken_over(line, values):
                mode = (family_line(values.vrf),) if values.vrf != DEFAULT_TABLE else of_default.get(line)
                if mode is not None:
                    yield path(f"router bgp {values.asn}", *mode, line)
            elif object_type is BGP_PROCESS and line not in of_default and not _is_family_of(line, vrfs):
                yield path(f"router bgp {values.asn}", line)


def _is_family_of(line: str, vrfs: set[str]) -> bool:
    return line.startswith("address-family ipv4 vrf ") and line.split()[-1] in vrfs


def _is_taken_over(line: str, values: Any) -> bool:
    """Whether a line is a membership of one of the stack's neighbors: with adopt: true it is removed."""
    found = split(line)
    ours = {neighbor.name for neighbor in values.neighbors}
    return found is not None and found[0] in ours and is_membership(found[1])


def _others(tree: Tree, heads: set[str], vrfs: set[str], lists: set[str]) -> Iterator[str]:
    listed: set[str] = set()
    for node in tree:
        line = node.line
        words = line.split()
        if line.startswith("ip prefix-list "):
            line = " ".join(words[:3])
            wanted = words[2] not in lists
        elif line.startswith("ip route vrf "):
            wanted = words[3] in vrfs
        else:
            wanted = line.startswith(("interface ", *(f"{syntax} " for syntax in SYNTAXES))) and line not in heads
        if wanted and line not in listed:
            listed.add(line)
            yield path(line)


_BLOCK = "address-family ipv4"


def _default_lines(tree: Tree) -> dict[str, tuple[str, ...]]:
    """The printed lines of the default table below the process, each with the modes that it is in; its block, too."""
    process = process_node(tree)
    if not process:
        return {}
    block = process.child(_BLOCK)
    own = {line: () for line in default_family(process).lines if line in process.lines}
    return {_BLOCK: (), **dict.fromkeys(block.lines if block else (), (_BLOCK,)), **own}
