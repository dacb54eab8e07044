"""The detached process on a router that undoes a change unless it is told otherwise, and the scripts that control it.

It has a folder of its own, `/tmp/bgp-coexist-revert.XXXXXX`, which is removed with it:

| file | content |
|---|---|
| `undo` | the undo of the change as a file for `vtysh -f`, or as a script for root; only its user can read it |
| `run` | the process's script; the folder's name in it identifies the process |
| `state` | process id, the time when it reverts, and the process id of the SSH connection that started it |
| `armed` | nothing; the first to remove it decides: a confirmation, a revert at once, or the process itself |
"""

import re
from dataclasses import dataclass

from platforms.frr.cli.root_shell import HEAD
from platforms.frr.cli.shell import MARK, READ

_FOLDERS = "/tmp/bgp-coexist-revert"
# Without `nohup`, which small systems lack: a process without a terminal gets no SIGHUP when the connection ends.
# The second command keeps the shell, whose argument the mark is, from becoming the first.
_SCRIPT = """if [ "$(id -u)" = 0 ]; then sh undo; else sudo -n sh undo; fi"""
_UNDO = (
    f"""sh -c 'read -r head <undo; if [ "$head" = "{HEAD}" ]; then {_SCRIPT}; else vtysh -f undo; fi """
    f""">/dev/null 2>&1; :' {MARK}"""
)
_RUN = f"""cd "$1" && echo "$$ $3 $4" >new && chmod 644 new && mv new state || exit 1
sleep "$2"
rm armed 2>/dev/null || exit 0
{_UNDO}
cd / && rm -rf "$1"
"""
# $1: seconds; $2: the time as messages print it.
ARM = f"""{READ}folder=$(mktemp -d {_FOLDERS}.XXXXXX) || exit 1
fail() {{ rm -rf "$folder"; exit 1; }}
cd "$folder" || fail
chmod 711 . && printf '%s\\n' "$text" >undo && : >armed && cat >run <<'END' || fail
{_RUN}END
command -v setsid >/dev/null || {{ echo 'setsid is not there' >&2; fail; }}
setsid sh "$folder/run" "$folder" "$1" "$2" "$PPID" </dev/null >/dev/null 2>&1 &
tries=0
until [ -e state ]; do
  [ $tries -lt 100 ] || {{ echo 'its process does not start' >&2; fail; }}
  tries=$((tries + 1)); sleep 0.05 2>/dev/null || sleep 1
done
echo "$folder"
"""
# Whether the process of the folder $1 runs; its id is then in $pid.
_ALIVE = """alive() {
  [ -f "$1/state" ] && read -r pid until connection <"$1/state" && grep -q "$1/run" "/proc/$pid/cmdline" 2>/dev/null
}
"""
# Takes the decision from the process and ends it; exit code 3 where it has reverted by then, or does not exist.
_CLAIM = f"""{_ALIVE}alive "$1" || {{ rm -rf "$1"; exit 3; }}
rm "$1/armed" 2>/dev/null || {{ while alive "$1"; do sleep 1; done; exit 3; }}
kill -- "-$pid" 2>/dev/null
"""
CONFIRM = f"""{_CLAIM}rm -rf "$1"
"""
REVERT = f"""{_CLAIM}cd "$1" && {_UNDO}
cd / && rm -rf "$1"
"""
NONE_PENDING = 3
# Lists the folders whose process runs; the user's own without one are removed.
LIST = f"""{_ALIVE}for folder in {_FOLDERS}.*; do
  [ -d "$folder" ] && [ ! -L "$folder" ] || continue
  if alive "$folder"; then
    [ -O "$folder" ] && own=own || own=other
    [ -d "/proc/${{connection:-none}}" ] && open=open || open=cut
    echo "$folder $(ls -ld "$folder" | {{ read -r _ _ user _; echo "$user"; }}) $until $own $open"
  elif [ -O "$folder" ] && [ -e "$folder/state" ]; then
    rm -rf "$folder"
  fi
done
"""
_PENDING = re.compile(r"^(/\S+) (\S+) (\S+) (own|other) (open|cut)$", re.MULTILINE)


@dataclass(frozen=True)
class Pending:
    """A change that a router will revert.

    Attributes:
        folder: The folder of its process.
        user: The user who made it.
        own: Whether that is the user of this session.
        until: When the router reverts it, by the clock of the machine that made it.
        connected: Whether the SSH connection that made it is open.
    """

    folder: str
    user: str
    own: bool
    until: str
    connected: bool


def pending_in(output: str) -> list[Pending]:
    """The changes that the script `LIST` prints."""
    found = _PENDING.findall(output)
    return [Pending(folder, user, own == "own", until, state == "open") for folder, user, until, own, state in found]
