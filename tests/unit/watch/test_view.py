"""What a round looks like at 80 columns: exact texts, made from plain facts; BGP_COEXIST_WRITE_GOLDEN=1 writes them."""

import io
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from tests.seed import Values
from tests.unit.verify.sources import Parts
from tests.unit.watch.rounds import WORKER3, has, is_away, large_rounds, rounds
from verify.check import Cause, Result, Verdict
from verify.look import Look
from watch.rounds import Round
from watch.view import heading, view

DRAWN = Path(__file__).parent / "drawn"
CALICO = "k8s-calico"
ROUNDS = {
    "sound": lambda: rounds()[-1],
    "changed": lambda: rounds(has(CALICO, WORKER3, "Idle", "00:00:04", None))[-1],
    "away": lambda: rounds(is_away(True), is_away(True))[-1],
    "missing-target": lambda: rounds(no_target)[-1],
    "two-hundred": lambda: large_rounds()[-1],
}
HOSTILE = "\x1b[2J\u202e[bold]taken[/bold]\r\n"


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def no_target(parts: Parts) -> None:
    """The blocks are not in the table of MetalLB's VRF, since it does not import Calico's."""
    exchanged = parts.router.exchanged
    exchanged["k8s-metallb"] = replace(exchanged["k8s-metallb"], imports=frozenset({"65000:1"}))
    parts.router.table = parts.router.table[-1:]


def drawn(round_: Round, width: int = 80, folded: bool = True) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None, highlight=False)
    with console.capture() as printed:
        console.print(heading(round_), view(round_, folded), sep="\n")
    return "\n".join(map(str.rstrip, printed.get().splitlines())) + "\n"


@pytest.mark.parametrize("name", ROUNDS)
def test_a_round_is_drawn_like_this(name: str) -> None:
    text = drawn(ROUNDS[name]())
    if os.environ.get("BGP_COEXIST_WRITE_GOLDEN"):
        DRAWN.mkdir(exist_ok=True)
        (DRAWN / f"{name}.txt").write_text(text)
    assert text == (DRAWN / f"{name}.txt").read_text()


def test_what_shares_a_line_is_unfolded() -> None:
    lines = drawn(large_rounds()[-1], folded=False).splitlines()
    gone = [line.split() for line in lines if line.startswith("*")]
    assert [line[1] for line in gone] == [f"node-{number}" for number in range(120, 134)]
    assert sum(" Established " in line and " for 1d20h " in line for line in lines) == 384


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (("Idle", "00:00:04", None), ("Established", "00:00:01", 1), "was Idle"),
        (("Established", "00:10:00", 1), ("Established", "00:00:02", 1), "came up again"),
        (("Established", "3d02h", 1), ("Established", "00:00:02", 1), "came up again"),
        (("Active", "never", None), ("Active", "00:00:02", None), "was up between"),
        (("Established", "23:59:58", 1), ("Established", "1d00h", 1), ""),
        (("Established", "00:10:00", 1), ("Established", "00:10:05", 1), ""),
        (("Established", "00:10:00", 1), ("Established", "00:10:05", 2), "had 1"),
        (("Idle", "never", None), ("Idle", "never", None), ""),
    ],
)
def test_a_session_that_is_other_than_before_is_marked(
    before: tuple[str, str, int | None], now: tuple[str, str, int | None], change: str
) -> None:
    *_, made = rounds(has(CALICO, WORKER3, *before), has(CALICO, WORKER3, *now))
    assert list(made.changes.values()) == ([change] if change else [])
    assert f" {change}\n" in drawn(made) if change else "\n*" not in drawn(made)


def test_a_change_that_happened_while_the_router_was_away_is_marked_when_it_is_back() -> None:
    idle = has(CALICO, WORKER3, "Idle", "00:00:04", None)
    *_, away, back, later = rounds(is_away(True), lambda parts: (idle(parts), is_away(False)(parts)), lambda _: None)
    assert (away.changes, away.silent_since) == ({}, {"csr1000v": "14:03:12"})
    assert (list(back.changes.values()), back.silent_since) == (["was Established"], {})
    assert later.changes == {}


def test_it_is_known_since_when_a_router_is_away() -> None:
    assert rounds(is_away(True), lambda _: None)[-1].silent_since == {"csr1000v": "14:03:12"}


def test_a_file_that_cannot_be_used_is_said_below_the_heading() -> None:
    assert drawn(replace(rounds()[0], note="Pulumi.dev.yaml has 1 problem; …\n  more")).splitlines()[2] == (
        "Pulumi.dev.yaml has 1 problem; …"
    )


def test_many_passing_checks_share_a_line_by_router() -> None:
    results = [Result(f"leaf-{number % 2}", "red", f"check {number}", "", "all", Verdict.PASS) for number in range(25)]
    failed = Result("leaf-1", "red", "check x", "1", "0", Verdict.FAIL)
    made = Round(1, Look("dev", [*results, failed], [], {}, 0, 0), {}, {})
    assert drawn(made).splitlines()[-3:] == [
        "FAIL leaf-1 red check x: 0 (expected 1)",
        "ok   leaf-0: 13 checks",
        "ok   leaf-1: 12 checks",
    ]
    assert len(drawn(made, folded=False).splitlines()) == len(drawn(made).splitlines()) + 23


def test_a_text_of_others_moves_and_formats_nothing() -> None:
    def renamed(values: Values) -> None:
        values["cluster"]["nodes"] = {"worker3": "10.0.0.13"}

    made = rounds(has(CALICO, WORKER3, HOSTILE, HOSTILE, None), change=renamed)[-1]
    result = Result(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, Verdict.FAIL, cause=Cause(HOSTILE, HOSTILE))
    look = replace(made.look, stack=HOSTILE, results=[result, replace(result, verdict=Verdict.COULD_NOT_LOOK)])
    text = drawn(replace(made, look=look, silent_since={HOSTILE: "now"}, note=HOSTILE))
    assert [character for character in text if not character.isprintable() and character != "\n"] == []
    assert "[bold]taken[/bold]" in text


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("name", ROUNDS)
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    assert max(map(len, drawn(ROUNDS[name](), width).splitlines())) <= width
