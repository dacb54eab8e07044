"""The four commands on a whole fleet, each of which fills in the outcome of every stack."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from fleet import outcome, work
from fleet.engine import Engine
from fleet.member import Member
from fleet.members import Fleet
from fleet.outcome import Done, Outcome
from fleet.progress import Progress
from fleet.router_locks import router_locks
from fleet.turns import Turns
from fleet.waves import CANARY, Wave

_INTERRUPTED = "the run was interrupted"


class Run:
    """One command on one fleet.

    Args:
        fleet: The fleet.
        project: The directory of Pulumi.yaml.
        parallelism: How many stacks are worked on at once.
        progress: Called with each step.

    Attributes:
        outcomes: What became of each stack, in the order of the waves.
        interrupted: Set: no further job begins.
    """

    def __init__(self, fleet: Fleet, project: Path, parallelism: int, progress: Progress) -> None:
        self._fleet = fleet
        self._project = project
        self._parallelism = parallelism
        self._progress = progress
        self._stopped = ""
        self.interrupted = Event()
        self.outcomes = {
            name: Outcome(name, wave.name, tuple(fleet.members[name].stack.routers))
            for wave in fleet.waves
            for name in wave.stacks
        }

    def up(self) -> None:
        """Apply and verify wave by wave, the canary first; once a stack is not as it should be, no other one begins.

        A stack with a router that does not answer holds back the others only where it is a canary.
        """
        engine = Engine(self._project)
        locks = router_locks(engine.command)
        for wave in self._fleet.waves:
            members = [self._fleet.members[name] for name in wave.stacks]
            self._all(members, lambda member: work.up(member, self._project, engine, locks), stops=True)
            self._all(self._to_verify(wave), lambda member: work.verify(member, self._project))
            if wave.name == CANARY and not all(self._is_proven(name) for name in wave.stacks):
                self._stopped = self._stopped or "a canary was not applied and verified"
        self._say_not_started(outcome.APPLIED)

    def preview(self) -> None:
        """Preview every stack."""
        engine = Engine(self._project)
        self._all(self._members(), lambda member: work.preview(member, self._project, engine), logs_in=False)
        self._say_not_started(outcome.PREVIEWED)

    def verify(self) -> None:
        """Check the running network of every stack."""
        self._all(self._members(), lambda member: work.verify(member, self._project))
        self._say_not_started(outcome.LOOKED)

    def drift(self) -> None:
        """Compare every stack's file with its routers and its cluster."""
        self._all(self._members(), lambda member: work.compare(member, self._project))
        self._say_not_started(outcome.LOOKED)

    def _is_proven(self, name: str) -> bool:
        each = self.outcomes[name]
        return each.is_applied and each.code == 0

    def _members(self) -> list[Member]:
        return [self._fleet.members[name] for name in self.outcomes]

    def _to_verify(self, wave: Wave) -> list[Member]:
        """The stacks of a wave that were applied, and those applied before whose routers it has changed as well."""
        applied = [member for member in self._members() if self.outcomes[member.name].is_applied]
        changed = {router for member in applied if member.name in wave.stacks for router in member.routers}
        return [member for member in applied if member.name in wave.stacks or member.routers & changed]

    def _say_not_started(self, what: str) -> None:
        why = _INTERRUPTED if self.interrupted.is_set() else self._stopped
        for each in self.outcomes.values():
            if not each.results:
                each.add(outcome.not_started(what, f"not started: {why}"), 0.0)

    def _all(
        self, members: Sequence[Member], job: Callable[[Member], Done], stops: bool = False, logs_in: bool = True
    ) -> None:
        """Do a job on stacks; with `stops`, none begins once one is not as it should be."""

        def timed(member: Member) -> tuple[Done, float]:
            self._progress.begun(member.name)
            began = time.monotonic()
            return job(member), time.monotonic() - began

        def stopped() -> bool:
            return self.interrupted.is_set() or (stops and bool(self._stopped))

        for member, (done, seconds) in Turns(self._parallelism, timed, stopped, logs_in).run(members):
            each = self.outcomes[member.name]
            each.add(done, seconds)
            if each.code == 1 and not self._stopped:
                self._stopped = f"{member.name} is not as it should be"
            self._progress.ended(member.name, done)
