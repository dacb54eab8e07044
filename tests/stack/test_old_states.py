"""A state that an older version wrote is refreshed, updated and destroyed by this one; see old_states/README.md."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from render.iosxe.answers import verdict
from render.iosxe.kind import Command
from tests.lab_router import STARTUP, LabRouter, lab_router
from tests.stack.router_stack import RouterStack
from tests.stack.test_router import changes
from transport.session import connect

pytestmark = pytest.mark.engine

OLD = Path(__file__).with_name("old_states")
ROUTERS = {"dev": ("16.12", "csr1000v", "admin"), "staging": ("17.15", "edge1", "netops")}


def router_of(folder: Path, which: str, startup: str) -> Iterator[LabRouter]:
    profile, name, username = ROUTERS[which]
    with lab_router(folder, "--profile", profile, startup=startup, name=name, username=username) as router:
        yield router


def before_the_stack(folder: Path, which: str) -> str:
    """What the router ran before the stack came to it."""
    name = ROUTERS[which][1]
    (text,) = (router.running() for router in router_of(folder, which, STARTUP.replace("csr1000v", name)))
    return text


@pytest.fixture(params=ROUTERS)
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def old(tmp_path: Path, which: str) -> Iterator[RouterStack]:
    """The stack as it was left, on a router as it was left."""
    for router in router_of(tmp_path / "router", which, (OLD / which / "running.cfg").read_text()):
        stack = RouterStack(tmp_path, router, which)

        def settled(file: str, router: LabRouter = router) -> str:
            text = (OLD / which / file).read_text()
            return text.replace("@KNOWN_HOSTS@", str(router.known_hosts)).replace("@PORT@", str(router.port))

        stack.values = yaml.safe_load(settled("values.yaml"))
        stack.described["port"] = router.port
        (tmp_path / "state.json").write_text(settled("state.json"))
        imported = ("stack", "import", "--stack", which, "--file", str(tmp_path / "state.json"))
        stack.engine.run(*imported, stacked=False).ok()
        yield stack


def test_an_old_state_is_destroyed_without_an_up(old: RouterStack, which: str, tmp_path: Path) -> None:
    old.destroy()
    assert old.router.running() == before_the_stack(tmp_path / "fresh", which)


def test_an_old_state_is_refreshed_and_taken_along(old: RouterStack, which: str, tmp_path: Path) -> None:
    running = old.router.running()
    old.engine.run("refresh", "--yes", "--skip-preview").ok()
    old.up()
    assert old.router.running() == running
    old.preview("--expect-no-changes").ok()
    old.destroy()
    assert old.router.running() == before_the_stack(tmp_path / "fresh", which)


@pytest.mark.parametrize("which", ["dev"])
def test_drift_in_an_old_state_is_seen_and_put_right(old: RouterStack) -> None:
    before = old.router.running()
    family = ("router bgp 65000", "address-family ipv4 vrf k8s-calico")
    with connect(old.router.reach, old.router.password) as session:
        session.configure([Command("neighbor 10.0.0.11 remote-as 65013", family)], verdict)
    shown = changes(old.preview("--refresh").ok().text)
    assert "- neighbor 10.0.0.11 remote-as 65013" in shown
    assert "+ neighbor 10.0.0.11 remote-as 65002" in shown
    old.up("--refresh")
    assert old.router.running() == before
