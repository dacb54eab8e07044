"""The objects' lines as `show running-config` of FRR prints them.

Source: measured with FRR 8.4.4, which printed the texts in tests/unit/preflight/rendered in this order.
"""

import re
from collections.abc import Iterable, Iterator

from model.addresses import is_ipv4
from platforms.frr.objects.settings import GROUP, is_range, mode_of, name_of, neighbor_of, range_of
from platforms.object_type import Lines, RouterObject, texts_of
from platforms.plan_builder import Mode
from platforms.printed import merged, placed, printed

_NEIGHBOR = (
    GROUP,
    "remote-as",
    "bfd",
    "password",
    "ebgp-multihop",
    "update-source",
    "timers",
    "graceful-restart",
    "maximum-prefix",
    "prefix-list in",
    "prefix-list out",
)
# The address family's own, of which these stand after the neighbors.
_LAST = ("maximum-paths", "distinguisher", "import targets", "export targets", "export", "import")


def configuration(objects: Iterable[tuple[RouterObject, Lines]]) -> str:
    """The text of the objects with their lines; without VRF devices, which are Linux's."""
    ordered = sorted((each for each in objects if each[0].type != "vrf"), key=lambda each: _rank(each[0]))
    return printed(merged(each for _, lines in ordered for each in _placed(lines)), ("exit",))


def _rank(wanted: RouterObject) -> tuple[int, str, list[str | int]]:
    """Where an object stands: interfaces by VRF and by name, in which numbers count as such, and prefix lists last."""
    if wanted.type == "interface":
        parts = re.split(r"(\d+)", wanted.values["name"])
        return 0, wanted.values.get("vrf", "default"), [int(each) if each.isdigit() else each for each in parts]
    return (2 if wanted.type == "prefix list" else 1), "", []


def _placed(lines: Lines) -> Iterator[tuple[Mode, str]]:
    """An object's lines with their modes."""
    if isinstance(lines, str):
        yield from placed(lines)
        return
    texts = [text.splitlines() for text in texts_of(lines).values()]
    head = texts[0][0]
    yield (), head
    settings = {name: line for text in texts for line in map(str.strip, text) if (name := name_of(line))}
    for name in sorted(settings, key=lambda name: _place(head, name, settings[name])):
        yield mode_of(head, name), settings[name]


def _place(head: str, name: str, line: str) -> tuple[int, ...]:
    """Where a setting stands: the instance's own, its neighbors' or its group's, its ranges, then the family's."""
    depth = len(mode_of(head, name))
    if is_range(name):
        return depth, 2, int(range_of(name).network_address)
    if neighbor := neighbor_of(line):
        address = [int(each) for each in neighbor.split(".")] if is_ipv4(neighbor) else []
        return depth, 1, *address, _NEIGHBOR.index(name.removeprefix(f"{neighbor} "))
    return (depth, 2, _LAST.index(name)) if name in _LAST else (depth, 0)
