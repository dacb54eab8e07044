"""A fleet on routers of the lab: a project of its own, and stacks of one cluster and one VRF each."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import yaml

from tests.engine import PROJECT
from tests.lab_router import PASSWORD, LabRouter
from tests.stack.router_stack import PROGRAM
from toolchain import part

# What a router that has the session says of it.
SUMMARY = """\
BGP router identifier 1.0.0.0, local AS number 65000
Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd
{node}     4        65002       9       9        1    0    0 00:01:00        0
"""


def faults(numbers: Sequence[int], **others: Any) -> dict[str, Any]:
    """Faults of a router: it says that it has the sessions of these stacks, though nobody dials."""
    said = [
        {"match": f"show bgp vpnv4 unicast vrf {vrf(each)} summary", "do": "refuse", "times": 0}
        | {"text": SUMMARY.format(node=node(each)).rstrip()}
        for each in numbers
    ]
    return {**others, "lines": [*others.get("lines", []), *said]}


def network(number: int, second: int = 20) -> str:
    """The first three numbers of a stack's network, for up to 1,000 stacks."""
    return f"172.{second + 4 * (number // 256)}.{number % 256}"


def node(number: int) -> str:
    """The address of a stack's node."""
    return f"{network(number)}.11"


def vrf(number: int) -> str:
    """The VRF of a stack."""
    return f"pods{number}"


def values(number: int, routers: Sequence[str]) -> dict[str, Any]:
    """A stack's own values: its VRF on each of its routers, of which the first has the nodes' sessions."""
    return {
        "routers": {name: {"vrfs": {vrf(number): _vrf(number, at)}} for at, name in enumerate(routers)},
        "cluster": {"nodes": {f"node{number}": node(number)}},
        "calico": {
            "peers": [f"{network(number)}.{254 - at}" for at in range(len(routers))],
            "pools": {"default": [f"{network(number, 22)}.0/24"]},
        },
    }


def _vrf(number: int, at: int) -> dict[str, Any]:
    interfaces = {
        f"Loopback{number}": f"10.{255 - number // 256}.{number % 256}.{at}/32",
        f"Loopback1{number}": f"{network(number)}.{254 - at}/24",
    }
    neighbors = {"accept": "all", "advertise": "by-router"}
    return {"rd": f"65000:{1000 + number}", "interfaces": interfaces, "neighbors": neighbors}


class FleetStage:
    """A project's folder with a fleet file.

    Args:
        folder: Where everything of it may lie: another one is another machine.
        routers: The lab's routers by name.
        stacks: The names of each stack's routers, by the stack's number.
        backend: Where the states lie, which several machines may share.
        beside: What else is in the fleet file, such as `waves`.
    """

    def __init__(
        self,
        folder: Path,
        routers: Mapping[str, LabRouter],
        stacks: Mapping[int, Sequence[str]],
        backend: Path | None = None,
        **beside: Any,
    ) -> None:
        self.project = folder / "project"
        self.project.mkdir(parents=True)
        shutil.copy(PROGRAM / "__main__.py", self.project)
        text = (PROGRAM / "Pulumi.yaml").read_text()
        venv = str((PROJECT / ".venv").resolve())
        (self.project / "Pulumi.yaml").write_text(re.sub(r"virtualenv: \S+", f"virtualenv: {venv}", text))
        self.file = folder / "fleet.yaml"
        self.values: dict[str, Any] = {
            "defaults": {
                "topology": "calico-only",
                "cluster": {"podCidr": "10.244.0.0/16", "serviceCidr": "10.96.0.0/16"},
                "calico": {"asn": 65002},
                "verification": {"enabled": False, "waitSeconds": 0},
            },
            "routerDefaults": {"username": "admin", "sshLegacy": True, "asn": 65000},
            "routers": {name: _reached(router) for name, router in routers.items()},
            "stacks": {f"stack{number}": values(number, names) for number, names in stacks.items()},
            **beside,
        }
        state = backend or folder / "state"
        state.mkdir(exist_ok=True)
        self.environment = {
            **os.environ,
            "PATH": f"{part('pulumi').parent}:{os.environ['PATH']}",
            "PULUMI_HOME": str(part("pulumi-home")),
            "PULUMI_BACKEND_URL": f"file://{state}",
            "PULUMI_CONFIG_PASSPHRASE": "fleet",
            "PULUMI_SKIP_UPDATE_CHECK": "1",
            "XDG_STATE_HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "PYTHONPATH": str(PROJECT),
            "BGP_COEXIST_ROUTER_PASSWORD": PASSWORD,
        }
        self.write()

    def write(self) -> None:
        """The values as they are now are the fleet file."""
        self.file.write_text(yaml.safe_dump(self.values, sort_keys=False))

    def argv(self, command: str, *words: str) -> list[str]:
        """The command on the fleet."""
        return [sys.executable, "-m", "fleet", command, str(self.file), "--project", str(self.project), *words]

    @contextmanager
    def started(self, command: str, *words: str) -> Iterator["subprocess.Popen[str]"]:
        """The command on the fleet, on its own, with a group of processes of its own."""
        with subprocess.Popen(
            self.argv(command, *words),
            cwd=PROJECT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                yield process
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)

    def run(self, command: str, *words: str) -> "subprocess.CompletedProcess[str]":
        """Do a command on the fleet."""
        return subprocess.run(
            self.argv(command, *words), cwd=PROJECT, env=self.environment, capture_output=True, text=True, check=False
        )


def _reached(router: LabRouter) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": router.port, "knownHosts": str(router.known_hosts)}


def faults_file(folder: Path, numbers: Sequence[int], **others: Any) -> tuple[str, str]:
    """The options of a router with these faults."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "faults.json").write_text(json.dumps(faults(numbers, **others)))
    return "--faults", str(folder / "faults.json")
