"""Calico's installation on the lab, step by step: the cluster's part, and each node's."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from lab.errors import LabError
from lab.fabric import Fabric
from lab.fabric.processes import find, last_lines
from lab.fabric.topology import MASTER, Host
from lab.fabric.wait import Check, wait_for
from lab.kubernetes.calico import api, files, programs
from lab.kubernetes.calico.names import tools
from lab.kubernetes.kubectl import get, kubectl
from toolchain import part

CNI_PROGRAMS = "/opt/cni/bin"
CNI_CONFIGURATION = "/etc/cni/net.d/10-calico.conflist"
PROCESSES = ("confd", "bird", "felix")


def prepare_node(fabric: Fabric, node: Host) -> None:
    """Install the files of Calico's containers on the node, except the network configuration, which makes it Ready."""
    etc = fabric.own(node.name, "/etc/calico")
    shutil.copytree(part("calico-confd"), etc / "confd", dirs_exist_ok=True, copy_function=shutil.copyfile)
    (etc / "confd" / "config").mkdir(exist_ok=True)
    (etc / "felix.cfg").write_text(files.FELIX_CONFIGURATION)
    files.write_json(etc / "calicoctl.cfg", files.calicoctl_configuration(fabric.places))
    binaries = fabric.own(node.name, CNI_PROGRAMS)
    for name in ("calico", "calico-ipam"):
        files.link(binaries / name, part("calico"))
    files.link(binaries / "loopback", part("cni-plugins") / "loopback")
    fabric.own(node.name, CNI_CONFIGURATION).parent.mkdir(parents=True, exist_ok=True)


def install(fabric: Fabric) -> None:
    """Install Calico's definitions, and the server of projectcalico.org/v3.

    There is no BGPConfiguration afterwards, as after a stock installation: AS 64512 and the mesh are the defaults.
    """
    tools(fabric.places)
    definitions = str(part("calico-crds"))
    kubectl(fabric, "apply", "--server-side", "--filename", definitions)
    wait_for("Calico's definitions to be served", lambda: _unserved(fabric), seconds=30, who=MASTER.name)
    argv = api.server_argv(part("calico-apiserver"), fabric.places)
    environment = api.environment(fabric.places)
    fabric.start(f"{MASTER.name}.calico-apiserver", MASTER.name, argv, env=environment)
    argv = api.controllers_argv(part("calico-kube-controllers"), fabric.places)
    fabric.start(f"{MASTER.name}.calico-kube-controllers", MASTER.name, argv, env=environment)
    # Registered when it answers: kube-apiserver retries only seconds after a first failure.
    _wait_for_server(fabric)
    kubectl(fabric, "apply", "--server-side", "--filename", "-", stdin=api.objects())
    registration = f"apiservice/{api.REGISTRATION}"
    kubectl(fabric, "wait", "--for", "condition=Available", "--timeout=50s", registration)


def start_node(fabric: Fabric, node: Host) -> None:
    """Start the node's Calico; it peers with the nodes started before, and containerd can assign addresses to pods.

    kubelet must have registered the node before.
    """
    if not _alive(fabric, node):
        # Within 30 s of this the readiness probe wants every session up, so it is not for nodes that run already.
        fabric.run_in(node.name, ["env", *programs.STARTUP], env=programs.environment(fabric.places, node))
    _start(fabric, node, "confd", programs.CONFD)
    written = fabric.own(node.name, "/etc/calico/confd/config/bird.cfg")
    _wait(fabric, node, "confd", "BIRD's configuration", lambda: unwritten(written))
    _start(fabric, node, "bird", programs.BIRD)
    _start(fabric, node, "felix", programs.FELIX)
    _wait(fabric, node, "felix", "Calico to be ready", lambda: _unready(fabric, node))
    network = files.cni_configuration(fabric.places, node)
    files.write_json(fabric.own(node.name, CNI_CONFIGURATION), network)


def _alive(fabric: Fabric, node: Host) -> bool:
    """Whether the node's three processes run."""
    return not any(_ended(fabric, node, name) for name in PROCESSES)


def _ended(fabric: Fabric, node: Host, name: str) -> bool:
    """Whether the node's process does not run."""
    process = find(fabric.places, f"{node.name}.{name}")
    return process is None or not process.alive()


def unwritten(configuration: Path) -> str | None:
    """The first of BIRD's files that confd has not written; None: all are there.

    confd renders each file on its own, in any order, and BIRD ends when one that its configuration includes is missing.
    """
    if not configuration.exists():
        return f"no {configuration.name} yet"
    for name in re.findall(r'^include "([^"]+)";', configuration.read_text(), re.MULTILINE):
        if not (configuration.parent / name).exists():
            return f"no {name} yet"
    return None


def _unserved(fabric: Fabric) -> str | None:
    """A definition that is not served yet; one request for all, where `kubectl wait` takes one after the other."""
    for definition in get(fabric, "customresourcedefinitions")["items"]:
        conditions = {entry["type"]: entry["status"] for entry in definition.get("status", {}).get("conditions") or ()}
        if conditions.get("Established") != "True":
            return f"{definition['metadata']['name']} not established"
    return None


def _start(fabric: Fabric, node: Host, name: str, argv: tuple[str, ...]) -> None:
    """Start the process; `env` finds it in the PATH and passes its name as the first word."""
    environment = programs.environment(fabric.places, node)
    fabric.start(f"{node.name}.{name}", node.name, ["/usr/bin/env", *argv], env=environment)


def _wait(fabric: Fabric, node: Host, process: str, what: str, check: Check) -> None:
    name = f"{node.name}.{process}"
    running = find(fabric.places, name)
    wait_for(what, check, seconds=120, who=node.name, process=running, log=fabric.places.log(name))


def _unready(fabric: Fabric, node: Host) -> str | None:
    """The failure of Calico's readiness probe; None: it succeeds.

    Raises:
        LabError: One of the node's processes has ended.
    """
    for name in PROCESSES:
        if _ended(fabric, node, name):
            log = fabric.places.log(f"{node.name}.{name}")
            raise LabError(node.name, f"{name} ended\n  log {log}:\n    {last_lines(log)}")
    try:
        fabric.run_in(node.name, ["env", *programs.READY], env=programs.environment(fabric.places, node))
    except LabError as error:
        return error.what.partition("is not ready: ")[2] or error.what
    return None


def _wait_for_server(fabric: Fabric) -> None:
    """Wait until the server of projectcalico.org/v3 accepts connections."""

    def closed() -> str | None:
        listening = fabric.run_in(MASTER.name, ["ss", "-Hltn", f"sport = :{api.PORT}"])
        return None if listening.strip() else "a closed port"

    name = f"{MASTER.name}.calico-apiserver"
    log, process = fabric.places.log(name), find(fabric.places, name)
    wait_for(f"port {api.PORT} to open", closed, seconds=60, who=name, process=process, log=log)
