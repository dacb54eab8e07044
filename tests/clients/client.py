"""A client nobody here wrote, in a process and a virtual environment of its own, called from tests."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.clients.venv import FOLDER, python


class ClientError(Exception):
    """What the client raised: `Name: text`."""


class Client:
    """The functions of a `…_calls.py`, each a short program as the client's users write it."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self._process = process
        self._log = log

    def __call__(self, name: str, **arguments: Any) -> Any:
        """Call a function by name; arguments and what it returns go as JSON."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([name, arguments]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._log.read_text()
        answer = json.loads(line)
        if "error" in answer:
            raise ClientError(f"{answer['error']}: {answer['text']}")
        return answer["value"]


@contextmanager
def client(module: str, requirements: str, folder: Path, within: Sequence[str] = ()) -> Iterator[Client]:
    """The client while the block lasts.

    Args:
        module: The file in this folder that holds its calls.
        requirements: Whose `requirements-….txt` its environment has.
        folder: Takes what it writes to its error output.
        within: What to run it with, such as `ip netns exec NAME`.
    """
    log = folder / f"{module}.log"
    command = [*within, str(python(requirements)), "-W", "ignore", str(FOLDER / "worker.py"), module]
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            yield Client(process, log)
        finally:
            process.terminate()
