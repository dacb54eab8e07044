"""The router's command line over SSH, for scenarios."""

import asyncio
import re
import time
import warnings
from collections.abc import Sequence

import asyncssh
from cryptography.utils import CryptographyDeprecationWarning

from lab.errors import LabError
from lab.fabric import Fabric, router
from lab.scenarios.router_login import login

PROMPT = re.compile(rf"\n?(?:{router.FIRST.hostname}|{router.SECOND.hostname})(\([^)\n]*\))?[#>]$")
# Printed when a VRF is set on an interface or removed.
INFORMATIONAL = re.compile(r"address(es|\(es\))? .*removed", re.DOTALL)
# Printed while the route distinguisher of a VRF of that name is still being deleted: the line is refused.
WAIT = re.compile(r"% Deletion of .* in progress")
ANSWER_SECONDS = 20
DELETION_SECONDS = 60


def ask(fabric: Fabric, *commands: str, machine: router.Machine = router.FIRST) -> list[str]:
    """The router's output of each command, without echo and prompt."""
    with warnings.catch_warnings():
        # IOS-XE 16.12 offers no other key exchange.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        try:
            return asyncio.run(_ask(fabric, machine, ("terminal length 0", *commands)))[1:]
        except (OSError, asyncssh.Error) as error:
            raise LabError("router", f"no SSH session on 127.0.0.1:{machine.port}: {error}", "make lab-up") from error


def configure(fabric: Fabric, lines: Sequence[str]) -> None:
    """Configure the lines on the router.

    Raises:
        LabError: The router refused a line; the text names it.
    """
    for line, answer in zip(lines, ask(fabric, "configure terminal", *lines, "end")[1:], strict=False):
        if answer.lstrip().startswith("%") and not INFORMATIONAL.search(answer):
            raise LabError("router", f"line '{line}' refused: {answer.strip()}")


def running(fabric: Fabric, machine: router.Machine = router.FIRST) -> str:
    """The running configuration from its `version` line on, without the time of the last change."""
    text = ask(fabric, "show running-config", machine=machine)[0]
    return text[text.index("\nversion ") + 1 :]


async def _ask(fabric: Fabric, machine: router.Machine, commands: Sequence[str]) -> list[str]:
    async with (
        login(fabric, machine.port) as connection,
        connection.create_process(term_type="vt100", term_size=(200, 0)) as shell,
    ):
        await _until_prompt(shell, "login")
        return [await _answer(shell, command) for command in commands]


async def _answer(shell: asyncssh.SSHClientProcess[str], command: str) -> str:
    """The router's answer to a command; a command that must wait for a deletion is repeated."""
    deadline = time.monotonic() + DELETION_SECONDS
    while True:
        shell.stdin.write(f"{command}\n")
        answer = await _until_prompt(shell, command)
        if not WAIT.search(answer) or time.monotonic() > deadline:
            return answer
        await asyncio.sleep(1)


async def _until_prompt(shell: asyncssh.SSHClientProcess[str], command: str) -> str:
    text = ""
    while not PROMPT.search(text):
        try:
            more = await asyncio.wait_for(shell.stdout.read(65536), ANSWER_SECONDS)
        except TimeoutError as error:
            raise LabError("router", f"no prompt within {ANSWER_SECONDS} s after '{command}'") from error
        if not more:
            raise LabError("router", f"it closed the session after '{command}'", "bgp-coexist lab logs router.ios-xe")
        text += more.replace("\r", "")
    # The first line is the echo of the command.
    return PROMPT.sub("", text).partition("\n")[2]
