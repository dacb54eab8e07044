"""The router's side of the seed against a fresh lab router, under the real engine."""

import copy
from pathlib import Path
from typing import Any

import yaml

from tests.engine import PROJECT, Engine, Ran
from tests.lab_router import PASSWORD, LabRouter

PROGRAM = Path(__file__).with_name("router_program")


class RouterStack:
    """One stack of the router program and the lab router it works on."""

    def __init__(self, folder: Path, router: LabRouter) -> None:
        self.router = router
        self.values = seed_values(router)
        self.password_in_configuration = False
        self.config = folder / "Pulumi.dev.yaml"
        self.engine = Engine(folder / "state", program=PROGRAM, config=self.config)
        self.engine.environment |= {"PYTHONPATH": str(PROJECT), "BGP_COEXIST_ROUTER_PASSWORD": PASSWORD}

    @property
    def described(self) -> dict[str, Any]:
        """The router's part of the configuration, to be changed by tests."""
        described: dict[str, Any] = self.values["routers"]["csr1000v"]
        return described

    def _write(self) -> None:
        plain = {f"bgp-coexist:{key}": value for key, value in self.values.items()}
        self.config.write_text(yaml.safe_dump({"config": plain}))
        if self.password_in_configuration:
            self.engine.run("config", "set", "--secret", "routerPassword", PASSWORD).ok()

    def preview(self, *words: str) -> Ran:
        """A preview of the values as they are now."""
        self._write()
        return self.engine.preview(*words)

    def up(self, *words: str) -> Ran:
        """The values as they are now, applied."""
        self._write()
        return self.engine.up(*words).ok()

    def fails(self) -> str:
        """What is said when the values as they are now cannot be applied."""
        self._write()
        ran = self.engine.up()
        assert ran.code != 0, ran.text
        return ran.text

    def destroy(self) -> Ran:
        """Everything of the stack is gone."""
        return self.engine.destroy().ok()


def seed_values(router: LabRouter) -> dict[str, Any]:
    """The development stack's configuration without a cluster, pointed at a lab router."""
    config = yaml.safe_load((PROJECT / "Pulumi.dev.yaml").read_text())["config"]
    values: dict[str, Any] = {key.partition(":")[2]: value for key, value in copy.deepcopy(config).items()}
    values["routers"]["csr1000v"] |= {"port": router.port, "knownHosts": str(router.known_hosts)}
    values["cluster"].pop("kubeconfig")
    return {key: values[key] for key in ("routers", "cluster", "calico", "metallb")}
