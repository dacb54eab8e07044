"""The router's objects as a stack describes them, and what they leave aside of a running configuration."""

from collections.abc import Iterator, Mapping
from typing import Any

from adopt.groups import inherited
from errors import PlanError
from model.stack import Stack
from platforms.iosxe.object_types import BGP_PROCESS, BGP_VRF, INTERFACE, PREFIX_LIST, VRF
from platforms.iosxe.objects.address_family import family_node, family_of
from platforms.iosxe.objects.inheritance import is_membership
from platforms.iosxe.objects.neighbor_lines import split
from platforms.iosxe.objects.vrf_block import SYNTAXES
from platforms.iosxe.platform import IOS_XE
from platforms.iosxe.tree import Tree
from platforms.object_type import ObjectType, RouterObject
from platforms.plan import Command

Object = tuple[ObjectType[Any], Any]


def objects_of(stack: Stack, name: str, marks: Mapping[str, str]) -> list[Object]:
    """The objects that the stack owns on a router, each with its type, in the order in which they are made.

    Args:
        stack: The stack.
        name: The router's name in it.
        marks: The fingerprints of the sessions' passwords by configuration key.
    """
    return [(IOS_XE.object_types[each.type], _values(each, marks)) for each in IOS_XE.objects(stack, name)]


def _values(wanted: RouterObject, marks: Mapping[str, str]) -> Any:
    own = {key: mark for key, mark in marks.items() if key in wanted.password_keys}
    values = {**wanted.values, **({"password_marks": own} if own else {})}
    return IOS_XE.object_types[wanted.type].values.model_validate(values)


def first_up(objects: list[Object], tree: Tree) -> list[str]:
    """What the first `up` would do to the router, a sentence each; none is what adopting means."""
    told: list[str] = []
    for object_type, values in objects:
        stops = list(_stops(object_type, values, tree))
        told += [f"`pulumi up` stops: {why}" for why in stops]
        try:
            commands = object_type.plan(tree, values, None, object_type.before(tree, values)).commands
        except PlanError as error:
            told.append(f"`pulumi up` stops: {error.what}")
            continue
        if stops:
            told.append(
                f"with adopt: true `pulumi up` would send {len(commands)} lines to '{object_type.identity(values)}'"
            )
        else:
            told += [f"`pulumi up` would send: {_path(*command.mode, command.line)}" for command in commands]
    return told


def _stops(object_type: ObjectType[Any], values: Any, tree: Tree) -> Iterator[str]:
    """Why `up` would send nothing of an object without adopt: true."""
    node = family_node(tree, values.vrf) if object_type is BGP_VRF else None
    if node:
        addresses = (str(neighbor.address) for neighbor in values.neighbors)
        for sentence in inherited(values.vrf, family_of(node), addresses):
            yield f"{sentence}; with adopt: true they become their own, and `pulumi destroy` gives back what was there"


def left_over(objects: list[Object], tree: Tree) -> list[str]:
    """The lines that stay foreign: in what is taken over, and the heads of everything of the same sorts besides."""
    owned = {
        object_type.lines(values) if isinstance(object_type.lines(values), str) else ""
        for object_type, values in objects
    }
    heads = {text.splitlines()[0] for text in map(str, owned) if text}
    taken = {values.name for object_type, values in objects if object_type is VRF}
    lists = {values.name for object_type, values in objects if object_type is PREFIX_LIST}
    return [*_foreign(objects, tree, taken), *_others(tree, heads, taken, lists)]


def _foreign(objects: list[Object], tree: Tree, taken: set[str]) -> Iterator[str]:
    for object_type, values in objects:
        for line in object_type.foreign(tree, values):
            if object_type is VRF:
                yield _path(f"{values.syntax} {values.name}", line)
            elif object_type is INTERFACE:
                yield _path(f"interface {values.name}", line)
            elif object_type is PREFIX_LIST:
                yield line
            elif object_type is BGP_VRF and not _is_taken_over(line, values):
                yield _path(f"router bgp {values.asn}", f"address-family ipv4 vrf {values.vrf}", line)
            elif object_type is BGP_PROCESS and (
                line.split()[-1] not in taken or not line.startswith("address-family ipv4 vrf ")
            ):
                yield _path(f"router bgp {values.asn}", line)


def _is_taken_over(line: str, values: Any) -> bool:
    """Whether a line says where one of the stack's neighbors has settings from: with adopt: true it goes."""
    found = split(line)
    ours = {str(neighbor.address) for neighbor in values.neighbors}
    return found is not None and found[0] in ours and is_membership(found[1])


def _others(tree: Tree, heads: set[str], taken: set[str], lists: set[str]) -> Iterator[str]:
    told: set[str] = set()
    for node in tree:
        line = node.line
        words = line.split()
        if line.startswith("ip prefix-list "):
            line = " ".join(words[:3])
            wanted = words[2] not in lists
        elif line.startswith("ip route vrf "):
            wanted = words[3] in taken
        else:
            wanted = line.startswith(("interface ", *(f"{syntax} " for syntax in SYNTAXES))) and line not in heads
        if wanted and line not in told:
            told.add(line)
            yield _path(line)


def _path(*lines: str) -> str:
    """A line with the modes it stands in, a secret in it left out."""
    return " / ".join(Command(line).shown for line in lines)
