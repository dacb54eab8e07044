"""`python -m tests.screenshots` writes the pictures of docs/pictures/: drawn by the program, seen by Chromium."""

import io
import os
import re
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from model.load import stack_from
from model.stack import Stack
from picture.network import States, network_of
from picture.svg import svg
from tests.devtools import browser
from tests.examples import FOLDER, values_of
from tests.seed import PROJECT, seed_stack
from tests.unit.picture.stacks import states, ten_racks, two_hundred
from tests.unit.verify.page.runs import DOWN, KNOWN, SENT, UNSEEN, run
from tests.unit.watch.rounds import large_rounds
from toolchain import part
from verify.check import Verdict
from verify.page.page import page
from verify.page.record import record_of
from watch.view import heading, view

PICTURES = PROJECT / "docs" / "pictures"
# Of the photographs: the whole page once is enough.
WIDTH, WHOLE, TOP = 840, 1800, 820
# A terminal's colours on a dark ground, each of a contrast that can be read.
BLACK, RED, GREEN, YELLOW, GREY = (24, 26, 31), (255, 107, 107), (105, 219, 124), (255, 212, 59), (214, 219, 226)
BLUE, MAGENTA, CYAN = (116, 192, 252), (218, 119, 242), (59, 201, 219)
THEME = TerminalTheme(BLACK, GREY, [BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, GREY])


def drawings() -> dict[str, tuple[Stack, States | None]]:
    """The stacks and the states of their sessions, by the drawing's name."""
    four, many, racks = seed_stack(), seed_stack(two_hundred), seed_stack(ten_racks)
    idle = {("k8s-calico", "worker1"): "Idle", ("k8s-metallb", "worker3"): ""}
    two = {("k8s-calico", "node-8"): "Idle", ("k8s-calico", "node-91"): "Active"}
    rack = {("k8s-calico", f"r3-node-{number}"): "Active" for number in range(1, 9)}
    return {
        "four-nodes": (four, states(four, idle)),
        "two-hundred-nodes": (many, states(many, two)),
        "pair": (stack_from(values_of(FOLDER / "pair-of-routers.yaml")), None),
        "ten-racks": (racks, states(racks, rack)),
    }


def main() -> None:
    """Write them all."""
    os.environ["PATH"] = f"{part('dot').parent}{os.pathsep}{os.environ['PATH']}"
    PICTURES.mkdir(exist_ok=True)
    for name, (stack, found) in drawings().items():
        (PICTURES / f"{name}.svg").write_text(svg(network_of(stack, found), f"stack {name}"), encoding="utf-8")
    (PICTURES / "watch.svg").write_text(_watched(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        _photographed(Path(folder))


def _watched() -> str:
    """The live view of 200 nodes, of which some have just gone; without the fonts that it would have others load."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    made = large_rounds()[-1]
    console = Console(file=io.StringIO(), record=True, width=80, force_terminal=True, color_system="standard")
    console.print(heading(made), view(made), sep="\n")
    text = console.export_svg(title="bgp-coexist watch --stack dev", theme=THEME, unique_id="watch")
    text = re.sub(r"@font-face {.*?}\n", "", text, flags=re.DOTALL)
    return "\n".join(map(str.rstrip, text.splitlines())) + "\n"


def _photographed(folder: Path) -> None:
    earlier = [replace(DOWN, verdict=Verdict.PASS, actual="4 of 4"), SENT, KNOWN]
    before = record_of(
        "dev", "2026-11-28 07:00:00Z", [*earlier, replace(UNSEEN, verdict=Verdict.PASS, actual="30 of 30")]
    )
    file = folder / "page.html"
    file.write_text(page(run([DOWN, SENT, KNOWN, UNSEEN], before)), encoding="utf-8")
    with browser(folder) as tab:
        for name, dark, height in (("light", False, WHOLE), ("dark", True, TOP)):
            tab.open(file, WIDTH, height, dark)
            tab.run("document.querySelector('#check-0 details').open = true")
            tab.screenshot(PICTURES / f"page-{name}.png")


if __name__ == "__main__":
    main()
