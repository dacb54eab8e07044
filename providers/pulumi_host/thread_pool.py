"""As many calls at a time as the engine makes.

Pulumi's dynamic provider serves four calls at a time and has no setting for it. Calls for one router wait for each
other: four of them, waiting for a router that has fallen silent, would keep all other routers waiting too.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

# More than the engine asks at once on any machine; threads are started only when needed.
CALLS = 64


def widen(calls: int = CALLS) -> None:
    """The pool of threads that runs this call may have so many; one made otherwise is left alone."""
    executor = _executor()
    if isinstance(executor, ThreadPoolExecutor) and isinstance(getattr(executor, "_max_workers", None), int):
        executor._max_workers = max(calls, executor._max_workers)


def _executor() -> object:
    """Whose thread this is; it stands in the frame that the thread began with."""
    frame = sys._getframe()
    while frame.f_back is not None:
        if frame.f_code.co_name == "_worker" and callable(reference := frame.f_locals.get("executor_reference")):
            return reference()
        frame = frame.f_back
    return None
