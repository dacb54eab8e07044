"""One SSH session with one FRR router: show, configure, save."""

import json
import re
import time
from collections.abc import Sequence
from functools import cache

from errors import RouterError, SessionLostError
from platforms.frr.cli.kept_devices import KEEPER, SHOW, SHOW_LINKS
from platforms.frr.cli.root_shell import RootShell, is_script
from platforms.frr.cli.script import Script, batches, script_of
from platforms.frr.cli.shell import MARK, READ, SETTLE, Shell, open_shell
from platforms.frr.configuration import DEFAULT_PATHS, LACKING, LINKS, NO_BFDD, NOT_KEPT
from platforms.plan import Command
from platforms.sent_lines import LOST, broken_off, count, refusal, undo_sent
from printable import cut, note
from transport.endpoint import Endpoint
from transport.remote_command import Outcome

# Without one of these daemons its lines are missing in the running configuration, and are accepted without effect.
DAEMONS = ("zebra", "bgpd")
# Source: all texts here were measured with 8.4.4.
_NEWEST = 8
# A stack declares no more paths than that.
_MOST_PATHS = 32
_PAUSES_SECONDS = (0.25, 1.0, 2.0, 4.0)
_DAEMONS_LINE = "daemons:"
# One process prints all three, so that a daemon is in the list where its lines are in the configuration.
_RUNNING = f"{SETTLE}vtysh -c 'show running-config' -c 'show running-config bgpd' -c 'show daemons'"
_END = "\nend\n"
# The lines between this and the end are those that are saved.
_HEADER = "Current configuration:\n!\n"
_LIST = "ip prefix-list "
_KEEPER_LINE = "keeper: "
_LINKS = f"""command -v ip >/dev/null || exit 0
{SHOW_LINKS} || exit
{KEEPER}echo; echo "{_KEEPER_LINE}$(keeper)"
"""
# Only the syntax of all lines; then the lines, and the daemons that run after them.
_CHECK = f"{READ}printf '%s\\n' \"$text\" | vtysh -C -f /proc/self/fd/0"
SEND = f""": {MARK}; {READ}printf '%s\\n' "$text" | vtysh -f /proc/self/fd/0
code=$?; echo; echo "{_DAEMONS_LINE} $(vtysh -c 'show daemons' 2>/dev/null)"; exit $code
"""
_SAVED_LINE = "saved:"
_SAVED_TO = re.compile(r"^Integrated configuration saved to (\S+)$", re.MULTILINE)
_SAVE = f"""{SHOW}echo "{_SAVED_LINE}"
vtysh -c 'write memory'
"""
_UNWRITABLE = "may FRR's user write there? a user who is not root saves through watchfrr, which must run"


def connect(endpoint: Endpoint, password: str) -> "Session":
    """A session ready for commands: host key checked, user logged in, FRR's release known.

    Raises:
        RouterError: As of `platforms.frr.cli.shell.open_shell`.
    """
    shell = open_shell(endpoint, password)
    _note_newer(endpoint.router, shell.version)
    return Session(endpoint, shell)


@cache
def _note_newer(router: str, version: str) -> None:
    """Print one note where the release is newer than those whose answers are known."""
    if int(version.partition(".")[0]) > _NEWEST:
        note(
            router, f"FRR {version} is newer than the releases that this program was tried with, which are {_NEWEST}.x"
        )


class Session:
    """A live session; made by `connect`.

    Args:
        endpoint: How the router is reached.
        shell: Its shell.
    """

    def __init__(self, endpoint: Endpoint, shell: Shell) -> None:
        self.shell = shell
        self._router = endpoint.router
        self._root = RootShell(endpoint.router, shell)

    @property
    def alive(self) -> bool:
        """Whether the connection is open, as far as can be known without sending anything."""
        return self.shell.alive

    def nudge(self) -> None:
        """Check that the router answers.

        Raises:
            SessionLostError: It does not.
        """
        self.shell.run("true")

    def show(self, command: str) -> str:
        """What `vtysh` prints for a command.

        Raises:
            RouterError: It refuses the command, or the daemon for it does not run.
            SessionLostError: It does not answer.
        """
        outcome = self.shell.run('vtysh -c "$1"', command)
        self.shell.check(outcome)
        if outcome.exit_code:
            raise RouterError(self._router, f"'{command}' is not shown: {_last(outcome)}")
        return outcome.output

    def running_configuration(self) -> str:
        """`show running-config`, then as comments what FRR does not print, and the kernel's interfaces in one line.

        The interfaces are read where the router has the command `ip`.

        Raises:
            RouterError: It is incomplete, also after retries, or the interfaces cannot be read.
        """
        text, daemons = self._configuration()
        without = "" if "bfdd" in daemons else f"{NO_BFDD}\n"
        paths = self.shell.default_paths
        by_default = f"{DEFAULT_PATHS}{paths}\n" if paths and paths <= _MOST_PATHS else ""
        return f"{text}\n{without}{by_default}{self._links()}"

    def frr_configuration(self) -> str:
        """`show running-config` alone, up to its `end`; prefix lists that bgpd does not have are marked so.

        Each daemon has its own copy of a list. One that was not saved is missing in bgpd after it has restarted, while
        the others have and print it.

        Raises:
            RouterError: It is incomplete, also after retries.
        """
        return self._configuration()[0]

    def _configuration(self) -> tuple[str, list[str]]:
        """The same, and the daemons that run."""
        whole, of_bgpd, daemons = self._printed()
        known = set(of_bgpd.splitlines())
        lines = whole.splitlines()
        marked = [LACKING + line if line.startswith(_LIST) and line not in known else line for line in lines]
        return "\n".join(marked), daemons

    def _printed(self) -> tuple[str, str, list[str]]:
        """`show running-config` of all daemons, and of bgpd, and the daemons that run."""
        for pause in (*_PAUSES_SECONDS, None):
            outcome = self.shell.run(_RUNNING)
            self.shell.check(outcome)
            whole, *more = outcome.output.strip().split(_END)
            daemons = more[-1].split() if more else []
            missing = [name for name in DAEMONS if name not in daemons]
            if len(more) == 2 and not missing:
                break
            if pause is None:
                raise self._incomplete(outcome, missing if more else [])
            time.sleep(pause)
        return f"{whole}{_END}".rstrip(), more[0], daemons

    def _incomplete(self, outcome: Outcome, missing: Sequence[str]) -> RouterError:
        if not missing:
            return RouterError(self._router, f"'show running-config' does not end with 'end': {_last(outcome)}")
        return RouterError(
            self._router,
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not running",
            "on the router: systemctl status frr; bgpd runs only with bgpd=yes in /etc/frr/daemons",
        )

    def _links(self) -> str:
        outcome = self.shell.run(_LINKS)
        if outcome.exit_code == 0 and not outcome.output:
            return ""
        links, _, not_kept = outcome.output.partition(f"\n{_KEEPER_LINE}")
        try:
            text = f"{LINKS}{json.dumps(json.loads(links))}\n"
            return f"{text}{NOT_KEPT}{not_kept.strip()}\n" if not_kept.strip() else text
        except ValueError:
            raise RouterError(
                self._router,
                f"'ip -json address show' prints no JSON: {_last(outcome)}",
                "install iproute2; BusyBox's `ip` cannot print JSON",
            ) from None

    def configure(self, steps: Sequence[Command], undo: Sequence[Command] = ()) -> None:
        """Send every step; after a refusal send the undo.

        The syntax of all lines is checked before the first is sent. Those sent together with a refused line take
        effect, also after it; the undo takes them back.

        Raises:
            RefusalError: A line was refused; the undo was sent.
            SessionLostError: The connection or a daemon was lost; says how many lines were accepted.
        """
        if is_script(steps):
            self._root.configure(steps, undo)
            return
        accepted = 0
        try:
            self._check_syntax(script_of(steps))
            for group in batches(steps):
                script = script_of(group)
                outcome = self._send(script)
                refused = script.refused(outcome)
                accepted += len([step for step in group if step not in refused])
                if refused:
                    break
            else:
                return
        except SessionLostError as lost:
            progress = f"at least {count(accepted)} of {count(len(steps))} had been accepted"
            raise SessionLostError(self._router, f"{lost.what}; {progress}", LOST) from None
        raise self._refusal(script, outcome, accepted, undo)

    def _check_syntax(self, script: Script) -> None:
        outcome = self.shell.run(_CHECK, text=script.text)
        if script.refused(outcome):
            raise self._refusal(script, outcome)

    def _refusal(
        self, script: Script, outcome: Outcome, accepted: int = 0, undo: Sequence[Command] = ()
    ) -> RouterError:
        """The error for the first refused line of a script, after the undo."""
        line = script.refused(outcome)[0].shown
        return refusal(self._router, line, script.answer(outcome), accepted, lambda: self.take_back(undo))

    def _send(self, script: Script) -> Outcome:
        """Send the lines; the result without the list of daemons.

        Raises:
            SessionLostError: A daemon does not run after the lines, so that they may have had no effect.
        """
        outcome = self.shell.run(SEND, text=script.text)
        output, _, daemons = outcome.output.rpartition(f"\n{_DAEMONS_LINE}")
        lost = [name for name in DAEMONS if name not in daemons.split()]
        lost += re.findall(r"closing connection to (\S+) because", outcome.output + outcome.errors)
        if lost:
            raise SessionLostError(self._router, f"{lost[0]} stopped while it was configured")
        if outcome.exit_code and not script.refused(outcome):
            raise SessionLostError(self._router, f"`vtysh` ended with {outcome.exit_code}: {_last(outcome)}")
        return Outcome(outcome.exit_code, output, outcome.errors)

    def take_back(self, undo: Sequence[Command]) -> str:
        """Send the undo of a change; its result as a sentence. A line whose counterpart was never sent is refused.

        Raises:
            SessionLostError: The undo broke off.
        """
        refused: list[Command] = []
        try:
            if is_script(undo):
                return self._root.take_back(undo)
            for group in batches(undo):
                script = script_of(group)
                refused += script.refused(self._send(script))
        except SessionLostError as lost:
            raise broken_off(self._router, lost) from None
        return undo_sent([each.shown for each in refused if each in undo])

    def save(self) -> None:
        """Save the running configuration as the one that FRR starts with, and the VRF devices that stacks have made.

        Raises:
            RouterError: The router did not confirm it, also after retries, or only a part was written.
        """
        for pause in (*_PAUSES_SECONDS, None):
            outcome = self.shell.run(_SAVE)
            self.shell.check(outcome)
            if outcome.exit_code == 0 and "[OK]" in outcome.output:
                break
            if pause is None:
                raise RouterError(self._router, f"'write memory' did not end with [OK]: {_last(outcome)}", _UNWRITABLE)
            time.sleep(pause)
        if found := _SAVED_TO.search(outcome.output):
            self._check_size(found[1])
        self._root.keep(outcome.output.partition(f"{_SAVED_LINE}\n")[0])

    def _check_size(self, path: str) -> None:
        """Check that the whole configuration was written: on a full disk FRR confirms it, too.

        Its size is known also to a user who may not read it.
        """
        outcome = self.shell.run('ls -ln -- "$1"', path)
        size = re.match(r"(?:\S+ +){4}(\d+) ", outcome.output)
        _, _, printed = self._printed()[0].partition(_HEADER)
        if size and int(size[1]) < len(printed.removesuffix("end").encode()):
            raise RouterError(
                self._router, f"{path} is shorter than what runs, after 'write memory'", "its disk is full"
            )

    def close(self) -> None:
        """Close the connection; safe to call again."""
        self.shell.close()


def _last(outcome: Outcome) -> str:
    """The last line of what was printed; an error before anything else."""
    lines = [line.strip(" %") for line in (outcome.errors.strip() or outcome.output.strip()).splitlines()]
    return cut((lines or ["no answer"])[-1])
