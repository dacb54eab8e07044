"""A node is drained for maintenance under a client's requests, and comes back.

It plays `bgp-coexist drain` itself, on the applied stack `dev`, whose file is as before in the end.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from lab.errors import LabError
from lab.fabric.places import REPOSITORY
from lab.fabric.topology import NODES
from lab.kubernetes.kubectl import kubectl
from lab.scenarios import calico_sessions, http_probe, switch
from lab.scenarios.applied import Applied
from lab.scenarios.ios_xe import tables
from lab.scenarios.ios_xe.before import Before
from lab.scenarios.stage import Stage, settled
from toolchain.environment import for_the_lab

ROUTERS = ("ios-xe",)
TITLE = "drain: worker3 leaves the router for its maintenance and comes back, a request every 0.2 s"
NODE = NODES[-1]
POD = "drain-lab"
SECONDS = 300
SETTLING_SECONDS = 150


def play(stage: Stage) -> None:
    """Measure the loss of both directions, and check that the router, its other sessions and the file are as before."""
    stack = Applied(stage.fabric.places.root / "drain")
    service, before = switch.service_of(stack), Before(stage, stack)
    at_first = calico_sessions.claim_up(stage)
    stage.afterwards("the stack as its own file says", stack.restore)
    original = stack.file.read_bytes()
    stage.afterwards("the stack's own file", lambda: stack.file.write_bytes(original))
    stage.afterwards(f"{NODE.name} takes pods", lambda: kubectl(stage.fabric, "uncordon", NODE.name))
    labels = ("bgp-coexist/drained-", "node.kubernetes.io/exclude-from-external-load-balancers-")
    stage.afterwards(f"{NODE.name}'s labels", lambda: kubectl(stage.fabric, "label", "node", NODE.name, *labels))
    stage.afterwards("no pod of this", lambda: kubectl(stage.fabric, "delete", "pod", POD, "--ignore-not-found"))
    kubectl(stage.fabric, "apply", "--filename=-", stdin=json.dumps(_pod()))
    refused = _drain(NODE.name).stderr
    stage.claim("with pods on it, it is refused", "pods are still on it" in refused, refused.strip())
    words = ("drain", NODE.name, "--ignore-daemonsets", "--force", "--timeout=120s")
    kubectl(stage.fabric, *words)
    _measured(stage, "it is drained", service.address, ["--yes"])
    _claim_sessions(stage, "every session but its own is up", [host.ip for host in NODES if host != NODE])
    others = {name: moment for name, moment in at_first.items() if name != NODE.name}
    calico_sessions.claim_kept(stage, others)
    _measured(stage, "it comes back", service.address, ["--back", "--yes"])
    _claim_sessions(stage, "every session is up", [host.ip for host in NODES])
    calico_sessions.claim_kept(stage, others)
    switch.claim_route(stage, service.address)
    before.claim_unchanged()


def _pod() -> dict[str, Any]:
    """A pod on the node, which no controller makes again elsewhere; it needs not run."""
    spec = {"nodeName": NODE.name, "containers": [{"name": POD, "image": "pause"}]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": POD, "namespace": "default"}, "spec": spec}


def _measured(stage: Stage, what: str, address: str, words: Sequence[str]) -> None:
    """Claim that the command succeeds and that no request is lost, by its own count and by the scenario's."""
    ran: list[subprocess.CompletedProcess[str]] = []
    record = http_probe.during(stage.fabric, address, lambda: ran.append(_drain(NODE.name, *words)))
    (done,) = ran
    told = [line for line in done.stdout.splitlines() if line.startswith(NODE.name) or line.endswith("requests lost")]
    if done.returncode not in (0, 1):
        raise LabError("bgp-coexist drain", f"it ended with {done.returncode}:\n{done.stderr.strip()}")
    stage.quote(f"bgp-coexist drain {NODE.name} --stack dev {' '.join(words)}", "\n".join(told))
    text = f"{record.lost()} of {len(record.requests)} requests lost"
    stage.claim(f"{what}: no request is lost", record.lost() == 0 and done.returncode == 0, text)


def _drain(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", "drain", *words, "--stack", "dev"],
        cwd=REPOSITORY,
        env=for_the_lab(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def _claim_sessions(stage: Stage, what: str, wanted: list[str]) -> None:
    """Claim who has a session in each VRF; waits until they have, or the time is over."""
    vrfs = tables.bgp_vrfs(stage.fabric)
    everywhere = dict.fromkeys(vrfs, wanted)
    found = settled(lambda: tables.sessions(stage.fabric, vrfs), everywhere, SETTLING_SECONDS)
    text = "; ".join(f"{vrf}: {', '.join(each)}" for vrf, each in found.items())
    stage.claim(what, found == everywhere, text)
