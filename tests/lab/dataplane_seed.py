"""The reference network as the data plane gets it, and small changes to it."""

from dataclasses import replace

from emulator.dataplane.state import Family, Interface, Neighbor, Network, PrefixEntry, Vrf

NODES = {"master1": "10.0.0.1", "worker1": "10.0.0.11", "worker2": "10.0.0.12", "worker3": "10.0.0.13"}
CALICO, METALLB = "k8s-calico", "k8s-metallb"
CONNECTED = frozenset({"connected"})
DENY_ALL = (PrefixEntry(5, "deny", "0.0.0.0/0", le=32),)


def calico_neighbor(address: str) -> Neighbor:
    """A node's Calico as the router's neighbor."""
    return Neighbor(
        address, 65002, update_source="Loopback2", ebgp_multihop=32, prefix_list_out="deny-all-routes", hold_seconds=9
    )


def metallb_neighbor(address: str) -> Neighbor:
    """A node's MetalLB as the router's neighbor."""
    return Neighbor(address, 65001, update_source="GigabitEthernet2", prefix_list_out="deny-all-routes", hold_seconds=9)


SEED = Network(
    hostname="csr1000v",
    asn=65000,
    router_id="1.0.0.0",
    vrfs=(
        Vrf(CALICO, "65000:2", frozenset({"65000:1", "65000:2"}), frozenset({"65000:2"})),
        Vrf(METALLB, "65000:1", frozenset({"65000:1", "65000:2"}), frozenset({"65000:1"})),
    ),
    interfaces=(
        Interface("Loopback0", None, "1.1.1.0/32", shutdown=False),
        Interface("Loopback1", METALLB, "1.1.1.1/32", shutdown=False),
        Interface("Loopback2", CALICO, "1.1.1.2/32", shutdown=False),
        Interface("GigabitEthernet1", None, None, shutdown=False),
        Interface("GigabitEthernet2", METALLB, "10.0.0.254/24", shutdown=False),
        Interface("GigabitEthernet3", CALICO, "10.0.1.254/24", shutdown=False),
    ),
    families=(
        Family(
            CALICO, "1.0.0.2", frozenset({"connected"}), frozenset(), 1, tuple(map(calico_neighbor, NODES.values()))
        ),
        Family(
            METALLB, "1.0.0.1", frozenset({"connected"}), frozenset(), 4, tuple(map(metallb_neighbor, NODES.values()))
        ),
    ),
    prefix_lists={"deny-all-routes": DENY_ALL},
)


def with_family(network: Network, vrf: str | None, **changes: object) -> Network:
    """The network with one family changed."""
    return replace(
        network,
        families=tuple(replace(f, **changes) if f.vrf == vrf else f for f in network.families),  # type: ignore[arg-type]
    )


def with_neighbor(network: Network, vrf: str | None, address: str, **changes: object) -> Network:
    """The network with one neighbor changed; address `*` means every neighbor of the family."""
    family = next(f for f in network.families if f.vrf == vrf)
    neighbors = tuple(
        replace(n, **changes) if address in (n.address, "*") else n  # type: ignore[arg-type]
        for n in family.neighbors
    )
    return with_family(network, vrf, neighbors=neighbors)


def with_interface(network: Network, name: str, **changes: object) -> Network:
    """The network with one interface changed."""
    return replace(
        network,
        interfaces=tuple(replace(i, **changes) if i.name == name else i for i in network.interfaces),  # type: ignore[arg-type]
    )


def with_imports(network: Network, vrf: str, *targets: str) -> Network:
    """The network with one VRF's imported route targets changed."""
    return replace(
        network,
        vrfs=tuple(replace(v, import_targets=frozenset(targets)) if v.name == vrf else v for v in network.vrfs),
    )
