"""One operation of the real engine that is killed outright, the next run, and a destroy."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from tests.eventually import eventually
from tests.lab_router import LabRouter
from tests.stack.operator import operator
from tests.stack.router_stack import RouterStack
from tests.stack.test_killed_engine import plugin_of
from toolchain import part

Verb = Literal["create", "update", "destroy"]
Victims = Literal["plugin", "engine", "both"]
# Foreign lines in a family that the update's new route distinguisher deletes and writes again.
FOREIGN = (
    "router bgp 65000",
    "address-family ipv4 vrf k8s-calico",
    "neighbor 198.51.100.2 remote-as 65100",
    "neighbor 198.51.100.2 description others",
    "neighbor 198.51.100.2 activate",
)
_WORDS = ("--yes", "--skip-preview", "--suppress-progress", "--non-interactive")


class Killing:
    """A stack of its own, ready for one operation.

    Args:
        folder: Where its files may lie.
        router: A fresh router.
        verb: What is to be killed.
        commit_confirm: The router's `commitConfirm`.
    """

    def __init__(self, folder: Path, router: LabRouter, verb: Verb, commit_confirm: str = "off") -> None:
        self.stack, self.verb = RouterStack(folder, router), verb
        self.stack.described["commitConfirm"] = commit_confirm
        if verb != "create":
            self.stack.up()
            with operator(router) as others:
                others.configure(*FOREIGN)
        if verb == "update":
            self.stack.described["vrfs"]["k8s-calico"]["rd"] = "65000:22"
            del self.stack.values["cluster"]["nodes"]["worker3"]
        self.stack.write()

    @contextmanager
    def begun(self) -> Iterator["subprocess.Popen[str]"]:
        """The operation goes on; it does not outlive the `with` block."""
        engine = self.stack.engine
        words = ("destroy" if self.verb == "destroy" else "up", *_WORDS, "--stack", engine.stack)
        running = subprocess.Popen(
            [part("pulumi"), *words, "--config-file", str(self.stack.config)],
            cwd=engine.program,
            env=engine.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        with running:
            try:
                yield running
            finally:
                running.kill()

    def kill_when(self, victims: Victims, now: Callable[[], bool]) -> bool:
        """Killed as soon as `now` says so; False where the operation had ended before that."""
        with self.begun() as engine:
            plugin = self._plugin(engine)
            eventually(lambda: engine.poll() is not None or now(), True, seconds=300, every=0.02)
            killed = engine.poll() is None and kill(victims, engine, plugin)
            engine.wait(120)
        return killed

    def _plugin(self, engine: "subprocess.Popen[str]") -> int:
        """The plugin's process, once there is one; 0 where the engine ended before."""
        found = 0

        def known() -> bool:
            nonlocal found
            with suppress(AssertionError):
                found = plugin_of(self.stack)
            return bool(found) or engine.poll() is not None

        eventually(known, True, seconds=300, every=0.02)
        return found

    def seconds(self) -> float:
        """How long the operation goes on undisturbed, from the plugin's start on."""
        with self.begun() as engine:
            self._plugin(engine)
            began = time.monotonic()
            engine.wait(300)
            return time.monotonic() - began

    def mended(self) -> str:
        """What runs after the next run; after a destroy that is the next destroy."""
        engine = self.stack.engine
        engine.run("cancel", "--yes", engine.stack, stacked=False)
        if self.verb == "destroy":
            engine.destroy().ok()
        else:
            engine.up().ok()
        return self.stack.router.running()

    def destroyed(self) -> str:
        """What runs after a destroy that left nothing in state or journal."""
        self.stack.destroy()
        left = sorted((self.stack.config.parent / "bgp-coexist").glob("*"))
        assert left == [], [path.read_text() for path in left]
        return self.stack.router.running()


def kill(victims: Victims, engine: "subprocess.Popen[str]", plugin: int) -> bool:
    """SIGKILL, the engine first: it has no time to hear of its plugin's end; False where the victim had ended."""
    try:
        os.kill(plugin, 0)
        if victims in ("engine", "both"):
            engine.kill()
        if victims in ("plugin", "both"):
            os.kill(plugin, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
