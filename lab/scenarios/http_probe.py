"""A client that repeats requests to a service, and the record of all requests."""

import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from lab.fabric import Fabric
from lab.fabric.topology import CLIENT
from lab.scenarios.stage import Stage

EVERY_SECONDS = 0.2
PATIENCE_SECONDS = 1
AT_ONCE = 16
CALM_SECONDS = 3


@dataclass(frozen=True)
class Request:
    """A request: its time in seconds since the first one, and the page; "": there was no answer."""

    sent: float
    page: str


@dataclass
class Record:
    """The requests of a period, in the order they were sent, and the seconds of what was done in it."""

    requests: Sequence[Request] = ()
    seconds: float = 0.0

    def lost(self) -> int:
        """The number of requests without an answer."""
        return sum(not request.page for request in self.requests)

    def gap(self) -> float:
        """The longest time in seconds without an answer: from a lost request to the next answered one."""
        longest, since = 0.0, None
        for request in self.requests:
            if request.page and since is not None:
                longest, since = max(longest, request.sent - since), None
            elif not request.page and since is None:
                since = request.sent
        return longest if since is None else max(longest, self.requests[-1].sent - since)

    def told(self) -> str:
        """How long the service was away, in words."""
        lost = f"{self.lost()} of {len(self.requests)} requests lost"
        return f"unreachable for {self.gap():.1f} s at most; {lost} in {self.seconds:.0f} s"

    def answers(self) -> Counter[str]:
        """The number of answers by page."""
        return Counter(request.page for request in self.requests if request.page)


@contextmanager
def client(fabric: Fabric, address: str) -> Iterator[Record]:
    """Send requests during the `with` block; the record is complete after it."""
    command = [*fabric.enter(CLIENT), "curl", "--silent", "--fail", "--max-time", str(PATIENCE_SECONDS)]
    done, begun = threading.Event(), time.monotonic()
    record = Record()

    def ask() -> Request:
        sent = time.monotonic() - begun
        answer = subprocess.run([*command, f"http://{address}/"], capture_output=True, text=True, check=False)
        return Request(sent, answer.stdout.strip())

    def keep_asking() -> None:
        with ThreadPoolExecutor(AT_ONCE) as asking:
            futures: list[Future[Request]] = []
            while not done.wait(max(0.0, begun + len(futures) * EVERY_SECONDS - time.monotonic())):
                futures.append(asking.submit(ask))
        record.requests = sorted((future.result() for future in futures), key=lambda request: request.sent)

    thread = threading.Thread(target=keep_asking)
    thread.start()
    try:
        yield record
    finally:
        done.set()
        thread.join()


def during(fabric: Fabric, address: str, act: Callable[[], object] = lambda: None) -> Record:
    """The record of requests to a service during an action, and in a calm time before and after it."""
    with client(fabric, address) as record:
        time.sleep(CALM_SECONDS)
        begun = time.monotonic()
        act()
        record.seconds = time.monotonic() - begun
        time.sleep(CALM_SECONDS)
    return record


def claim_reached(stage: Stage, gateway: str, address: str) -> None:
    """Claim that the client reaches a service through a router."""
    record = during(stage.fabric, address)
    route = stage.fabric.run_in(CLIENT, ["ip", "route", "get", address]).split(" uid")[0].strip()
    pods = ", ".join(sorted(record.answers()))
    text = f"{record.lost()} of {len(record.requests)} requests lost, from {pods or 'no pod'}; {route}"
    stage.claim(f"through {gateway} the client reaches the service", record.lost() == 0, text)
