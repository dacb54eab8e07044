"""BGP_PROCESS: the default BGP instance, without which no VRF exchanges routes with another one."""

from errors import PlanError
from platforms.frr.configuration import Configuration
from platforms.frr.objects.histories import BgpProcessHistory
from platforms.frr.objects.neighbors import written_again
from platforms.frr.objects.settings import negated
from platforms.frr.objects.values import BgpProcessValues
from platforms.object_type import ObjectType
from platforms.plan import Plan
from platforms.plan_builder import PlanBuilder

_ROUTER_ID = "bgp router-id "


class BgpProcessType(ObjectType[BgpProcessValues, BgpProcessHistory]):
    """The instance; only its router id is owned; it is removed where the stack made it and nothing foreign is in it."""

    values = BgpProcessValues
    history = BgpProcessHistory

    def identity(self, values: BgpProcessValues) -> str:
        """`bgp 65000`."""
        return f"bgp {values.asn}"

    def lines(self, values: BgpProcessValues) -> str:
        """`router bgp 65000` and the router id."""
        return _text(_head(values), _wanted(values))

    def running(
        self, tree: Configuration, values: BgpProcessValues, before: BgpProcessHistory | None = None
    ) -> str | None:
        """The running text; a router id that is not declared is foreign."""
        head = _head(values)
        return _text(head, _router_id(tree, head) if values.router_id else None) if (head,) in tree.modes else None

    def foreign(self, tree: Configuration, values: BgpProcessValues) -> list[str]:
        """Everything else in the instance."""
        return [
            line for _, line in tree.below((_head(values),)) if not (values.router_id and line.startswith(_ROUTER_ID))
        ]

    def before(self, tree: Configuration, values: BgpProcessValues) -> BgpProcessHistory:
        """Whether the instance ran, and its router id."""
        head = _head(values)
        return BgpProcessHistory(existed=(head,) in tree.modes, router_id=_router_id(tree, head))

    def plan(
        self,
        tree: Configuration,
        values: BgpProcessValues,
        previous: BgpProcessValues | None,
        before: BgpProcessHistory | None = None,
    ) -> Plan:
        """Starts the instance, or sets its router id.

        Raises:
            PlanError: The default instance runs with another AS.
        """
        head, wanted, builder = _head(values), _wanted(values), PlanBuilder()
        for other in tree.heads("router bgp "):
            if len(other.split()) == 3 and other != head:
                raise PlanError(
                    f"BGP is already running with AS '{other.split()[2]}', the router would refuse AS {values.asn}",
                    f"set asn: {other.split()[2]}, or remove '{other}' from the router",
                )
        if (head,) not in tree.modes:
            builder.do(head, (), "BGP does not run", [f"no {head}"])
            if wanted:
                builder.do(wanted, (head,))
        elif wanted or (previous and previous.router_id):
            _set_router_id(builder, tree, head, wanted)
        return builder.plan()

    def removal(self, tree: Configuration, values: BgpProcessValues, before: BgpProcessHistory) -> Plan:
        """Stops the instance if the stack made it and nothing needs it; else gives the old router id back."""
        head, builder = _head(values), PlanBuilder()
        if (head,) not in tree.modes:
            return Plan()
        others = [*self.foreign(tree, values), *(each for each in tree.heads(f"{head} ") if each != head)]
        if not before.existed and not others:
            builder.do(f"no {head}", (), "nothing is left in it", written_again(tree, head))
            return builder.plan()
        if others and not before.existed:
            builder.notes.append(f"'{head}' stays, others use it: {', '.join(others)}")
        if values.router_id:
            _set_router_id(builder, tree, head, before.router_id)
        return builder.plan()


BGP_PROCESS = BgpProcessType()


def _head(values: BgpProcessValues) -> str:
    return f"router bgp {values.asn}"


def _wanted(values: BgpProcessValues) -> str | None:
    return f"{_ROUTER_ID}{values.router_id}" if values.router_id else None


def _router_id(tree: Configuration, head: str) -> str | None:
    return next((line for line in tree.lines((head,)) if line.startswith(_ROUTER_ID)), None)


def _text(head: str, router_id: str | None) -> str:
    return "\n".join([head, *([f" {router_id}"] if router_id else [])])


def _set_router_id(builder: PlanBuilder, tree: Configuration, head: str, wanted: str | None) -> None:
    old = _router_id(tree, head)
    if wanted and wanted != old:
        builder.do(wanted, (head,), f"was '{old}'" if old else "missing", [old or negated(wanted)])
    elif old and not wanted:
        builder.do(negated(old), (head,), "not wanted", [old])
