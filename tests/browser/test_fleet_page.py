"""The page of a fleet in a real Chromium: it asks for nothing, and axe has nothing against it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fleet.page import page
from tests.devtools import browser
from tests.parts import needs
from tests.unit.fleet.test_report import outcomes
from toolchain import part

pytestmark = [needs("chromium"), needs("axe-core")]


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_asks_for_nothing_and_axe_finds_nothing(dark: bool, tmp_path: Path) -> None:
    file = tmp_path / "fleet.html"
    first, *others = outcomes()
    file.write_text(page("preview", [replace(first, plan="1. edge: bgp-pods: changes\n     + neighbor"), *others]))
    with browser(tmp_path) as tab:
        tab.open(file, dark=dark)
        assert (tab.requests, tab.messages) == ([file.as_uri()], [])
        tab.run("document.querySelectorAll('details').forEach(each => { each.open = true })")
        tab.run(part("axe-core").read_text() + "; 0")
        found = json.loads(tab.run("axe.run().then(found => JSON.stringify([found.violations, found.passes.length]))"))
    assert found[1] > 20
    assert [(each["id"], each["impact"], each["nodes"][0]["html"]) for each in found[0]] == []
