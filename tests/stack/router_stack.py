"""The router's side of a stack against a fresh lab router, under the real engine."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.engine import PROJECT, Engine, Ran
from tests.lab_router import LabRouter

PROGRAM = Path(__file__).with_name("router_program")


class RouterStack:
    """One stack without a cluster and the lab router it works on.

    Args:
        folder: Where its state and configuration may lie.
        router: The router.
        stack: Which of the project's stacks, by name.
        program: Its program: the one for the router's side alone, or the whole.
        backend: The variables of another backend than a folder.
    """

    def __init__(
        self,
        folder: Path,
        router: LabRouter,
        stack: str = "dev",
        program: Path = PROGRAM,
        backend: Mapping[str, str] | None = None,
    ) -> None:
        self.router = router
        self.values = router_values(stack, router)
        self.password_in_configuration = False
        folder.mkdir(exist_ok=True)
        self.config = folder / f"Pulumi.{stack}.yaml"
        self.engine = Engine(folder / "state", stack, program, self.config, backend=backend)
        self.engine.environment |= {"PYTHONPATH": str(PROJECT), "BGP_COEXIST_ROUTER_PASSWORD": router.password}

    @property
    def described(self) -> dict[str, Any]:
        """The router's part of the configuration, to be changed by tests."""
        described: dict[str, Any] = next(iter(self.values["routers"].values()))
        return described

    def write(self) -> None:
        """The values as they are now are the stack's configuration."""
        plain = {f"bgp-coexist:{key}": value for key, value in self.values.items()}
        self.config.write_text(yaml.safe_dump({"config": plain}))
        if self.password_in_configuration:
            # Read from standard input: what is said on the command line, everybody on the machine can see.
            self.engine.run("config", "set", "--secret", "routerPassword", said=self.router.password).ok()

    def preview(self, *words: str) -> Ran:
        """A preview of the values as they are now."""
        self.write()
        return self.engine.preview(*words)

    def up(self, *words: str) -> Ran:
        """The values as they are now, applied."""
        self.write()
        return self.engine.up(*words).ok()

    def fails(self, *words: str) -> str:
        """What is said when the values as they are now cannot be applied."""
        self.write()
        ran = self.engine.up(*words)
        assert ran.code != 0, ran.text
        return ran.text

    def destroy(self) -> Ran:
        """Everything of the stack is gone."""
        return self.engine.destroy().ok()


def router_values(stack: str, router: LabRouter) -> dict[str, Any]:
    """The configuration of one of the project's stacks without cluster and proof, its router being the lab router."""
    config = yaml.safe_load((PROJECT / f"Pulumi.{stack}.yaml").read_text())["config"]
    values: dict[str, Any] = {key.partition(":")[2]: value for key, value in config.items()}
    next(iter(values["routers"].values())).update(port=router.port, knownHosts=str(router.known_hosts))
    values["cluster"].pop("kubeconfig", None)
    kept = {key: values[key] for key in ("routers", "cluster", "calico", "metallb")}
    return kept | {"verification": {"enabled": False}}
