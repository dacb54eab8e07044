"""From two VRFs over a single session to Calico alone and the same way back, under a client's requests.

It measures the claims of docs/choosing.md about Calico alone: how long the service is unreachable at each step, whether
services keep their addresses while one program takes their assignment over from the other, and that nothing of MetalLB
is left. It needs the applied stack `dev`, whose file it does not change.
"""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from lab.fabric import Fabric
from lab.fabric.wait import wait_for
from lab.kubernetes.kubectl import get, kubectl
from lab.scenarios import calico_sessions, switch
from lab.scenarios.applied import Applied
from lab.scenarios.ios_xe.before import Before
from lab.scenarios.stage import Stage

ROUTERS = ("ios-xe",)
TITLE = (
    "topologies: the stack `dev` from two VRFs over a single session to Calico alone and back, a request every 0.2 s"
)
# Services beside the stack's own. They request their addresses of both programs: each assigns in an order of its own.
FURTHER = ("topologies-a", "topologies-b")
NAMESPACE = "default"
REQUESTS = {"metallb.io/loadBalancerIPs": "{}", "projectcalico.org/loadBalancerIPs": '["{}"]'}
ASSIGNING_SECONDS = 30
Addresses = Mapping[str, str]


def play(stage: Stage) -> None:
    """Measure every step, then check that the stack, its file and the router are as before."""
    stack = Applied(stage.fabric.places.root / "topologies")
    service = switch.service_of(stack)
    before = Before(stage, stack)
    at_first = calico_sessions.claim_up(stage)
    stage.afterwards("the stack as its own file says", stack.restore)
    stage.afterwards("no further service", lambda: _delete_further(stage.fabric))
    addresses = _with_further(stage, _name(stack))
    values = stack.values()
    alone = {"topology": "calico-only", "metallb": None}
    alone["calico"] = values["calico"] | {"pools": values["metallb"]["pools"]}
    for way, changed, speakers in (
        ("to a single session", {"topology": "single-session"}, 1),
        ("to Calico alone", alone, 1),
        ("back to a single session", {"topology": "single-session"}, 1),
        ("back to two VRFs", {}, 2),
    ):
        file = stack.copy(**changed) if changed else stack.file
        switch.measure(stage, way, partial(stack.up, file), service, speakers)
        switch.claim_route(stage, service.address)
        _claim_addresses(stage, way, addresses)
        _claim_assigner(stage, way, values, "calico" if changed == alone else "metallb")
        calico_sessions.claim_kept(stage, at_first)
    before.claim_unchanged()


def _name(stack: Applied) -> str:
    """The name of the stack's own service."""
    return str(stack.values().get("demo", {}).get("name", "nginx"))


def _with_further(stage: Stage, own: str) -> Addresses:
    """The addresses of the stack's service and of further ones, which are made here and request these addresses."""
    port = {"port": 80, "protocol": "TCP"}
    items = [
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": name, "namespace": NAMESPACE},
            "spec": {"type": "LoadBalancer", "ports": [port]},
        }
        for name in FURTHER
    ]
    kubectl(
        stage.fabric, "apply", "--filename", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": items})
    )
    names = {own, *FURTHER}

    def unassigned() -> str | None:
        missing = names - {name for name, address in _addresses(stage.fabric).items() if address}
        return f"{', '.join(sorted(missing))} without an address" if missing else None

    wait_for("the services' addresses", unassigned, seconds=ASSIGNING_SECONDS)
    addresses = {name: address for name, address in _addresses(stage.fabric).items() if name in names}
    for name in FURTHER:
        requests = [f"{key}={text.format(addresses[name])}" for key, text in REQUESTS.items()]
        kubectl(stage.fabric, "annotate", "--overwrite", "--namespace", NAMESPACE, "service", name, *requests)
    return addresses


def _delete_further(fabric: Fabric) -> None:
    kubectl(fabric, "delete", "--ignore-not-found", "--namespace", NAMESPACE, "service", *FURTHER)


def _addresses(fabric: Fabric) -> dict[str, str]:
    """The addresses of the services, by name; "" without one."""
    found: dict[str, str] = {}
    for item in get(fabric, "services", "--namespace", NAMESPACE)["items"]:
        entries = ((item.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
        found[item["metadata"]["name"]] = ", ".join(str(entry.get("ip", "")) for entry in entries)
    return found


def _claim_addresses(stage: Stage, way: str, before: Addresses) -> None:
    now = _addresses(stage.fabric)
    kept = {name: now.get(name, "") for name in sorted(before)}
    text = ", ".join(f"{name} {before[name]} then {address or 'none'} now" for name, address in kept.items())
    stage.claim(f"{way}: every service has its address still", kept == dict(before), text)


def _claim_assigner(stage: Stage, way: str, values: Mapping[str, Any], assigner: str) -> None:
    """Claim that only the program that assigns addresses is there with pools of services."""
    fabric, namespace = stage.fabric, values["metallb"].get("namespace", "metallb-system")
    namespaces = [item["metadata"]["name"] for item in get(fabric, "namespaces")["items"]]
    definitions = [item["metadata"]["name"] for item in get(fabric, "customresourcedefinitions")["items"]]
    of_metallb = [name for name in (*namespaces, *definitions) if name == namespace or name.endswith(".metallb.io")]
    pools = [
        item["spec"]["cidr"]
        for item in get(fabric, "ippools.projectcalico.org")["items"]
        if "LoadBalancer" in (item["spec"].get("allowedUses") or ())
    ]
    of_calico = sorted(prefix for prefixes in values["metallb"]["pools"].values() for prefix in prefixes)
    alone = assigner == "calico"
    right = not of_metallb and sorted(pools) == of_calico if alone else bool(of_metallb) and not pools
    text = f"Calico's pools of services: {', '.join(pools) or 'none'}; MetalLB: {len(of_metallb)} namespace and types"
    stage.claim(f"{way}: {'Calico' if alone else 'MetalLB'} alone assigns addresses", right, text)
