"""`python -m tests.kills --count 50 --seed 1`: SIGKILL at random moments; exit 0 only where nothing was lost.

Of create, update and destroy with the real engine on the lab's router, with the plugin, the engine or both as victims.
The next run has to make good what is left, and a destroy has to leave what it leaves where nothing was killed.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from tests.lab_router import lab_router
from tests.stack.killing import Killing, Verb, Victims


@dataclass(frozen=True)
class Undisturbed:
    """How an operation goes where nothing is killed: its seconds, what runs then, and after a destroy."""

    seconds: float
    ends: str
    destroyed: str


def undisturbed(verb: Verb, confirm: str) -> Undisturbed:
    """One operation, the next run and a destroy, each to its end."""
    with tempfile.TemporaryDirectory() as folder, lab_router(Path(folder) / "router") as router:
        killing = Killing(Path(folder), router, verb, confirm)
        return Undisturbed(killing.seconds(), killing.mended(), killing.destroyed())


def killed(verb: Verb, victims: Victims, confirm: str, after: float, wanted: Undisturbed) -> str:
    """What was lost, "" for nothing; "ended" where there was nothing to kill any more."""
    with tempfile.TemporaryDirectory() as folder, lab_router(Path(folder) / "router") as router:
        killing = Killing(Path(folder), router, verb, confirm)
        if not killing.kill_when(victims, _over(after)):
            return "ended"
        if killing.mended() != wanted.ends:
            return "the next run ended elsewhere"
        return "" if killing.destroyed() == wanted.destroyed else "destroy ended elsewhere"


def _over(seconds: float) -> Callable[[], bool]:
    """Whether so much time is over since it was asked first."""
    until: list[float] = []

    def over() -> bool:
        until.append(time.monotonic() + seconds)
        return time.monotonic() >= until[0]

    return over


def main(argv: list[str]) -> int:
    """Kills so many times, and prints a line for each and a table."""
    parser = argparse.ArgumentParser("python -m tests.kills", description=__doc__)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    draw, known = random.Random(given.seed), dict[tuple[Verb, str], Undisturbed]()
    rows: list[tuple[str, str, str]] = []
    while len(rows) < given.count:
        verb, victims = draw.choice(get_args(Verb)), draw.choice(get_args(Victims))
        confirm, share = draw.choice(("off", "preferred")), draw.random()
        if (verb, confirm) not in known:
            known[verb, confirm] = undisturbed(verb, confirm)
        after = share * known[verb, confirm].seconds
        try:
            lost = killed(verb, victims, confirm, after, known[verb, confirm])
        except Exception:
            lost = traceback.format_exc()
        print(f"{len(rows) + 1:3} {verb} {victims} confirm-{confirm} {after:.2f} s: {lost or 'survived'}", flush=True)
        if lost != "ended":
            rows.append((verb, victims, lost))
    print(_table(rows))
    return 1 if any(lost for *_, lost in rows) else 0


def _table(rows: list[tuple[str, str, str]]) -> str:
    lines = [f"{'':20}{'kills':>8}{'survived':>10}{'lost':>8}"]
    for name in (*get_args(Verb), *get_args(Victims), "all"):
        found = [lost for verb, victims, lost in rows if name in (verb, victims, "all")]
        lines.append(f"{name:20}{len(found):8}{found.count(''):10}{len(found) - found.count(''):8}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
