"""Where the cases of one operation play: the router as it is before, the state, and how it all should end."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from model.load import stack_from
from model.router import Router as RouterModel
from model.stack import Stack
from providers.desk import close_desks
from tests.faults.cases import NOTHING, Case, Confirm
from tests.faults.deployer import Deployer, FailedError
from tests.faults.graph import Declared, declared
from tests.faults.operations import OPERATIONS
from tests.faults.router import FaultyRouter, Watched
from tests.lab_router import PASSWORD
from tests.seed import Values

CONFIRMS: tuple[Confirm, ...] = ("off", "on") if "commit_confirm" in RouterModel.model_fields else ("off",)


@dataclass(frozen=True)
class Outcome:
    """How a case ended.

    Attributes:
        lost: What should not have been, one line each; none where it survived.
        said: What the operation said of the fault.
        log: Every line the router was sent.
    """

    lost: tuple[str, ...]
    said: str = ""
    log: tuple[str, ...] = ()


class Stage:
    """One operation, ready to be run as often as there are cases.

    Args:
        router: The router; it becomes this operation's.
        name: The operation.
        confirm: Whether commit-confirm is required, or off.
    """

    def __init__(self, router: FaultyRouter, name: str, confirm: Confirm) -> None:
        os.environ["BGP_COEXIST_ROUTER_PASSWORD"] = PASSWORD
        self.router, self.operation = router, OPERATIONS[name]
        self._confirm = confirm
        wanted, applied = self._stack(self.operation.wanted), self._stack(self.operation.applied)
        self._wanted = declared(wanted)
        self._neighbors = {(vrf, node) for stack in (wanted, applied) for vrf, node in _neighbors(stack)}
        self._prepare(declared(applied))
        self.lines, self.ends = self._without_faults()

    def _stack(self, values: Values) -> Stack:
        described = values["routers"]["csr1000v"]
        described.update(host="127.0.0.1", port=self.router.port, hostKey=self.router.host_key)
        described.pop("knownHosts", None)
        if len(CONFIRMS) > 1:
            described["commitConfirm"] = "required" if self._confirm == "on" else "off"
        return stack_from(values)

    def _prepare(self, applied: list[Declared]) -> None:
        self.router.begin(self.operation.startup)
        self.foreign = foreign_of(self.router.running())
        deployer = Deployer()
        self._fresh = self.router.running()
        if self.operation.verb != "create":
            with run():
                deployer.up(applied)
        self.router.type(self.operation.by_hand)
        self._start, self._state = self.router.snapshot(), deployer.state
        if not self.operation.saved:
            self._start = replace(self._start, startup=self.operation.startup)

    def _without_faults(self) -> tuple[tuple[str, ...], str]:
        """The lines that are typed when nothing goes wrong, and the configuration it ends with."""
        outcome, ends = self._play(Watched(), Watched())
        if self.operation.verb == "destroy" and ends != self._fresh:
            outcome = replace(outcome, lost=(*outcome.lost, *_difference(self._fresh, ends)))
        self.nothing_wrong = outcome
        return outcome.log, ends

    def play(self, case: Case) -> Outcome:
        """A case from the start to the end."""
        if case.fault == NOTHING:
            return self.nothing_wrong
        outcome, ends = self._play(case.faults(), case.afterwards())
        differs = [] if ends == self.ends else ["the router ended elsewhere:", *_difference(self.ends, ends)]
        return replace(outcome, lost=(*outcome.lost, *differs))

    def _play(self, faults: Watched, afterwards: Watched) -> tuple[Outcome, str]:
        router, deployer, lost = self.router, Deployer(self._state.copy()), list[str]()
        router.restore(self._start)
        router.watch(lambda neighbor: (neighbor["vrf"], neighbor["address"]) in self._neighbors)
        router.arm(faults)
        said = self._attempt(deployer, self._verb(deployer), lost)
        router.back()
        lost += self._foreign_lost("while it went wrong")
        router.arm(afterwards)
        mended = self._attempt(deployer, self._mend(deployer), lost)
        if mended:
            lost.append(f"the next one failed: {mended}")
        lost += [f"open without a filter: {moment}" for moment in router.open_moments.values()]
        lost += self._foreign_lost("in the end")
        if not mended and self.operation.verb != "destroy":
            with run():
                lost += [f"a further preview is not empty: {change}" for change in deployer.preview(self._wanted)]
        if deployer.state.resources and self.operation.verb == "destroy":
            lost.append(f"still in the state: {', '.join(deployer.state.resources)}")
        lost += router.left_over()
        router.back()
        return Outcome(tuple(lost), said, tuple(faults.typed)), router.running()

    def _verb(self, deployer: Deployer) -> Callable[[], None]:
        verbs = {
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

    @staticmethod
    def _attempt(deployer: Deployer, action: Callable[[], None], lost: list[str]) -> str:
        """What it failed with, nothing where it did not; an error that is none of ours is noted as lost."""
        try:
            with run():
                action()
        except FailedError as error:
            return str(error)
        except Exception as error:
            lost.append(f"a traceback: {error!r}")
            return repr(error)
        return ""

    def _foreign_lost(self, when: str) -> list[str]:
        now = foreign_of(self.router.running())
        return [f"foreign, {when}: {line}" for line in _difference(self.foreign, now)]


@contextmanager
def run() -> Iterator[None]:
    """One run of the plugin: its sessions end with it."""
    try:
        yield
    finally:
        close_desks()


def _neighbors(stack: Stack) -> Iterator[tuple[str, str]]:
    for router in stack.routers.values():
        for vrf in router.vrfs:
            for address in stack.cluster.nodes.values():
                yield vrf, str(address)


def foreign_of(running: str) -> str:
    """The lines of a configuration that no stack of the matrix owns, each with the block it stands in."""
    return "\n".join(line for line in _foreign_lines(running))


_FOREIGN = ("OFFICE", "description", "192.0.2.", "198.51.100.", "65000:77", "65000:99", "hostname", "archive", "path ")


def _foreign_lines(running: str) -> Iterator[str]:
    blocks: list[str] = []
    for line in running.splitlines():
        indent = len(line) - len(line.lstrip())
        blocks = [*blocks[:indent], line]
        if any(word in block for block in blocks for word in _FOREIGN) and "bgp router-id" not in line:
            yield " / ".join(block.strip() for block in blocks)


def _difference(wanted: str, found: str) -> list[str]:
    want, have = wanted.splitlines(), found.splitlines()
    missing = [f"missing: {line}" for line in want if line not in have]
    return missing + [f"too much: {line}" for line in have if line not in want] or (
        ["the same lines in another order"] if want != have else []
    )
