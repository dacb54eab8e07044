"""The shell of an FRR router: scripts with their input, and the errors of a shell without a usable `vtysh`.

Lines reach `vtysh` through standard input and never in an argument: each user of the router can read a process's
arguments, and a line may contain a password.
"""

import re
import shlex
from typing import Self

from errors import BusyError, LoginError, RouterError, SessionLostError
from printable import cut
from transport.endpoint import Endpoint
from transport.remote_command import CommandConnection, Outcome, open_commands

# An argument of every process that sends lines to FRR: it goes on after its SSH connection is cut, and is waited for.
MARK = "bgp-coexist-lines"
# Patterns that do not match themselves: of the above, and of FRR's own script that starts a daemon again and then sends
# it its saved configuration.
_SENDING = "bgp-coexist-line[s]"
_RESTARTING = "watchfrr[.]sh"
# vtysh may be in the directories of the system administrator, which a user's PATH may lack. It writes the commands that
# it is given as arguments to a file of the user's.
_BEGIN = (
    "PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; LC_ALL=C; VTYSH_HISTFILE=/dev/null\n"
    "export PATH LC_ALL VTYSH_HISTFILE; umask 077\n"
)
_END_OF_INPUT = "! end of input"
# Reads all of the input into $text. Where the connection was cut in it, nothing is done.
READ = f"""text=$(cat); case $text in *'{_END_OF_INPUT}') ;; *) exit 1;; esac
"""
# Waits until no process has arguments that match $1, for at most $2 seconds; each second an empty line says that the
# router answers.
_WAIT = """await() {
  left=$2
  while grep -q "$1" /proc/[0-9]*/cmdline 2>/dev/null; do
    [ "$left" -gt 0 ] || return 1
    left=$((left - 1)); echo; sleep 1
  done
}
"""
# Waits until FRR's own script has started a daemon again: until then the daemon's lines are missing.
SETTLE = f"""{_WAIT}await '{_RESTARTING}' 20
"""
# Waits until no lines of an earlier connection are being sent.
_ARRIVE = f"""command -v vtysh >/dev/null || exit 127
{_WAIT}await '{_SENDING}' "$1" || exit 75
vtysh -c 'show version' || {{ code=$?; echo "groups: $(id -nG)" >&2; exit $code; }}
for each in $(grep -l '/bgp[d]' /proc/[0-9]*/cmdline 2>/dev/null); do tr '\\0' ' ' 2>/dev/null <"$each"; echo; done >&2
"""
_NOT_FOUND = 127
_STILL_SENDING = 75
_VERSION = re.compile(r"^FRRouting (\d+)\.(\S+)", re.MULTILINE)
# The most paths of a prefix, which is `maximum-paths` by default: by the option of bgpd's command line, else as it was
# built. Source: measured with 8.4.4.
_PATHS = (r"^\S*/bgpd (?:.* )?(?:-e ?|--ecmp[ =])(\d+) ", r"'--enable-multipath=([1-9]\d*)'")
# Source: measured with 8.4.4. Release 8.0 is the first that prints `exit` at the end of a mode.
_OLDEST = 8


class Shell:
    """A shell on a router with FRR; made by `open_shell`.

    Args:
        endpoint: How the router is reached.
        connection: The connection, logged in.
    """

    def __init__(self, endpoint: Endpoint, connection: CommandConnection) -> None:
        self._endpoint = endpoint
        self._connection = connection
        self.version = ""
        self.default_paths: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether the connection is open, as far as can be known without sending anything."""
        return self._connection.alive

    def run(self, script: str, *words: str, text: str | None = None) -> Outcome:
        """The result of a POSIX shell script.

        Args:
            script: The script; it begins with `READ` where it has an input.
            words: Its arguments $1, $2 and so on; no secrets.
            text: Its input, in $text.

        Raises:
            SessionLostError: The connection was lost, or the router does not answer.
        """
        command = shlex.join(["exec", "sh", "-c", _BEGIN + script, "sh", *words])
        return self._connection.run(command, "" if text is None else text + _END_OF_INPUT)

    def arrive(self) -> None:
        """Wait until no lines of an earlier connection are being sent; the router has FRR and admits the user.

        Raises:
            RouterError: It does not.
        """
        outcome = self.run(_ARRIVE, str(3 * self._endpoint.answer_seconds))
        if outcome.exit_code == _STILL_SENDING:
            raise BusyError(self._endpoint.router, "it still processes the lines of an earlier connection")
        self.check(outcome)
        found = _VERSION.search(outcome.output)
        if found is None or int(found[1]) < _OLDEST:
            first = cut(outcome.output.strip().partition("\n")[0]) or "nothing"
            raise RouterError(
                self._endpoint.router,
                f"`vtysh` reports '{first}', which is not a known release",
                f"FRRouting {_OLDEST} or newer is supported",
            )
        self.version = f"{found[1]}.{found[2]}"
        seen = f"{outcome.errors}\n{outcome.output}"
        paths = (re.search(pattern, seen, re.MULTILINE) for pattern in _PATHS)
        self.default_paths = next((int(each[1]) for each in paths if each), None)

    def check(self, outcome: Outcome) -> None:
        """Check that `vtysh` was there and reached FRR.

        Raises:
            LoginError: The user may not use `vtysh`.
            SessionLostError: No daemon of FRR runs.
            RouterError: There is no `vtysh`.
        """
        router, user = self._endpoint.router, self._endpoint.username
        if outcome.exit_code == _NOT_FOUND:
            raise RouterError(router, f"user '{user}' finds no `vtysh` there", "is FRR installed on this router?")
        if "failed to connect to any daemons" not in outcome.errors:
            return
        groups = re.search(r"^groups: (.*)$", outcome.errors, re.MULTILINE)
        if groups and not {"root", "frrvty"} & set(groups[1].split()):
            raise LoginError(
                router,
                f"user '{user}' may not use `vtysh`: it is in the groups {groups[1]}",
                f"on the router: usermod --append --groups frrvty {user}",
            )
        raise SessionLostError(router, "no daemon of FRR runs", "on the router: systemctl status frr")

    def close(self) -> None:
        """Close the connection; safe to call again."""
        self._connection.close()


def open_shell(endpoint: Endpoint, password: str) -> Shell:
    """A shell on a router with FRR.

    Raises:
        UnreachableError: No SSH server answers there.
        HostKeyError: Its key is not the recorded one.
        LoginError: User, password or groups are insufficient.
        RouterError: It has no FRR of a known release.
        SessionLostError: It does not answer, or no daemon of FRR runs.
    """
    shell = Shell(endpoint, open_commands(endpoint, password))
    try:
        shell.arrive()
    except BaseException:
        shell.close()
        raise
    return shell
