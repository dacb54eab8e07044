"""A stage on which the run may also be killed outright: the next run and a destroy have to make everything good."""

from functools import cached_property

from apply.journal_file import state_folder
from tests.faults.cases import Case
from tests.faults.deployer import Deployer
from tests.faults.judge import difference
from tests.faults.killable import Job, Killable
from tests.faults.router import Watched
from tests.faults.stage import SOON, Outcome, Stage, failure

_KILLABLE: list[Killable] = []


def killable() -> Killable:
    """This process's one process for runs that are killed."""
    if not _KILLABLE:
        _KILLABLE.append(Killable())
    return _KILLABLE[0]


class KilledStage(Stage):
    """The same stage, with the faults of `cases.KILLED` as well.

    Foreign lines are judged after the next run: nobody can bring any back right after a kill.
    """

    def play(self, case: Case) -> Outcome:
        """A case from the start to the end."""
        if not case.killed:
            return super().play(case)
        wanted = self._destroyed
        outcome, deployer = self._killed(case)
        begun = bool(deployer.state.resources)  # else destroy has nothing to do, and saves nothing
        if case.fault != "kill-destroy":
            self._mended(deployer, outcome)
        outcome.lost += difference(wanted, self._after_destroy(deployer, outcome))
        outcome.lost += self.router.left_over() if begun or case.fault != "kill-destroy" else []
        outcome.lost += [f"open without a filter: {moment}" for moment in self.router.open_moments.values()]
        return outcome

    @cached_property
    def _destroyed(self) -> str:
        """What runs after a destroy where nothing went wrong."""
        self._ready(Watched())
        deployer = Deployer(self._state.copy())
        failure(self._verb(deployer), Outcome())
        return self._after_destroy(deployer, Outcome())

    def _ready(self, faults: Watched) -> None:
        forget_journals(self.router.port)
        self.router.restore(self._start)
        self.router.watch(lambda neighbor: (neighbor["vrf"], neighbor["address"]) in self._neighbors, self._filtered)
        self.router.arm(faults)

    def _killed(self, case: Case) -> tuple[Outcome, Deployer]:
        """What is there after the run was killed."""
        runs, faults = killable(), case.faults()
        faults.kill = runs.kill_unrecorded if case.fault == "kill-unrecorded" else runs.kill
        self._ready(faults)
        verb = "up" if self.operation.verb in ("create", "update") else self.operation.verb
        refresh = self.operation.verb == "update" and bool(self.operation.by_hand)
        killed = runs.run(Job(verb, self._wanted, refresh, self._state.text(), SOON))
        self.router.back()
        outcome = Outcome(typed=faults.typed, said=killed.said, between=self.router.running(), kept=killed.state)
        if "a traceback" in killed.said:
            outcome.lost.append(killed.said)
        self.router.arm(case.afterwards())
        return outcome, Deployer(killed.state)

    def _mended(self, deployer: Deployer, outcome: Outcome) -> None:
        """The next run makes good what the killed one left."""
        if failed := failure(self._mend(deployer), outcome):
            outcome.lost.append(f"the next one failed: {failed}")
        elif self.operation.verb != "destroy":
            outcome.lost += self._previewed(deployer)
        self.router.back()
        outcome.ends = self.router.running()
        outcome.lost += [f"foreign, in the end: {line}" for line in self._foreign(outcome.ends)]
        outcome.lost += difference(self.nothing_wrong.ends, outcome.ends)
        outcome.lost += self.router.left_over()

    def _after_destroy(self, deployer: Deployer, outcome: Outcome) -> str:
        """What runs then."""
        if failed := failure(deployer.destroy, outcome):
            outcome.lost.append(f"destroy failed: {failed}")
        self.router.back()
        outcome.lost += [f"still in the state: {urn}" for urn in deployer.state.resources]
        outcome.lost += [f"still in the journal: {name}" for name in forget_journals(self.router.port)]
        running: str = self.router.running()
        return running


def forget_journals(port: int) -> list[str]:
    """The journals of the router at this port that were there."""
    found = sorted(state_folder().glob(f"*_{port}.json"))
    texts = [f"{path.name}: {path.read_text()[:300]}" for path in found]
    for path in found:
        path.unlink()
    return texts
