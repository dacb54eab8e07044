"""VRF: the kernel's VRF device with its interfaces, made where it was missing.

A device that a stack makes has the alias `bgp-coexist`. One without it is the system's, and only checked.
"""

from collections.abc import Iterable, Iterator

from errors import PlanError
from platforms.frr.configuration import SHELL, Configuration, Link
from platforms.frr.objects.values import VrfValues
from platforms.frr.objects.vrf_device import (
    BY_THE_SYSTEM,
    device_commands,
    entering,
    forgetting,
    leaving,
    require_free,
    require_link,
)
from platforms.history import History
from platforms.object_type import ObjectType
from platforms.plan import Plan
from platforms.plan_builder import PlanBuilder

# The first that ifupdown2 gives to a VRF, too.
_FIRST_TABLE = 1001


class VrfType(ObjectType[VrfValues, History]):
    """One VRF device; its table and the declared interfaces in it are owned, other interfaces are foreign."""

    values = VrfValues
    history = History

    def identity(self, values: VrfValues) -> str:
        """`VRF device k8s-calico`."""
        return f"VRF device {values.name}"

    def lines(self, values: VrfValues) -> str:
        """The commands that make it, with the table's number where that is declared."""
        return _text(values, values.table, values.interfaces)

    def running(self, tree: Configuration, values: VrfValues, before: History | None = None) -> str | None:
        """The commands for the device as it is, without foreign interfaces."""
        link = _device(tree, values)
        if link is None:
            return None
        there = tree.ports(values.name)
        return _text(
            values, link.table if values.table else None, [each for each in values.interfaces if each in there]
        )

    def foreign(self, tree: Configuration, values: VrfValues) -> list[str]:
        """The other interfaces in the device."""
        return [entering(port, values.name) for port in tree.ports(values.name) if port not in values.interfaces]

    def before(self, tree: Configuration, values: VrfValues) -> History:
        """Whether the device was there, and not made by a stack."""
        link = _device(tree, values)
        return History(existed=link is not None and not link.made)

    def plan(
        self,
        tree: Configuration,
        values: VrfValues,
        previous: VrfValues | None,
        before: History | None = None,
    ) -> Plan:
        """Makes the device, or moves interfaces into and out of one that a stack has made.

        Raises:
            PlanError: The device cannot be made or kept, its table differs, or an interface is missing or elsewhere.
        """
        builder, link = PlanBuilder(SHELL), _device(tree, values)
        _require_possible(tree, values, link)
        if link is not None and not link.made:
            for port in values.interfaces:
                require_link(tree, port, values.name)
            return Plan()
        if link is None:
            _make(builder, values.name, values.table or _free_table(tree))
        there = tree.ports(values.name)
        for port in (each for each in values.interfaces if each not in there):
            require_free(tree, port, values.name)
            _enter(builder, tree, port, values.name)
        for port in (each for each in (previous.interfaces if previous else ()) if each in there):
            if port not in values.interfaces:
                builder.do(leaving(port), SHELL, "no longer wanted", [entering(port, values.name)])
        return builder.plan()

    def removal(self, tree: Configuration, values: VrfValues, before: History) -> Plan:
        """Removes a device that a stack has made and nothing else uses."""
        link, builder = _device(tree, values), PlanBuilder(SHELL)
        if link is None or not link.made:
            return Plan()
        if users := list(_users(tree, values)):
            builder.notes.append(f"VRF device '{values.name}' stays, others use it: {', '.join(users)}")
            return builder.plan()
        table, there = link.table or 0, tree.ports(values.name)
        undo = [*device_commands(values.name, table), *(entering(port, values.name) for port in there)]
        builder.do(f"ip link delete {values.name}", SHELL, "no longer wanted", undo)
        builder.do(forgetting(table), SHELL, "it belongs to no device, so the kernel keeps it")
        return builder.plan()


VRF = VrfType()


def _text(values: VrfValues, table: int | None, ports: Iterable[str]) -> str:
    made = f"ip link add {values.name} type vrf{f' table {table}' if table else ''}"
    return "\n".join([made, *(entering(port, values.name) for port in ports)])


def _device(tree: Configuration, values: VrfValues) -> Link | None:
    link = (tree.links or {}).get(values.name)
    return link if link is not None and link.kind == "vrf" else None


def _require_possible(tree: Configuration, values: VrfValues, link: Link | None) -> None:
    """Refuse a device whose table differs, and one that cannot be made.

    Raises:
        PlanError: It is so.
    """
    if tree.links is None:
        raise PlanError(
            "the router has no command `ip`, so its VRF devices are unknown",
            "install iproute2, or set manageVrfDevices: false",
        )
    if link is None:
        _require_makeable(tree, values)
    elif values.table and link.table != values.table:
        raise PlanError(
            f"VRF device '{values.name}' has table {link.table} on the router, which cannot become {values.table}",
            f"set table: {link.table}, or leave it out",
        )


def _require_makeable(tree: Configuration, values: VrfValues) -> None:
    if values.name in (tree.links or {}):
        raise PlanError(f"the router has an interface '{values.name}' that is no VRF device", "rename one of them")
    if tree.not_kept:
        raise PlanError(
            f"the router has no VRF device '{values.name}', and one made by the stack would be gone after a restart: "
            f"{tree.not_kept}",
            f"{BY_THE_SYSTEM}, and set manageVrfDevices: false",
        )
    tables = _tables(tree)
    if values.table in tables:
        raise PlanError(
            f"table {values.table} is that of VRF device '{tables[values.table]}' on the router",
            f"set another number as table of VRF {values.name}, or none",
        )


def _tables(tree: Configuration) -> dict[int | None, str]:
    """The VRF devices by their tables."""
    return {link.table: name for name, link in (tree.links or {}).items() if link.kind == "vrf"}


def _free_table(tree: Configuration) -> int:
    table, tables = _FIRST_TABLE, _tables(tree)
    while table in tables:
        table += 1
    return table


def _make(builder: PlanBuilder, name: str, table: int) -> None:
    add, up, route = device_commands(name, table)
    builder.do(add, SHELL, "the router has no such VRF device", [f"ip link delete {name}"])
    builder.do(up, SHELL)
    builder.do(route, SHELL, "else table main answers as well", [forgetting(table)])


def _enter(builder: PlanBuilder, tree: Configuration, port: str, vrf: str) -> None:
    old = (tree.links or {})[port].vrf
    why = f"was in VRF {old}" if old else "was in no VRF"
    builder.do(entering(port, vrf), SHELL, why, [entering(port, old) if old else leaving(port)])


def _users(tree: Configuration, values: VrfValues) -> Iterator[str]:
    """What else uses the device: other interfaces in it, and lines of FRR."""
    yield from (port for port in tree.ports(values.name) if port not in values.interfaces)
    yield from (head for head in tree.heads("router ") if head.endswith(f" vrf {values.name}"))
    for head in (f"vrf {values.name}", f"interface {values.name}"):
        yield from (f"{head} / {line}" for line in tree.lines((head,)))
