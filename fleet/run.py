"""The four commands on a whole fleet, each of which yields the outcome of every stack."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from fleet import outcome, work
from fleet.engine import Engine
from fleet.member import Member
from fleet.members import Fleet
from fleet.outcome import Outcome
from fleet.router_locks import router_locks
from fleet.turns import Turns
from verify.check import Result

Say = Callable[[Outcome, Sequence[Result]], None]
Job = Callable[[Member], list[Result]]


class Run:
    """One command on one fleet.

    Args:
        fleet: The fleet.
        project: The directory of Pulumi.yaml.
        parallelism: How many stacks are worked on at once.
        say: Called with each stack's outcome and what is new in it.
    """

    def __init__(self, fleet: Fleet, project: Path, parallelism: int, say: Say) -> None:
        self._fleet = fleet
        self._project = project
        self._parallelism = parallelism
        self._say = say
        self._failed = ""
        self.outcomes = {name: Outcome(name, wave.name) for wave in fleet.waves for name in wave.stacks}

    def up(self) -> None:
        """Apply and verify wave by wave, the canary first; nothing begins any more once a stack is not as it should be.

        A stack with a router that does not answer holds back none but the canary's followers.
        """
        engine = Engine(self._project)
        locks = router_locks(engine.command)
        for wave in self._fleet.waves:
            members = [self._fleet.members[name] for name in wave.stacks]
            self._all(members, lambda member: work.up(member, self._project, engine, locks), stops=True)
            begun = [each for each in members if self.outcomes[each.name].code == 0 and self._is_applied(each)]
            self._all(begun, self._verified, stops=False)
            if wave.name == "canary" and not self._failed and len(begun) < len(members):
                self._failed = "the canary was not applied"
        for each in self.outcomes.values():
            if not each.results:
                each.results.append(outcome.not_started(outcome.APPLIED, f"not started: {self._failed}"))

    def preview(self) -> None:
        """Preview every stack."""
        engine = Engine(self._project)
        self._all(self._members(), lambda member: work.preview(member, self._project, engine))

    def verify(self) -> None:
        """Check the running network of every stack."""
        self._all(self._members(), self._verified)

    def _verified(self, member: Member) -> list[Result]:
        return work.verify(member, self._project)

    def _members(self) -> list[Member]:
        return [self._fleet.members[name] for name in self.outcomes]

    def _is_applied(self, member: Member) -> bool:
        return any(each.what == outcome.APPLIED for each in self.outcomes[member.name].results)

    def _all(self, members: Sequence[Member], job: Job, stops: bool = False) -> None:
        """Do a job on stacks; with `stops`, none begins once one has failed."""

        def timed(member: Member) -> tuple[list[Result], float]:
            began = time.monotonic()
            return job(member), time.monotonic() - began

        turns = Turns(self._parallelism, timed, lambda: stops and bool(self._failed))
        for member, (results, seconds) in turns.run(members):
            each = self.outcomes[member.name]
            each.results += results
            each.seconds += seconds
            if each.code == 1 and not self._failed:
                self._failed = f"{member.name} is not as it should be"
            self._say(each, results)
