"""The exporter as a process, on a project of its own whose router is the lab's."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import yaml
from prometheus_client.parser import text_string_to_metric_families

from preflight.render import rendered
from tests.eventually import eventually
from tests.lab_router import PASSWORD, STARTUP, LabRouter
from tests.seed import PROJECT, Values, seed_stack, seed_values

# A router with the seed applied, on which somebody has shut down worker3's session of Calico.
APPLIED = STARTUP.removesuffix("end\n") + rendered(seed_stack(), "csr1000v") + "end\n"
BY_HAND = re.sub(r"(  neighbor 10\.0\.0\.13) remote-as 65002\n", r"\g<0>\g<1> shutdown\n", APPLIED)


@dataclass
class Exporter:
    """A running exporter."""

    process: "subprocess.Popen[str]"
    url: str

    def values(self, name: str, *labels: str) -> dict[str, float]:
        """A metric's values by some of its labels."""
        with urlopen(self.url, timeout=10) as answer:
            families = text_string_to_metric_families(answer.read().decode())
        found = {family.name: family for family in families}[f"bgp_coexist_{name}"]
        return {" ".join(sample.labels[label] for label in labels): sample.value for sample in found.samples}

    def answers(self) -> float | None:
        return self.values("router_answers", "router").get("csr1000v")


def project(folder: Path, router: LabRouter, port: int, **nodes: object) -> Path:
    """A project of its own: the seed's router side, pointed at a port on which the lab router answers."""
    known_hosts = folder / "known_hosts"
    known_hosts.write_text(f"[127.0.0.1]:{port} {router.host_key}\n")
    values = seed_values()
    values["routers"]["csr1000v"] |= {"port": port, "knownHosts": str(known_hosts)}
    values["cluster"]["nodes"] |= nodes
    del values["cluster"]["kubeconfig"]
    project_file(folder, values, "dev")
    return folder


def project_file(folder: Path, values: Values, stack: str) -> None:
    """Write a stack's file, in one step, beside a Pulumi.yaml."""
    config = {f"bgp-coexist:{key}": value for key, value in values.items()}
    (folder / "new").write_text(yaml.safe_dump({"config": config}))
    (folder / "new").rename(folder / f"Pulumi.{stack}.yaml")
    (folder / "Pulumi.yaml").write_text("name: bgp-coexist\n")


def started(
    folder: Path, *words: str, listen: str = "127.0.0.1:0", password: str = PASSWORD
) -> "subprocess.Popen[str]":
    """One that may not come up."""
    argv = [sys.executable, "-m", "exporter", "--stack", "dev", "--project", str(folder), "--listen", listen, *words]
    environment = {"PATH": "/usr/bin:/bin", "BGP_COEXIST_ROUTER_PASSWORD": password}
    return subprocess.Popen(argv, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True)


@contextmanager
def exporter(folder: Path, password: str = PASSWORD) -> Iterator[Exporter]:
    """One that looks every second, after its first look; it ends by a signal, and without a word."""
    with _ending(started(folder, "--every", "1", password=password)) as made:
        yield made


@contextmanager
def exporter_of(argv: list[str], folder: Path, environment: dict[str, str]) -> Iterator[Exporter]:
    """The same by a command, in a folder."""
    known = {"PATH": "/usr/bin:/bin", "BGP_COEXIST_ROUTER_PASSWORD": PASSWORD}
    with _ending(
        subprocess.Popen(argv, cwd=folder, env=known | environment, stderr=subprocess.PIPE, text=True)
    ) as made:
        yield made


@contextmanager
def _ending(process: "subprocess.Popen[str]") -> Iterator[Exporter]:
    assert process.stderr is not None
    said = process.stderr.readline()
    try:
        assert said.startswith("metrics: "), said
        made = Exporter(process, said.removeprefix("metrics: ").strip())
        assert eventually(lambda: made.answers() is None, False) is False
        yield made
    finally:
        process.send_signal(signal.SIGTERM)
        _, rest = process.communicate(timeout=20)
    assert (process.returncode, rest) == (0, "")
