"""An answer with any of its parts replaced is read, or refused in one sentence; never a traceback."""

import copy
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cluster.reading import facts
from errors import ClusterError
from tests.api_server import api_server, kubeconfig
from verify.cluster import ApiCluster

WRONG: tuple[Any, ...] = (None, True, 7, -1, 1.5, "", "x", "1.2.3.4/99", "::1", [], [None], ["x"], {}, {"x": None})
CALICO = "/apis/projectcalico.org/v3"
MANAGED = {"managedFields": [{"manager": "kubectl"}]}
READY = {"podIP": "192.168.1.9", "conditions": [{"type": "Ready", "status": "True"}]}
NODE_STATUS = {"addresses": [{"type": "InternalIP", "address": "10.0.0.1"}]}
GIVEN = {"loadBalancer": {"ingress": [{"ip": "10.100.0.0"}]}}
POOL = {"metallb.io/ip-allocated-from-pool": "default"}
SOUND: dict[str, dict[str, Any]] = {
    "/api/v1/nodes": {
        "metadata": {
            "name": "a",
            "annotations": {"projectcalico.org/IPv4Address": "10.0.0.1/24", "projectcalico.org/ASNumber": "65001"},
        },
        "spec": {"unschedulable": True},
        "status": NODE_STATUS,
    },
    f"{CALICO}/ippools": {"metadata": {"name": "v4"}, "spec": {"cidr": "192.168.0.0/16", "disabled": False}},
    f"{CALICO}/bgppeers": {"metadata": {"name": "a", **MANAGED}, "spec": {"peerIP": "1.1.1.2:179"}},
    f"{CALICO}/bgpconfigurations": {"metadata": {"name": "default"}, "spec": {"asNumber": 65002}},
    "/apis/networking.k8s.io/v1/servicecidrs": {"metadata": {"name": "k"}, "spec": {"cidrs": ["10.96.0.0/14"]}},
    "/apis/metallb.io/v1beta2/bgppeers": {"metadata": {"name": "r", **MANAGED}, "spec": {"peerAddress": "10.0.0.254"}},
    "/apis/metallb.io/v1beta1/bfdprofiles": {"metadata": {"name": "fast"}},
    "/apis/metallb.io/v1beta1/ipaddresspools": {"metadata": {"name": "d"}, "spec": {"addresses": ["10.100.0.0/24"]}},
    "/api/v1/services": {"metadata": {"name": "n", "namespace": "d", "annotations": POOL}, "status": GIVEN},
    "/api/v1/namespaces/d/services": {"metadata": {"name": "n"}, "status": GIVEN},
    "/api/v1/namespaces/d/pods": {"metadata": {"name": "p"}, "spec": {"nodeName": "a"}, "status": READY},
    "/apis/crd.projectcalico.org/v1/blockaffinities": {
        "metadata": {"name": "b"},
        "spec": {"cidr": "192.168.1.0/26", "node": "a", "state": "confirmed", "deleted": "false"},
    },
}


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in an answer, from outside to inside."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*at, key)
        yield from places(each, (*at, key))


def malformed() -> list[tuple[str, Any]]:
    """Each answer with each of its places replaced by each wrong value, in an order that is always the same."""
    made: list[tuple[str, Any]] = [(path, wrong) for path in SOUND for wrong in WRONG]
    for path, sound in SOUND.items():
        for place in places({"items": [sound]}):
            for wrong in WRONG:
                answer: Any = copy.deepcopy({"items": [sound]})
                *way, last = place
                inner = answer
                for key in way:
                    inner = inner[key]
                inner[last] = wrong
                made.append((path, answer))
    random.Random(1).shuffle(made)
    return made


def look(path: str) -> str:
    """Read everything; what is said where that cannot be done."""
    cluster = ApiCluster(path)
    try:
        facts(path)
        cluster.nodes()
        cluster.blocks()
        cluster.pods("d", "n")
        cluster.service_address("d", "n")
    except ClusterError as error:
        return str(error)
    return ""


def test_no_malformed_answer_ends_in_a_traceback(tmp_path: Path) -> None:
    count = int(os.environ.get("BGP_COEXIST_MALFORMED", "15"))
    refused = 0
    with api_server() as api:
        path = kubeconfig(tmp_path, api.server)
        for asked, answer in malformed()[:count]:
            for each, sound in SOUND.items():
                api.on(each, {"items": [sound]})
            api.on(asked, answer)
            said = look(path)
            refused += bool(said)
            assert said.count("\n") == bool(said), said
            assert not said or f"GET {asked} at {api.server} returned " in said
    assert refused > count / 3
