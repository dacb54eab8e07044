"""FRR's command line over SSH, for scenarios."""

import asyncio
import shlex
from collections.abc import Sequence

import asyncssh

from lab.errors import LabError
from lab.fabric import Fabric, router
from lab.scenarios.router_login import login

ANSWER_SECONDS = 60


def vtysh(fabric: Fabric, *commands: str) -> str:
    """What FRR prints for the commands, one after the other, in one process.

    Raises:
        LabError: There is no session, or FRR refused one of them; the text has its answer.
    """
    words = " ".join(f"-c {shlex.quote(command)}" for command in commands)
    try:
        done = asyncio.run(_run(fabric, f"VTYSH_HISTFILE=/dev/null vtysh {words}"))
    except (OSError, asyncssh.Error, TimeoutError) as error:
        raise LabError("router", f"no SSH session on 127.0.0.1:{router.PORT}: {error}", "make lab-up") from error
    output = str(done.stdout)
    if done.exit_status or "% Unknown command" in output:
        raise LabError("router", f"'{commands[-1]}' refused: {output.strip()} {done.stderr!s}".rstrip())
    return output


def configure(fabric: Fabric, lines: Sequence[str]) -> None:
    """Configure the lines.

    Raises:
        LabError: As of `vtysh`.
    """
    vtysh(fabric, "configure terminal", *lines)


def running(fabric: Fabric) -> list[str]:
    """The lines of the running configuration; their order depends on the order in which they came."""
    return sorted(vtysh(fabric, "show running-config").splitlines())


async def _run(fabric: Fabric, command: str) -> asyncssh.SSHCompletedProcess:
    async with login(fabric) as connection:
        return await connection.run(command, timeout=ANSWER_SECONDS)
