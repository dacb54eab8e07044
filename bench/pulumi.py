"""`pulumi up` as a user runs it: the router's side of the stack, or a program that has nothing."""

from pathlib import Path

import yaml

from bench.steps import DESTROY, FIRST, NOTHING, ROUTER, values
from tests.engine import PROJECT, Engine
from tests.lab_router import LabRouter
from tests.stack.offline import OfflineStack
from toolchain import part

_ROUTER_PROGRAM = PROJECT / "tests" / "stack" / "router_program"
_EMPTY_PROGRAM = PROJECT / "bench" / "empty"


class Pulumi:
    """A stack of its own in a folder, made where it is not there yet.

    Args:
        folder: Takes its state and its configuration.
        router: The router it configures; None: the program without resources.
        nodes: How many nodes there are.
    """

    def __init__(self, folder: Path, router: LabRouter | None, nodes: int) -> None:
        self.program = _ROUTER_PROGRAM if router else _EMPTY_PROGRAM
        self._router, self._nodes, self._config = router, nodes, folder / "Pulumi.dev.yaml"
        state = folder / "state"
        self._engine = Engine(state, "dev", self.program, self._config, init=not state.exists())
        self.environment = self._engine.environment | {"PYTHONPATH": str(PROJECT), "XDG_STATE_HOME": str(folder)}
        if router:
            self.environment["BGP_COEXIST_ROUTER_PASSWORD"] = router.password

    def preview(self) -> list[str]:
        """The command of a preview of the first step; its configuration is written."""
        words = [word for word in self.words(FIRST) if word not in ("--yes", "--skip-preview")]
        return [words[0], "preview", *words[2:]]

    def words(self, step: str) -> list[str]:
        """The command of a step; its configuration is written."""
        self._config.write_text(yaml.safe_dump({"config": self._configuration(step)}))
        verb = ["destroy"] if step == DESTROY else ["up", *(["--refresh"] if step == NOTHING else [])]
        options = ["--yes", "--skip-preview", "--suppress-progress", "--non-interactive", "--color", "never"]
        return [str(part("pulumi")), *verb, *options, "--stack", "dev", "--config-file", str(self._config)]

    def _configuration(self, step: str) -> dict[str, object]:
        if not self._router:
            return {}
        made = values(self._nodes, step)
        made["routers"][ROUTER].update(port=self._router.port, knownHosts=str(self._router.known_hosts))
        return {f"bgp-coexist:{key}": made[key] for key in ("routers", "cluster", "calico", "metallb", "verification")}


def whole_preview(folder: Path) -> tuple[list[str], dict[str, str]]:
    """The command of a preview of the whole program, its stack `staging`, which contacts nothing; its environment."""
    stack = OfflineStack(folder, None, "staging")
    stack.planned()  # writes its file
    words = [str(part("pulumi")), "preview", "--non-interactive", "--stack", "staging"]
    return [*words, "--config-file", str(stack.file)], stack.engine.environment
