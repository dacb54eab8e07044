"""Where the cases of one operation play: the router as it is before, the state, and how it all should end."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from apply.device import close_devices
from model.list_names import group_name
from model.load import stack_from
from model.router import Router as RouterModel
from model.stack import Stack
from tests.configuration_files import lost
from tests.faults.cases import Case
from tests.faults.deployer import Deployer, FailedError
from tests.faults.graph import Declared, declared
from tests.faults.judge import difference, foreign_of
from tests.faults.named_case import NOTHING, Confirm
from tests.faults.operations import OPERATIONS, Operation
from tests.faults.router import FaultyRouter
from tests.faults.state import State
from tests.faults.whole import is_ours
from tests.lab_router import PASSWORD
from tests.seed import Values

# A device's patience unless told otherwise: a router that reboots stays away until the run is over, and there is no use
# in waiting for it as long as a person would.
SOON = (None, 0.2)
CONFIRMS: tuple[Confirm, ...] = ("off", "on") if "commit_confirm" in RouterModel.model_fields else ("off",)


@dataclass
class Outcome:
    """How a case ended.

    Attributes:
        lost: What should not have been, one line each; none where it survived.
        said: What the operation said of the fault.
        typed: Every line the router was sent while it could go wrong.
        between: The running configuration after the fault, before anything mends it.
        kept: The state at the same time.
        ends: The running configuration in the end.
    """

    lost: list[str] = field(default_factory=list)
    said: str = ""
    typed: list[str] = field(default_factory=list)
    between: str = ""
    kept: State = field(default_factory=State)
    ends: str = ""


class Stage:
    """One operation, ready to be run as often as there are cases.

    Args:
        router: The `FaultyRouter` or `FaultyFrr`; it becomes this operation's.
        operation: What is done.
        confirm: Whether commit-confirm is required, or off.
    """

    def __init__(self, router: Any, operation: Operation, confirm: Confirm = "off") -> None:
        os.environ["BGP_COEXIST_ROUTER_PASSWORD"] = PASSWORD
        os.environ["BGP_COEXIST_BGP_PASSWORD"] = "a-good-word"
        self.router, self.operation, self._confirm = router, operation, confirm
        wanted, applied = self._stack(operation.wanted), self._stack(operation.applied)
        self._wanted = declared(wanted)
        self._neighbors = {place for stack in (wanted, applied) for place in _neighbors(stack)}
        self._prepare(declared(applied))
        self.nothing_wrong = self._without_faults()

    @classmethod
    def named(cls, router: FaultyRouter, name: str, confirm: Confirm) -> "Stage":
        """The stage of one of the matrix's operations."""
        return cls(router, OPERATIONS[name], confirm)

    def _stack(self, values: Values) -> Stack:
        described = next(iter(values["routers"].values()))
        described.update(host="127.0.0.1", port=self.router.port, hostKey=self.router.host_key)
        described.pop("knownHosts", None)
        if len(CONFIRMS) > 1:
            described["commitConfirm"] = "required" if self._confirm == "on" else "off"
        return stack_from(values)

    def _prepare(self, applied: list[Declared]) -> None:
        self.router.begin(self.operation.startup, accepts_foreign_lines=self.operation.full)
        self._fresh, self._filtered = self.router.running(), self.router.filtered()
        deployer = Deployer()
        if self.operation.verb != "create":
            with _run():
                deployer.up(applied)
        self.router.type(self.operation.by_hand)
        self._start, self._state = self.router.snapshot(), deployer.state
        if not self.operation.saved:
            self._start = replace(self._start, startup=self.operation.startup)

    def _without_faults(self) -> Outcome:
        """How it goes when nothing goes wrong."""
        outcome = self.attempt(self.router.no_fault(), self.router.no_fault())
        if self.operation.verb == "destroy":
            outcome.lost += difference(self._fresh, outcome.ends)
        return outcome

    def play(self, case: Case) -> Outcome:
        """A case from the start to the end."""
        if case.fault == NOTHING:
            return self.nothing_wrong
        outcome = self.attempt(case.faults(), case.afterwards())
        if differs := difference(self.nothing_wrong.ends, outcome.ends):
            outcome.lost += ["the router ended elsewhere:", *differs]
        return outcome

    def attempt(self, faults: Any, afterwards: Any) -> Outcome:
        """The operation with these faults, and the next one, which mends it; how things end is not judged here."""
        router, deployer, outcome = self.router, Deployer(self._state.copy()), Outcome(typed=faults.typed)
        router.restore(self._start)
        router.watch(
            lambda neighbor: (neighbor["vrf"] or "default", neighbor["address"]) in self._neighbors, self._filtered
        )
        router.arm(faults)
        outcome.said = failure(self._verb(deployer), outcome)
        router.back()
        outcome.between, outcome.kept = router.running(), deployer.state
        router.arm(afterwards)
        if failed := failure(self._mend(deployer), outcome):
            outcome.lost.append(f"the next one failed: {failed}")
        elif self.operation.verb == "destroy":
            outcome.lost += [f"still in the state: {urn}" for urn in deployer.state.resources]
        else:
            outcome.lost += self._previewed(deployer)
        router.back()
        outcome.ends = router.running()
        self._look(outcome)
        return outcome

    def _verb(self, deployer: Deployer) -> Callable[[], None]:
        verbs: dict[str, Callable[[], None]] = {
            "create": lambda: deployer.up(self._wanted),
            "update": lambda: deployer.up(self._wanted, refresh=bool(self.operation.by_hand)),
            "refresh": deployer.refresh,
            "destroy": deployer.destroy,
        }
        return verbs[self.operation.verb]

    def _mend(self, deployer: Deployer) -> Callable[[], None]:
        if self.operation.verb == "destroy":
            return deployer.destroy
        return lambda: deployer.up(self._wanted, refresh=True)

    def _previewed(self, deployer: Deployer) -> list[str]:
        found: list[str] = []
        failed = failure(lambda: found.extend(deployer.preview(self._wanted)), Outcome())
        return [f"a further preview is not empty: {change}" for change in [*found, *filter(None, [failed])]]

    def _foreign(self, running: str) -> list[str]:
        """What of the foreign lines is not as it was."""
        if self.operation.full:
            return _gone(self._fresh, running)
        return difference(foreign_of(self._fresh), foreign_of(running))

    def _look(self, outcome: Outcome) -> None:
        """What the router's own record and its configurations say."""
        outcome.lost += [f"open without a filter: {moment}" for moment in self.router.open_moments.values()]
        for when, running in (("after the fault", outcome.between), ("in the end", outcome.ends)):
            outcome.lost += [f"foreign, {when}: {line}" for line in self._foreign(running)]
        outcome.lost += self.router.left_over()


def _gone(fresh: str, running: str) -> list[str]:
    """Every line of the router's start that is gone or stands elsewhere, but for what the stack takes over."""
    ours = is_ours(("GigabitEthernet2", "GigabitEthernet3"))
    return [f"missing: {line}" for line in lost(f"\n{fresh}", f"\n{running}") if not ours(line)]


def failure(action: Callable[[], None], outcome: Outcome) -> str:
    """What it failed with, nothing where it did not; an error that is none of ours is lost in any case."""
    try:
        with _run():
            action()
    except FailedError as error:
        return str(error)
    except Exception as error:
        outcome.lost.append(f"a traceback: {error!r}")
        return repr(error)
    return ""


@contextmanager
def _run() -> Iterator[None]:
    """One run of the plugin: its sessions end with it."""
    try:
        yield
    finally:
        close_devices()


def _neighbors(stack: Stack) -> Iterator[tuple[str, str]]:
    for router in stack.routers.values():
        for vrf, settings in router.vrfs.items():
            for address in (*stack.cluster.nodes.values(), group_name(vrf), *(settings.neighbors.range or ())):
                yield vrf, str(address)
