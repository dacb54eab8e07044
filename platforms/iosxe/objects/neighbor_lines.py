"""One neighbor of a BGP family: its lines, and the order in which they may change.

A neighbor must never be up without its filters, at no line of a batch and wherever it breaks off. So a new one
is made with a placeholder AS, shut down at once, and gets its own AS last of all; and on one that is up the filter
is set before anything else. All neighbors of a family are closed and complete before the first one is opened.

A peer group of the stack is a neighbor with the line `peer-group` and a setting for each of its listen ranges, which
are what opens it (`group_lines`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from model.neighbor import Neighbor, NeighborGroup, NeighborLines
from platforms.iosxe.objects import group_lines, password
from platforms.iosxe.objects.group_lines import GROUP, is_range, range_line, range_tail
from platforms.iosxe.objects.inheritance import memberships
from platforms.iosxe.objects.normalize import as_number
from platforms.passwords import placeholder
from platforms.plan import Command
from platforms.plan_builder import Mode, PlanBuilder, settled

# The settings that the stack owns of its neighbors, in the order IOS prints them, by name.
ORDER = (
    "remote-as",
    "shutdown",
    "ebgp-multihop",
    "update-source",
    "timers",
    "ha-mode",
    "password",
    "fall-over bfd",
    "activate",
    "prefix-list in",
    "prefix-list out",
    "maximum-prefix",
)
# Foreign unless the stack declares them.
OPTIONAL = frozenset({"password", "ha-mode", "fall-over bfd", "prefix-list in", "maximum-prefix"})
# Settings by name: the tail of each line, which is its text after `neighbor ADDRESS`.
Settings = dict[str, str]
_WORDS = frozenset((GROUP, *ORDER))

# Stands in for a new neighbor's AS until it may come up. Source: RFC 5398, reserved for documentation.
PLACEHOLDER = "remote-as 64496"

_FILTER = re.compile(r"^prefix-list \S+ (in|out)$")
_FILTERS = ("prefix-list in", "prefix-list out")


def split(line: str) -> tuple[str, str] | None:
    """A neighbor line as its address and its tail; `no neighbor A activate` is `no activate`."""
    negated = line.startswith("no neighbor ")
    words = (line[3:] if negated else line).split(" ", 2)
    if words[0] != "neighbor" or len(words) < 3:
        return None
    return words[1], f"no {words[2]}" if negated else words[2]


def setting_name(tail: str) -> str | None:
    """The name of the setting that a line sets; None for a foreign one."""
    if tail in _WORDS or is_range(tail):
        return tail
    if tail.startswith(f"{GROUP} "):
        return None
    word = tail.split(" ", 1)[0]
    if word == "prefix-list":
        found = _FILTER.match(tail)
        return f"prefix-list {found[1]}" if found else None
    if word in _WORDS:
        return word
    return "activate" if tail == "no activate" else None


def settings_in(tails: Iterable[str]) -> Settings:
    """The settings among a neighbor's lines, as the router writes them; a group is active by itself."""
    found = {name: tail for tail in tails if (name := setting_name(tail))}
    return {name: tail for name, tail in found.items() if not (GROUP in found and tail == "activate")}


def owned(tails: Iterable[str], *declared: Settings, withdrawn: Settings | None = None) -> Settings:
    """The settings that the stack owns: an optional one only where it is declared.

    Or where it is the same as one that the stack removed: a reload before that was saved brings it back.
    """
    found = settings_in(tails)
    foreign, returned = OPTIONAL.difference(*declared), _same(found, withdrawn or {})
    return {name: tail for name, tail in found.items() if name not in foreign or name in returned}


def not_replaced(tails: Iterable[str], withdrawn: Settings) -> Settings:
    """The removed settings that are not set otherwise since."""
    found = settings_in(tails)
    return {name: tail for name, tail in withdrawn.items() if name not in found} | _same(found, withdrawn)


def _same(found: Settings, known: Settings) -> Settings:
    """The known settings that are found as well; a password's fingerprint is slow, so no other is made."""
    return {
        name: tail
        for name, tail in normal({name: found[name] for name in known if name in found}).items()
        if tail == known[name]
    }


def optional(settings: Settings) -> Settings:
    """The optional settings."""
    return {name: tail for name, tail in settings.items() if name in OPTIONAL}


def normal(settings: Settings) -> Settings:
    """The settings in one notation: plain AS numbers, `ebgp-multihop` with its hops, a password by its fingerprint."""
    result = dict(settings)
    if "." in settings.get("remote-as", ""):
        result["remote-as"] = f"remote-as {as_number(settings['remote-as'].split()[1])}"
    if settings.get("ebgp-multihop") == "ebgp-multihop":
        result["ebgp-multihop"] += " 255"
    if "password" in settings:
        result["password"] = password.shown(settings["password"])
    return result


def wanted_settings_of(neighbor: Neighbor | NeighborGroup) -> Settings:
    """The wanted settings of a neighbor or of a group."""
    if isinstance(neighbor, NeighborGroup):
        tails = map(range_tail, neighbor.ranges)
        return {GROUP: GROUP, **_wanted_of_both(neighbor), **{tail: tail for tail in tails}}
    return {**_wanted_of_both(neighbor), "activate": "activate"}


def _wanted_of_both(neighbor: NeighborLines) -> Settings:
    settings = {"remote-as": f"remote-as {neighbor.remote_as}"}
    if neighbor.ebgp_multihop:
        settings["ebgp-multihop"] = f"ebgp-multihop {neighbor.ebgp_multihop}"
    if neighbor.update_source:
        settings["update-source"] = f"update-source {neighbor.update_source}"
    if neighbor.hold_seconds and neighbor.keepalive_seconds:
        settings["timers"] = f"timers {neighbor.keepalive_seconds} {neighbor.hold_seconds}"
    if neighbor.prefix_list_in:
        settings["prefix-list in"] = f"prefix-list {neighbor.prefix_list_in} in"
    if neighbor.prefix_list_out:
        settings["prefix-list out"] = f"prefix-list {neighbor.prefix_list_out} out"
    if neighbor.password:
        settings["password"] = placeholder(neighbor.password)
    if neighbor.graceful_restart:
        settings["ha-mode"] = "ha-mode graceful-restart"
    if neighbor.bfd:
        settings["fall-over bfd"] = "fall-over bfd"
    if neighbor.maximum_prefix:
        settings["maximum-prefix"] = f"maximum-prefix {neighbor.maximum_prefix}"
    return settings


def text(address: str, settings: Settings, named: Iterable[str] = ()) -> str:
    """The settings as the router prints them, filters and ranges last: the last line of a diff shows as changed, too.

    Args:
        address: The neighbor.
        settings: Its settings.
        named: The lines that name its peer group or templates.
    """
    order = [GROUP, *(name for name in ORDER if name not in _FILTERS), *_FILTERS, *group_lines.in_order(settings)]
    return "\n".join(typed(address, tail) for tail in (*named, *(settings[name] for name in order if name in settings)))


def typed(address: str, tail: str) -> str:
    """The line that sets `tail`."""
    if is_range(tail):
        return range_line(address, tail)
    return f"no neighbor {address} {tail[3:]}" if tail.startswith("no ") else f"neighbor {address} {tail}"


def foreign_line(address: str, tail: str) -> str:
    """A foreign line of a neighbor, as lists of them have it."""
    return range_line(address, tail) if is_range(tail) else f"neighbor {address} {tail}"


def negated(address: str, tail: str) -> str:
    """The line that removes `tail`."""
    if is_range(tail):
        return f"no {range_line(address, tail)}"
    tail = "password" if tail.startswith("password ") else tail
    return f"neighbor {address} {tail[3:]}" if tail.startswith("no ") else f"no neighbor {address} {tail}"


def half_made(tails: Iterable[str], wanted: Settings) -> bool:
    """Whether an interrupted batch of the stack left this neighbor: it has the placeholder AS and no foreign line.

    Its settings may differ while it is shut down, else they are the wanted ones. A group has no placeholder.
    """
    tails = list(tails)
    found = settings_in(tails)
    if not all(setting_name(tail) for tail in tails):
        return False
    if GROUP in wanted:
        return group_lines.half_made(normal(found), wanted)
    if not _same(found, {"remote-as": PLACEHOLDER}):
        return False
    settings = normal(found)
    alike = all(name in ("remote-as", "activate") or wanted.get(name) == tail for name, tail in settings.items())
    return "shutdown" in settings or alike


def add(builder: PlanBuilder, address: str, settings: Settings, others: Sequence[str] = ()) -> None:
    """Make a neighbor, shut down and complete, with any other lines as well; `builder.later` opens it."""
    if GROUP in settings:
        _add_group(builder, address, settings)
        return
    mode, tails = builder.mode, [*(settings[name] for name in ORDER if name in settings), *others]
    head, *complete = _closed(mode, address, tails)
    # The placeholder first: a neighbor that is open already is closed before it is removed.
    away = [Command(line, mode) for line in (typed(address, PLACEHOLDER), negated(address, PLACEHOLDER))]
    builder.do(head.line, mode, "a new neighbor, with a placeholder AS until it is complete", away, ahead=True)
    builder.also(complete)
    builder.later.also(_opening(mode, address, tails))


def _add_group(builder: PlanBuilder, name: str, settings: Settings) -> None:
    """Make a group without members; `builder.later` has its ranges."""
    head, *complete = group_written(
        builder.mode, name, [settings[each] for each in (GROUP, *ORDER) if each in settings]
    )
    builder.do(head.line, builder.mode, "a new group, without members", [negated(name, GROUP)], ahead=True)
    builder.also(complete)
    _listen(builder.later, name, settings)


def _listen(builder: PlanBuilder, name: str, tails: Iterable[str]) -> None:
    """Accept neighbors of a group's ranges: it is complete."""
    for tail in group_lines.in_order(tails):
        why = "the group is complete, so it may have members"
        builder.do(typed(name, tail), builder.mode, why, [negated(name, tail)], ahead=True)


def written(mode: Mode, neighbors: Mapping[str, Sequence[str]], why: str = "") -> list[Command]:
    """Whole neighbors with any lines, foreign ones too: all are closed and complete before the first one is opened."""
    closed = [command for address, tails in neighbors.items() for command in _closed(mode, address, tails, why)]
    opening = [command for address, tails in neighbors.items() for command in _opening(mode, address, tails, why)]
    return [*settled(closed), *settled(opening)]


def group_written(mode: Mode, name: str, tails: Sequence[str], why: str = "") -> list[Command]:
    """The commands that write a peer group without members: first its own line, then the others in any order."""
    first = [tail for tail in tails if tail == GROUP]
    others = [tail for tail in tails if tail not in first and not is_range(tail)]
    return [Command(typed(name, tail), mode, why) for tail in [*first, *others]]


def _closed(mode: Mode, address: str, tails: Sequence[str], why: str = "") -> list[Command]:
    """The neighbor with all its lines, and shut down; with the placeholder unless a group or template brings the AS.

    A member's filter is its group's, which exists. A neighbor with a template's AS is shut down by the next line.
    A group is closed without its ranges.
    """
    if GROUP in tails:
        return group_written(mode, address, tails, why)
    own_as = any(tail.startswith("remote-as ") for tail in tails)
    named = memberships(tails)
    first = [PLACEHOLDER, "shutdown", *named] if own_as else [*named[:1], "shutdown", *named[1:]]
    opening = {"remote-as", "shutdown", "activate"}
    middle = [tail for tail in tails if setting_name(tail) not in opening and tail not in named]
    reasons = {"shutdown": "down until its filter is there"}
    return [Command(typed(address, tail), mode, why or reasons.get(tail, "")) for tail in [*first, *middle]]


def _opening(mode: Mode, address: str, tails: Sequence[str], why: str = "") -> list[Command]:
    """What opens a neighbor that is complete; its AS comes last, so that until then it counts as half-made."""
    if GROUP in tails:
        return [Command(typed(address, tail), mode, why) for tail in group_lines.in_order(tails)]
    lines = [typed(address, tail) for tail in tails if setting_name(tail) == "activate"]
    if "shutdown" not in tails:
        lines.append(negated(address, "shutdown"))
    lines += [typed(address, tail) for tail in tails if tail.startswith("remote-as ")]
    reasons = [why or ("complete, so it may come up" if line == lines[-1] else "") for line in lines]
    return [Command(line, mode, reason) for line, reason in zip(lines, reasons, strict=True)]


def remove(builder: PlanBuilder, address: str, tails: list[str]) -> None:
    """Remove a neighbor with all its lines, by one line; of a group the ranges before it."""
    if GROUP in tails:
        for tail in group_lines.in_order(tails):
            _unset(builder, address, tail)
        back = group_written(builder.mode, address, tails)
        builder.do(negated(address, GROUP), builder.mode, "no longer wanted", back, ahead=True)
        return
    head = next((tail for tail in tails if tail.startswith("remote-as ")), tails[0])
    back = written(builder.mode, {address: tails})
    builder.do(negated(address, head), builder.mode, "no longer wanted", back, ahead=True)


# On a neighbor that may be up the filters are set first and removed last.
_SAFE = tuple(
    dict.fromkeys(
        [*_FILTERS, "ebgp-multihop", "update-source", "timers", *(name for name in ORDER if name in OPTIONAL)]
    )
)
# In the order that opens a neighbor, each with what closes it.
_OPENING = {"activate": "no activate", "shutdown": "shutdown", "remote-as": PLACEHOLDER}


def change(builder: PlanBuilder, address: str, running: Settings, wanted: Settings) -> None:
    """Send what differs; a new AS is the one line `remote-as`, so all other settings stay.

    Lines that close the neighbor are sent at once, lines that open it in `builder.later`. A group gets a new AS while
    it has no range.
    """
    now, then = normal(running), normal(wanted)
    is_other = now.get("remote-as") != then.get("remote-as")
    closed = [tail for tail in group_lines.in_order(now) if is_other or tail not in then]
    for tail in closed:
        _unset(builder, address, tail)
    differing = [name for name in (*_OPENING, *_SAFE) if name in then and now.get(name) != then[name]]
    opening = [name for name in differing if name in _OPENING and then[name] != _OPENING[name]]
    for name in differing:
        if name not in opening:
            # A filter that permits more, as of a restored neighbor, waits until the neighbor is closed.
            ahead = name not in _FILTERS or differing[0] not in _OPENING
            _set(builder, address, name, running, then[name], ahead)
    for name in _SAFE[len(_FILTERS) :]:
        if name in now and name not in then:
            _unset(builder, address, running[name])
    for name in (*_OPENING, *_FILTERS):
        if name in opening:
            _set(builder.later, address, name, running, then[name])
        elif name in now and name not in then:
            _unset(builder.later, address, running[name])
    _listen(builder.later, address, (tail for tail in then if tail in closed or tail not in now))


def _set(builder: PlanBuilder, address: str, name: str, running: Settings, tail: str, ahead: bool = True) -> None:
    why = f"was '{normal(running)[name]}'" if name in running else "missing"
    old = typed(address, running[name]) if name in running else negated(address, tail)
    builder.do(typed(address, tail), builder.mode, why, [old], ahead)


def _unset(builder: PlanBuilder, address: str, tail: str) -> None:
    builder.do(negated(address, tail), builder.mode, "not wanted", [typed(address, tail)], ahead=True)
