"""The engine that started this process: once it is gone, nothing more is done on any router.

The engine ends its plugins when it ends. Killed outright it cannot, and a plugin without it would go on configuring
from its queue, and keep its sessions open for ever. Its end shows in the pipe to it, which has no reader any more.
"""

import os
import select
import signal
import stat
import sys
import threading

from apply.device import abandon_devices
from errors import RouterError

# Time for the undo of what was under way, over new sessions.
_TAKE_BACK_SECONDS = 20.0

_gone = threading.Event()
_watching = threading.Lock()


def watch(pipe: int = 1) -> None:
    """This process ends soon after the engine does; without a pipe to an engine nothing is watched."""
    if stat.S_ISFIFO(os.fstat(pipe).st_mode) and hasattr(select, "poll") and _watching.acquire(blocking=False):
        threading.Thread(target=_leave_after, args=(pipe,), name="engine watch", daemon=True).start()


def heed_termination() -> None:
    """SIGTERM ends this process as the end of the engine does: a language host sends it to a plugin that it runs."""
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=_leave, name="termination", daemon=True).start())


def ensure_engine_alive(router: str) -> None:
    """Checks that the engine still runs.

    Raises:
        RouterError: It is gone; nothing was done.
    """
    if _gone.is_set():
        raise RouterError(router, "not begun: pulumi has ended")


def wait_for_end(pipe: int) -> None:
    """Wait until the reader has closed the pipe."""
    poll = select.poll()
    poll.register(pipe, 0)  # an error is reported without being asked for
    poll.poll()


def _leave_after(pipe: int) -> None:
    wait_for_end(pipe)
    _leave()


def _leave() -> None:
    _gone.set()
    # Later output has no reader.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stdout.fileno())
    os.dup2(silence, sys.stderr.fileno())
    abandon_devices(_TAKE_BACK_SECONDS)
    os._exit(1)
