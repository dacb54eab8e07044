"""The order in which routers are changed: side by side, or one after the other, each verified before the next."""

from typing import Any

import pulumi

from components.cluster_side import ClusterSide
from components.configuration import Configuration
from components.router import Router
from components.verification import Verification


class Rollout:
    """The routers, the cluster and the checks of a stack, stage after stage, and then the save of each router.

    A stage is one router, or all of them with `rollout: parallel`: its objects, the nodes' peers for it, its checks.
    The next stage depends on these, so that where something fails the routers behind it are as they were. The checks
    after the last stage are all checks.
    """

    def __init__(self, config: Configuration) -> None:
        stack = config.stack
        self._config = config
        self._routers = {name: Router(name, stack, config.session_marks) for name in stack.routers}
        self._made: list[pulumi.Resource] = []
        self.cluster: ClusterSide | None = None
        self.verification = Verification(config) if stack.verification.enabled else None
        stages = stack.stages()
        if len(stages) > 1:
            pulumi.log.info(f"{_listed(stages)}: where something fails, the routers after it are not touched")
        for place, names in enumerate(stages):
            self._stage(names, [name for later in stages[place + 1 :] for name in later])
        for router in self._routers.values():
            router.save(after=self._so_far())

    def _stage(self, names: list[str], later: list[str]) -> None:
        """Make one stage, after everything that was made before it."""
        routers = [self._routers[name] for name in names]
        for router in routers:
            router.configure(after=self._so_far())
        ready = [resource for router in routers for resource in router.ready]
        if self._config.stack.cluster.kubeconfig:
            reached = [router.access for router in self._routers.values()]
            self.cluster = self.cluster or ClusterSide(self._config, reached, after=ready)
            self.cluster.dial(names, after=ready)
        self._made += ready
        self._verify(names, later)

    def _so_far(self) -> list[pulumi.Resource]:
        """Everything that was made, in the cluster as well."""
        return [*self._made, *(self.cluster.resources if self.cluster else [])]

    def _verify(self, names: list[str], later: list[str]) -> None:
        if not self.verification:
            return
        if later:
            checks = self.verification.of_router(names[0], later, self._so_far(), self._changes(names))
        else:
            checks = self.verification.of_everything(self._so_far(), self._changes(list(self._routers)))
        self._made.append(checks)

    def _changes(self, names: list[str]) -> list[pulumi.Output[Any]]:
        revisions = [revision for name in names for revision in self._routers[name].revisions]
        return revisions + (self.cluster.changes if self.cluster else [])


def _listed(stages: list[list[str]]) -> str:
    return "routers are changed one after the other, " + ", then ".join(name for names in stages for name in names)
