"""Every field of MetalLB's objects that the configuration can say, as metallb.io writes it."""

from typing import Any

import pytest

from cluster.metallb import (
    advertisement_specs,
    bfd_profile_specs,
    bgp_peer_specs,
    chart_source,
    community_specs,
    pool_labels,
    pool_specs,
    release_values,
)
from tests.seed import Values, seed_stack

NOT_DRAINED = {"key": "bgp-coexist/drained", "operator": "DoesNotExist"}


def metallb(**said: Any) -> Any:
    def change(values: Values) -> None:
        values["metallb"] |= said

    return seed_stack(change).metallb


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ({"sourceAddress": "10.0.0.1"}, {"sourceAddress": "10.0.0.1"}),
        ({"port": 1179}, {"peerPort": 1179}),
        ({"routerId": "9.9.9.9"}, {"routerID": "9.9.9.9"}),
        ({"connectSeconds": 5}, {"connectTime": "5s"}),
        ({"ebgpMultihop": True}, {"ebgpMultiHop": True}),
        ({"bfdProfile": "fast"}, {"bfdProfile": "fast"}),
        ({"gracefulRestart": True}, {"enableGracefulRestart": True}),
        ({"vrf": "red"}, {"vrf": "red"}),
        ({"passwordSecret": "router"}, {"passwordSecret": {"name": "router"}}),
    ],
)
def test_a_field_of_the_sessions_with_the_routers(said: dict[str, Any], written: dict[str, Any]) -> None:
    def change(values: Values) -> None:
        # Enough to be sound whichever field is looked at.
        values["metallb"] |= {"mode": "frr", "bfdProfiles": {"fast": {}}, "peering": said}

    peer = {"myASN": 65001, "peerASN": 65000, "peerAddress": "10.0.0.254"}
    assert bgp_peer_specs(seed_stack(change)) == {"csr1000v": peer | written}


def test_a_pool_with_settings() -> None:
    settings = {
        "labels": {"tier": "gold"},
        "autoAssign": False,
        "avoidBuggyIps": True,
        "priority": 50,
        "namespaces": ["shop"],
        "serviceLabels": {"app": "web"},
    }
    intent = metallb(pools={"gold": ["10.100.0.0/24"], "rest": ["10.100.1.0/24"]}, poolSettings={"gold": settings})
    assert pool_labels(intent) == {"gold": {"tier": "gold"}}
    assert pool_specs(intent) == {
        "gold": {
            "addresses": ["10.100.0.0/24"],
            "autoAssign": False,
            "avoidBuggyIPs": True,
            "serviceAllocation": {
                "priority": 50,
                "namespaces": ["shop"],
                "serviceSelectors": [{"matchLabels": {"app": "web"}}],
            },
        },
        "rest": {"addresses": ["10.100.1.0/24"]},
    }


def test_several_advertisements() -> None:
    full = {
        "pools": ["gold"],
        "nodes": ["worker1", "worker2"],
        "peers": ["csr1000v"],
        "aggregationLength": 24,
        "localPref": 200,
        "communities": ["quiet", "65000:1"],
    }
    intent = metallb(
        pools={"gold": ["10.100.0.0/24"], "rest": ["10.100.1.0/24"]},
        communities={"quiet": "65535:65281"},
        advertisements={"full": full, "chosen": {"poolLabels": {"tier": "gold"}}, "all": {}},
    )
    hosts = {"key": "kubernetes.io/hostname", "operator": "In", "values": ["worker1", "worker2"]}
    everywhere = [{"matchExpressions": [NOT_DRAINED]}]
    assert advertisement_specs(intent) == {
        "full": {
            "ipAddressPools": ["gold"],
            "nodeSelectors": [{"matchExpressions": [hosts, NOT_DRAINED]}],
            "peers": ["csr1000v"],
            "aggregationLength": 24,
            "localPref": 200,
            "communities": ["quiet", "65000:1"],
        },
        "chosen": {"ipAddressPoolSelectors": [{"matchLabels": {"tier": "gold"}}], "nodeSelectors": everywhere},
        "all": {"ipAddressPools": ["gold", "rest"], "nodeSelectors": everywhere},
    }
    assert community_specs(intent) == {"names": {"communities": [{"name": "quiet", "value": "65535:65281"}]}}


def test_a_bfd_profile() -> None:
    profile = {
        "receiveMilliseconds": 150,
        "transmitMilliseconds": 200,
        "detectMultiplier": 4,
        "echoMode": True,
        "echoMilliseconds": 50,
        "passiveMode": False,
        "minimumTtl": 254,
    }
    assert bfd_profile_specs(metallb(mode="frr", bfdProfiles={"fast": profile})) == {
        "fast": {
            "receiveInterval": 150,
            "transmitInterval": 200,
            "detectMultiplier": 4,
            "echoMode": True,
            "echoInterval": 50,
            "passiveMode": False,
            "minimumTtl": 254,
        }
    }


@pytest.mark.parametrize(
    ("mode", "frr", "k8s"), [("native", False, False), ("frr", True, False), ("frr-k8s", False, True)]
)
def test_a_mode_is_a_set_of_values(mode: str, frr: bool, k8s: bool) -> None:
    soon = {"readinessProbe": {"initialDelaySeconds": 1, "periodSeconds": 2, "failureThreshold": 15}}
    assert release_values(metallb(mode=mode)) == {
        "controller": soon,
        "speaker": {"frr": {"enabled": frr}, "ignoreExcludeLB": True, **soon},
        "frrk8s": {"enabled": k8s},
    } | ({"frr-k8s": {"frrk8s": soon}} if k8s else {})


@pytest.mark.parametrize(
    ("chart", "source"),
    [
        ({"path": "charts/metallb.tgz"}, {"chart": "charts/metallb.tgz"}),
        ({}, {"chart": "metallb", "version": "0.15.2", "repo": "https://metallb.github.io/metallb"}),
        (
            {"repository": "oci://registry.lab/charts/", "version": "0.15.3"},
            {"chart": "oci://registry.lab/charts/metallb", "version": "0.15.3"},
        ),
    ],
)
def test_where_the_chart_comes_from(chart: dict[str, str], source: dict[str, str]) -> None:
    assert chart_source(metallb(chart=chart)) == source
