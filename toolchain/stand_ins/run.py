"""Start a program in a Python process of its own, and end it when the engine says so."""

import json
import os
import subprocess
import threading
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).with_name("program.py")
# The exit code by which the program's process says that the user has seen the error already.
ALREADY_SHOWN = 32
END_SECONDS = 3


class Running:
    """The processes of the programs that run now."""

    def __init__(self) -> None:
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self.ended = False

    def run(self, python: str, request: Any, engine: str) -> int:
        """The program's exit code, once it has ended."""
        with self._lock:
            if self.ended:
                return ALREADY_SHOWN
            # A session of its own: the engine's SIGINT goes to process groups, and Python answers it with a traceback.
            process = subprocess.Popen(
                [python, "-u", str(PROGRAM), settings(request, engine)],
                cwd=request.pwd or None,
                env={**os.environ, **environment(python, request)},
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
            self._processes.add(process)
        code = process.wait()
        with self._lock:
            self._processes.discard(process)
        return code

    def end(self) -> None:
        """End them with SIGTERM, which Python obeys in silence, then with SIGKILL."""
        with self._lock:
            self.ended = True
            processes = list(self._processes)
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def settings(request: Any, engine: str) -> str:
    """What the program's process must know, as JSON; nothing secret, since arguments can be read by anybody."""
    return json.dumps(
        {
            "program": str(Path(request.info.program_directory) / request.info.entry_point),
            "arguments": list(request.args),
            "parallel": request.parallel,
            "settings": {
                "project": request.project,
                "stack": request.stack,
                "parallel": request.parallel,
                "engine": engine,
                "monitor": request.monitor_address,
                "dry_run": request.dryRun,
                "organization": request.organization,
                "root_directory": request.info.root_directory,
            },
        }
    )


def environment(python: str, request: Any) -> dict[str, str]:
    """The configuration, where the SDK looks for it, and the virtual environment as if it were activated."""
    added = {
        "PULUMI_CONFIG": json.dumps(dict(request.config)),
        "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
    }
    folder = Path(python).parent
    if (folder.parent / "pyvenv.cfg").exists():
        added["VIRTUAL_ENV"] = str(folder.parent)
        added["PATH"] = f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return added
