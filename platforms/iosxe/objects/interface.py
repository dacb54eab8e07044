"""INTERFACE: its VRF, its address, BFD timers where declared; assigning a VRF wipes the address: it is sent again."""

from typing import Any

from errors import PlanError
from platforms.iosxe.objects.histories import InterfaceHistory
from platforms.iosxe.objects.interface_address import (
    SECONDARY,
    Secondaries,
    addresses,
    displaced,
    move,
    primary,
    readdress,
    secondaries,
)
from platforms.iosxe.objects.normalize import address_line
from platforms.iosxe.objects.replayed import replayed
from platforms.iosxe.objects.values import InterfaceValues
from platforms.iosxe.objects.vrf_block import interface_vrf, vrf_block, vrf_name
from platforms.iosxe.tree import Node, Tree
from platforms.object_type import Lines, ObjectType
from platforms.plan import Plan
from platforms.plan_builder import PlanBuilder


class InterfaceType(ObjectType[InterfaceValues, InterfaceHistory]):
    """One interface; a missing loopback is made, a physical port is never made or removed."""

    values = InterfaceValues
    history = InterfaceHistory

    def identity(self, values: InterfaceValues) -> str:
        """`interface GigabitEthernet2`."""
        return f"interface {values.name}"

    def line_count(self, running: Lines | None) -> int:
        """How many lines run of it, 0 where only its head does."""
        count = super().line_count(running)
        return 0 if count == 1 else count

    def lines(self, values: InterfaceValues) -> str:
        """The block with its VRF, its address and its BFD timers."""
        return _text(values.name, _wanted_vrf(values), _wanted_address(values), values.bfd)

    def running(self, tree: Tree, values: InterfaceValues, before: InterfaceHistory | None = None) -> str | None:
        """The running block; None for a port without VRF and address."""
        node = _node(tree, values)
        if not node or not (interface_vrf(node) or primary(node)):
            return None
        return _text(values.name, interface_vrf(node), primary(node), _own_bfd(node, values, before))

    def foreign(self, tree: Tree, values: InterfaceValues) -> list[str]:
        """Every other line of the interface."""
        node = _node(tree, values)
        owned = {interface_vrf(node), primary(node), "no ip address"} if node else set()
        owned |= {_bfd(node)} if node and values.bfd else set()
        return [line for line in node.lines if line not in owned] if node else []

    def before(self, tree: Tree, values: InterfaceValues) -> InterfaceHistory:
        """Whether the interface existed, its VRF and address as written, and secondary addresses made primary."""
        if not (node := _node(tree, values)):
            return InterfaceHistory(existed=False)
        history = InterfaceHistory(existed=True, vrf=interface_vrf(node), address=primary(node))
        return history.model_copy(update=_found(node, values, None, history))

    def before_update(
        self, tree: Tree, values: InterfaceValues, previous: InterfaceValues, before: InterfaceHistory
    ) -> InterfaceHistory:
        """The same, and the BFD timers that this update removes."""
        node = _node(tree, values)
        removed = None if values.bfd else previous.bfd or before.removed_bfd
        found = _found(node, values, previous.bfd, before) if node else {}
        return before.model_copy(update={"removed_bfd": removed, **found})

    def plan(
        self,
        tree: Tree,
        values: InterfaceValues,
        previous: InterfaceValues | None,
        before: InterfaceHistory | None = None,
    ) -> Plan:
        """Set the VRF, the address and the BFD timers where they differ."""
        _reachable(tree, values)
        node, builder = _node(tree, values), PlanBuilder()
        if not node:
            head = f"interface {values.name}"
            builder.do(head, (), "the loopback is not there", [f"no {head}"])
            for line in filter(None, (_wanted_vrf(values), _wanted_address(values), values.bfd)):
                builder.do(line, (head,))
        else:
            if values.bfd or (previous and previous.bfd) or _own_bfd(node, values, before):
                _set_bfd(builder, node, values.bfd or (before.bfd if before else None))
            line, address = f"{primary(node)}{SECONDARY}", _wanted_address(values)
            known = before.secondary if before else {}
            back = {line: known[line]} if line in known and primary(node) != address else {}
            _change(builder, node, _wanted_vrf(values), address, back)
            if node.child("shutdown") and builder.plan().commands:
                builder.notes.append(
                    f"{values.name} is shut down on the router, and stays so until 'no shutdown' there"
                )
        return builder.plan()

    def removal(self, tree: Tree, values: InterfaceValues, before: InterfaceHistory) -> Plan:
        """Remove a loopback that the stack made; restore VRF and address of any other interface."""
        node, builder = _node(tree, values), PlanBuilder()
        if not node:
            return Plan()
        others, borrowers = self.foreign(tree, values), _borrowers(tree, values.name)
        if not (before.existed or others or borrowers) and values.name.startswith("Loopback"):
            builder.do(f"no {node.line}", (), "it was not there before", replayed([node]))
            return builder.plan()
        vrf, address = before.vrf, before.address
        if vrf and not vrf_block(tree, vrf.split()[-1]):
            builder.notes.append(f"{values.name} stays out of '{vrf}': that VRF is no longer on the router")
            vrf = None
        if not before.existed and others:
            builder.notes.append(f"{values.name} stays, others configured it: {', '.join(others)}")
        if values.bfd:
            _set_bfd(builder, node, before.bfd)
        needed = [] if (address or "").startswith("ip address ") else secondaries(node)
        if needed := [*needed, *borrowers]:
            builder.notes.append(f"{values.name} keeps VRF and address, others need it: {', '.join(needed)}")
        else:
            _change(builder, node, vrf, address, before.secondary)
        return builder.plan()


INTERFACE = InterfaceType()


def _node(tree: Tree, values: InterfaceValues) -> Node | None:
    return tree.block(f"interface {values.name}")


def _wanted_vrf(values: InterfaceValues) -> str | None:
    word = "ip vrf" if values.syntax == "ip vrf" else "vrf"
    return f"{word} forwarding {values.vrf}" if values.vrf else None


def _wanted_address(values: InterfaceValues) -> str:
    return address_line(str(values.address))


def _text(name: str, vrf: str | None, address: str | None, bfd: str | None) -> str:
    return "\n".join([f"interface {name}", *(f" {line}" for line in (vrf, address, bfd) if line)])


def _bfd(node: Node) -> str | None:
    """The line of its BFD timers."""
    return next((line for line in node.lines if line.startswith("bfd interval ")), None)


def _found(node: Node, values: InterfaceValues, applied_bfd: str | None, before: InterfaceHistory) -> dict[str, Any]:
    """The secondary addresses made primary, and the BFD timers from before the stack declared any."""
    found: dict[str, Any] = {"secondary": displaced(node, _wanted_address(values), before.secondary)}
    if values.bfd and not applied_bfd and "bfd" not in before.model_fields_set:
        found["bfd"] = _bfd(node)
    return found


def _own_bfd(node: Node, values: InterfaceValues, before: InterfaceHistory | None) -> str | None:
    """Its BFD timers where they are the stack's: declared, or removed by it and brought back by a reload."""
    running = _bfd(node)
    is_back = before and running == before.removed_bfd and running != before.bfd
    return running if values.bfd or is_back else None


def _set_bfd(builder: PlanBuilder, node: Node, wanted: str | None) -> None:
    running, mode = _bfd(node), (node.line,)
    if wanted and wanted != running:
        builder.do(wanted, mode, f"was '{running}'" if running else "missing", [running or "no bfd interval"])
    elif running and not wanted:
        builder.do("no bfd interval", mode, "not wanted", [running])


def _change(builder: PlanBuilder, node: Node, vrf: str | None, address: str | None, back: Secondaries) -> None:
    """Change the VRF, which removes the addresses, or only the address; `back` is restored beside it."""
    if vrf != interface_vrf(node):
        move(builder, node, vrf, address, back)
    else:
        readdress(builder, node, address, back)


def _borrowers(tree: Tree, name: str) -> list[str]:
    """The interfaces that are unnumbered to this one."""
    lines = {f"ip unnumbered {name}", f"ip unnumbered {name} poll"}
    return [node.line for node in tree.blocks("interface ") if not lines.isdisjoint(node.lines)]


def _reachable(tree: Tree, values: InterfaceValues) -> None:
    """Refuse an interface that is missing, or whose network overlaps with another one of its VRF."""
    if not _node(tree, values) and not values.name.startswith("Loopback"):
        there = ", ".join(node.line.split()[1] for node in tree.blocks("interface "))
        raise PlanError(f"the router has no interface '{values.name}'", f"it has {there}")
    others = [node for node in tree.blocks("interface ") if vrf_name(node) == values.vrf]
    for name, other in ((node.line.split()[1], address) for node in others for address in addresses(node)):
        if name != values.name and other.network.overlaps(values.address.network):
            where = f"VRF '{values.vrf}'" if values.vrf else "the global table"
            raise PlanError(
                f"address '{values.address}' of {values.name} overlaps with {name} ({other}) in {where}",
                f"give one of them another network; to move the address from {name}, "
                f"take it away there first, with a `pulumi up` of its own",
            )
