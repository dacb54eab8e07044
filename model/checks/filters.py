"""Prefix lists: those in use are defined, and IOS accepts every entry."""

from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Network, NetmaskValueError

from errors import Problem
from model.list_names import RESERVED
from model.places import both, undefined_lists, vrf_path, vrfs
from model.router import IOS_XE
from model.stack import Stack

_LAST_SEQUENCE = 4294967294


def filters_exist(stack: Stack) -> Iterator[Problem]:
    """The neighbors' filters are defined: IOS treats a missing prefix list as permit everything."""
    for name, router in stack.routers.items():
        if router.platform == IOS_XE:
            yield from undefined_lists(stack, name, "everything", "FILTER01")


def filters_are_unique(stack: Stack) -> Iterator[Problem]:
    """A direction has one filter: a prefix list of the file, or the generated one."""
    for router_name, vrf_name, vrf in vrfs(stack):
        path, settings = f"{vrf_path(router_name, vrf_name)}.neighbors", vrf.neighbors
        advertised = settings.advertise and _shown(settings.advertise)
        off = settings.accept if settings.accept != "expected" else None
        for key, value, other, name in (
            ("advertise", advertised, "prefixListOut", settings.prefix_list_out),
            ("accept", off, "prefixListIn", settings.prefix_list_in),
        ):
            if value and name:
                yield Problem(
                    **both((f"{path}.{key}", value), (f"{path}.{other}", name)),
                    what="both decide what passes, and neighbors have one prefix list in a direction",
                    code="FILTER05",
                    expected="one of them",
                )


def _shown(advertise: str | tuple[IPv4Network, ...]) -> str:
    return advertise if isinstance(advertise, str) else ", ".join(map(str, advertise))


def list_names_are_free(stack: Stack) -> Iterator[Problem]:
    """No prefix list of the file has a name of the generated ones."""
    for router_name, router in stack.routers.items():
        for name in (name for name in router.prefix_lists if name.startswith(RESERVED)):
            yield Problem(
                f"routers.{router_name}.prefixLists.{name}",
                f"prefix lists that begin with {RESERVED} are the ones that the stack generates",
                code="FILTER06",
                found=name,
                expected="another name",
            )


def lists_have_entries(stack: Stack) -> Iterator[Problem]:
    """No prefix list is empty: IOS treats that as permit everything as well."""
    for router_name, router in stack.routers.items():
        for name, entries in router.prefix_lists.items():
            if not entries and router.platform == IOS_XE:
                yield Problem(
                    f"routers.{router_name}.prefixLists.{name}",
                    "an empty prefix list permits everything",
                    "to advertise nothing: seq 5 deny 0.0.0.0/0 le 32",
                    code="FILTER02",
                    found="no entry",
                    expected="at least one",
                )


def prefix_entries_are_valid(stack: Stack) -> Iterator[Problem]:
    """Every entry has a prefix and a range that IOS accepts, and no entry is a duplicate."""
    for router_name, router in stack.routers.items():
        for name, entries in router.prefix_lists.items():
            path = f"routers.{router_name}.prefixLists.{name}"
            duplicates = _duplicates(entries)
            for index, entry in enumerate(entries):
                if refused := _refused(entry):
                    yield Problem(f"{path}[{index}]", refused[0], code="FILTER03", found=entry, expected=refused[1])
                elif index in duplicates:
                    earlier, what, rule = duplicates[index]
                    found = f"{path}[{earlier}] is {entries[earlier]}, {path}[{index}] is {entry}"
                    yield Problem(
                        f"{path}[{earlier}], {path}[{index}]", what, code="FILTER04", found=found, expected=rule
                    )


def _refused(entry: str) -> tuple[str, str] | None:
    """The problem of one entry and the rule; None: the entry is valid.

    Source: the rule that IOS names where it refuses an entry: len < ge-value <= le-value.
    """
    _, number, _, prefix, *limits = entry.split(" ")
    if not 1 <= int(number) <= _LAST_SEQUENCE:
        return f"sequence number {number} does not exist", f"1 to {_LAST_SEQUENCE}"
    try:
        bits = IPv4Network(prefix, strict=False).prefixlen
    except (AddressValueError, NetmaskValueError):
        return f"{prefix} is not an IPv4 prefix", "an address and up to 32 bits, such as 10.0.0.0/8"
    given = dict(zip(limits[::2], map(int, limits[1::2]), strict=True))
    if given and not bits < given.get("ge", bits + 1) <= given.get("le", 32) <= 32:
        return "the range is empty or too wide", f"{bits} (the prefix's bits) < ge <= le <= 32"
    return None


def _duplicates(entries: tuple[str, ...]) -> dict[int, tuple[int, str, str]]:
    """By index of each duplicate entry: the earlier entry's index, the problem, and the rule."""
    numbers: dict[str, int] = {}
    rules: dict[str, int] = {}
    found = {}
    for index, entry in enumerate(entries):
        number, rule = entry.split(" ", 2)[1:]
        if numbers.setdefault(number, index) != index:
            what = f"sequence number {number} is duplicate"
            found[index] = numbers[number], what, "a different number for each entry"
        elif rules.setdefault(rule, index) != index:
            found[index] = (
                rules[rule],
                "both have the same rule",
                "each rule once; a router accepts it only once in a list",
            )
    return found
