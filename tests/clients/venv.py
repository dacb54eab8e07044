"""Virtual environments of the clients: one for each requirements file, built once and kept in the cache."""

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

from toolchain.places import cache

FOLDER = Path(__file__).parent


def python(client: str) -> Path:
    """The interpreter that has exactly what `requirements-CLIENT.txt` names; builds it where it is missing."""
    requirements = FOLDER / f"requirements-{client}.txt"
    key = hashlib.sha256(requirements.read_bytes()).hexdigest()[:8]
    venv = cache() / "clients" / f"{client}-{key}"
    venv.parent.mkdir(parents=True, exist_ok=True)
    with venv.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (venv / "complete").exists():
            _run(sys.executable, "-m", "venv", "--clear", str(venv))
            pip = [str(venv / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
            _run(*pip, "--requirement", str(requirements))
            (venv / "complete").touch()
    return venv / "bin" / "python"


def _run(*command: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}"
