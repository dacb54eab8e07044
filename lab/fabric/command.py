"""Short commands that are waited for."""

import subprocess
from collections.abc import Mapping, Sequence

from lab.errors import LabError


def run(
    argv: Sequence[str],
    *,
    stdin: str | None = None,
    env: Mapping[str, str] | None = None,
    seconds: float = 60,
    who: str = "",
) -> str:
    """What the command printed on standard output.

    Args:
        argv: Program and arguments, no shell.
        stdin: Text for its standard input; nothing when None.
        env: The whole environment, or None for this process's own.
        seconds: The limit.
        who: Whom an error names; the program when empty.

    Raises:
        LabError: The program is not there, ends with another code than 0, or takes too long.
    """
    name = who or argv[0].rpartition("/")[2]
    try:
        done = subprocess.run(
            argv,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            env=env,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
    except FileNotFoundError as error:
        raise LabError(name, f"'{argv[0]}' is not on this machine") from error
    except subprocess.TimeoutExpired as error:
        raise LabError(name, f"'{' '.join(argv)}' took longer than {seconds:g} s") from error
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip() or "it said nothing"
        raise LabError(name, f"'{' '.join(argv)}' ended with {done.returncode}: {said}")
    return done.stdout
