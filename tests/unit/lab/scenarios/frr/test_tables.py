"""How paths are read from FRR's JSON."""

import json

from lab.scenarios.frr.tables import next_hops


def test_a_prefix_has_the_next_hop_of_each_of_its_paths() -> None:
    paths = [
        {"valid": True, "bestpath": True, "peerId": "10.0.0.1", "nexthops": [{"ip": "10.0.0.1", "used": True}]},
        {"valid": True, "multipath": True, "peerId": "10.0.0.11", "nexthops": [{"ip": "10.0.0.11", "used": True}]},
    ]
    table = {"vrfName": "k8s-calico", "routerId": "1.0.0.2", "routes": {"192.168.0.0/26": paths}}
    assert next_hops(json.dumps(table)) == {"192.168.0.0/26": ["10.0.0.1", "10.0.0.11"]}


def test_without_bgp_there_is_no_prefix() -> None:
    assert next_hops("{}") == {}
