"""The neighbors of an instance in a running configuration, with what they have of their peer group."""

import re
from collections.abc import Collection, Iterator

from platforms.facts import RunningNeighbor, Setting
from platforms.frr.objects.settings import neighbor_of, normal

_TAILS = {
    Setting.REMOTE_AS: re.compile(r"remote-as (\S+)"),
    Setting.SHUTDOWN: re.compile(r"(shutdown)\b"),
    Setting.MULTIHOP: re.compile(r"ebgp-multihop ?(\d*)"),
    Setting.TTL_SECURITY: re.compile(r"ttl-security hops (\d+)"),
    Setting.SOURCE: re.compile(r"update-source (\S+)"),
    Setting.TIMERS: re.compile(r"timers (\d.*)"),
    Setting.PASSWORD: re.compile(r"(password .*)"),
    Setting.PORT: re.compile(r"port (\d+)"),
    Setting.LIST_IN: re.compile(r"prefix-list (\S+) in$"),
    Setting.LIST_OUT: re.compile(r"prefix-list (\S+) out$"),
    Setting.MAXIMUM_PREFIX: re.compile(r"maximum-prefix (\d+)"),
}
_GROUP = re.compile(r"neighbor (\S+) peer-group (\S+)")


def running_neighbors(lines: Collection[str]) -> dict[str, RunningNeighbor]:
    """The neighbors and peer groups of an instance, by name; a neighbor's own line wins over its group's."""
    groups = {found[1]: found[2] for line in lines if (found := _GROUP.fullmatch(line))}
    own: dict[str, RunningNeighbor] = {}
    for name in dict.fromkeys(filter(None, map(neighbor_of, lines))):
        set_by = list(_settings(name, lines))
        own[name] = RunningNeighbor(
            {which: value for which, value, _ in set_by}, {which: line for which, _, line in set_by}
        )
    return {name: _with_group(each, own.get(groups.get(name, ""))) for name, each in own.items()}


def _with_group(own: RunningNeighbor, group: RunningNeighbor | None) -> RunningNeighbor:
    if group is None:
        return own
    return RunningNeighbor({**group.values, **own.values}, {**group.lines, **own.lines})


def _settings(name: str, lines: Collection[str]) -> Iterator[tuple[Setting, str, str]]:
    """Each setting with its value and its line."""
    start = f"neighbor {name} "
    for line in map(normal, (line for line in lines if line.startswith(start))):
        for which, pattern in _TAILS.items():
            if found := pattern.match(line.removeprefix(start)):
                value = found[1] or "255"
                yield which, value, f"{start}password" if which is Setting.PASSWORD else line
