"""BGP_PROCESS: `router bgp`, shared with families that others own."""

from errors import PlanError
from platforms.iosxe.objects.address_family import process_as, process_node
from platforms.iosxe.objects.histories import BgpProcessHistory
from platforms.iosxe.objects.replayed import replayed
from platforms.iosxe.objects.values import BgpProcessValues
from platforms.iosxe.tree import Node, Tree
from platforms.object_type import ObjectType
from platforms.plan import Plan
from platforms.plan_builder import PlanBuilder

_ROUTER_ID = "bgp router-id "
# A default of every process.
_DEFAULT = "bgp log-neighbor-changes"


def running_process(tree: Tree, asn: int | None = None) -> Node | None:
    """The process that runs; None where none does, or one of another AS."""
    node = process_node(tree)
    return node if node and (asn is None or process_as(node) == asn) else None


class BgpProcessType(ObjectType[BgpProcessValues, BgpProcessHistory]):
    """The process; only its router id is owned; it is removed where the stack made it and nothing foreign is in it."""

    values = BgpProcessValues
    history = BgpProcessHistory

    def identity(self, values: BgpProcessValues) -> str:
        """`bgp 65000`."""
        return f"bgp {values.asn}"

    def lines(self, values: BgpProcessValues) -> str:
        """`router bgp 65000` and the router id."""
        return _text(values.asn, _wanted(values))

    def running(self, tree: Tree, values: BgpProcessValues, before: BgpProcessHistory | None = None) -> str | None:
        """The running text; a router id that is not declared is foreign."""
        node = running_process(tree, values.asn)
        return _text(values.asn, _router_id(node) if values.router_id else None) if node else None

    def foreign(self, tree: Tree, values: BgpProcessValues) -> list[str]:
        """Everything else in the process, an empty global IPv4 family aside."""
        node = running_process(tree, values.asn)
        # IOS prints the global family by itself once another one was typed.
        return [
            child.line
            for child in node or ()
            if child.line != _DEFAULT
            and not (values.router_id and child.line.startswith(_ROUTER_ID))
            and (child.children or child.line != "address-family ipv4")
        ]

    def before(self, tree: Tree, values: BgpProcessValues) -> BgpProcessHistory:
        """Whether the process ran, and its router id."""
        node = running_process(tree, values.asn)
        return BgpProcessHistory(existed=True, router_id=_router_id(node)) if node else BgpProcessHistory(existed=False)

    def plan(
        self,
        tree: Tree,
        values: BgpProcessValues,
        previous: BgpProcessValues | None,
        before: BgpProcessHistory | None = None,
    ) -> Plan:
        """Starts the process, or sets its router id."""
        node, wanted = process_node(tree), _wanted(values)
        builder, head = PlanBuilder(), f"router bgp {values.asn}"
        if node and process_as(node) != values.asn:
            raise PlanError(
                f"BGP is already running with AS '{process_as(node)}', the router would refuse AS {values.asn}",
                f"set asn: {process_as(node)}, or remove 'router bgp {process_as(node)}' from the router",
            )
        if not node:
            builder.do(head, (), "BGP does not run", [f"no {head}"])
            if wanted:
                builder.do(wanted, (head,))
        elif wanted or (previous and previous.router_id):
            _set_router_id(builder, node, wanted)
        return builder.plan()

    def removal(self, tree: Tree, values: BgpProcessValues, before: BgpProcessHistory) -> Plan:
        """Stops the process if the stack made it and nothing foreign is left; else gives the old router id back."""
        node, builder = running_process(tree, values.asn), PlanBuilder()
        if not node:
            return Plan()
        others = self.foreign(tree, values)
        if not before.existed and not others:
            builder.do(f"no {node.line}", (), "nothing is left in it", replayed([node]))
            return builder.plan()
        if others and not before.existed:
            builder.notes.append(f"'{node.line}' stays, others use it: {', '.join(others)}")
        if values.router_id:
            _set_router_id(builder, node, before.router_id)
        return builder.plan()


BGP_PROCESS = BgpProcessType()


def _wanted(values: BgpProcessValues) -> str | None:
    return f"{_ROUTER_ID}{values.router_id}" if values.router_id else None


def _router_id(node: Node) -> str | None:
    return next((line for line in node.lines if line.startswith(_ROUTER_ID)), None)


def _text(asn: int, router_id: str | None) -> str:
    return "\n".join([f"router bgp {asn}", *([f" {router_id}"] if router_id else [])])


def _set_router_id(builder: PlanBuilder, node: Node, wanted: str | None) -> None:
    old = _router_id(node)
    if old == wanted:
        return
    line = wanted or f"no {old}"
    builder.do(line, (node.line,), f"was '{old}'" if old else "missing", [old or f"no {wanted}"])
