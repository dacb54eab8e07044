"""A state that is lost, damaged or old, and what docs/lost-state.md advises, under the real engine."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab_router import lab_router
from tests.stack.router_stack import RouterStack

pytestmark = pytest.mark.engine

FOUND = (
    "csr1000v: 11 objects of the stack were on the router already, and `pulumi destroy` will leave what was found: "
    "bgp 65000, bgp 65000 vrf k8s-calico, bgp 65000 vrf k8s-metallb, interface GigabitEthernet2, "
    "interface GigabitEthernet3, interface Loopback0, interface Loopback1, interface Loopback2, "
    "ip prefix-list deny-all-routes, vrf k8s-calico, vrf k8s-metallb; "
    "if an earlier state of this stack was lost, see docs/lost-state.md"
)

STAYS = re.compile(r"csr1000v: '(.+)' stays with (\d+ lines?): it was on the router before the stack")
LEFT = {
    ("bgp 65000", "2 lines"),
    ("bgp 65000 vrf k8s-calico", "24 lines"),
    ("bgp 65000 vrf k8s-metallb", "21 lines"),
    ("interface GigabitEthernet2", "3 lines"),
    ("interface GigabitEthernet3", "3 lines"),
    ("interface Loopback0", "2 lines"),
    ("interface Loopback1", "3 lines"),
    ("interface Loopback2", "3 lines"),
    ("ip prefix-list deny-all-routes", "1 line"),
    ("vrf k8s-calico", "5 lines"),
    ("vrf k8s-metallb", "5 lines"),
}


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[RouterStack]:
    with lab_router(tmp_path / "router") as router:
        yield RouterStack(tmp_path, router)


def file_of(stack: RouterStack, folder: Path) -> Path:
    """The state's file in a local backend."""
    return folder / "state" / ".pulumi" / "stacks" / "bgp-coexist" / f"{stack.engine.stack}.json"


def notes(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("csr1000v: ")]


def test_a_lost_state_is_told_by_up_and_what_stays_is_named_by_destroy(stack: RouterStack, tmp_path: Path) -> None:
    stack.up()
    running = stack.router.running()
    file_of(stack, tmp_path).unlink()
    stack.engine.run("stack", "init", stack.engine.stack, "--no-select", stacked=False).ok()
    taken = stack.up()
    assert set(notes(taken.text)) == {FOUND}
    assert stack.router.running() == running
    gone = stack.destroy()
    assert {(found[1], found[2]) for note in notes(gone.text) if (found := STAYS.fullmatch(note))} == LEFT
    assert len(set(notes(gone.text))) == len(LEFT)
    assert stack.router.running() == running


def test_a_file_cut_short_is_replaced_by_the_copy_beside_it(stack: RouterStack, tmp_path: Path) -> None:
    stack.up()
    running = stack.router.running()
    file = file_of(stack, tmp_path)
    file.write_text(file.read_text()[:2000])
    failed = stack.engine.preview()
    assert failed.code != 0
    assert "failed to load checkpoint" in failed.text
    shutil.copy(f"{file}.bak", file)
    stack.engine.up("--refresh").ok()
    stack.engine.preview("--expect-no-changes").ok()
    assert stack.router.running() == running


def test_an_exported_state_is_imported_and_is_the_stacks_again(stack: RouterStack, tmp_path: Path) -> None:
    fresh = stack.router.running()
    stack.up()
    copy = tmp_path / "copy.json"
    name = stack.engine.stack
    stack.engine.run("stack", "export", "--stack", name, "--file", str(copy), stacked=False).ok()
    file_of(stack, tmp_path).unlink()
    stack.engine.run("stack", "init", name, "--no-select", stacked=False).ok()
    stack.engine.run("stack", "import", "--stack", name, "--file", str(copy), stacked=False).ok()
    stack.destroy()
    assert stack.router.running() == fresh
    assert json.loads(copy.read_text())["deployment"]["resources"]


def test_an_older_copy_is_imported_and_what_is_newer_is_named_and_stays(stack: RouterStack, tmp_path: Path) -> None:
    fresh = stack.router.running().splitlines()
    stack.up()
    copy, name = tmp_path / "copy.json", stack.engine.stack
    stack.engine.run("stack", "export", "--stack", name, "--file", str(copy), stacked=False).ok()
    stack.described["prefixLists"]["later"] = ["seq 5 permit 10.9.0.0/16"]
    stack.described["vrfs"]["k8s-calico"]["export"] = ["65000:2", "65000:22"]
    stack.up()
    running = stack.router.running()
    stack.engine.run("stack", "import", "--stack", name, "--file", str(copy), stacked=False).ok()
    taken = stack.engine.up("--refresh").ok()
    already = (
        "csr1000v: 1 object of the stack was on the router already, and `pulumi destroy` will leave what was found: "
    )
    assert [note for note in set(notes(taken.text)) if "ip prefix-list later" in note] == [
        f"{already}ip prefix-list later; if an earlier state of this stack was lost, see docs/lost-state.md"
    ]
    assert stack.router.running() == running
    stack.engine.preview("--expect-no-changes").ok()
    gone = stack.destroy()
    assert {(found[1], found[2]) for note in notes(gone.text) if (found := STAYS.fullmatch(note))} == {
        ("ip prefix-list later", "1 line")
    }
    left = stack.router.running().splitlines()
    assert [line for line in left if line not in fresh] == ["ip prefix-list later seq 5 permit 10.9.0.0/16"]
