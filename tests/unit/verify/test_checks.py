"""Every check of the seed: what it says when all is well, and the line it fails with."""

from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

import pytest

from tests.seed import seed_stack
from tests.unit.verify.sources import NODES, PODS, SERVICE, Parts, route, session
from verify import report
from verify.catalog import checks_of
from verify.check import tally
from verify.runner import run

WORKER3 = NODES["worker3"]


def look(parts: Parts) -> str:
    """The table of one look at a spoiled seed."""
    return report.table(run(checks_of(seed_stack(), applying=True), parts.sources()))


def bad_lines(parts: Parts) -> list[str]:
    """What is said of the checks that do not hold, without the columns' padding."""
    return [" ".join(line.split()) for line in look(parts).splitlines() if not line.startswith(("ok", "- "))]


def test_a_sound_seed_holds_in_every_check() -> None:
    assert look(Parts()) == (
        "ok  csr1000v  k8s-calico      sessions Established              4 of 4\n"
        "ok  csr1000v  k8s-calico      prefixes sent to the nodes        0 to 4 nodes\n"
        "ok  csr1000v  k8s-metallb     sessions Established              4 of 4\n"
        "ok  csr1000v  k8s-metallb     prefixes sent to the nodes        0 to 4 nodes\n"
        "ok  cluster   nodes           are the router's neighbors        4 of 4\n"
        "ok  cluster   BGP objects     as the stack writes them          no difference\n"
        "ok  cluster   metallb-system  speakers and controller ready     5 of 5\n"
        "ok  cluster   metallb-system  configuration in use              nothing invalid\n"
        "ok  csr1000v  k8s-calico      pod blocks in the table           4 of 4\n"
        "ok  csr1000v  k8s-metallb     pod blocks in the table           4 of 4\n"
        "ok  cluster   default/nginx   LoadBalancer address              10.100.0.0 from pool default\n"
        "ok  cluster   default/nginx   announced by the nodes' speakers  4 of 4\n"
        "ok  csr1000v  k8s-metallb     ECMP to the service           "
        "    10.100.0.0/32 over 4 nodes: 10.0.0.1, 10.0.0.11, 10.0.0.12, 10.0.0.13\n"
        "ok  client    nodes           answer the client's ping          4 of 4\n"
        "ok  client    default/nginx   requests to the service       "
        "    30 of 30: nginx-a 10, nginx-b 10, nginx-c 10\n"
        "ok  client    default/nginx   requests to each pod              3 of 3\n"
        "ok  client    default/nginx   packets of full size to each pod  3 of 3\n"
        "-   client    default/nginx   source address kept           "
        "    not asked for: with externalTrafficPolicy Cluster a node may put its own in its place"
    )


def session_down(parts: Parts) -> None:
    parts.router.overruled["k8s-calico", WORKER3] = session(WORKER3, 65002, "Idle (Admin)")


def session_missing(parts: Parts) -> None:
    parts.router.overruled["k8s-metallb", WORKER3] = None


def session_as(parts: Parts) -> None:
    parts.router.overruled["k8s-metallb", WORKER3] = session(WORKER3, 64512)


def leak(parts: Parts) -> None:
    parts.router.sent[WORKER3] = 7


def uncounted(parts: Parts) -> None:
    del parts.router.sent[WORKER3]


def strange_node(parts: Parts) -> None:
    parts.cluster.live["worker4"] = IPv4Address("10.0.0.14")


def missing_node(parts: Parts) -> None:
    del parts.cluster.live["worker3"]


def moved_node(parts: Parts) -> None:
    parts.cluster.live["worker3"] = IPv4Address("10.0.0.33")


def unknown_block(parts: Parts) -> None:
    parts.cluster.given[IPv4Network("192.168.9.0/26")] = "worker1"


def no_block(parts: Parts) -> None:
    parts.cluster.given.clear()


def astray(parts: Parts) -> None:
    parts.router.table[0] = route("192.168.0.0/26", "10.0.0.99")


def single_path(parts: Parts) -> None:
    parts.router.table[-1] = route(f"{SERVICE}/32", "10.0.0.1")


def no_path(parts: Parts) -> None:
    del parts.router.table[-1]


def one_pod_left_out(parts: Parts) -> None:
    parts.client.behind = PODS[:2]


def pod_mixed_up(parts: Parts) -> None:
    parts.client.behind = (PODS[0], PODS[1], replace(PODS[2], name="somebody"))


def silence(parts: Parts) -> None:
    parts.client.silent = True


def pod_not_ready(parts: Parts) -> None:
    parts.cluster.ready = PODS[:2]
    parts.client.behind = PODS[:2]


CASES: list[tuple[Callable[[Parts], None], list[str]]] = [
    (session_down, ["csr1000v k8s-calico sessions Established 3 of 4: 10.0.0.13 Idle (Admin) (expected 4 of 4)"]),
    (session_missing, ["csr1000v k8s-metallb sessions Established 3 of 4: 10.0.0.13 is no neighbor (expected 4 of 4)"]),
    (
        session_as,
        ["csr1000v k8s-metallb sessions Established 3 of 4: 10.0.0.13 has AS 64512, not 65001 (expected 4 of 4)"],
    ),
    (
        leak,
        [
            "csr1000v k8s-calico prefixes sent to the nodes 7 to 10.0.0.13 (expected 0 to 4 nodes)",
            "csr1000v k8s-metallb prefixes sent to the nodes 7 to 10.0.0.13 (expected 0 to 4 nodes)",
        ],
    ),
    (
        uncounted,
        [
            "csr1000v k8s-calico prefixes sent to the nodes no count to 10.0.0.13 (expected 0 to 4 nodes)",
            "csr1000v k8s-metallb prefixes sent to the nodes no count to 10.0.0.13 (expected 0 to 4 nodes)",
        ],
    ),
    (
        strange_node,
        [
            "cluster nodes are the router's neighbors "
            "4 of 5: worker4 (10.0.0.14) is not in cluster.nodes (expected 5 of 5)"
        ],
    ),
    (
        missing_node,
        ["cluster nodes are the router's neighbors 3 of 4: worker3 is not in the cluster (expected 4 of 4)"],
    ),
    (
        moved_node,
        ["cluster nodes are the router's neighbors 3 of 4: worker3 has address 10.0.0.33 (expected 4 of 4)"],
    ),
    (
        unknown_block,
        [
            "csr1000v k8s-calico pod blocks in the table "
            "4 of 5: 192.168.9.0/26 (worker1) is not there (expected 5 of 5)",
            "csr1000v k8s-metallb pod blocks in the table "
            "4 of 5: 192.168.9.0/26 (worker1) is not there (expected 5 of 5)",
        ],
    ),
    (
        no_block,
        [
            "csr1000v k8s-calico pod blocks in the table Calico has given no block to any node (expected at least 1)",
            "csr1000v k8s-metallb pod blocks in the table Calico has given no block to any node (expected at least 1)",
        ],
    ),
    (
        astray,
        [
            "csr1000v k8s-calico pod blocks in the table "
            "3 of 4: 192.168.0.0/26 (master1) leads to 10.0.0.99 (expected 4 of 4)",
            "csr1000v k8s-metallb pod blocks in the table "
            "3 of 4: 192.168.0.0/26 (master1) leads to 10.0.0.99 (expected 4 of 4)",
        ],
    ),
    (
        single_path,
        [
            "csr1000v k8s-metallb ECMP to the service "
            "10.100.0.0/32 over 1 nodes: 10.0.0.1 (expected 10.100.0.0/32 over 4 nodes)"
        ],
    ),
    (
        no_path,
        [
            "csr1000v k8s-metallb ECMP to the service "
            "10.100.0.0/32 is not in the table (expected 10.100.0.0/32 over 4 nodes)"
        ],
    ),
    (
        one_pod_left_out,
        [
            "client default/nginx requests to the service "
            "30 of 30: nginx-a 15, nginx-b 15, nginx-c 0 (expected 30 of 30, by 3 pods)",
            "client default/nginx requests to each pod "
            "2 of 3: 192.168.3.9 answers 'nginx-a', not nginx-c (expected 3 of 3)",
        ],
    ),
    (
        pod_mixed_up,
        [
            "client default/nginx requests to the service 30 of 30: "
            "nginx-a 10, nginx-b 10, somebody 10 (no such pod), nginx-c 0 (expected 30 of 30, by 3 pods)",
            "client default/nginx requests to each pod "
            "2 of 3: 192.168.3.9 answers 'somebody', not nginx-c (expected 3 of 3)",
        ],
    ),
    (
        silence,
        [
            "client default/nginx requests to the service "
            "0 of 3: nginx-a 0, nginx-b 0, nginx-c 0 (expected 30 of 30, by 3 pods)",
            "client default/nginx requests to each pod 0 of 3: nginx-a (192.168.1.9) does not answer, "
            "nginx-b (192.168.2.9) does not answer, nginx-c (192.168.3.9) does not answer (expected 3 of 3)",
        ],
    ),
    (
        pod_not_ready,
        [
            "client default/nginx requests to the service "
            "30 of 30: nginx-a 15, nginx-b 15 (expected 30 of 30, by 3 pods)",
            "client default/nginx requests to each pod 2 of 3: a pod is not ready (expected 3 of 3)",
        ],
    ),
]


@pytest.mark.parametrize(("spoil", "lines"), CASES, ids=[spoil.__name__ for spoil, _ in CASES])
def test_what_is_spoiled_is_named(spoil: Callable[[Parts], None], lines: list[str]) -> None:
    parts = Parts()
    spoil(parts)
    assert bad_lines(parts) == [f"FAIL {line}" for line in lines]


def test_without_an_address_nothing_is_asked_for() -> None:
    parts = Parts()
    parts.cluster.address = None
    assert bad_lines(parts) == [
        "FAIL cluster default/nginx LoadBalancer address none (expected one of 10.100.0.0/24)",
        "FAIL csr1000v k8s-metallb ECMP to the service the service has no address (expected 4 nodes)",
        "FAIL client default/nginx requests to the service the service has no address (expected 30 of 30, by 3 pods)",
    ]


def test_an_address_out_of_no_pool_is_named() -> None:
    parts = Parts()
    parts.cluster.address = IPv4Address("10.200.0.1")
    parts.router.table[-1] = route("10.200.0.1/32", *map(str, NODES.values()))
    assert bad_lines(parts) == [
        "FAIL cluster default/nginx LoadBalancer address 10.200.0.1 (expected one of 10.100.0.0/24)"
    ]


def test_a_router_that_is_down_is_not_a_failed_check() -> None:
    parts = Parts()
    parts.router.down = True
    first, *others = bad_lines(parts)
    assert first == (
        "? csr1000v k8s-calico sessions Established csr1000v: no connection to 127.0.0.1 port 10022: connection refused"
    )
    assert others == [
        f"? csr1000v {where} {what} not seen, as above"
        for where, what in [
            ("k8s-calico", "prefixes sent to the nodes"),
            ("k8s-metallb", "sessions Established"),
            ("k8s-metallb", "prefixes sent to the nodes"),
            ("k8s-calico", "pod blocks in the table"),
            ("k8s-metallb", "pod blocks in the table"),
            ("k8s-metallb", "ECMP to the service"),
        ]
    ]


def test_of_many_faults_the_first_five_are_named() -> None:
    assert tally(1000, [f"10.0.0.{number} Idle" for number in range(1, 8)]).actual == (
        "993 of 1000: 10.0.0.1 Idle, 10.0.0.2 Idle, 10.0.0.3 Idle, 10.0.0.4 Idle, 10.0.0.5 Idle and 2 more"
    )
