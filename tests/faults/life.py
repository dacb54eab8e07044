"""One stack's whole life beside a configuration: made, changed and destroyed, with a failure in each, nothing lost."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from apply.device import close_devices
from emulator.faults import LineFault
from model.load import stack_from
from tests.configuration_files import lost
from tests.faults.deployer import Deployer, FailedError
from tests.faults.graph import Declared, declared
from tests.faults.judge import difference
from tests.faults.operations import OPERATIONS, Operation
from tests.faults.router import FaultyRouter, Watched
from tests.faults.whole import ADOPTED, beside, is_ours
from tests.lab_router import PASSWORD
from tests.seed import Values

NODES = frozenset(f"10.0.0.{number}" for number in (1, 11, 12, 13, 14, 22))
# What a neighbor that has its AS from a session template does not go through: tests/golden/iosxe has the refusals.
REFUSED = {"speaker-as", "neighbor-as", "rd", "full-rd", "range", "range-rd"}
_ANY = re.compile(".*", re.DOTALL)
_REFUSAL = "               ^\n% Invalid input detected at '^' marker.\n"


@dataclass
class Life:
    """A router with a whole configuration, the stack beside it, and what should not have been.

    Args:
        router: The router; it becomes this configuration's.
        name: The configuration.
        operation: The name of the update that is made.
    """

    router: FaultyRouter
    name: str
    operation: str
    lost: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        os.environ["BGP_COEXIST_ROUTER_PASSWORD"] = PASSWORD
        os.environ["BGP_COEXIST_BGP_PASSWORD"] = "a-good-word"
        self._fitted: Operation = beside(self.name, OPERATIONS[self.operation])
        self.router.begin(self._fitted.startup, accepts_foreign_lines=True)
        self._fresh = self.router.running()
        self._deployer = Deployer()
        self._ours = is_ours(self._interfaces())

    def live(self) -> list[str]:
        """Everything once with a failure in the middle and once to its end; what should not have been."""
        applied, wanted = self._declared(self._fitted.applied), self._declared(self._fitted.wanted)
        self.router.watch(lambda neighbor: neighbor["address"] in NODES and _is_watched(neighbor["vrf"]))
        self._failing("create", lambda: self._deployer.up(applied), 40, "refuse")
        self._done("create", lambda: self._deployer.up(applied, refresh=True))
        self._failing("update", lambda: self._deployer.up(wanted), 6, "cut-after")
        self._done("update", lambda: self._deployer.up(wanted, refresh=True))
        if found := self._deployer.preview(wanted):
            self.lost.append(f"a further preview is not empty: {found}")
        close_devices()
        self._failing("destroy", self._deployer.destroy, 9, "cut")
        self._done("destroy", self._deployer.destroy)
        self.lost += [f"in the end: {line}" for line in difference(self._fresh, self.router.running())]
        self.lost += [f"open without a filter: {each}" for each in self.router.open_moments.values()]
        return self.lost

    def _failing(self, what: str, action: Callable[[], None], line: int, deed: str) -> None:
        self.router.arm(Watched(lines=[LineFault(deed, _ANY, at=line, text=_REFUSAL)]))
        try:
            action()
        except FailedError:
            pass
        finally:
            close_devices()
        self.router.back()
        self._look(f"after a {deed} in {what}")

    def _done(self, what: str, action: Callable[[], None]) -> None:
        try:
            action()
        except FailedError as error:
            self.lost.append(f"{what} failed: {error}")
        finally:
            close_devices()
        self._look(f"after {what}")

    def _look(self, when: str) -> None:
        found = lost(f"\n{self._fresh}", f"\n{self.router.running()}")
        self.lost += [f"{when}: missing: {line}" for line in found if not self._ours(line)]

    def _declared(self, values: Values) -> list[Declared]:
        described = values["routers"]["csr1000v"]
        described.update(host="127.0.0.1", port=self.router.port, hostKey=self.router.host_key, commitConfirm="off")
        described.pop("knownHosts", None)
        return declared(stack_from(values))

    def _interfaces(self) -> set[str]:
        found: set[str] = set()
        for values in (self._fitted.applied, self._fitted.wanted):
            router = values["routers"]["csr1000v"]
            found |= set(router.get("interfaces", {}))
            found |= {name for vrf in router["vrfs"].values() for name in vrf.get("interfaces", {})}
        return found


def _is_watched(vrf: str | None) -> bool:
    """Whether a table is one of the stack's; None is the default table."""
    return vrf is None or vrf.startswith("k8s-")


def updates(name: str) -> list[str]:
    """The updates that are made beside a configuration."""
    left_out = {"process-router-id"} if name.startswith(ADOPTED) else set()
    left_out |= REFUSED if name == "adopt-templates" else set()
    # Ranges of others overlap the stack's there: tests/golden/iosxe has the refusal.
    left_out |= {each for each in OPERATIONS if each.startswith("range")} if name == "adopt-listen" else set()
    return [each for each, operation in OPERATIONS.items() if operation.verb == "update" and each not in left_out]
