"""Runs jobs side by side: a bounded number at once, and never two of one router."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

from fleet.member import Member

Made = TypeVar("Made")
# Another fleet has a router: the job is tried again after this time, and others go on meanwhile.
PAUSE_SECONDS = 2.0


class LaterError(Exception):
    """The job has done nothing, and is to be tried again later."""


class Turns(Generic[Made]):
    """Jobs that take turns at their routers.

    Args:
        parallelism: The most jobs at once.
        job: Does the job of one stack.
        stopped: Whether no further job may begin.
        logs_in: Whether the job uses routers; otherwise there are no turns.
    """

    def __init__(
        self,
        parallelism: int,
        job: Callable[[Member], Made],
        stopped: Callable[[], bool] = lambda: False,
        logs_in: bool = True,
    ) -> None:
        self._parallelism = parallelism
        self._job = job
        self._stopped = stopped
        self._logs_in = logs_in
        self._running: dict[Future[Made], Member] = {}
        self._waiting: list[Member] = []
        self._not_before: dict[str, float] = {}

    def run(self, members: Sequence[Member]) -> Iterator[tuple[Member, Made]]:
        """Do the jobs, each as soon as its routers are free; yields what was made in the order of the ends."""
        self._waiting = list(members)
        with ThreadPoolExecutor(self._parallelism) as pool:
            while self._begun(pool) or self._running:
                done, _ = wait(self._running, PAUSE_SECONDS, FIRST_COMPLETED)
                for each in done:
                    member = self._running.pop(each)
                    try:
                        yield member, each.result()
                    except LaterError:
                        self._not_before[member.name] = time.monotonic() + PAUSE_SECONDS
                        self._waiting.append(member)

    def _begun(self, pool: ThreadPoolExecutor) -> bool:
        """Begin what can be begun; whether anything is left to be begun."""
        if self._stopped():
            self._waiting = []
        for member in list(self._waiting):
            if len(self._running) < self._parallelism and self._is_free(member):
                self._waiting.remove(member)
                self._running[pool.submit(self._job, member)] = member
        if self._waiting and not self._running:
            time.sleep(PAUSE_SECONDS / 4)
        return bool(self._waiting)

    def _is_free(self, member: Member) -> bool:
        if self._not_before.get(member.name, 0.0) > time.monotonic():
            return False
        busy = {router for each in self._running.values() for router in each.routers}
        return not (self._logs_in and member.routers & busy)
