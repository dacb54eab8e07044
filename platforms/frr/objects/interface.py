"""INTERFACE: one address of an interface; its VRF is the kernel's and only checked."""

from platforms.frr.configuration import Configuration
from platforms.frr.objects.values import InterfaceValues
from platforms.frr.objects.vrf_device import require_link
from platforms.history import History
from platforms.object_type import ObjectType
from platforms.plan import Plan
from platforms.plan_builder import PlanBuilder

_ADDRESS = "ip address "


class InterfaceType(ObjectType[InterfaceValues, History]):
    """One interface; an address that the system gave it counts as there, and stays."""

    values = InterfaceValues
    history = History

    def identity(self, values: InterfaceValues) -> str:
        """`interface eth1`."""
        return f"interface {values.name}"

    def lines(self, values: InterfaceValues) -> str:
        """The interface with its address."""
        return _text(values, _wanted(values))

    def running(self, tree: Configuration, values: InterfaceValues, before: History | None = None) -> str | None:
        """The interface with the wanted address, where FRR or the system has it; other addresses are foreign."""
        wanted = _wanted(values)
        return _text(values, wanted) if wanted in _lines(tree, values) or _has(tree, values) else None

    def foreign(self, tree: Configuration, values: InterfaceValues) -> list[str]:
        """Every other line of the interface."""
        return [line for line in tree.lines((_head(values),)) if line != _wanted(values)]

    def before(self, tree: Configuration, values: InterfaceValues) -> History:
        """Whether it had the address."""
        return History(existed=self.running(tree, values) is not None)

    def before_update(
        self, tree: Configuration, values: InterfaceValues, previous: InterfaceValues, before: History
    ) -> History:
        """The same of another address."""
        return before if values.address == previous.address else self.before(tree, values)

    def plan(
        self,
        tree: Configuration,
        values: InterfaceValues,
        previous: InterfaceValues | None,
        before: History | None = None,
    ) -> Plan:
        """Gives it the address, and takes the one that the stack gave it before.

        Raises:
            PlanError: The interface is missing, or in another VRF.
        """
        require_link(tree, values.name, values.vrf)
        there, wanted, builder = _lines(tree, values), _wanted(values), PlanBuilder()
        if wanted not in there and not _has(tree, values):
            builder.do(wanted, (_head(values),), "missing", [f"no {wanted}"])
        if previous and (old := _wanted(previous)) != wanted and old in there:
            builder.do(f"no {old}", (_head(values),), "no longer wanted", [old])
        return builder.plan()

    def removal(self, tree: Configuration, values: InterfaceValues, before: History) -> Plan:
        """Takes the address, unless the interface had it before the stack."""
        wanted, builder = _wanted(values), PlanBuilder()
        if wanted in _lines(tree, values) and not before.existed:
            builder.do(f"no {wanted}", (_head(values),), "no longer wanted", [wanted])
        return builder.plan()


INTERFACE = InterfaceType()


def _head(values: InterfaceValues) -> str:
    return f"interface {values.name}"


def _wanted(values: InterfaceValues) -> str:
    return f"{_ADDRESS}{values.address}"


def _lines(tree: Configuration, values: InterfaceValues) -> tuple[str, ...]:
    return tuple(line for line in tree.lines((_head(values),)) if line.startswith(_ADDRESS))


def _has(tree: Configuration, values: InterfaceValues) -> bool:
    """Whether the kernel has the address without FRR: where FRR has it, that is FRR's."""
    link = (tree.links or {}).get(values.name)
    return link is not None and values.address in link.addresses and _wanted(values) not in _lines(tree, values)


def _text(values: InterfaceValues, address: str) -> str:
    return f"{_head(values)}\n {address}"
