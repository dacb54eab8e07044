"""What clients read from a router that forwards: eight sessions with BIRD on four nodes, routes leaked and shared."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.clients.client import Client, client
from tests.clients.conftest import Where, way_to
from tests.eventually import eventually
from tests.lab.dataplane_fabric import BLOCKS, SHARED_BLOCK, fabric
from tests.lab.dataplane_seed import NODES
from tests.lab.test_dataplane_prompt import startup
from tests.lab_router import lab_router
from toolchain import part

pytestmark = pytest.mark.root
METALLB = "k8s-metallb"
SERVICE = "10.100.0.0"


class Watched:
    """A router among its neighbors, and the clients that look at it from its own namespace."""

    def __init__(self, where: Where, napalm: Client, ntc: Client) -> None:
        self.where = where
        self.napalm = napalm
        self.ntc = ntc

    def rows(self, command: str) -> list[dict[str, Any]]:
        """What ntc-templates reads of a command."""
        found: list[list[dict[str, Any]]] = self.ntc("parsed", where=self.where, commands=[command])
        return found[0]

    def received(self) -> dict[tuple[str, str], int]:
        """How many prefixes each neighbor brought, by VRF and address, as NAPALM reads it."""
        neighbors = self.napalm("neighbors", where=self.where)
        return {
            (vrf, address): peer["address_family"]["vpnv4 unicast"]["accepted_prefixes"]
            for vrf, found in neighbors.items()
            for address, peer in found["peers"].items()
            if peer["is_up"]
        }


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("live")
    with fabric(part("bird"), folder) as built:
        inside = ("ip", "netns", "exec", built.spaces["router"].name)
        with (
            lab_router(
                folder, "--dataplane", "bird", "--bird", str(part("bird")), startup=startup(), within=inside
            ) as router,
            client("napalm_calls", "napalm", folder, inside) as napalm,
            client("ntc_calls", "netmiko", folder, inside) as ntc,
        ):
            yield Watched(way_to(router, folder), napalm, ntc)


BROUGHT = {(vrf, address): count for vrf, count in (("k8s-calico", 2), (METALLB, 1)) for address in NODES.values()}


def test_napalm_reads_the_sessions_and_what_they_brought(watched: Watched) -> None:
    assert eventually(watched.received, BROUGHT, 30) == BROUGHT


def test_napalm_reads_that_nothing_is_sent_to_the_nodes(watched: Watched) -> None:
    eventually(watched.received, BROUGHT, 30)
    neighbors = watched.napalm("neighbors", where=watched.where)
    assert {
        peer["address_family"]["vpnv4 unicast"]["sent_prefixes"]
        for found in neighbors.values()
        for peer in found["peers"].values()
    } == {0}


def test_ntc_templates_reads_the_same_states(watched: Watched) -> None:
    eventually(watched.received, BROUGHT, 30)
    rows = watched.rows("show ip bgp vpnv4 all neighbors")
    assert {(row["vrf"], row["neighbor"]): row["bgp_state"] for row in rows} == dict.fromkeys(BROUGHT, "Established")


def test_ntc_templates_reads_the_equal_paths_of_the_service(watched: Watched) -> None:
    eventually(watched.received, BROUGHT, 30)
    rows = [row for row in watched.rows(f"show ip route vrf {METALLB}") if row["network"] == SERVICE]
    assert sorted(row["nexthop_ip"] for row in rows) == sorted(NODES.values())
    assert {(row["protocol"], row["prefix_length"], row["distance"], row["metric"]) for row in rows} == {
        ("B", "32", "20", "0")
    }


def test_ntc_templates_reads_the_leaked_blocks(watched: Watched) -> None:
    eventually(watched.received, BROUGHT, 30)
    routes = {
        f"{row['network']}/{row['prefix_length']}": row["nexthop_ip"]
        for row in watched.rows(f"show ip route vrf {METALLB}")
        if row["network"].startswith("192.168.")
    }
    shared = routes.pop(SHARED_BLOCK)
    assert routes == {BLOCKS[node]: address for node, address in NODES.items()}
    assert shared in NODES.values()


def test_ntc_templates_reads_who_offers_the_service(watched: Watched) -> None:
    eventually(watched.received, BROUGHT, 30)
    rows = [row for row in watched.rows(f"show ip bgp vpnv4 vrf {METALLB}") if row["network"] == f"{SERVICE}/32"]
    assert sorted((row["next_hop"], row["as_path"], row["origin"]) for row in rows) == sorted(
        (address, "65001", "i") for address in NODES.values()
    )
    assert sorted(row["path_selection"] for row in rows) == [">", "m", "m", "m"]
