"""Calico's programs find in their environment what calico-node's container would have, and the lab's own."""

from pathlib import Path

from lab.fabric.places import Places
from lab.fabric.topology import node
from lab.kubernetes.calico import programs

ENVIRONMENT = programs.environment(Places(Path("/lab")), node("worker1", "10.0.0.11"))


def test_a_node_peers_from_its_own_address_under_its_own_name() -> None:
    own = ("NODENAME", "FELIX_FELIXHOSTNAME", "IP", "IP6", "KUBECONFIG")
    assert [ENVIRONMENT[name] for name in own] == [
        "worker1",
        "worker1",
        "10.0.0.11/24",
        "none",
        "/lab/kubeconfig.inside",
    ]


def test_the_pool_is_cut_into_blocks_of_64_and_routed_without_tunnels_or_translation() -> None:
    pool = {name: value for name, value in ENVIRONMENT.items() if name.startswith("CALICO_IPV4POOL_")}
    assert pool == {
        "CALICO_IPV4POOL_CIDR": "192.168.0.0/16",
        "CALICO_IPV4POOL_BLOCK_SIZE": "26",
        "CALICO_IPV4POOL_IPIP": "Never",
        "CALICO_IPV4POOL_VXLAN": "Never",
        "CALICO_IPV4POOL_NAT_OUTGOING": "false",
    }


def test_no_as_number_is_given_so_that_the_nodes_follow_the_bgp_configuration() -> None:
    assert "AS" not in ENVIRONMENT


def test_the_labs_names_come_first_in_the_path() -> None:
    assert ENVIRONMENT["PATH"] == "/lab/calico/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def test_bird_does_not_wait_for_a_graceful_restart() -> None:
    assert "-R" not in programs.BIRD
