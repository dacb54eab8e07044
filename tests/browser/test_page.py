"""The report's page in a real Chromium: from a file, by keyboard, in light and dark, with hostile answers."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devtools import Page, browser
from tests.parts import needs
from tests.unit.verify.page.runs import DOWN, KNOWN, SENT, UNSEEN, hostile_run, large_run, run
from toolchain import part
from verify.page.page import Run, page

pytestmark = [needs("chromium"), needs("axe-core"), needs("dot")]

RUNS = {"faults": lambda: run([DOWN, SENT, KNOWN, UNSEEN]), "hostile": hostile_run, "large": large_run}
CLOSED = "[...document.querySelectorAll('details')].filter(each => !each.open).length"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("browser")) as tab:
        yield tab


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The runs' pages."""
    folder = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{part('dot').parent}{os.pathsep}{os.environ['PATH']}")
        return {name: _written(folder / f"{name}.html", make()) for name, make in RUNS.items()}


def _written(file: Path, shown: Run) -> Path:
    file.write_text(page(shown), encoding="utf-8")
    return file


def focused(tab: Page) -> str:
    """What the keyboard would act on: the element's tag and the start of its text."""
    found: list[str] = tab.run("(each => [each.tagName, each.textContent.trim().slice(0, 30)])(document.activeElement)")
    return " ".join(found)


@pytest.mark.parametrize("name", RUNS)
def test_the_page_asks_for_nothing_and_has_no_complaint(tab: Page, files: dict[str, Path], name: str) -> None:
    tab.open(files[name])
    assert tab.requests == [files[name].as_uri()]
    assert tab.messages == []


def test_nothing_of_a_hostile_answer_runs(tab: Page, files: dict[str, Path]) -> None:
    tab.open(files["hostile"])
    assert tab.run("document.title") == "dev: 1 of 1 check fails"
    assert tab.run("document.querySelectorAll('script, img').length") == 0
    shown = tab.run("document.querySelector('pre').textContent")
    assert shown.startswith("</pre></details><script>document.title='taken'</script>")
    # Were there an element of a router's after all, the page's own policy would refuse it.
    tab.run("document.body.append(Object.assign(document.createElement('img'), {src: 'http://192.0.2.1/x'}))")
    tab.run("new Promise(done => setTimeout(done, 100))")
    assert any("Content Security Policy" in message for message in tab.messages)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", RUNS)
def test_axe_finds_nothing_serious(tab: Page, files: dict[str, Path], name: str, dark: bool) -> None:
    tab.open(files[name], dark=dark)
    tab.run("document.querySelectorAll('details').forEach(each => { each.open = true })")
    tab.run(part("axe-core").read_text() + "; 0")
    found = json.loads(tab.run("axe.run().then(found => JSON.stringify([found.violations, found.passes.length]))"))
    assert found[1] > 20
    assert [(each["id"], each["impact"], each["nodes"][0]["html"]) for each in found[0]] == []


def test_the_keyboard_skips_to_the_checks_and_opens_a_fold(tab: Page, files: dict[str, Path]) -> None:
    tab.open(files["faults"])
    tab.press("Tab")
    assert focused(tab) == "A Skip to the checks"
    tab.press("Enter")
    tab.press("Tab")
    assert focused(tab) == "SUMMARY evidence of k8s-calico: sessio"
    closed = tab.run(CLOSED)
    tab.press("Enter")
    assert tab.run(CLOSED) == closed - 1
    assert tab.run("document.querySelector('details[open] pre').checkVisibility()")
    tab.press("Tab")
    assert focused(tab).startswith("PRE Neighbor   State")


def test_a_link_to_an_answer_opens_the_fold_it_is_in(tab: Page, files: dict[str, Path]) -> None:
    tab.open(files["faults"])
    tab.run("document.querySelector('#check-1 details').open = true")
    tab.run("document.querySelector('#check-1 details a').focus()")
    assert not tab.run("document.querySelector('#check-0 pre').checkVisibility()")
    tab.press("Enter")
    assert tab.run("document.querySelector('#check-0 details').open")


def test_a_screen_reader_hears_landmarks_headings_and_the_picture_as_one_image(
    tab: Page, files: dict[str, Path]
) -> None:
    tab.open(files["faults"])
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    heard = [
        (node["role"]["value"], node["name"]["value"]) for node in nodes if not node["ignored"] and node.get("name")
    ]
    roles = [role for role, _ in heard]
    assert {"banner", "navigation", "main", "contentinfo"} <= set(roles)
    headings = [name for role, name in heard if role == "heading"]
    assert headings[:3] == ["1 of 4 checks fails", "The network", "Since the last run"]
    assert [name for role, name in heard if role in ("img", "image")] == ["Network of stack dev: 1 router, 4 nodes"]


def test_light_and_dark_differ_in_page_and_picture(tab: Page, files: dict[str, Path]) -> None:
    colours = "[document.body, document.querySelector('svg text')].map(each => getComputedStyle(each))"
    seen = []
    for dark in (False, True):
        tab.open(files["faults"], dark=dark)
        seen.append(tab.run(f"{colours}.map((each, at) => at ? each.fill : each.backgroundColor)"))
    assert seen == [
        ["rgb(255, 255, 255)", "rgb(15, 23, 42)"],
        ["rgb(15, 23, 42)", "rgb(241, 245, 249)"],
    ]


def test_a_narrow_window_scrolls_the_picture_and_not_the_page(tab: Page, files: dict[str, Path]) -> None:
    tab.open(files["faults"], width=380)
    assert tab.run("document.documentElement.scrollWidth") <= 380
