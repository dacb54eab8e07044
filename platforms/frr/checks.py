"""What only FRR and Linux refuse of a stack, or accept without effect.

Source: measured with FRR 8.4.4 on Linux 6.1.
"""

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import cast

from errors import Problem
from model.frr_router import FrrRouter
from model.places import both, subnets_of, undefined_lists, vrf_path
from model.session import Bfd
from model.stack import Stack, peer_places, vrf_neighbors, vrf_speakers
from model.tables import DEFAULT_TABLE

# The word of FRR's commands for all VRFs.
_RESERVED = "all"
_LOOPBACK = "lo"


def problems_of(stack: Stack, router: str) -> Iterator[Problem]:
    """The problems of one router of FRR, in the order of the checks."""
    for check in (_names, _host_addresses, _multipath, _filters, _lists, _entries, _bfd, _restarts, _tables):
        yield from check(stack, router)


def _names(stack: Stack, router: str) -> Iterator[Problem]:
    """VRFs and interfaces share the kernel's names, and some of them exist already."""
    described, path = stack.routers[router], f"routers.{router}"
    for vrf in (vrf for vrf in described.vrfs if vrf == _RESERVED):
        yield Problem(f"{path}.vrfs.{vrf}", "FRR uses this name itself", code="FRR01", found=vrf, expected=_OTHER)
    tables = [("", described.interfaces), *((name, vrf.interfaces) for name, vrf in described.vrfs.items())]
    devices = described.vrfs.keys() - {DEFAULT_TABLE}
    for vrf, interfaces in tables:
        where = f"{vrf_path(router, vrf) if vrf else path}.interfaces"
        for name in (name for name in interfaces if name != vrf or vrf == DEFAULT_TABLE):
            if name in devices:
                what = f"is the device of VRF {name}, and belongs to no other table"
                yield Problem(
                    f"{where}.{name}", what, code="FRR01", found=name, expected=f"{vrf_path(router, name)}.interfaces"
                )
            elif name == _LOOPBACK and vrf not in ("", DEFAULT_TABLE):
                what = "Linux keeps its loopback interface outside every VRF"
                yield Problem(f"{where}.{name}", what, code="FRR01", found=name, expected=f"{vrf}, the VRF's device")


_OTHER = "another name, which the VRF's device has as well"


def _host_addresses(stack: Stack, router: str) -> Iterator[Problem]:
    """A host address that nodes dial from another VRF is on the VRF's own device.

    A leaked route to another interface, a dummy for example, leads out of that interface and not to the router itself.
    """
    for speaker, index, place in peer_places(stack):
        is_here = place.router == router and place.vrf != DEFAULT_TABLE
        is_leaked = is_here and any(vrf != place.vrf for vrf, _ in subnets_of(stack, place))
        if is_leaked and place.address.network.prefixlen == 32 and place.interface != place.vrf:
            interfaces = f"{vrf_path(router, place.vrf)}.interfaces"
            yield Problem(
                **both(
                    (f"{interfaces}.{place.interface}", place.address), (f"{speaker}.peers[{index}]", place.address.ip)
                ),
                what=f"the nodes dial it from another VRF, where the route to it leads into {place.interface}: "
                "sessions would stay in Connect",
                code="FRR02",
                expected=f"{interfaces}.{place.vrf}: {place.address}, on the VRF's own device",
            )


def _multipath(stack: Stack, router: str) -> Iterator[Problem]:
    """A VRF with services from nodes of several AS numbers has `maximumPaths`: it relaxes the comparison of paths."""
    announced = [place for speaker, _, place in peer_places(stack) if speaker == stack.announcer()]
    services = {place.vrf for place in announced if place.router == router}
    for name, vrf in stack.routers[router].vrfs.items():
        numbers = sorted({neighbor.remote_as for neighbor in vrf_neighbors(stack, router, name)})
        if name in services and len(numbers) > 1 and vrf.maximum_paths is None:
            path = vrf_path(router, name)
            yield Problem(
                **both(
                    (f"{path}.maximumPaths", "not set"), (f"{path}.neighbors.remoteAs", ", ".join(map(str, numbers)))
                ),
                what="the nodes have several AS numbers: FRR would spread traffic over equal AS paths only",
                code="FRR03",
                expected="the number of nodes, or 1 where one path is intended",
            )


def _filters(stack: Stack, router: str) -> Iterator[Problem]:
    """The neighbors' filters are defined: FRR accepts a missing prefix list, and denies everything by it."""
    yield from undefined_lists(stack, router, "nothing", "FRR04")


def _lists(stack: Stack, router: str) -> Iterator[Problem]:
    """No prefix list is empty: FRR has a list only by its entries."""
    for name, entries in stack.routers[router].prefix_lists.items():
        if not entries:
            yield Problem(
                f"routers.{router}.prefixLists.{name}",
                "a prefix list without an entry does not exist, and denies everything",
                "to advertise nothing: seq 5 deny 0.0.0.0/0 le 32",
                code="FRR05",
                found="no entry",
                expected="at least one",
            )


def _entries(stack: Stack, router: str) -> Iterator[Problem]:
    """Every entry is as FRR prints it: of two that are the same to it, FRR ignores the later one without an error."""
    for name, entries in stack.routers[router].prefix_lists.items():
        for index, (entry, kept) in enumerate((each, _kept(each)) for each in entries):
            if kept not in (entry, ""):
                yield Problem(
                    f"routers.{router}.prefixLists.{name}[{index}]",
                    "FRR does not keep this entry as it is written, so every `pulumi up` would find a difference",
                    code="FRR06",
                    found=entry,
                    expected=kept,
                )


def _kept(entry: str) -> str:
    """An entry as FRR prints it: without the bits behind the prefix, and without leading zeros; "" for no prefix."""
    seq, number, action, prefix, *limits = entry.split(" ")
    try:
        network = IPv4Network(prefix, strict=False)
    except ValueError:
        return ""
    ends = [str(int(each)) if each.isdigit() else each for each in limits]
    return " ".join([seq, number, action, str(network), *ends])


def _bfd(stack: Stack, router: str) -> Iterator[Problem]:
    """BFD's timers are FRR's own: it takes others on a neighbor's line, but neither prints nor saves them."""
    for vrf in stack.routers[router].vrfs:
        for speaker, _ in vrf_speakers(stack, router, vrf):
            wanted = stack.speakers()[speaker].session.bfd
            if wanted and wanted != Bfd():
                yield Problem(
                    f"{speaker}.session.bfd",
                    f"FRR saves BFD's timers only in a profile, which the stack does not write to router {router}",
                    "set bfd: {}",
                    code="FRR07",
                    found=_timers(wanted),
                    expected=f"{_timers(Bfd())}, FRR's own",
                )


def _timers(bfd: Bfd) -> str:
    return f"intervalMilliseconds {bfd.interval_milliseconds}, multiplier {bfd.multiplier}"


def _restarts(stack: Stack, router: str) -> Iterator[Problem]:
    """No graceful restart of a range: FRR does not pass it on from a peer group to a member that dials."""
    for vrf, described in stack.routers[router].vrfs.items():
        speakers = dict.fromkeys(speaker for speaker, _ in vrf_speakers(stack, router, vrf))
        for speaker in speakers if described.neighbors.range else ():
            if stack.speakers()[speaker].session.graceful_restart:
                prefixes = ", ".join(map(str, described.neighbors.range or ()))
                yield Problem(
                    **both(
                        (f"{vrf_path(router, vrf)}.neighbors.range", prefixes),
                        (f"{speaker}.session.gracefulRestart", "true"),
                    ),
                    what="FRR has it for listed neighbors alone: on a range it would have no effect",
                    code="FRR09",
                    expected="gracefulRestart, or a range",
                )


def _tables(stack: Stack, router: str) -> Iterator[Problem]:
    """Each table is that of one VRF device, which the stack makes."""
    described = cast(FrrRouter, stack.routers[router])
    known: dict[int, str] = {}
    for name, vrf in described.vrfs.items():
        path = f"{vrf_path(router, name)}.table"
        if vrf.table is None:
            continue
        if name == DEFAULT_TABLE:
            what = "the default table is Linux's own, and has no VRF device"
            yield Problem(path, what, code="FRR08", found=str(vrf.table), expected="no table")
        elif not described.manage_vrf_devices:
            yield Problem(
                path,
                "has no effect: the stack makes no VRF devices",
                f"routers.{router}.manageVrfDevices: true, or leave it out",
                code="FRR08",
                found=str(vrf.table),
                expected="no table",
            )
        elif vrf.table in known:
            yield Problem(
                **both((known[vrf.table], vrf.table), (path, vrf.table)),
                what="two VRF devices cannot have one routing table",
                code="FRR08",
                expected="a number of its own for each",
            )
        known.setdefault(vrf.table, path)
