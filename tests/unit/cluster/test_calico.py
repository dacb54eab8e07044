"""Calico's objects are the seed's, word for word; a node with an AS of its own gets a peer of its own."""

from cluster.calico import bgp_configuration_spec, bgp_filter_specs, bgp_peer_specs, pool_specs
from tests.seed import Values, calico_only, seed_stack


def test_the_seeds_bgp_configuration() -> None:
    assert bgp_configuration_spec(seed_stack()) == {
        "asNumber": 65002,
        "logSeverityScreen": "Info",
        "nodeToNodeMeshEnabled": True,
    }


def test_the_seeds_bgp_peer() -> None:
    assert bgp_peer_specs(seed_stack()) == {"bgppeer-csr1000v": {"asNumber": 65000, "peerIP": "1.1.1.2"}}
    assert bgp_filter_specs(seed_stack().calico) == {}


def worker1_has_its_own_as(values: Values) -> None:
    values["routers"]["csr1000v"]["vrfs"]["k8s-calico"]["neighbors"]["remoteAs"] = {"worker1": 65010, "worker3": 65010}


def test_nodes_with_another_as_are_taken_out_of_the_common_peer() -> None:
    assert bgp_peer_specs(seed_stack(worker1_has_its_own_as)) == {
        "bgppeer-csr1000v": {
            "asNumber": 65000,
            "peerIP": "1.1.1.2",
            "nodeSelector": "kubernetes.io/hostname not in {'worker1', 'worker3'}",
        },
        "bgppeer-csr1000v-as65010": {
            "asNumber": 65000,
            "peerIP": "1.1.1.2",
            "localASNumber": 65010,
            "nodeSelector": "kubernetes.io/hostname in {'worker1', 'worker3'}",
        },
    }


def test_a_routers_name_becomes_an_object_name() -> None:
    def rename(values: Values) -> None:
        values["routers"]["Edge_1.lab"] = values["routers"].pop("csr1000v")

    assert list(bgp_peer_specs(seed_stack(rename))) == ["bgppeer-edge-1-lab"]


def test_with_a_single_session_calico_announces_each_address_of_the_pools() -> None:
    def single(values: Values) -> None:
        values["topology"] = "single-session"
        values["metallb"]["pools"]["more"] = ["10.101.0.0/28"]

    assert bgp_configuration_spec(seed_stack(single)) == {
        **bgp_configuration_spec(seed_stack()),
        "serviceLoadBalancerIPs": [{"cidr": "10.100.0.0/24"}, {"cidr": "10.101.0.0/28"}],
        "serviceLoadBalancerAggregation": "Disabled",
    }


def test_calico_alone_announces_its_own_pools() -> None:
    def single(values: Values) -> None:
        values["topology"] = "single-session"

    assert bgp_configuration_spec(seed_stack(calico_only)) == bgp_configuration_spec(seed_stack(single))
    assert bgp_peer_specs(seed_stack(calico_only)) == bgp_peer_specs(seed_stack())


def test_each_prefix_is_a_pool_of_one_block_that_fits_it() -> None:
    def pools(values: Values) -> None:
        calico_only(values)
        values["calico"]["pools"] = {"default": ["10.100.0.0/24", "10.102.0.4/32"], "wide": ["10.112.0.0/12"]}

    common = {"allowedUses": ["LoadBalancer"], "assignmentMode": "Automatic", "nodeSelector": "all()"}
    assert pool_specs(seed_stack(pools)) == {
        "default-10-100-0-0-24": {"cidr": "10.100.0.0/24", "blockSize": 24, **common},
        "default-10-102-0-4-32": {"cidr": "10.102.0.4/32", "blockSize": 32, **common},
        # Calico has no larger blocks than /20.
        "wide-10-112-0-0-12": {"cidr": "10.112.0.0/12", "blockSize": 20, **common},
    }


def test_where_metallb_assigns_addresses_calico_has_no_pool_for_them() -> None:
    assert pool_specs(seed_stack()) == {}
