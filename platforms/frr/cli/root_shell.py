"""The root shell of a router: commands that make VRF devices and change their interfaces, and the files that keep them.

It is this user's own shell, or that of `sudo` where it asks for no password.
"""

import re
from collections.abc import Sequence

from errors import PlanError, RouterError, SessionLostError
from platforms.frr.cli.kept_devices import changes
from platforms.frr.cli.shell import MARK, READ, Shell
from platforms.frr.configuration import SHELL
from platforms.plan import Command
from platforms.sent_lines import LOST, REFUSED, count, refusal, undo_sent
from transport.remote_command import Outcome

# The first line of an undo that is for this shell, and not for FRR.
HEAD = "#!/bin/sh"
_NO_ROOT = 77
# An argument for `sh -c`, which every user of the router can read: there are no passwords in these commands.
_RUN = f""": {MARK}; {READ}root=; [ "$(id -u)" = 0 ] || root='sudo -n'
$root true || exit {_NO_ROOT}
$root sh -c "$text"
"""
_FAILED = re.compile(r"^line (\d+) failed$", re.MULTILINE)
_NEEDS_ROOT = (
    "log in as root, or let this user become root by sudo without a password; or make the VRF devices by the system's "
    "own means, and set manageVrfDevices: false"
)


def is_script(steps: Sequence[Command]) -> bool:
    """Whether the steps are commands for the shell; a plan never mixes them with FRR's lines."""
    return any(step.mode == SHELL for step in steps)


def script_text(steps: Sequence[Command], goes_on: bool = False) -> str:
    """The script of the steps; it ends at the first one that fails unless it `goes_on`."""
    then = "" if goes_on else "; exit 1"
    lines = [f"{step.line} || {{ echo 'line {n} failed' >&2{then}; }}" for n, step in enumerate(steps)]
    return "\n".join([HEAD, *lines, "exit 0", ""])


class RootShell:
    """The root shell of one session.

    Args:
        router: The router's name in messages.
        shell: The session's shell.
    """

    def __init__(self, router: str, shell: Shell) -> None:
        self._router = router
        self._shell = shell

    def configure(self, steps: Sequence[Command], undo: Sequence[Command]) -> None:
        """Run the steps; after one that fails run the undo.

        Raises:
            RefusalError: A step failed, or there is no root shell.
            SessionLostError: The connection was lost.
        """
        try:
            outcome = self._run(script_text(steps))
        except SessionLostError as lost:
            progress = f"at least 0 of {count(len(steps))} had been accepted"
            raise SessionLostError(self._router, f"{lost.what}; {progress}", LOST) from None
        if failed := _failed(steps, outcome):
            line, accepted = failed[0].shown, steps.index(failed[0])
            raise refusal(
                self._router, line, _answer(outcome), accepted, lambda: self.take_back(undo), _hint(outcome) or REFUSED
            )
        if outcome.exit_code:
            raise SessionLostError(self._router, f"its root shell ended with {outcome.exit_code}", LOST)

    def take_back(self, undo: Sequence[Command]) -> str:
        """Run an undo to its end; its result as a sentence.

        Raises:
            SessionLostError: The connection was lost.
        """
        failed = _failed(undo, self._run(script_text(undo, goes_on=True)))
        return undo_sent([each.shown for each in failed])

    def keep(self, printed: str) -> None:
        """Write and remove files so that the next start makes the VRF devices that stacks have made.

        Args:
            printed: What `platforms.frr.cli.kept_devices.SHOW` printed.

        Raises:
            RouterError: One could not be written or removed.
        """
        try:
            needed = list(changes(printed))
        except PlanError as error:
            raise RouterError(self._router, error.what) from None
        for name, command in needed:
            outcome = self._run(f"{command}\nexit\n")
            if outcome.exit_code:
                what = f"the file of VRF device '{name}' is not written: {_answer(outcome)}"
                raise RouterError(self._router, what, _hint(outcome))

    def _run(self, text: str) -> Outcome:
        return self._shell.run(_RUN, text=text)


def _failed(steps: Sequence[Command], outcome: Outcome) -> list[Command]:
    """The commands that failed; all of them where there is no root shell."""
    if outcome.exit_code == _NO_ROOT:
        return list(steps)
    return [steps[int(number)] for number in _FAILED.findall(outcome.errors)]


def _answer(outcome: Outcome) -> str:
    """What the first failed command printed, or `sudo`."""
    lines = [line.strip() for line in _FAILED.split(outcome.errors)[0].splitlines() if line.strip()]
    words = " / ".join(lines) or "no reason"
    return f"it needs root: {words}" if outcome.exit_code == _NO_ROOT else words


def _hint(outcome: Outcome) -> str:
    return _NEEDS_ROOT if outcome.exit_code == _NO_ROOT else ""
