"""MetalLB's speakers for a scenario on a lab without the stack: the real program, without the controller."""

import json
from collections import Counter
from typing import Any

import yaml

from lab.fabric import Fabric
from lab.fabric.topology import Host
from lab.kubernetes.kubectl import get, kubectl

NAMESPACE = "metallb-system"
IMAGE = "quay.io/metallb/speaker:v0.15.2"
METRICS_PORT = 7472
PEERS = "bgppeers.metallb.io"
ROUTER_AS = 65000


def running(fabric: Fabric) -> bool:
    """Whether speakers run already; the scenario's and the Helm chart's have the same label."""
    return bool(
        get(fabric, "daemonsets", "--all-namespaces", "--selector=app.kubernetes.io/component=speaker")["items"]
    )


def start(fabric: Fabric, own_as: int, address: str) -> None:
    """Start a speaker on every node, with a session to `address`."""
    definitions = _list([_namespace(), *_definitions(fabric)])
    kubectl(fabric, "apply", "--server-side", "--filename=-", stdin=json.dumps(definitions))
    kubectl(fabric, "wait", "--for=condition=Established", "--timeout=30s", f"crd/{PEERS}")
    ask(fabric, own_as, address)
    kubectl(fabric, "apply", "--filename=-", stdin=json.dumps(_list([*_account(), _daemon_set()])))
    kubectl(fabric, "rollout", "status", "daemonset/speaker", f"--namespace={NAMESPACE}", "--timeout=180s", seconds=190)


def ask(fabric: Fabric, own_as: int, address: str) -> None:
    """Create the speakers' peer at `address`, with AS `own_as`."""
    spec = {"myASN": own_as, "peerASN": ROUTER_AS, "peerAddress": address}
    meta = {"name": "collision", "namespace": NAMESPACE}
    peer = {"apiVersion": "metallb.io/v1beta2", "kind": "BGPPeer", "metadata": meta, "spec": spec}
    kubectl(fabric, "apply", "--filename=-", stdin=json.dumps(peer))


def hang_up(fabric: Fabric) -> None:
    """Delete the speakers' peer."""
    kubectl(fabric, "delete", PEERS, "collision", f"--namespace={NAMESPACE}")


def remove(fabric: Fabric) -> None:
    """Delete speakers, definitions, account and namespace."""
    objects = _list([*_account(), *_definitions(fabric), _namespace()])
    kubectl(fabric, "delete", f"--namespace={NAMESPACE}", "daemonset/speaker", "--ignore-not-found")
    kubectl(fabric, "delete", "--ignore-not-found", "--filename=-", stdin=json.dumps(objects), seconds=90)


def session_up(fabric: Fabric, host: Host) -> bool:
    """Whether the session of the node's speaker is established, by its metric."""
    url = f"http://{host.ip}:{METRICS_PORT}/metrics"
    # A speaker that has just started does not answer yet.
    retry = ["--retry", "5", "--retry-delay", "1", "--retry-connrefused"]
    metrics = fabric.run_in(host.name, ["curl", "--silent", "--max-time", "3", *retry, url])
    return any(line.startswith("metallb_bgp_session_up") and line.endswith(" 1") for line in metrics.splitlines())


def refusals(fabric: Fabric, address: str, seconds: int) -> dict[str, Counter[str]]:
    """The number of refusals of each speaker's session in the last seconds, by kind, from the speakers' logs.

    BIRD accepts one connection besides an established session, reads its OPEN and closes it as a collision;
    meanwhile it closes further ones at once.

    Source: RFC 4486, Cease subcode 7, `Connection Collision Resolution`.
    """
    selector = "--selector=app.kubernetes.io/component=speaker"
    log = kubectl(fabric, "logs", selector, f"--namespace={NAMESPACE}", f"--since={seconds}s", "--prefix", "--tail=-1")
    found: dict[str, Counter[str]] = {}
    for line in log.splitlines():
        for how, words in _refused(address).items():
            if words in line:
                found.setdefault(line.split("/")[1], Counter())[how] += 1
    return found


def _refused(address: str) -> dict[str, str]:
    """The log line of a refused speaker, by kind of refusal."""
    return {
        "Connection Collision Resolution": "Connection Collision Resolution",
        "closed before an OPEN": f'read OPEN from \\"{address}\\": EOF',
    }


def _definitions(fabric: Fabric) -> list[dict[str, Any]]:
    """The chart's CRDs without the conversion webhook, which is the controller's; all objects here are v1beta2."""
    path = fabric.places.root / "metallb-chart" / "charts" / "crds" / "templates" / "crds.yaml"
    text = path.read_text().replace("{{ .Release.Namespace }}", NAMESPACE)
    found: list[dict[str, Any]] = [item for item in yaml.safe_load_all(text) if item]
    for definition in found:
        definition["spec"].pop("conversion", None)
    return found


def _namespace() -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}


def _account() -> list[dict[str, Any]]:
    """The speakers' account with all rights: the scenario does not test MetalLB's rights."""
    meta = {"name": "speaker", "namespace": NAMESPACE}
    rights = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}
    binding = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRoleBinding",
        "metadata": {"name": "lab-speaker"},
        "roleRef": rights,
        "subjects": [{"kind": "ServiceAccount", **meta}],
    }
    return [{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta}, binding]


def _daemon_set() -> dict[str, Any]:
    labels = {"app.kubernetes.io/component": "speaker"}

    def field(name: str, path: str) -> dict[str, Any]:
        return {"name": name, "valueFrom": {"fieldRef": {"fieldPath": path}}}

    environment = [
        field("METALLB_NODE_NAME", "spec.nodeName"),
        field("METALLB_HOST", "status.hostIP"),
        field("METALLB_POD_NAME", "metadata.name"),
        {"name": "METALLB_BGP_TYPE", "value": "native"},
    ]
    container = {
        "name": "speaker",
        "image": IMAGE,
        "imagePullPolicy": "IfNotPresent",
        "args": [f"--port={METRICS_PORT}", "--log-level=info"],
        "env": environment,
        "securityContext": {"capabilities": {"add": ["NET_RAW"]}},
    }
    pod = {
        "serviceAccountName": "speaker",
        "hostNetwork": True,
        "terminationGracePeriodSeconds": 0,
        "containers": [container],
    }
    spec = {"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": pod}}
    meta = {"name": "speaker", "namespace": NAMESPACE, "labels": labels}
    return {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": meta, "spec": spec}


def _list(items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "List", "items": items}
