"""The whole lab: real parts on every node, one command up, one down, and the plays on it."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.fabric.places import REPOSITORY, here
from tests.eventually import eventually
from tests.lab.one_lab import OneLab

pytestmark = [pytest.mark.lab, pytest.mark.timeout(600)]

NODES = {"master1": "10.0.0.1", "worker1": "10.0.0.11", "worker2": "10.0.0.12", "worker3": "10.0.0.13"}
# A route, a rule or a pod's server may be a moment behind what the API says.
CURL = ("curl", "-sS", "--max-time", "5", "--retry", "8", "--retry-delay", "2", "--retry-all-errors")
WEB = """
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: lab-test}
spec:
  selector: {matchLabels: {app: lab-test}}
  template:
    metadata: {labels: {app: lab-test}}
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{name: nginx, image: nginx, imagePullPolicy: IfNotPresent}]
---
apiVersion: v1
kind: Service
metadata: {name: lab-test}
spec: {selector: {app: lab-test}, ports: [{port: 80}]}
"""


def lab(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lab", *words]
    return subprocess.run(command, cwd=REPOSITORY, input=stdin, capture_output=True, text=True, timeout=300)


def on(machine: str, *words: str, stdin: str | None = None) -> str:
    done = lab("exec", machine, *words, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def running(one_lab: OneLab) -> None:
    """The lab is up, and nothing is on it."""
    one_lab.clear()
    one_lab.up()


@pytest.fixture(scope="module")
def pods() -> Iterator[dict[str, str]]:
    """An nginx on every node: node and pod address."""
    on("master1", "kubectl", "apply", "-f", "-", stdin=WEB)
    on("master1", "kubectl", "rollout", "status", "daemonset/lab-test", "--timeout=90s")
    found = json.loads(on("master1", "kubectl", "get", "pods", "-l", "app=lab-test", "-o", "json"))["items"]
    yield {pod["spec"]["nodeName"]: pod["status"]["podIP"] for pod in found}
    on("master1", "kubectl", "delete", "-f", "-", stdin=WEB)


def test_up_on_a_running_lab_says_so_in_a_moment() -> None:
    begun = time.monotonic()
    done = lab("up")
    assert re.fullmatch(r"the lab is up: \d+ processes, \d+ MB\n", done.stdout), done.stdout + done.stderr
    assert time.monotonic() - begun < 10  # alone on the machine it takes one second


def test_status_is_json_for_programs() -> None:
    status: dict[str, Any] = json.loads(lab("status", "--json").stdout)
    assert (status["state"], status["dead"]) == ("up", [])
    assert status["ports"] == {"apiserver": 16443, "router": 10022, "client": 10023}
    assert status["megabytes"] < 6000


def test_four_nodes_are_ready() -> None:
    text = on("master1", "kubectl", "get", "nodes", "--no-headers")
    assert [line.split()[:2] for line in text.splitlines()] == [[name, "Ready"] for name in NODES]


def test_every_node_has_a_pod_with_an_address_of_its_own_block(pods: dict[str, str]) -> None:
    shown = on("master1", "calicoctl", "ipam", "show", "--show-blocks")
    blocks = re.findall(r"\| Block +\| (192\.168\.\d+\.\d+/26)", shown)
    assert set(pods) == set(NODES)
    assert len(set(blocks)) >= len(NODES), shown
    assert all(address.startswith("192.168.") for address in pods.values())


def test_every_node_reaches_every_pod(pods: dict[str, str]) -> None:
    for machine in NODES:
        for address in pods.values():
            assert "nginx" in on(machine, *CURL, f"http://{address}/")


def test_a_pod_reaches_the_api_servers_service_address(pods: dict[str, str]) -> None:
    # Unauthenticated, so 401 or 403: any answer in TLS will do.
    script = "for _ in 1 2 3 4 5; do echo | nc -w 5 10.96.0.1 443 && echo reached && break; sleep 2; done"
    assert "reached" in on("master1", "kubectl", "exec", "daemonset/lab-test", "--", "sh", "-c", script)


def test_a_service_is_answered(pods: dict[str, str]) -> None:
    address = on("master1", "kubectl", "get", "service", "lab-test", "-o", "jsonpath={.spec.clusterIP}")
    assert "nginx" in on("worker2", *CURL, f"http://{address}/")


def test_exec_and_logs_go_through_the_api_server(pods: dict[str, str]) -> None:
    name = on("master1", "kubectl", "exec", "daemonset/lab-test", "--", "cat", "/etc/hostname").strip()
    assert name.startswith("lab-test-")
    assert "start worker process" in on("master1", "kubectl", "logs", name)


def test_the_mesh_between_the_nodes_is_established() -> None:
    def established() -> list[int]:
        shown = [on(machine, "calicoctl", "node", "status") for machine in NODES]
        return [len(re.findall(r"node-to-node mesh +\| up .*Established", each)) for each in shown]

    everywhere = [len(NODES) - 1] * len(NODES)
    assert eventually(established, everywhere, seconds=60) == everywhere


def test_root_logs_in_at_the_client_by_key_alone() -> None:
    places = here()
    ssh = ["ssh", "-p", "10023", "-o", f"UserKnownHostsFile={places.known_hosts}", "-o", "BatchMode=yes"]
    with_key = [*ssh, "-i", str(places.client_key), "root@127.0.0.1", "curl --version"]
    without = [*ssh, "-o", "IdentityFile=none", "-o", "IdentitiesOnly=yes", "root@127.0.0.1", "true"]
    assert subprocess.run(with_key, capture_output=True, text=True, timeout=20).stdout.startswith("curl ")
    assert subprocess.run(without, capture_output=True, text=True, timeout=20).returncode == 255


def test_a_dead_kubelet_is_mended_by_up() -> None:
    record = json.loads((here().pids / "worker3.kubelet.json").read_text())
    subprocess.run(["kill", "-9", str(record["pid"])], check=True)
    assert json.loads(lab("status", "--json").stdout)["dead"] == ["worker3.kubelet"]
    done = lab("up")
    assert done.stdout.startswith("worker3.kubelet has ended: it will be started again\n"), done.stderr
    assert json.loads(lab("status", "--json").stdout)["dead"] == []


def test_nothing_of_the_lab_is_mounted_where_the_machine_sees_it(pods: dict[str, str]) -> None:
    mounts = Path("/proc/self/mounts").read_text()
    assert not re.search(r" /(var/lib/kubelet|run/containerd|var/lib/containerd|etc/calico)", mounts)


def test_two_speakers_at_one_router_address_get_one_session() -> None:
    done = lab("run", "collision")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("collision: everything claimed was measured, and everything is as it was before\n"), (
        done.stdout
    )
