"""A state that an older version wrote is refreshed, updated and destroyed by this one; see old_states/README.md."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from platforms.iosxe.cli.session import connect
from platforms.plan import Command
from tests.lab_router import STARTUP, LabRouter, lab_router
from tests.stack.router_stack import RouterStack
from tests.stack.test_router import changes

pytestmark = pytest.mark.engine

OLD = Path(__file__).with_name("old_states")
ROUTERS = {"dev": ("csr1000v", "admin"), "staging": ("edge1", "netops"), "history": ("csr1000v", "admin")}
# The stack whose state is in a folder of another name.
STACKS = {"history": "dev"}
LEGACY = (
    "csr1000v: 127.0.0.1 port {} offers only legacy SSH algorithms: key exchange with SHA-1, host key signatures with "
    "SHA-1 (ssh-rsa)"
)
SWITCH = "`routers.csr1000v.sshLegacy: true` in the stack file; run `pulumi up` with it before `refresh` or `destroy`"


@contextmanager
def router_of(folder: Path, which: str, startup: str, profile: str = "17.15") -> Iterator[LabRouter]:
    name, username = ROUTERS[which]
    with lab_router(folder, "--profile", profile, startup=startup, name=name, username=username) as router:
        yield router


def before_the_stack(folder: Path, which: str, profile: str = "17.15") -> str:
    """What the router ran before the stack came to it."""
    name = ROUTERS[which][0]
    with router_of(folder, which, STARTUP.replace("csr1000v", name), profile) as router:
        return router.running()


@pytest.fixture(params=ROUTERS)
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def old(tmp_path: Path, which: str) -> Iterator[RouterStack]:
    """The stack as it was left, on a router as it was left."""
    with router_of(tmp_path / "router", which, (OLD / which / "running.cfg").read_text()) as router:
        yield stack_of(tmp_path, which, router)


def stack_of(folder: Path, which: str, router: LabRouter) -> RouterStack:
    """The stack as it was left."""
    name = STACKS.get(which, which)
    stack = RouterStack(folder, router, name)

    def settled(file: str) -> str:
        text = (OLD / which / file).read_text()
        return text.replace("@KNOWN_HOSTS@", str(router.known_hosts)).replace("@PORT@", str(router.port))

    stack.values = yaml.safe_load(settled("values.yaml"))
    stack.described["port"] = router.port
    for vrf in stack.described["vrfs"].values():
        vrf["neighbors"]["accept"] = "all"  # what a stack of that time needs to stay as it is
    (folder / "state.json").write_text(settled("state.json"))
    imported = ("stack", "import", "--stack", name, "--file", str(folder / "state.json"))
    stack.engine.run(*imported, stacked=False).ok()
    return stack


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
    with connect(old.router.endpoint, old.router.password) as session:
        session.configure([Command("neighbor 10.0.0.11 remote-as 65013", family)])
    shown = changes(old.preview("--refresh").ok().text)
    assert "- neighbor 10.0.0.11 remote-as 65013" in shown
    assert "+ neighbor 10.0.0.11 remote-as 65002" in shown
    old.up("--refresh")
    assert old.router.running() == before


def test_an_old_state_of_an_ios_xe_16_ends_in_one_error_until_its_entry_says_what_it_needs(tmp_path: Path) -> None:
    startup = (OLD / "dev" / "running.cfg").read_text()
    with router_of(tmp_path / "router", "dev", startup, "16.12") as router:
        stack, running = stack_of(tmp_path, "dev", router), router.running()
        assert "~ reach" not in stack.preview().ok().text
        refused = stack.engine.destroy()
        assert refused.code != 0
        assert LEGACY.format(router.port) in refused.text
        assert SWITCH in refused.text
        stack.described["sshLegacy"] = True
        stack.up()
        assert router.running() == running
        stack.destroy()
        assert router.running() == before_the_stack(tmp_path / "fresh", "dev", "16.12")
