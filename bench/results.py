"""RESULTS.md and its plots, from the figures."""

import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from bench import machine
from bench.claims import Claim, claims
from bench.contenders import CONTENDERS
from bench.figures import Figure
from bench.plot import Points, plot
from bench.router import LATENCY_MS
from bench.steps import STEPS

Key = TypeVar("Key", int, str, tuple[str, int, int, str])
_DEVICE = "device"
_BUSY = "**The machine was busy with other things: compare within this run, and take no second for itself.**\n\n"
_HEAD = """\
# Ours beside other tools, on one router

Written by `python -m bench`; what is measured, and how, is in [README.md](README.md).

{busy}Machine: {machine}.
Router: the emulator, {latency} ms for each line; a fresh one for each contender, size and link.
Each time is minimum, **median**, maximum of {repetitions} {times}, in seconds: a whole process, imports included.
`over SSH` is the median from its first connection to the last byte, `/ device` that divided by the device's.

"""


def write(found: Sequence[Figure], into: Path, more: Sequence[Claim] = ()) -> None:
    """Write RESULTS.md, with these claims besides those about the figures, and one plot for each link and step."""
    for old in into.glob("*.svg"):
        old.unlink()
    repetitions = max(len(group) for group in _by(found, _case).values())
    busy = _BUSY if machine.is_busy() else ""
    times = "repetition" if repetitions == 1 else "repetitions"
    head = _HEAD.format(
        busy=busy, machine=machine.described(), latency=LATENCY_MS, repetitions=repetitions, times=times
    )
    parts = [head, *_claims([*claims(found), *more]), _legend(found)]
    for round_trip, figures in sorted(_by(found, lambda each: each.round_trip_ms).items()):
        parts.append(f"## {round_trip} ms round trip\n\n")
        for step in STEPS:
            parts += _section(round_trip, step, [each for each in figures if each.step == step], into)
    (into / "RESULTS.md").write_text("".join(parts).rstrip() + "\n")


def _claims(made: Sequence[Claim]) -> list[str]:
    rows = [
        f"| {each.what} | {each.bound} | {each.measured} | {'yes' if each.holds else '**no**'} |\n" for each in made
    ]
    return ["## What is claimed\n\n| | wanted | measured | holds |\n|---|---|---|---|\n", *rows, "\n"] if rows else []


def _case(figure: Figure) -> tuple[str, int, int, str]:
    return figure.contender, figure.nodes, figure.round_trip_ms, figure.step


def _by(found: Iterable[Figure], key: Callable[[Figure], Key]) -> dict[Key, list[Figure]]:
    groups: dict[Key, list[Figure]] = {}
    for figure in found:
        groups.setdefault(key(figure), []).append(figure)
    return groups


def _legend(found: Sequence[Figure]) -> str:
    seen = {each.contender for each in found}
    rows = [f"| {each.name} | {each.what} |\n" for each in CONTENDERS if each.name in seen]
    return "".join(["| contender | what it is |\n|---|---|\n", *rows, "\n"])


def _section(round_trip: int, step: str, found: Sequence[Figure], into: Path) -> list[str]:
    """One step over one link: its plot and its table."""
    if not found:
        return []
    name = re.sub(r"\W+", "-", f"{step} {round_trip} ms".lower()) + ".svg"
    title = f"{step}, {round_trip} ms round trip"
    parts = [f"### {title}\n\n"]
    if curves := _curves([each for each in found if not each.failed]):
        (into / name).write_text(plot(title, "nodes", "seconds", curves))
        parts.append(f"![{title}]({name})\n\n")
    return [*parts, *_table(found)]


def _curves(found: Sequence[Figure]) -> dict[str, Points]:
    return {
        contender: [
            (nodes, statistics.median(each.seconds for each in group))
            for nodes, group in sorted(_by(figures, lambda each: each.nodes).items())
        ]
        for contender, figures in _by(found, lambda each: each.contender).items()
    }


def _table(found: Sequence[Figure]) -> list[str]:
    rows = ["| nodes | contender | seconds | over SSH | / device | connections | round trips | kB sent | peak MB |\n"]
    rows.append("|---|---|---|---|---|---|---|---|---|\n")
    for nodes, figures in sorted(_by(found, lambda each: each.nodes).items()):
        groups = _by(figures, lambda each: each.contender)
        device = _median(groups.get(_DEVICE, []), lambda each: each.ssh_seconds)
        rows += [_row(nodes, contender, group, device) for contender, group in groups.items()]
    return [*rows, "\n"]


def _row(nodes: int, contender: str, group: Sequence[Figure], device: float) -> str:
    held = [each for each in group if not each.failed]
    if not held:
        reason = group[0].failed.replace("|", "/").replace("<", "&lt;")
        return f"| {nodes} | {contender} | failed: {reason} | | | | | | |\n"
    seconds, ssh = [each.seconds for each in held], _median(held, lambda each: each.ssh_seconds)
    spread = f"{min(seconds):.2f} **{statistics.median(seconds):.2f}** {max(seconds):.2f}"
    failed = f" ({len(group) - len(held)} failed)" if len(held) < len(group) else ""
    counts = [_median(held, lambda each: each.connections), _median(held, lambda each: each.round_trips)]
    counts += [_median(held, lambda each: each.sent / 1000), _median(held, lambda each: each.peak_mb)]
    against = f"{ssh / device:.2f}" if device and ssh else ""
    cells = [nodes, contender, spread + failed, f"{ssh:.2f}", against, *(f"{each:.0f}" for each in counts)]
    return f"| {' | '.join(map(str, cells))} |\n"


def _median(group: Sequence[Figure], value: Callable[[Figure], float]) -> float:
    return statistics.median(map(value, group)) if group else 0.0
