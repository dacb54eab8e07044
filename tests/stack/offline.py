"""The whole program previewed without router or cluster: everything it looks at beforehand stands in for the lab."""

import json
import subprocess
from pathlib import Path
from typing import Any

import yaml

from tests.api_server import Api, kubeconfig
from tests.engine import PROJECT, Engine, Ran
from toolchain import part

PASSWORD = "hidden-value"


class OfflineStack:
    """A stack of the program whose configuration tests may change before each preview."""

    def __init__(self, folder: Path, api: Api | None, stack: str = "dev") -> None:
        config = yaml.safe_load((PROJECT / f"Pulumi.{stack}.yaml").read_text())["config"]
        self.values: dict[str, Any] = {key: value for key, value in config.items() if "Password" not in key}
        self.file = folder / f"Pulumi.{stack}.yaml"
        self.engine = Engine(folder / "state", stack, config=self.file)
        self.engine.environment["BGP_COEXIST_ROUTER_PASSWORD"] = PASSWORD
        if api:
            self._stand_in(folder, api)

    def _stand_in(self, folder: Path, api: Api) -> None:
        self.own("cluster")["kubeconfig"] = kubeconfig(folder, api.on("/readyz", "ok").server)
        self.own("metallb")["chart"] = {"path": str(part("metallb-chart"))}
        key = folder / "client_key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        known_hosts = folder / "known_hosts"
        known_hosts.write_text("[127.0.0.1]:10023 " + key.with_suffix(".pub").read_text())
        self.own("verification")["client"] |= {"privateKeyFile": str(key), "knownHosts": str(known_hosts)}

    def own(self, key: str) -> dict[str, Any]:
        """The value of one of the project's keys."""
        value: dict[str, Any] = self.values[f"bgp-coexist:{key}"]
        return value

    def add_router(self) -> None:
        """Add csr1000w, beside csr1000v in the same networks, dialled by both speakers."""
        text = json.dumps(self.own("routers")["csr1000v"])
        for first, second in (("1.1.1.", "2.2.2."), ("1.0.0.", "2.0.0."), (".254/", ".253/")):
            text = text.replace(first, second)
        self.own("routers")["csr1000w"] = {**json.loads(text), "port": 10024}
        self.own("calico")["peers"].append("2.2.2.2")
        if "bgp-coexist:metallb" in self.values:
            self.own("metallb")["peers"].append("10.0.0.253")

    def refusal(self) -> list[str]:
        """The lines of the one error a preview ends with."""
        ran = self.previewed()
        assert ran.code != 0, ran.text
        assert "Traceback" not in ran.text
        lines = ran.text.splitlines()
        start = next(index for index, line in enumerate(lines) if line.startswith("    error: "))
        end = next(index for index in range(start, len(lines)) if not lines[index].strip())
        return [line.removeprefix("    ").removeprefix("error: ") for line in lines[start:end]]

    def planned(self) -> dict[str, dict[str, Any]]:
        """What a preview would create, the state of every resource by its name."""
        steps = json.loads(self.previewed("--json").ok().text)["steps"]
        return {step["urn"].rpartition("::")[2]: step["newState"] for step in steps}

    def previewed(self, *words: str) -> Ran:
        """A preview of the values as they are now."""
        self.file.write_text(yaml.safe_dump({"config": self.values}))
        return self.engine.run("preview", *words)
