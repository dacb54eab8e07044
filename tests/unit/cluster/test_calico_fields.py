"""Every field of Calico's BGP objects that the configuration can say, as projectcalico.org/v3 writes it."""

from typing import Any

import pytest

from cluster.calico import bgp_filter_specs, bgp_peer_specs, reflector_annotations
from tests.seed import Values, seed_stack


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ({"sourceAddress": "None"}, {"sourceAddress": "None"}),
        ({"nextHopMode": "Self"}, {"nextHopMode": "Self"}),
        ({"reachableBy": "10.0.0.254"}, {"reachableBy": "10.0.0.254"}),
        ({"maxRestartSeconds": 90}, {"maxRestartTime": "1m30s"}),
        ({"maxRestartSeconds": 45}, {"maxRestartTime": "45s"}),
        ({"maxRestartSeconds": 3600}, {"maxRestartTime": "1h0m0s"}),
        ({"allowedLocalAs": 1}, {"numAllowedLocalASNumbers": 1}),
        (
            {"passwordSecret": {"name": "bgp", "key": "router"}},
            {"password": {"secretKeyRef": {"name": "bgp", "key": "router"}}},
        ),
    ],
)
def test_a_field_of_the_sessions_with_the_routers(said: dict[str, Any], written: dict[str, Any]) -> None:
    def change(values: Values) -> None:
        values["calico"]["peering"] = said

    peer = {"asNumber": 65000, "peerIP": "1.1.1.2"}
    assert bgp_peer_specs(seed_stack(change)) == {"bgppeer-csr1000v": peer | written}


def test_filters_and_the_peers_that_name_them() -> None:
    def change(values: Values) -> None:
        rule = {"action": "Reject", "cidr": "10.0.0.0/8", "matchOperator": "In", "prefixLength": {"min": 25}}
        values["calico"]["filters"] = {"small": {"import": [rule], "export": [{"action": "Accept", "interface": "*"}]}}
        values["calico"]["peering"] = {"filters": ["small"]}

    stack = seed_stack(change)
    assert bgp_filter_specs(stack.calico) == {
        "small": {
            "importV4": [
                {"action": "Reject", "cidr": "10.0.0.0/8", "matchOperator": "In", "prefixLength": {"min": 25}}
            ],
            "exportV4": [{"action": "Accept", "interface": "*"}],
        }
    }
    assert bgp_peer_specs(stack)["bgppeer-csr1000v"]["filters"] == ["small"]


def own_routes(values: Values) -> None:
    del values["calico"]["announce"]


def test_without_the_key_each_node_announces_its_own_routes_to_the_routers() -> None:
    stack = seed_stack(own_routes)
    assert bgp_filter_specs(stack.calico) == {
        "bgp-coexist-own-routes": {
            "exportV4": [{"action": "Reject", "source": "RemotePeers"}, {"action": "Reject", "interface": "*.calico"}]
        }
    }
    assert bgp_peer_specs(stack) == {
        "bgppeer-csr1000v": {"asNumber": 65000, "peerIP": "1.1.1.2", "filters": ["bgp-coexist-own-routes"]}
    }


def test_the_filter_of_own_routes_comes_before_others_and_only_towards_the_stacks_routers() -> None:
    def change(values: Values) -> None:
        own_routes(values)
        pods = [{"action": "Accept", "cidr": "192.168.0.0/16", "matchOperator": "In"}, {"action": "Reject"}]
        values["calico"]["filters"] = {"pods": {"export": pods}}
        values["calico"]["peering"] = {"filters": ["pods"]}
        values["calico"]["morePeers"] = {"rack": {"peerIp": "10.0.9.1", "asn": 65020, "filters": ["pods"]}}
        values["calico"]["routeReflectors"] = {"nodes": ["worker1"], "clusterId": "244.0.0.1"}
        values["routers"]["csr1000v"]["vrfs"]["k8s-calico"]["neighbors"]["remoteAs"] = {"worker1": 65010}

    stack = seed_stack(change)
    assert list(bgp_filter_specs(stack.calico)) == ["bgp-coexist-own-routes", "pods"]
    assert {name: spec.get("filters") for name, spec in bgp_peer_specs(stack).items()} == {
        "bgppeer-csr1000v": ["bgp-coexist-own-routes", "pods"],
        "bgppeer-csr1000v-as65010": ["bgp-coexist-own-routes", "pods"],
        "route-reflectors": None,
        "rack": ["pods"],
    }


def test_further_peers() -> None:
    def change(values: Values) -> None:
        values["calico"]["morePeers"] = {
            "rack": {"nodeSelector": "rack == 'r1'", "peerIp": "10.0.9.1", "port": 1179, "asn": 65020},
            "one": {"node": "worker1", "peerSelector": "has(top)", "localAsn": 65030, "reversePeering": "Manual"},
        }

    specs = bgp_peer_specs(seed_stack(change))
    assert specs["rack"] == {"nodeSelector": "rack == 'r1'", "peerIP": "10.0.9.1:1179", "asNumber": 65020}
    assert specs["one"] == {
        "node": "worker1",
        "peerSelector": "has(top)",
        "localASNumber": 65030,
        "reversePeering": "Manual",
    }


def test_route_reflectors_are_annotated_and_every_node_peers_with_them() -> None:
    def change(values: Values) -> None:
        values["calico"]["nodeToNodeMeshEnabled"] = False
        values["calico"]["routeReflectors"] = {"nodes": ["worker2", "worker1"], "clusterId": "244.0.0.1"}

    stack = seed_stack(change)
    annotation = {"projectcalico.org/RouteReflectorClusterID": "244.0.0.1"}
    assert reflector_annotations(stack.calico) == {"worker2": annotation, "worker1": annotation}
    assert bgp_peer_specs(stack)["route-reflectors"] == {
        "nodeSelector": "all()",
        "peerSelector": "kubernetes.io/hostname in {'worker1', 'worker2'}",
    }
