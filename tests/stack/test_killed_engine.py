"""An engine that is killed outright takes its plugin along, and what that one was doing is taken back."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.lab_router import lab_router
from tests.stack.router_stack import RouterStack
from toolchain import part

pytestmark = pytest.mark.engine


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[RouterStack]:
    """A router that falls silent at a line of a neighbor."""
    faults = {"lines": [{"match": "neighbor 10.0.0.12 update-source .*", "do": "hang"}]}
    (tmp_path / "faults.json").write_text(json.dumps(faults))
    with lab_router(tmp_path / "router", "--faults", str(tmp_path / "faults.json")) as router:
        yield RouterStack(tmp_path, router)


@contextmanager
def started(stack: RouterStack) -> Iterator["subprocess.Popen[str]"]:
    """`pulumi up` of the stack as it is, on its own; it does not outlive the `with` block."""
    stack.write()
    words = ("up", "--yes", "--skip-preview", "--suppress-progress", "--non-interactive", "--stack", stack.engine.stack)
    engine = subprocess.Popen(
        [part("pulumi"), *words, "--config-file", str(stack.config)],
        cwd=stack.engine.program,
        env=stack.engine.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with engine:
        try:
            yield engine
        finally:
            engine.kill()


def plugin_of(stack: RouterStack) -> int:
    """The process that works on the stack's router."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command, environment = (entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()
        except OSError:
            continue
        if b"pulumi.dynamic" in command and stack.engine.environment["PULUMI_BACKEND_URL"].encode() in environment:
            return int(entry.name)
    raise AssertionError("no plugin runs")


def until(text: str, stack: RouterStack) -> None:
    """The text is in the router's running configuration."""
    assert eventually(lambda: text in stack.router.running(), True, seconds=60), f"'{text}' never came"


def families(text: str) -> set[str]:
    """The BGP families in a running configuration, or in a state."""
    return set(re.findall(r"(?:address-family ipv4|bgp 65000) vrf (\S+)", text))


def gone_within(process: int, seconds: float) -> bool:
    return not eventually(Path(f"/proc/{process}").exists, False, seconds)


def test_the_plugin_of_a_killed_engine_takes_back_what_it_was_at_and_ends(silent: RouterStack) -> None:
    start = silent.router.running()
    with started(silent):
        until("neighbor 10.0.0.12 remote-as", silent)
        plugin = plugin_of(silent)
    assert gone_within(plugin, 20)
    assert families(silent.router.running()) == families(
        silent.engine.run("stack", "--show-ids", "--stack", "dev", stacked=False).ok().text
    )
    silent.engine.run("cancel", "--yes", silent.engine.stack, stacked=False).ok()
    silent.up()
    silent.destroy()
    assert silent.router.running() == start
