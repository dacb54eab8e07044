"""Paths in the YAML, and the interfaces and VRFs there, for the checks."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from errors import Problem
from model.router import Router, Vrf
from model.stack import PeerPlace, Stack
from model.tables import DEFAULT_TABLE
from printable import one_line


def vrf_path(router: str, vrf: str) -> str:
    """The path of a VRF in the YAML."""
    return f"routers.{router}.vrfs.{vrf}"


def interface_path(stack: Stack, router: str, table: str | None, interface: str) -> str:
    """The path of an interface in the YAML; that of one in the table `default` may be the router's own."""
    vrf = stack.routers[router].vrfs.get(table or "")
    where = vrf_path(router, str(table)) if vrf and interface in vrf.interfaces else f"routers.{router}"
    return f"{where}.interfaces.{interface}"


def both(*places: tuple[str, object]) -> dict[str, str]:
    """The arguments `path` and `found` of a problem of several places: each place's path and value."""
    return {
        "path": ", ".join(path for path, _ in places),
        "found": ", ".join(f"{path} is {one_line(str(value))}" for path, value in places),
    }


def unknown(path: str, names: Iterable[str], defined_at: str, defined: Iterable[str], code: str) -> Iterator[Problem]:
    """A problem for each of the names referenced at `path` that is not defined at `defined_at`."""
    choices = list(defined)
    for name in names:
        if name not in choices:
            yield Problem(
                f"{path}, {defined_at}",
                "is not defined",
                code=code,
                found=name,
                expected="one of " + ", ".join(choices) if choices else f"{defined_at}.{name}; there is none yet",
            )


def undefined_lists(stack: Stack, router: str, passes: str, code: str) -> Iterator[Problem]:
    """A problem for each prefix list that neighbors of a router name and the file does not define.

    Args:
        stack: The stack.
        router: The router's name.
        passes: What passes a list that is missing on the router: `everything` or `nothing`.
        code: The problem's code.
    """
    lists = stack.routers[router].prefix_lists
    for vrf_name, vrf in stack.routers[router].vrfs.items():
        named = {
            "prefixListOut": (vrf.neighbors.prefix_list_out, f"advertise {passes} to"),
            "prefixListIn": (vrf.neighbors.prefix_list_in, f"accept {passes} from"),
        }
        for key, (wanted, effect) in named.items():
            if wanted and wanted not in lists:
                yield Problem(
                    f"{vrf_path(router, vrf_name)}.neighbors.{key}, routers.{router}.prefixLists",
                    f"is not defined: the router would {effect} the nodes",
                    f"add it under routers.{router}.prefixLists",
                    code=code,
                    found=wanted,
                    expected="one of " + ", ".join(lists) if lists else "a prefix list; there is none yet",
                )


def vrfs(stack: Stack) -> Iterator[tuple[str, str, Vrf]]:
    """Every VRF with its router's name and its own."""
    for router_name, router in stack.routers.items():
        for vrf_name, vrf in router.vrfs.items():
            yield router_name, vrf_name, vrf


def interfaces(router: Router) -> Iterator[tuple[str, IPv4Interface]]:
    """Every interface of a router: its path below the router, and its address."""
    yield from ((f"interfaces.{name}", address) for name, address in router.interfaces.items())
    for vrf_name, vrf in router.vrfs.items():
        yield from ((f"vrfs.{vrf_name}.interfaces.{name}", address) for name, address in vrf.interfaces.items())


def is_in_vrf(path: str) -> bool:
    """Whether a path of `interfaces` is that of an interface in a VRF."""
    return path.startswith("vrfs.") and not path.startswith(f"vrfs.{DEFAULT_TABLE}.interfaces.")


def cluster_ranges(stack: Stack) -> Iterator[tuple[str, IPv4Network]]:
    """The paths and ranges of pods, services and every pool."""
    yield "cluster.podCidr", stack.cluster.pod_cidr
    yield "cluster.serviceCidr", stack.cluster.service_cidr
    yield from stack.pool_prefixes().items()


def is_on_link(place: PeerPlace) -> bool:
    """Whether every node that dials is on the subnet of the dialled interface."""
    return all(node in place.address.network for node in place.nodes.values())


def listed(values: object) -> str:
    """The values as one text, sorted; `nothing` if there are none."""
    return ", ".join(sorted(map(str, values))) or "nothing"  # type: ignore[call-overload]


def node_subnets(router: Router, nodes: Iterable[IPv4Address]) -> list[tuple[str | None, str]]:
    """The tables and interfaces of a router whose subnets contain some of the nodes.

    The table outside every VRF is `default` where the router has neighbors in it, else None. For each node the first
    interface counts: that table comes before the VRFs.
    """
    vrfs = {name: vrf.interfaces for name, vrf in router.vrfs.items() if name != DEFAULT_TABLE}
    outside = DEFAULT_TABLE if DEFAULT_TABLE in router.vrfs else None
    tables = [(outside, router.interfaces_in(DEFAULT_TABLE)), *vrfs.items()]
    subnets = [(vrf, name, address.network) for vrf, addresses in tables for name, address in addresses.items()]
    found = (next(((vrf, name) for vrf, name, subnet in subnets if node in subnet), None) for node in nodes)
    return [each for each in dict.fromkeys(found) if each]


def subnets_of(stack: Stack, place: PeerPlace) -> list[tuple[str | None, str]]:
    """The VRFs and interfaces of a router with the subnets of the nodes that dial a place of it."""
    return node_subnets(stack.routers[place.router], place.nodes.values())
