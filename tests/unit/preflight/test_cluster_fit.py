"""A stack beside the cluster it is meant for: what does not fit is told with both places."""

import copy
from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

import pytest

from cluster.facts import AssignedAddress, Facts, Node, ServicePool
from preflight.cluster_fit import hints_of, problems_of
from tests.seed import Values, calico_only, seed_stack

NODES = {name: Node(address) for name, address in seed_stack().cluster.nodes.items()}
FITTING = Facts(
    nodes=NODES,
    pod_ranges={"default-ipv4-ippool": IPv4Network("192.168.0.0/16")},
    service_ranges=(IPv4Network("10.96.0.0/14"),),
    node_asn=65002,
    calico_peers={"bgppeer-csr1000v": "1.1.1.2", "to-the-rack": "172.16.0.1"},
    metallb_peers={"csr1000v": "10.0.0.254"},
    address_pools={"default": ((IPv4Address("10.100.0.0"), IPv4Address("10.100.0.255")),)},
    assigned=(AssignedAddress("default/nginx", IPv4Address("10.100.0.0"), "default"),),
)


def pool(first: str, last: str) -> tuple[tuple[IPv4Address, IPv4Address], ...]:
    return ((IPv4Address(first), IPv4Address(last)),)


def test_the_cluster_of_the_seed_fits() -> None:
    assert problems_of(seed_stack(), FITTING) == []
    assert hints_of(seed_stack(), FITTING) == []


def test_what_could_not_be_looked_at_is_no_problem() -> None:
    assert problems_of(seed_stack(), Facts(unread=["nodes: 403 Forbidden"])) == []
    assert hints_of(seed_stack(), Facts()) == []


def test_a_cordoned_node_may_have_left_the_list() -> None:
    leaving = {**NODES, "worker4": Node(IPv4Address("10.0.0.14"), cordoned=True)}
    assert problems_of(seed_stack(), replace(FITTING, nodes=leaving)) == []


CASES: dict[str, tuple[Facts, str]] = {
    "a node more": (
        replace(FITTING, nodes={**NODES, "worker4": Node(IPv4Address("10.0.0.14"))}),
        "LIVE01 cluster.nodes, the cluster's node worker4: the cluster has a node that is not in the list: it would "
        "not be a neighbor of the router\n"
        "    found: master1, worker1, worker2, worker3\n"
        "    expected: worker4: 10.0.0.14 among them\n"
        "    hint: add it; cordon a node before you remove it from the list",
    ),
    "a node less": (
        replace(FITTING, nodes={name: node for name, node in NODES.items() if name != "worker3"}),
        "LIVE02 cluster.nodes.worker3, the cluster's nodes: the cluster has no such node: its sessions would never "
        "come up\n"
        "    found: worker3: 10.0.0.13\n"
        "    expected: one of master1, worker1, worker2",
    ),
    "a node elsewhere": (
        replace(FITTING, nodes={**NODES, "worker3": Node(IPv4Address("10.0.0.33"))}),
        "LIVE03 cluster.nodes.worker3, the cluster's node worker3: the node's sessions come from another address\n"
        "    found: cluster.nodes.worker3 is 10.0.0.13, the cluster's node worker3 is 10.0.0.33\n"
        "    expected: 10.0.0.33",
    ),
    "pods elsewhere": (
        replace(FITTING, pod_ranges={"blue": IPv4Network("10.244.0.0/16")}),
        "LIVE04 cluster.podCidr, Calico's IPPool blue: pods get addresses outside the range, which are not "
        "checked for overlaps\n"
        "    found: cluster.podCidr is 192.168.0.0/16, Calico's IPPool blue is 10.244.0.0/16\n"
        "    expected: a range that contains 10.244.0.0/16",
    ),
    "services elsewhere": (
        replace(FITTING, service_ranges=(IPv4Network("10.96.0.0/12"),)),
        "LIVE05 cluster.serviceCidr, the cluster's ServiceCIDR: ClusterIPs come from another range\n"
        "    found: cluster.serviceCidr is 10.96.0.0/14, the cluster's ServiceCIDR is 10.96.0.0/12\n"
        "    expected: 10.96.0.0/12",
    ),
    "Calico dials MetalLB's address already": (
        replace(FITTING, calico_peers={"by-hand": "10.0.0.254"}),
        "LIVE06 metallb.peers, Calico's BGPPeer by-hand: Calico dials that address already, and a node can have only "
        "one session with it: the collision\n"
        "    found: metallb.peers is 10.0.0.254, Calico's BGPPeer by-hand is 10.0.0.254\n"
        "    expected: no other object with that address\n"
        "    hint: delete by-hand if the stack replaces it",
    ),
    "MetalLB dials Calico's address already": (
        replace(FITTING, metallb_peers={"by-hand": "1.1.1.2"}),
        "LIVE06 calico.peers, MetalLB's BGPPeer by-hand: MetalLB dials that address already, and a node can have only "
        "one session with it: the collision\n"
        "    found: calico.peers is 1.1.1.2, MetalLB's BGPPeer by-hand is 1.1.1.2\n"
        "    expected: no other object with that address\n"
        "    hint: delete by-hand if the stack replaces it",
    ),
    "a peer of another name": (
        replace(FITTING, calico_peers={"by-hand": "1.1.1.2"}),
        "LIVE07 calico.peers, Calico's BGPPeer by-hand: an existing object dials that address as well\n"
        "    found: calico.peers is 1.1.1.2, Calico's BGPPeer by-hand is 1.1.1.2\n"
        "    expected: no other object with that address\n"
        "    hint: delete by-hand if the stack replaces it",
    ),
    "a pool of somebody else's": (
        replace(FITTING, address_pools={"theirs": pool("10.100.0.200", "10.100.1.10")}),
        "LIVE08 metallb.pools.default[0], MetalLB's IPAddressPool theirs: an existing pool has some of "
        "these addresses\n"
        "    found: metallb.pools.default[0] is 10.100.0.0/24, MetalLB's IPAddressPool theirs is "
        "10.100.0.200-10.100.1.10\n"
        "    expected: ranges that do not overlap",
    ),
    "a pool of Calico's that is not the stack's": (
        replace(FITTING, service_pools={"theirs": ServicePool(IPv4Network("10.100.0.0/26"), foreign=True)}),
        "LIVE08 metallb.pools.default[0], Calico's IPPool theirs: an existing pool has some of these addresses\n"
        "    found: metallb.pools.default[0] is 10.100.0.0/24, Calico's IPPool theirs is 10.100.0.0-10.100.0.63\n"
        "    expected: ranges that do not overlap",
    ),
    "a profile that only FRR knows": (
        replace(FITTING, frr_only={"BFDProfile fast": "defined"}),
        "LIVE12 metallb.mode, MetalLB's BFDProfile fast: MetalLB's own BGP accepts no configuration while that exists\n"
        "    found: metallb.mode is native, MetalLB's BFDProfile fast is defined\n"
        "    expected: no such object before the mode is native\n"
        "    hint: two steps: remove it in the mode that the cluster has, then change the mode",
    ),
    "an AS for one node alone": (
        replace(FITTING, nodes={**NODES, "worker3": replace(NODES["worker3"], asn=65012)}),
        "LIVE09 calico.asn, the cluster's node worker3: Calico has another AS for this node: the router would "
        "refuse its sessions\n"
        "    found: calico.asn is 65002, the cluster's node worker3 is AS 65012\n"
        "    expected: AS 65002, or neighbors.remoteAs.worker3 in the VRF that Calico dials",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_fit_the_cluster_is_told(case: str) -> None:
    facts, expected = CASES[case]
    assert [str(problem) for problem in problems_of(seed_stack(), facts)] == [expected]


def test_everything_that_does_not_fit_is_told_at_once() -> None:
    facts = replace(FITTING, nodes={}, pod_ranges={"blue": IPv4Network("10.244.0.0/16")})
    codes = [problem.code for problem in problems_of(seed_stack(), facts)]
    assert codes == ["LIVE02", "LIVE02", "LIVE02", "LIVE02", "LIVE04"]


def smaller_pool(values: Values) -> None:
    values["metallb"]["pools"]["default"] = ["10.100.0.128/25"]


def another_as(values: Values) -> None:
    values["calico"]["asn"] = 65003


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            smaller_pool,
            "LIVE10 metallb.pools.default, service default/nginx: the service's address is no longer in a pool, "
            "and will change\n    found: 10.100.0.0\n    expected: 10.100.0.128/25",
        ),
        (
            another_as,
            "LIVE11 calico.asn, Calico's BGPConfiguration default: the nodes' AS changes: every BGP session of "
            "Calico restarts, also those with other routers\n"
            "    found: calico.asn is 65003, Calico's BGPConfiguration default is 65002",
        ),
    ],
)
def test_what_a_change_does_to_the_running_cluster_is_a_hint(change: Callable[[Values], None], expected: str) -> None:
    stack = seed_stack(change)
    assert [str(hint) for hint in hints_of(stack, copy.deepcopy(FITTING))] == [expected]
    assert problems_of(stack, FITTING) == []


def test_vxlan_between_subnets_lets_nodes_announce_the_blocks_of_others() -> None:
    facts = replace(FITTING, cross_subnet=("blue",))
    assert findings(lambda values: values["calico"].pop("announce"), facts) == [
        "LIVE19 calico.announce, Calico's IPPool blue: the IP pool uses VXLAN between subnets: BIRD learns the blocks "
        "of nodes on its own subnet from the kernel, and may announce them as well\n"
        "    found: own, and vxlanMode CrossSubnet\n"
        "    expected: all, or vxlanMode Always or Never\n"
        "    hint: calico.announce: all"
    ]
    assert findings(lambda _: None, facts) == []


def racks(values: Values) -> None:
    values["cluster"]["nodes"]["worker1"] = {"address": "10.0.0.11", "labels": {"rack": "r1"}}
    values["metallb"]["peers"] = [{"address": "10.0.0.254", "nodeSelector": {"rack": "r1"}}]


@pytest.mark.parametrize(
    ("node", "labels", "lines"),
    [
        ("worker1", {"rack": "r1", "zone": "z1"}, []),
        ("worker1", {"rack": "r2"}, ["    found: rack: r1", "    expected: rack: r2"]),
        ("worker2", {"rack": "r1"}, ["    found: no labels", "    expected: rack: r1"]),
    ],
)
def test_a_selector_selects_in_the_cluster_what_it_does_in_the_file(
    node: str, labels: dict[str, str], lines: list[str]
) -> None:
    live = {**NODES, "worker1": replace(NODES["worker1"], labels={"rack": "r1"})}
    facts = replace(FITTING, nodes={**live, node: replace(live[node], labels=labels)})
    told = [line for problem in problems_of(seed_stack(racks), facts) for line in str(problem).splitlines()]
    assert told[1:3] == lines
    assert not told or told[0].startswith(f"LIVE13 cluster.nodes.{node}.labels, metallb.peers[0].nodeSelector: ")


# A cluster in which Calico assigns the addresses of services, from the pools of the stack.
OWN_POOL = {"default-10-100-0-0-24": ServicePool(IPv4Network("10.100.0.0/24"), foreign=False)}
CALICOS = replace(
    FITTING, metallb_peers={}, address_pools={}, assigned=(), service_pools=OWN_POOL, assign_ips="AllServices"
)


def findings(change: Callable[[Values], None], facts: Facts) -> list[str]:
    """The problems, then the hints."""
    stack = seed_stack(change)
    return [str(found) for found in [*problems_of(stack, facts), *hints_of(stack, facts)]]


def single_session(values: Values) -> None:
    values["topology"] = "single-session"


def test_a_cluster_in_which_calico_assigns_the_addresses_fits() -> None:
    assert findings(calico_only, CALICOS) == []
    assert findings(calico_only, replace(CALICOS, frr_only={"BFDProfile fast": "defined"})) == []
    assert findings(calico_only, replace(CALICOS, service_pools=None, assign_ips=None)) == []
    assert findings(single_session, CALICOS) == []


CALICO_ONLY: dict[str, tuple[Facts, str]] = {
    "controllers that assign nothing": (
        replace(CALICOS, assign_ips=""),
        "LIVE18 topology, Calico's KubeControllersConfiguration default: Calico's controllers assign no address to any "
        "service\n"
        "    found: calico-only, and no assignIPs in its status\n"
        "    expected: AllServices, the default of a new installation, or RequestedServicesOnly\n"
        "    hint: ENABLED_CONTROLLERS of calico-kube-controllers needs loadbalancer (Calico 3.30 or later), and "
        "KubeControllersConfiguration spec.controllers.loadBalancer.assignIPs a value",
    ),
    "controllers that wait for a request": (
        replace(CALICOS, assign_ips="RequestedServicesOnly"),
        "LIVE14 topology, Calico's KubeControllersConfiguration default: a service without an annotation of Calico's "
        "or loadBalancerClass: calico gets no address\n"
        "    found: assignIPs is RequestedServicesOnly\n"
        "    expected: AllServices, or a request by every service, as the demonstration service has it",
    ),
    "MetalLB beside it": (
        replace(CALICOS, address_pools={"theirs": pool("10.200.0.0", "10.200.0.9")}),
        "LIVE15 calico.pools, MetalLB's IPAddressPool theirs: Calico and MetalLB both assign an address to each "
        "service without a loadBalancerClass\n"
        "    found: MetalLB's IPAddressPool theirs\n"
        "    expected: pools of one of them",
    ),
    "addresses that MetalLB has assigned": (
        replace(
            CALICOS,
            service_pools={},
            assigned=(
                AssignedAddress("default/nginx", IPv4Address("10.100.0.0"), "default"),
                AssignedAddress("shop/kept", IPv4Address("10.100.0.1"), "default", requested=True),
                AssignedAddress("shop/web", IPv4Address("10.100.0.2"), "default"),
            ),
        ),
        "LIVE16 topology, service default/nginx, service shop/web: Calico assigns addresses in any order of the "
        "services: one may get another's\n"
        "    found: 10.100.0.0, 10.100.0.2\n"
        "    expected: the annotation on each service whose address has to stay\n"
        "    hint: kubectl annotate service --namespace default nginx "
        "projectcalico.org/loadBalancerIPs='[\"10.100.0.0\"]'",
    ),
}


@pytest.mark.parametrize("case", CALICO_ONLY)
def test_what_calico_alone_needs_of_the_cluster_is_told(case: str) -> None:
    facts, expected = CALICO_ONLY[case]
    assert findings(calico_only, facts) == [expected]


def test_a_pool_of_calicos_beside_metallb_is_a_hint() -> None:
    theirs = {"theirs": ServicePool(IPv4Network("10.200.0.0/24"), foreign=True)}
    assert findings(single_session, replace(FITTING, service_pools=theirs)) == [
        "LIVE15 metallb.pools, Calico's IPPool theirs: Calico and MetalLB both assign an address to each "
        "service without a loadBalancerClass\n"
        "    found: Calico's IPPool theirs\n"
        "    expected: pools of one of them"
    ]


def test_from_calico_alone_to_two_vrfs_at_once_is_a_hint() -> None:
    assert findings(lambda _: None, CALICOS) == [
        "LIVE17 topology, Calico's IPPool default-10-100-0-0-24: Calico stops announcing services before MetalLB is "
        "installed: they are away until it is\n"
        "    found: two-vrf\n"
        "    expected: single-session\n"
        "    hint: two steps: topology: single-session first, which installs it"
    ]
