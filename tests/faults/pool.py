"""A few worker processes, each with a router of its own, and what became of each thing they tried."""

import multiprocessing
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.util import Finalize
from typing import Any, TypeVar

from apply.device import Device
from tests.faults.stage import SOON, Outcome

G = TypeVar("G")
R = TypeVar("R")
_router: Any = None


def each(make: Callable[[], Any], work: Callable[[Any, G], R], given: Sequence[G], workers: int) -> Iterator[R]:
    """The results of `work(router, one of given)`, as they come; `make` makes each worker's router."""
    pool = multiprocessing.get_context("spawn").Pool(min(workers, len(given)), _begin, (make,))
    try:
        yield from pool.imap_unordered(partial(_worked, work), given)
        pool.close()  # the workers end by themselves, and their routers with them
        pool.join()
    finally:
        pool.terminate()


def _begin(make: Callable[[], Any]) -> None:
    """A worker with a router of its own, silent: what the product says belongs to the case."""
    global _router
    warnings.simplefilter("ignore")
    sys.stderr = sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - for the life of the process
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _too_long)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    Device.__init__.__defaults__ = SOON
    _router = make()
    Finalize(_router, _router.__exit__, args=(None, None, None), exitpriority=10)


def _worked(work: Callable[[Any, G], R], given: G) -> R:
    return work(_router, given)


class _HangingError(BaseException):
    """Not an `Exception`, so that nothing that is tested catches it."""


def _too_long(*_: object) -> None:
    raise _HangingError


def attempt(action: Callable[[], Outcome], seconds: int) -> tuple[Outcome, float]:
    """The outcome of an action, lost where it raises or is not over by then; and its seconds."""
    began = time.monotonic()
    signal.alarm(seconds)
    try:
        outcome = action()
    except _HangingError:
        outcome = Outcome([f"not over after {seconds} s"])
    except Exception as error:
        outcome = Outcome([f"a traceback: {error!r}"])
    finally:
        signal.alarm(0)
    return outcome, time.monotonic() - began
