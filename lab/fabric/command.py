"""Short commands that run to their end."""

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
    """The command's standard output.

    Args:
        argv: Program and arguments, no shell.
        stdin: Text for its standard input; None: no input.
        env: The whole environment; None: this process's.
        seconds: Limit of its time.
        who: The subject of errors; "": the program.

    Raises:
        LabError: The program does not exist, its exit code is not 0, or it takes too long.
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
        output = (done.stderr or done.stdout).strip() or "no output"
        raise LabError(name, f"'{' '.join(argv)}' ended with {done.returncode}: {output}")
    return done.stdout
