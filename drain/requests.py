"""A client's requests to the service while a node is drained."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address

from errors import CoexistError
from verify.sources import ClientFacts

_AT_ONCE = 20


@dataclass
class Tally:
    """The requests so far, and how many of them had no answer; `broken_off`: why there are no more, or ""."""

    sent: int = 0
    lost: int = 0
    broken_off: str = ""

    def __str__(self) -> str:
        """`0 of 420 requests lost`."""
        return f"{self.lost} of {self.sent} requests lost" + (f", then {self.broken_off}" if self.broken_off else "")


@contextmanager
def counted(client: ClientFacts, address: IPv4Address) -> Iterator[Tally]:
    """Send requests one after the other during the `with` block; the tally is complete after it."""
    tally, over = Tally(), threading.Event()
    thread = threading.Thread(target=_ask, args=(client, address, tally, over.is_set))
    thread.start()
    try:
        yield tally
    finally:
        over.set()
        thread.join()


def _ask(client: ClientFacts, address: IPv4Address, tally: Tally, over: Callable[[], bool]) -> None:
    while not over():
        try:
            pages = client.pages([address] * _AT_ONCE)
        except CoexistError as error:
            tally.broken_off = str(error)
            return
        tally.sent += len(pages)
        tally.lost += pages.count("")
