"""MetalLB's objects say what the seed's ConfigMap said, in today's CRDs."""

from cluster.metallb import advertisement_specs, bgp_peer_specs, pool_specs, release_values
from tests.seed import Values, calico_only, seed_stack

SOON = {"readinessProbe": {"initialDelaySeconds": 1, "periodSeconds": 2, "failureThreshold": 15}}
NOT_DRAINED = {"key": "bgp-coexist/drained", "operator": "DoesNotExist"}


def test_the_seeds_peer() -> None:
    assert bgp_peer_specs(seed_stack()) == {"csr1000v": {"myASN": 65001, "peerASN": 65000, "peerAddress": "10.0.0.254"}}


def test_the_seeds_pool_and_its_advertisement() -> None:
    assert pool_specs(seed_stack().metallb) == {"default": {"addresses": ["10.100.0.0/24"]}}
    assert advertisement_specs(seed_stack().metallb) == {
        "default": {"ipAddressPools": ["default"], "nodeSelectors": [{"matchExpressions": [NOT_DRAINED]}]}
    }


def test_a_node_with_another_as_has_a_peer_of_its_own() -> None:
    def change(values: Values) -> None:
        values["routers"]["csr1000v"]["vrfs"]["k8s-metallb"]["neighbors"]["remoteAs"] = {"worker2": 65011}

    def hosts(operator: str) -> list[object]:
        return [{"matchExpressions": [{"key": "kubernetes.io/hostname", "operator": operator, "values": ["worker2"]}]}]

    common = {"peerASN": 65000, "peerAddress": "10.0.0.254"}
    assert bgp_peer_specs(seed_stack(change)) == {
        "csr1000v": {"myASN": 65001, **common, "nodeSelectors": hosts("NotIn")},
        "csr1000v-as65011": {"myASN": 65011, **common, "nodeSelectors": hosts("In")},
    }


def test_the_speaker_runs_without_frr_unless_the_values_say_otherwise() -> None:
    controller, speaker = SOON, {"ignoreExcludeLB": True, **SOON}
    assert release_values(seed_stack().metallb) == {
        "controller": controller,
        "speaker": {"frr": {"enabled": False}, **speaker},
        "frrk8s": {"enabled": False},
    }

    def change(values: Values) -> None:
        values["metallb"]["values"] = {"speaker": {"frr": {"enabled": True}, "logLevel": "debug"}}

    assert release_values(seed_stack(change).metallb) == {
        "controller": controller,
        "speaker": {"frr": {"enabled": True}, **speaker, "logLevel": "debug"},
        "frrk8s": {"enabled": False},
    }


def test_with_frr_k8s_its_pods_are_asked_soon_too() -> None:
    values = release_values(seed_stack(lambda values: values["metallb"].update(mode="frr-k8s")).metallb)
    assert values["frr-k8s"] == {"frrk8s": SOON}


def test_a_sessions_times_are_on_the_speakers_peer() -> None:
    def change(values: Values) -> None:
        values["metallb"]["session"] = {"holdSeconds": 90}

    assert bgp_peer_specs(seed_stack(change))["csr1000v"] == {
        "myASN": 65001,
        "peerASN": 65000,
        "peerAddress": "10.0.0.254",
        "holdTime": "1m30s",
    }


def test_only_frr_is_told_how_often_to_speak() -> None:
    def change(values: Values) -> None:
        values["metallb"] |= {"session": {"holdSeconds": 90}, "mode": "frr"}

    peer = bgp_peer_specs(seed_stack(change))["csr1000v"]
    assert (peer["holdTime"], peer["keepaliveTime"]) == ("1m30s", "30s")


def test_with_a_single_session_metallb_dials_nobody() -> None:
    assert bgp_peer_specs(seed_stack(lambda values: values.update(topology="single-session"))) == {}


def test_without_metallb_there_is_nothing_of_it() -> None:
    stack = seed_stack(calico_only)
    assert (bgp_peer_specs(stack), pool_specs(stack.metallb), stack.metallb.peers) == ({}, {}, ())
